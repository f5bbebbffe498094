"""Setting a caption: each line in runs of one font and one direction, in the order in which they stand.

Letters are shaped by HarfBuzz within a run. Runs of a line stand in the order of UAX #9 at two levels: those that run
against the line are reversed as they follow each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from longtake.artwork.caption_card import CaptionCard, CaptionPlace, CaptionWord
from longtake.artwork.lettering import Lettered
from longtake.artwork.placing import Area
from longtake.artwork.typeface import Typeface
from longtake.artwork.writing import is_ignorable, is_right_to_left
from longtake.media import Size

__all__ = ["CaptionBlock", "FaceOf", "SetRun", "caption_area", "caption_zone", "set_caption"]

FaceOf = Callable[[str], Typeface | None]
"""The font that has a letter, if there is one."""

_UNITS = 720  # parts of the frame's shorter side
_LEAST = 9  # pixels of type below which nothing can be read
_PORTRAIT = Fraction(4, 5)
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"


@dataclass(frozen=True, slots=True)
class SetRun:
    """Letters of one font, drawn. left, top: of the pen from the block's corner; word: its number in the caption."""

    ink: Lettered
    left: int
    top: int
    word: int


@dataclass(frozen=True, slots=True)
class CaptionBlock:
    """A caption's lines, one under another. size: of the type; plates: the room of each line in the block."""

    runs: tuple[SetRun, ...]
    plates: tuple[Area, ...]
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    face: Typeface
    is_rtl: bool
    word: int


def caption_area(film: Size) -> Area:
    """Where captions may stand: the 90 % in the middle, and on upright films above the controls that players put over
    their lower fifth."""
    is_upright = Fraction(film.width, film.height) < _PORTRAIT
    across, top = round(film.width * Fraction(1, 20)), round(film.height * Fraction(1, 8 if is_upright else 20))
    bottom = round(film.height * (Fraction(11, 50) if is_upright else Fraction(1, 15)))
    return Area(across, top, film.width - 2 * across, film.height - top - bottom)


def caption_zone(film: Size, place: CaptionPlace, lines: int) -> Area:
    """Where captions of so many lines stand, whatever their words are."""
    area, height = caption_area(film), lines * _leading(_usual_size(film))
    return Area(area.left, area.top if place == "top" else area.bottom - height, area.width, height)


def set_caption(card: CaptionCard, film: Size, face_of: FaceOf) -> CaptionBlock:
    """The caption in the size of its frame, smaller where a line would not fit. Every letter must have a font."""
    rtl = is_right_to_left(" ".join(card.lines))
    numbers = _numbered(card.rows)
    rows = [tuple(_runs(row, first, face_of, rtl)) for row, first in zip(card.rows, numbers, strict=True)]
    size = _size(rows, film)
    pad = round(size * Fraction(2, 5))
    widths = [_width(row, size) for row in rows]
    leading = _leading(size)
    ascent = round(size * Fraction(21, 20))  # from a line's top to its baseline, whatever its fonts say
    block = max(widths) + 2 * pad
    runs, plates = list[SetRun](), list[Area]()
    for number, (row, width) in enumerate(zip(rows, widths, strict=True)):
        left, top = (block - width) // 2, number * leading
        plates.append(Area(left - pad, top, width + 2 * pad, leading))
        runs += _placed(row, size, left, top + ascent)
    return CaptionBlock(tuple(runs), tuple(plates), size, block, leading * len(rows))


def _numbered(rows: Sequence[Sequence[CaptionWord]]) -> list[int]:
    """The number of each row's first word."""
    firsts, at = [], 0
    for row in rows:
        firsts.append(at)
        at += len(row)
    return firsts


def _usual_size(film: Size) -> int:
    units = 46 if Fraction(film.width, film.height) < _PORTRAIT else 38
    return max(_LEAST, round(units * Fraction(film.short_side, _UNITS)))


def _leading(size: int) -> int:
    return round(size * Fraction(7, 5))


def _size(rows: Sequence[Sequence[_Run]], film: Size) -> int:
    size = _usual_size(film)
    most = caption_area(film).width - size
    while size > _LEAST and max(_width(row, size) for row in rows) > most:
        size -= max(1, size // 20)
    return size


def _width(row: Sequence[_Run], size: int) -> int:
    return sum(run.face.width(run.text, size, rtl=run.is_rtl) for run in row)


def _placed(row: Sequence[_Run], size: int, left: int, baseline: int) -> Iterator[SetRun]:
    for run in row:
        ink = run.face.drawn(run.text, size, rtl=run.is_rtl)
        yield SetRun(ink, left, baseline - run.face.ascent(size), run.word)
        left += run.face.width(run.text, size, rtl=run.is_rtl)


def _runs(row: Sequence[CaptionWord], first: int, face_of: FaceOf, rtl: bool) -> Iterator[_Run]:
    """A line's runs, as they stand from its left end."""
    found = list[tuple[str, Typeface, int]]()
    for number, word in enumerate(row, first):
        if word.is_spaced and number > first:
            found.append((" ", _of_space(face_of), number))
        before = found[-1][1] if found else None
        found += [(letters, face, number) for face, letters in _by_face(word.text, face_of, before)]
    directions = _directions([text for text, _, _ in found], rtl)
    runs = [_Run(text, face, turned, number) for (text, face, number), turned in zip(found, directions, strict=True)]
    yield from _in_order(runs, rtl)


def _of_space(face_of: FaceOf) -> Typeface:
    face = face_of(" ")
    assert face is not None  # ours is always there
    return face


def _by_face(text: str, face_of: FaceOf, before: Typeface | None) -> Iterator[tuple[Typeface, str]]:
    """Letters with the font that each is set in: signs of no script are set as the letters before, if that has them."""
    faces, face = list[Typeface](), before
    for letter in text:
        is_loose = is_ignorable(letter) or letter in _JOINERS or unicodedata.category(letter)[0] in "MPN"
        if not (is_loose and face and not face.missing(letter)):
            face = face_of(letter) or face
        assert face is not None  # checked before
        faces.append(face)
    for _, group in groupby(enumerate(faces), key=lambda pair: id(pair[1])):
        places = [place for place, _ in group]
        yield faces[places[0]], text[places[0] : places[-1] + 1]


def _directions(texts: Sequence[str], rtl: bool) -> list[bool]:
    """Whether each runs from the right: what has no direction of its own runs as its neighbours if they agree, else as
    the line (UAX #9, N1 and N2)."""
    own = [is_right_to_left(text) if _has_direction(text) else None for text in texts]
    found = []
    for number, turned in enumerate(own):
        before = next((one for one in reversed(own[:number]) if one is not None), rtl)
        after = next((one for one in own[number + 1 :] if one is not None), rtl)
        found.append(turned if turned is not None else before if before == after else rtl)
    return found


def _has_direction(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("L", "R", "AL") for letter in text)


def _in_order(runs: Sequence[_Run], rtl: bool) -> Iterator[_Run]:
    groups = [list(group) for _, group in groupby(runs, key=lambda run: run.is_rtl)]
    for group in reversed(groups) if rtl else groups:
        yield from reversed(group) if group[0].is_rtl else group
