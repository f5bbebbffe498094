"""Every sequence of real clips becomes a film that plays in Chromium, and that other parsers agree with."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import longtake
from players.chromium import Player, second_opinion

pytestmark = [pytest.mark.browser, pytest.mark.clips, pytest.mark.long]

# The names are written out so that each is a test with a name of its own; the first test sees that none is missing.
SEQUENCES = [
    "A1-presenters",
    "A2-music",
    "A3-outdoors",
    "A4-people-cinematic",
    "A5-same-subject-mixed-specs",
    "A6-same-start-image",
    "A7-i2v-30fps",
    "A8-autoregressive-long",
    "A9-odd-specs",
    "A10-true-continuation",
]
QUICK = {"size": "426x240", "rungs": (240, 144), "preset": "ultrafast", "workers": os.cpu_count() or 1}
GRID = (16, 9)


def in_order(manifest: list[dict[str, Any]], sequence: str) -> list[str]:
    shots = [entry for entry in manifest if entry.get("sequence") == sequence]
    return [entry["file"] for entry in sorted(shots, key=lambda entry: int(str(entry["shot"]).split()[0]))]


def test_no_sequence_of_the_manifest_is_left_out(manifest: list[dict[str, Any]]) -> None:
    assert {entry["sequence"] for entry in manifest if entry["kind"] == "video"} == set(SEQUENCES)


@pytest.fixture(scope="module", params=SEQUENCES)
def film(
    request: pytest.FixtureRequest,
    clips_folder: Path,
    manifest: list[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Any:
    """The package of one sequence, small and quickly encoded; made in the run's shared workspace."""
    clips = [clips_folder / name for name in in_order(manifest, request.param)]
    return longtake.assemble(clips, tmp_path_factory.mktemp(request.param) / "out", **QUICK)


@pytest.fixture(scope="module")
def seen(film: Any, player: Player) -> dict[str, Any]:
    return player.play(film.playlist)


def test_the_stream_plays_from_0_to_the_end_on_every_rung(seen: dict[str, Any]) -> None:
    assert seen["problems"] == []
    assert len(seen["rungs"]) == 2


def test_the_file_plays_from_0_to_the_end(film: Any, player: Player) -> None:
    assert player.play(film.film)["problems"] == []


def test_a_seek_shows_the_frame_of_that_moment(film: Any, seen: dict[str, Any]) -> None:
    """The oracle is an independent decode of the MP4, whose pictures are those of the top rung."""
    top = seen["rungs"][-1]
    seeks = [seek for seek in top["seeks"] if seek["mediaTime"] is not None]
    assert len(seeks) >= 4
    numbers = [round(seek["mediaTime"] * Fraction(top["frameRate"]).limit_denominator(1001)) for seek in seeks]
    pictures = luma_grids(film.film, set(numbers))
    for seek, number in zip(seeks, numbers, strict=True):
        # Two decoders, two scalers and the browser's colours: a few code values apart, whatever the picture.
        assert np.abs(np.array(seek["grid"]) - pictures[number]).mean() < 8, f"the seek to frame {number}"


def luma_grids(film: Path, wanted: set[int]) -> dict[int, Any]:
    """Luma of the wanted frames on the harness's grid, stretched to full range as a browser shows it."""
    found = {}
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                luma = frame.reformat(*GRID, format="gray", interpolation="AREA").to_ndarray().astype(float)
                found[number] = luma.ravel()
            if number >= max(wanted):
                break
    return found


def test_other_parsers_agree(film: Any) -> None:
    opinion = second_opinion(film.playlist.parent.parent)
    assert opinion["problems"] == []
