"""A film made for targets and scene by scene: the files, what they hold, and that only what changed is made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from recordings import write_recording

import longtake
from longtake.errors import InputError

STORYBOARD = """
storyboard: 1
title: Delivered
frame: {{size: 320x180, rate: 24}}
music: {{file: tone.wav, level: -10 dB}}
scenes:
  - id: one
    title: The first / of two
    shots: [{{action: a road, for: 3s}}]
  - id: two
    shots: [{{action: {action}, for: 3s, join: dissolve 0.5s}}]
"""
TARGETS = ("broadcast", "web:300kB")


def make(folder: Path, action: str = "a bend", **options: Any) -> longtake.Package:
    folder.mkdir(exist_ok=True)
    write_recording(folder / "tone.wav", 8000 * np.sin(np.arange(8 * 48_000) * 0.06))
    (folder / "film.yaml").write_text(STORYBOARD.format(action=action), "utf-8")
    return longtake.make(
        folder / "film.yaml", folder / "out", workspace=folder / "space", workers=1, preset="ultrafast", **options
    )


def loud(path: Path) -> float:
    """Its level in dB, and any offset."""
    with av.open(str(path)) as container:
        heard = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    return float(10 * np.log10(np.mean(np.square(heard))))


def pictures(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_film_goes_to_its_targets_and_scene_by_scene_and_an_edit_touches_what_it_changes(tmp_path: Path) -> None:
    package = make(tmp_path, targets=TARGETS, scenes=True)
    out, told = package.folder, json.loads(package.manifest.read_text("utf-8"))
    assert longtake.verify(out).is_good
    assert sorted(path.name for path in (out / "scenes").iterdir()) == ["01-one.mp4", "02-two.mp4"]
    assert [row["path"] for row in told["targets"]] == ["targets/broadcast.mp4", "targets/web.mp4"]

    web, broadcast = out / "targets/web.mp4", out / "targets/broadcast.mp4"
    assert (pictures(web), pictures(broadcast)) == (package.frames, package.frames)
    assert web.stat().st_size <= 300_000
    assert loud(broadcast) - loud(package.film) == pytest.approx(-7, abs=0.3)
    assert loud(web) - loud(package.film) == pytest.approx(0, abs=0.1)

    stamps = {path.name: path.stat().st_mtime_ns for path in (out / "scenes").iterdir()}
    rate = json.loads((out / "lock.json").read_text("utf-8"))["targets"]["web"]["rate"]
    edited = make(tmp_path, "a bridge over a river", targets=TARGETS, scenes=True)
    assert not edited.reused
    now = {path.name: path.stat().st_mtime_ns for path in (out / "scenes").iterdir()}
    assert now["02-two.mp4"] != stamps["02-two.mp4"]
    assert json.loads((out / "lock.json").read_text("utf-8"))["targets"]["web"]["rate"] == rate
    assert make(tmp_path, "a bridge over a river", targets=TARGETS, scenes=True).reused

    bare = make(tmp_path, "a bridge over a river")
    assert not bare.reused
    assert not (out / "targets").exists()
    assert not (out / "scenes").exists()


def test_a_cap_that_no_film_fits_under_stops_before_anything_is_encoded(tmp_path: Path) -> None:
    events: list[longtake.Event] = []
    with pytest.raises(InputError, match=r"target web: 20 kB cannot hold 6\.0 s of film") as caught:
        make(tmp_path, targets=["web:20kB", "tiktok"], on_event=events.append)
    assert [finding.place for finding in caught.value.findings] == ["target web", "target tiktok"]
    assert not any(isinstance(event, longtake.Progress) and event.stage == "spans" for event in events)
    assert not (tmp_path / "out/film.mp4").exists()
