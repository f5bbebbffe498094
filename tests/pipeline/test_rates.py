"""What is told of rungs whose peaks stand far above their averages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

import longtake
from longtake.pipeline import finished
from longtake.pipeline.events import Notice
from longtake.pipeline.rates import RungRates, rate_notices, rates_json, rates_of_film, rates_text

EVEN, UNEVEN = RungRates("720p", 2_000_000, 1_000_000), RungRates("360p", 1_310_000, 312_400)


def test_a_peak_of_twice_the_average_is_nothing_to_tell() -> None:
    assert rate_notices([EVEN]) == ()
    assert rates_json([{"name": "720p"}], [EVEN]) == [{"name": "720p", "average": 1_000_000, "peak": 2_000_000}]


def test_one_above_that_is_told_with_its_rendition_and_both_figures() -> None:
    [notice] = rate_notices([EVEN, UNEVEN])
    assert notice.place == "rungs"
    assert "360p 1.31 Mbit/s over 312 kbit/s (4.2 times)" in notice.message
    assert "bits follow the picture" in notice.message
    assert "720p" not in notice.message


def test_the_manifest_holds_the_same_finding() -> None:
    [row] = rates_json([{"name": "360p"}], [UNEVEN])
    assert row["finding"] == "peak 1.31 Mbit/s over 312 kbit/s (4.2 times)"
    assert rates_of_film(json.loads(json.dumps({"renditions": [row]}))) == (UNEVEN,)


def test_a_film_without_rates_tells_none() -> None:
    assert rates_of_film({}) == ()
    assert rates_of_film({"renditions": [{"name": "720p"}]}) == ()


def test_rates_are_told_in_kilobits_and_megabits() -> None:
    assert (rates_text(999_000), rates_text(4_500_000)) == ("999 kbit/s", "4.50 Mbit/s")


def test_a_make_asks_for_what_it_tells_of_a_film_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def noticed(rates: Iterable[RungRates]) -> tuple[Notice, ...]:
        asked.append(tuple(one.name for one in rates))
        return (Notice("rungs", f"asked {len(asked)}"),)

    monkeypatch.setattr(finished, "rate_notices", noticed)
    film, told = tmp_path / "film.yaml", list[object]()
    film.write_text("storyboard: 1\nframe: {size: 160x90}\nscenes:\n- shots:\n  - {action: dawn, for: 1s}\n")
    package = longtake.make(film, tmp_path / "out", workspace=tmp_path / "space", workers=1, on_event=told.append)
    assert asked == [("90p",)]
    assert Notice("rungs", "asked 1") in told
    assert "rungs: asked 1" in package.notices
