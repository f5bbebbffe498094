"""Films of stills and of noise: what is told of their rates, and the ladder that fits them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import longtake

RATE = 12
_OPTIONS: dict[str, Any] = {"rungs": (180, 90), "preset": "ultrafast", "join": "cut", "workers": 1}


def clip(path: Path, seconds: int, *, noise: bool) -> Path:
    """320x180: every picture another noise, or all of them one grey."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        chance = np.random.default_rng(1)
        for number in range(seconds * RATE):
            grey = chance.integers(0, 255, (180, 320, 3)) if noise else np.full((180, 320, 3), 90)
            frame = av.VideoFrame.from_ndarray(grey.astype(np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A still and noise, 12 s and 4 s, in a folder whose workspace all these films share."""
    folder = tmp_path_factory.mktemp("clips")
    return clip(folder / "still.mp4", 12, noise=False), clip(folder / "noise.mp4", 4, noise=True)


def assembled(clips: Sequence[Path], out: Path, **options: Any) -> tuple[longtake.Package, dict[str, Any]]:
    options = {"workspace": clips[0].parent / "space", **_OPTIONS, **options}
    package = longtake.assemble(clips, out, **options)
    return package, json.loads(package.manifest.read_text())


def test_an_even_film_of_noise_keeps_its_peaks_under_its_caps_and_twice_its_average(
    clips: tuple[Path, Path], tmp_path: Path
) -> None:
    package, manifest = assembled([clips[1], clips[1], clips[1]], tmp_path / "out")
    caps = {rung.name: rung.maxrate for rung in package.rungs}
    for row in manifest["renditions"]:
        assert row["peak"] <= 2 * row["average"]
        assert row["peak"] <= 1.45 * caps[row["name"]]  # two seconds at the cap, and nine tenths of a buffer of one
        assert row["average"] > caps[row["name"]] / 2  # it is hard, so that this proves something
        assert "finding" not in row
    assert not any("twice the average" in notice for notice in package.notices)


def test_noise_beside_a_still_breaks_the_rule_of_thumb_and_is_told(clips: tuple[Path, Path], tmp_path: Path) -> None:
    still, noise = clips
    package, manifest = assembled([still, noise, still], tmp_path / "out")
    assert all(row["peak"] > 2 * row["average"] and "finding" in row for row in manifest["renditions"])
    [told] = [notice for notice in package.notices if "twice the average: 180p" in notice]
    assert ", 90p" in told
    assert "twice the average: 180p" in package.report.read_text()
    again, _ = assembled([still, noise, still], tmp_path / "out")
    assert again.reused
    assert told in again.notices


def test_the_ladder_of_an_easy_film_is_lowered_outlives_an_edit_and_is_chosen_anew_on_request(
    clips: tuple[Path, Path], tmp_path: Path
) -> None:
    still, noise = clips
    easy, manifest = assembled([still], tmp_path / "out", rungs="auto")
    assert manifest["ladder"]["chosen"] == "by measure"
    assert "its cap falls to 100 kbit/s" in manifest["ladder"]["rungs"][0]["why"]
    assert [rung.maxrate for rung in easy.rungs] == [100_000]
    edited, _ = assembled([noise], tmp_path / "out", rungs="auto")
    assert edited.rungs == easy.rungs
    anew, manifest = assembled([noise], tmp_path / "out", rungs="auto", relock=True)
    assert anew.rungs[0].maxrate > 300_000
    assert manifest["ladder"]["spans_measured"] == 2
