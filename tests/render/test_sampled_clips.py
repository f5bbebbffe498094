"""A view of the whole picture, sampled, is the picture that the conform graph makes, whatever the clip is coded as."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from longtake.inspection.measuring import measure
from longtake.libav.planes import planes_of
from longtake.media import Size, View
from longtake.render import FootageReader, Sight, ViewReader, conform_for, conform_to_look_at, sampled_view, upright
from longtake.render.geometry import Fit, Window
from longtake.timeline import Shown

KINDS = ["plain", "portrait", "rotated", "anamorphic", "odd", "ten-bit", "alpha", "interlaced", "full-range", "bt601"]
STANDING = Sight((), "", False, 0, 12)


def pictures(count: int) -> list[Shown]:
    return [Shown(number, number) for number in range(count)]


@pytest.mark.parametrize("fit", ["fill", "blur", "letterbox"])
@pytest.mark.parametrize("kind", KINDS)
def test_sampling_the_whole_shows_what_conforming_shows(kind: str, fit: Fit, made_clips: Path) -> None:
    [path] = made_clips.glob(f"{kind}.m*")
    facts, film = measure(path).picture, Size(360, 450)
    assert facts is not None
    view = sampled_view(STANDING, upright(facts), facts.shown.ratio, film, fit)
    footage = FootageReader(path, facts, pictures(12), conform_to_look_at(facts, view))
    with (
        closing(ViewReader(footage, view)) as sampled,
        closing(FootageReader(path, facts, pictures(12), conform_for(facts, film, fit))) as plain,
    ):
        for number in (0, 5):
            one, other = (_within(reader.frame(number), view.onto) for reader in (sampled, plain))
            apart = [_apart(a, b) for a, b in zip(one, other, strict=True)]
            assert max(apart) < 2.5, f"frame {number}: luma, cb and cr are {apart} code values apart"
            # Two scalers never make the edges of a slate alike, but a pixel off would be worse. (The graph crops whole
            # pairs of pixels, so that a fill of it may be a pixel off.)
            moved = [_apart(one[0], np.roll(other[0], step, axis)) for step in (-1, 1) for axis in (0, 1)]
            assert fit == "fill" or apart[0] < 0.9 * min(moved)


def _apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def _within(frame: Any, window: Window) -> list[NDArray[np.uint8]]:
    """The planes of a frame within a window."""
    luma, *chroma = planes_of(frame)
    down, across = slice(window.top, window.top + window.height), slice(window.left, window.left + window.width)
    half_down, half_across = (slice(part.start // 2, part.stop // 2) for part in (down, across))
    return [luma[down, across], *(plane[half_down, half_across] for plane in chroma)]


def test_a_view_of_a_rotated_clip_is_of_the_upright_picture(made_clips: Path) -> None:
    path, film = made_clips / "rotated.mp4", Size(240, 240)
    facts = measure(path).picture
    assert facts is not None
    left = View(Fraction(0), Fraction(0), film.ratio / facts.shown.ratio, Fraction(1))
    with (
        closing(FootageReader(path, facts, pictures(3), conform_for(facts, facts.shown, "fill"))) as whole,
        closing(FootageReader(path, facts, pictures(3), conform_for(facts, film, "fill", left))) as part,
    ):
        width = round(240 * facts.shown.ratio)
        expected = whole.frame(0).reformat(width=width, height=240, interpolation="BICUBIC")
        apart = planes_of(part.frame(0)).luma.astype(int) - planes_of(expected).luma[:, :240]
    assert float(np.abs(apart).mean()) < 3


def test_the_blurred_fill_of_pixels_that_are_not_square_is_stretched_as_the_picture_is(made_clips: Path) -> None:
    film, seen = Size(360, 640), []
    for name in ("anamorphic", "plain"):
        facts = measure(made_clips / f"{name}.mp4").picture
        assert facts is not None
        conform = conform_for(facts, film, "blur")
        with closing(FootageReader(made_clips / f"{name}.mp4", facts, pictures(1), conform)) as reader:
            below = conform.onto[1] + conform.onto[3] + 2  # above it the slate's digits differ, which are drawn anew
            seen.append(planes_of(reader.frame(0)).luma[below:].copy())
    assert float(seen[1].std()) > 5, "the fill has something to compare"
    assert _apart(*seen) < 1.5
