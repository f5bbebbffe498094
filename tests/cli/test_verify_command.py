"""`longtake verify` as somebody runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from click.testing import Result

from longtake.packaging.verifying import Fault, Verification
from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.readings import Readings
from longtake.packaging.verifying.stream import Stream

FAULT = Fault("H40", "hls/main.m3u8:5", "BANDWIDTH is 400, the measured peak 652")

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]


def found(*faults: Fault, is_deep: bool = False) -> Verification:
    folder = Path("out/film")
    stream = Stream.read(Bundle(folder), "hls/main.m3u8", Readings())
    return Verification(folder, faults, 51, 4, 28, Fraction(38), stream, is_deep)


def test_a_good_film_is_told_in_a_line(run: Run, library: Library, tmp_path: Path) -> None:
    library("verify", lambda *_, **__: found())
    result = run("verify", tmp_path)
    assert result.output == "out/film keeps every rule: 28 segments of 4 renditions, 51 rules.\n"
    assert result.exit_code == 0


def test_that_segments_were_decoded_is_told(run: Run, library: Library, tmp_path: Path) -> None:
    calls = library("verify", lambda *_, **__: found(is_deep=True))
    assert "51 rules, each segment of picture decoded alone." in run("verify", tmp_path, "--deep").output
    assert calls == [((tmp_path,), {"deep": True, "key": None})]


def test_a_fault_is_told_with_its_rule_its_place_and_what_to_do(run: Run, library: Library, tmp_path: Path) -> None:
    library("verify", lambda *_, **__: found(FAULT))
    result = run("verify", tmp_path)
    assert result.output.splitlines() == [
        " H40   hls/main.m3u8:5   BANDWIDTH is 400, the measured peak 652",
        "",
        "1 fault: 28 segments of 4 renditions, 51 rules.",
        "Make it again with the same command: what is there is kept.",
    ]
    assert result.exit_code == 1


def test_a_rule_of_thumb_is_told_and_does_not_fail(run: Run, library: Library, tmp_path: Path) -> None:
    library("verify", lambda *_, **__: found(Fault("H62", "hls/main.m3u8:5", "180 lines cost more than 360")))
    result = run("verify", tmp_path)
    assert result.output.splitlines() == [
        " H62   hls/main.m3u8:5   180 lines cost more than 360",
        "",
        "out/film keeps every rule but what is a rule of thumb: 28 segments of 4 renditions, 51 rules.",
    ]
    assert result.exit_code == 0


def test_json_has_a_line_a_fault_and_one_for_all(run: Run, library: Library, tmp_path: Path) -> None:
    library("verify", lambda *_, **__: found(FAULT))
    lines = [json.loads(line) for line in run("--json", "verify", tmp_path).output.splitlines()]
    assert lines == [
        {"event": "fault", "rule": FAULT.rule, "place": FAULT.place, "what": FAULT.what},
        {"event": "verified", "rules": 51, "segments": 28, "faults": 1},
    ]
