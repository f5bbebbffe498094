"""`longtake export`: the edit of a film that was made as a file, and what could not be in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from longtake.cli.app import app
from longtake.media import FrameRange, FrameRate, Money, Size, digest_bytes
from longtake.media.time import Frame
from longtake.planning import Plan, PlannedJoin, PlannedShot, Quote, plan_to_json

BASE = "https://files.example.com/film"


def a_film(folder: Path) -> None:
    """What a film of a clip, a take and a card leaves in its folder."""
    kinds: Any = (("a", "footage", "a.mp4"), ("b", "generated", None), ("c", "animatic", None))
    shots = tuple(
        PlannedShot(
            name=name,
            key=name,
            scene="s",
            kind=kind,
            asset=asset,
            digest=None,
            words="",
            narration="",
            place="",
            camera="",
            motion="",
            palette=(),
            style="",
            take_frames=96,
            visible=FrameRange(Frame(24), Frame(72)),
            start=Frame(48 * number),
            fit="fill",
            sound=None,
            join=PlannedJoin("cut") if number < 2 else None,
            reasons=(),
        )
        for number, (name, kind, asset) in enumerate(kinds)
    )
    plan = Plan("Film", Size(640, 360), FrameRate(24), (), shots, (), (), Quote((), Money("0", "USD"), None))
    (folder / "plan.json").write_text(plan_to_json(plan))
    digest = digest_bytes(b"take")
    rows = [
        {"shot": "a", "kind": "footage", "made_by": "the author", "file": "a.mp4", "of_source": [24, 72]},
        {"shot": "b", "kind": "generated", "made_by": "m of p", "file": None, "of_source": [12, 60], "take": {}},
        {"shot": "c", "kind": "animatic", "made_by": "longtake", "file": None, "of_source": [24, 72]},
    ]
    (folder / "manifest.json").write_text(
        json.dumps({"files": [], "shots": [{**row, "sha256": digest} for row in rows]})
    )


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["export", *words])


def test_the_edit_is_written_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    a_film(tmp_path)
    said = run(str(tmp_path), "--shotstack", str(tmp_path / "edit.json"), "--clips", BASE)
    assert said.exit_code == 0, said.output
    digest = digest_bytes(b"take")
    assert said.output.splitlines()[2:4] == [" a.mp4", f" {digest}.mp4"]
    assert " c: its pictures, which are drawn and no file: the time stays black" in said.output
    edit = json.loads((tmp_path / "edit.json").read_text())
    clips = [clip for track in edit["timeline"]["tracks"] for clip in track["clips"]]
    shown = sorted((one["start"], one["asset"]["src"], one["asset"]["trim"]) for one in clips)
    assert shown == [(0, f"{BASE}/a.mp4", 1), (2, f"{BASE}/{digest}.mp4", 0.5)]


def test_for_machines_it_says_the_same(tmp_path: Path) -> None:
    a_film(tmp_path)
    said = run(str(tmp_path), "--shotstack", str(tmp_path / "edit.json"), "--clips", BASE, "--json")
    told = json.loads(said.output)
    assert (told["event"], told["files"][0], told["left_out"][0]["about"]) == ("exported", "a.mp4", "c")


@pytest.mark.parametrize("base", ["http://files.example.com", "file:///tmp", "https://127.0.0.1/x"])
def test_an_address_that_shotstack_cannot_read_is_refused(base: str, tmp_path: Path) -> None:
    a_film(tmp_path)
    said = run(str(tmp_path), "--shotstack", str(tmp_path / "edit.json"), "--clips", base)
    assert said.exit_code == 2
    assert "name the https address of a folder that Shotstack can read" in said.output
    assert not (tmp_path / "edit.json").exists()


def test_a_folder_without_a_film_is_told(tmp_path: Path) -> None:
    said = run(str(tmp_path), "--shotstack", str(tmp_path / "edit.json"), "--clips", BASE)
    assert said.exit_code == 2
    assert "no film that can be exported was made here" in said.output


def test_a_plan_and_a_manifest_of_two_films_are_told(tmp_path: Path) -> None:
    a_film(tmp_path)
    (tmp_path / "manifest.json").write_text('{"files": [], "shots": []}')
    said = run(str(tmp_path), "--shotstack", str(tmp_path / "edit.json"), "--clips", BASE)
    assert "plan.json and manifest.json are of two films" in said.output
