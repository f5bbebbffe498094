"""Every sequence of real clips becomes a film that plays in Chromium, and that other parsers agree with."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from players.chromium import Player, second_opinion
from sequences import SEQUENCES

pytestmark = [pytest.mark.browser, pytest.mark.clips, pytest.mark.long]

GRID = (16, 9)
_QUICK = ("A5", "A6", "A10")
"""Odd shapes and rates, and the shortest; the others are proofs."""


def _marked(name: str) -> Any:
    return pytest.param(name, marks=() if name.startswith(_QUICK) else pytest.mark.proof)


@pytest.fixture(scope="module", params=[_marked(name) for name in SEQUENCES])
def film(request: pytest.FixtureRequest, sequence_film: Callable[[str], Any]) -> Any:
    """The package of one sequence."""
    return sequence_film(request.param)


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
