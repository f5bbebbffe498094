"""An animatic: a moving storyboard picture of one shot, drawn from its words as the span is encoded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from longtake.artwork.backdrop import Backdrop
from longtake.artwork.card import AnimaticCard
from longtake.artwork.chance import Chance
from longtake.artwork.ink import Decal, Ink
from longtake.artwork.lettering import OURS, Hand, lettered, text_width
from longtake.artwork.page import Page, Spot, page_of
from longtake.artwork.palette import code_values, tones_of
from longtake.artwork.scenery import motif_of
from longtake.artwork.typeface import FontHand, our_typeface, typeface_at
from longtake.errors import ArtworkError
from longtake.libav.planes import Planes, planes_of
from longtake.media import FrameRate, Size
from longtake.media.camera import Move, move_of, progress

if TYPE_CHECKING:
    import av

__all__ = ["AnimaticReader", "time_code"]

_UNSAID = Move(push=0.07)  # a shot that names no camera move still breathes
_DRIFT = 0.006  # how far the lights in front float in a second, in parts of the frame


class AnimaticReader:
    """Frames of one card, at the film's size. Every frame is a pure function of the card, size, rate and frames.

    font: the author's own file, where the card is lettered in that. Raises ArtworkError for a size that 4:2:0 cannot
    hold, MediaError for a font that cannot be read.
    """

    def __init__(self, card: AnimaticCard, size: Size, rate: FrameRate, frames: int, font: Path | None = None) -> None:
        if not size.is_even:
            raise ArtworkError(
                f"an animatic of {size} was asked for: both sides must be even",
                place=card.shot,
                advice=("set the film's frame to an even size",),
            )
        self._rate, self._frames = rate, frames
        self._lead, self._shown = card.lead, card.shown or frames - card.lead
        self._move = move_of(card.camera, _UNSAID)
        tones = tones_of(card.palette)
        self._page = page_of(card, tones, size, _hand(card, font))
        chance = Chance(card.scene, card.place, card.shot, card.words, card.style)
        self._backdrop = Backdrop(motif_of(card.place, card.words), tones, chance, size, self._page.floor)
        self._clock = _Clock(self._page.clock, size)

    def frame(self, number: int) -> av.VideoFrame:
        """Frame `number` of the shot: yuv420p, BT.709 limited. Raises IndexError outside the shot."""
        if not 0 <= number < self._frames:
            raise IndexError(f"frame {number} was asked of an animatic of {self._frames} frames")
        done = progress(number, self._frames)
        drift = _DRIFT * float(self._rate.seconds(number))
        frame = self._backdrop.frame(self._move, done, drift)
        planes = planes_of(frame)
        at = min(max(number - self._lead, 0), self._shown - 1)  # in its handles, the shot has not begun or is over
        for decal in (*self._page.decals, *self._clock.decals(time_code(at, self._rate))):
            decal.lay(planes)
        _fill_bar(planes, self._page, at + 1, self._shown)
        return frame

    def close(self) -> None:
        """Nothing is held open."""


def _hand(card: AnimaticCard, font: Path | None) -> Hand:
    if not card.font:
        return OURS
    return FontHand(typeface_at(font) if font else our_typeface(card.font))


def time_code(number: int, rate: FrameRate) -> str:
    """The start of a frame as m:ss.ff, ff counting frames within the second: `0:02.11`."""
    second = int(rate.seconds(number))
    first = -(-second * rate.numerator // rate.denominator)
    return f"{second // 60}:{second % 60:02}.{number - first:02}"


class _Clock:
    """The time code, drawn a character at a time; a character is drawn once for each place it stands at."""

    def __init__(self, spot: Spot, film: Size) -> None:
        self._spot, self._film = spot, film
        self._drawn: dict[tuple[str, int], Decal | None] = {}

    def decals(self, code: str) -> list[Decal]:
        left, found = self._spot.right, []
        for letter in reversed(code):
            left -= text_width(letter, self._spot.size)
            if (letter, left) not in self._drawn:
                self._drawn[letter, left] = self._draw(letter, left)
            found.append(self._drawn[letter, left])
        return [decal for decal in found if decal]

    def _draw(self, letter: str, left: int) -> Decal | None:
        spot = self._spot
        sheet = Ink(self._film, spot.top - spot.size, 3 * spot.size)
        sheet.text(lettered(letter, spot.size), left, spot.top, spot.colour, 0.85)
        return sheet.dry()


def _fill_bar(planes: Planes, page: Page, done: int, frames: int) -> None:
    """Fills the bar's part, its last column by its fraction in 256ths, so that it grows evenly."""
    left, top, width, thick = page.bar
    for plane, value, shrink in zip(planes, code_values(page.fill), (1, 2, 2), strict=True):
        whole, part = divmod(width * 256 * done // (frames * shrink), 256)
        start, rows = left // shrink, np.s_[top // shrink : (top + thick) // shrink]
        plane[rows, start : start + whole] = round(value)
        if part and whole < width // shrink:
            under = plane[rows, start + whole].astype(np.int32)
            plane[rows, start + whole] = under + ((round(value) - under) * part >> 8)
