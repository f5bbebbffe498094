"""Cutting the edit into spans: closed-GOP pieces of the film that encode apart from all others.

The rule, and why. Body spans are whole *cells* of a take's own frame numbers (48 at 24 frames a second), so
trimming a clip, moving it, or changing a join leaves the cells in its middle untouched, and their encoded bytes are
found again in the store. What is left between two runs of cells is a *gap*: the tail of one take, the join, the head
of the next. A take too short for a cell has an *anchor* instead, a frame number of its own where one gap ends and the
next begins: a film of short shots is not one long gap, and there too an edit stays beside its join. A gap is divided
into the fewest nearly equal spans of at most a cell; a gap too small to stand alone (under 12 frames) takes in what
stands before it first (at the start of the film, what comes after), since very short spans cost up to 72 % more bytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from longtake.media import Digest, Frame, FrameRange, digest_of
from longtake.timeline.edit import Overlay, Source, Timeline
from longtake.timeline.pieces import Dissolve, Laid, Piece, Run, pieces_of

__all__ = ["SHORTEST_SPAN", "Span", "spans_of"]

SHORTEST_SPAN = 12
"""Frames. Shorter spans are avoided wherever the film is long enough; under 12 frames a second, where a cell is shorter
than two of these, half a cell will do."""


@dataclass(frozen=True)
class Span:
    """Film frames [start, start + frames), made of pieces. Its key does not depend on where in the film it stands."""

    start: Frame
    pieces: tuple[Piece, ...]

    @property
    def frames(self) -> int:
        return sum(piece.frames for piece in self.pieces)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of its pictures, in the order of first need, each once; without those of overlays."""
        found: dict[Digest, Source] = {}
        for piece in self.pieces:
            for source in piece.sources:
                found.setdefault(source.key, source)
        return tuple(found.values())

    @property
    def has_flow(self) -> bool:
        """Whether any of its pictures is of a flow join."""
        return any(isinstance(piece, Dissolve) and piece.by_flow for piece in self.pieces)

    @property
    def overlay_sources(self) -> tuple[Source, ...]:
        """Every source that is laid over its pictures, in the order of first need, each once."""
        found = {laid.source.key: laid.source for piece in self.pieces for laid in piece.over}
        return tuple(found.values())

    @cached_property
    def recipe(self) -> Digest:
        """The digest of its pictures: sources, ranges, mixing, what is laid over; not of names, nor of its place in the
        film."""
        return digest_of([piece.recipe for piece in self.pieces])


def spans_of(timeline: Timeline) -> tuple[Span, ...]:
    """The film's spans in order; together they cover every frame exactly once."""
    cell = timeline.rate.cell_frames
    stretches = _absorb_slivers(_stretches(pieces_of(timeline), cell), cell)
    spans, at = [], 0
    for stretch in stretches:
        for pieces in [stretch.pieces] if stretch.is_cell else _divide(stretch.pieces, cell):
            spans.append(Span(Frame(at), tuple(pieces)))
            at += spans[-1].frames
    return tuple(_overlaid(spans, timeline.overlaid))


_Shown = tuple[FrameRange, Overlay]  # the film frames that an overlay covers


def _overlaid(spans: Sequence[Span], overlays: Sequence[_Shown]) -> Iterator[Span]:
    """The spans, those that overlays touch with what is laid over them."""
    starts = [span.start for span in spans]
    touching: list[list[_Shown]] = [[] for _ in spans]
    for where, overlay in overlays:
        for number in range(bisect_right(starts, where.start) - 1, bisect_left(starts, where.end)):
            touching[number].append((where, overlay))
    for span, shown in zip(spans, touching, strict=True):
        yield Span(span.start, _divided(span, shown)) if shown else span


def _divided(span: Span, shown: Sequence[_Shown]) -> tuple[Piece, ...]:
    """Its pieces, divided at the edges of overlays."""
    pieces: list[Piece] = []
    at: int = span.start
    for piece in span.pieces:
        pieces += _under(piece, at, shown)
        at += piece.frames
    return tuple(pieces)


def _under(piece: Piece, at: int, shown: Sequence[_Shown]) -> Iterator[Piece]:
    """The parts of a piece that begins at film frame `at`, one after another."""
    end = at + piece.frames
    edges = {edge for where, _ in shown for edge in (where.start, where.end) if at < edge < end}
    for start, stop in pairwise(sorted({at, *edges, end})):
        over = [Laid(overlay.source, 0).part(start - where.start) for where, overlay in shown if start in where]
        yield replace(piece.part(start - at, stop - start), over=tuple(over))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A whole cell of one take, or a gap between cells."""

    pieces: tuple[Piece, ...]
    is_cell: bool

    @property
    def frames(self) -> int:
        return sum(piece.frames for piece in self.pieces)


def _stretches(pieces: list[Piece], cell: int) -> list[_Stretch]:
    """Whole cells by themselves; everything between two of them, or up to a short take's anchor, as one gap."""
    stretches: list[_Stretch] = []
    gap: list[Piece] = []
    for number, piece in enumerate(pieces):
        is_inner = 0 < number < len(pieces) - 1
        body = _body(piece, cell, is_inner) if isinstance(piece, Run) else None
        if body is None or isinstance(piece, Dissolve):
            gap.append(piece)
            continue
        gap += _between(piece, piece.start, body.start)
        if gap:
            stretches.append(_Stretch(tuple(gap), is_cell=False))
        stretches += [_Stretch((Run(piece.source, at, cell),), is_cell=True) for at in body]
        gap = _between(piece, body.stop, piece.start + piece.frames)
    if gap:
        stretches.append(_Stretch(tuple(gap), is_cell=False))
    return stretches


def _body(run: Run, cell: int, is_inner: bool) -> range | None:
    """Where the whole cells of a run begin, in frame numbers of its take; an empty range at its anchor if it has none
    and stands between two joins; else None."""
    end = run.start + run.frames
    first, last = -(-run.start // cell) * cell, end // cell * cell
    if first < last:
        return range(first, last, cell)
    anchor = _anchor(run.start, end, cell) if is_inner else None
    return None if anchor is None else range(anchor, anchor, cell)


def _anchor(start: int, end: int, cell: int) -> int | None:
    """A frame number between start and end, far enough from both for a span if there is room.

    It is a multiple of a cell, or else of the largest part of one got by halving, and so stays where it is when a
    little is trimmed off either side.
    """
    room = _shortest(cell) if end - start >= 2 * _shortest(cell) else 1
    first, last = start + room, end - room
    if last < first:
        return None
    step = cell
    while (number := -(-first // step) * step) > last:
        step //= 2
    return number


def _shortest(cell: int) -> int:
    return min(SHORTEST_SPAN, max(1, cell // 2))


def _between(run: Run, start: int, end: int) -> list[Piece]:
    """The part of a run with these frame numbers of its take; nothing if there are none."""
    return [Run(run.source, start, end - start)] if end > start else []


def _absorb_slivers(stretches: list[_Stretch], cell: int) -> list[_Stretch]:
    """Gaps under the shortest span take in what stands before them; at the start of the film, what comes after.

    In the middle it is never what comes after, or one sliver could push all that follow into other spans.
    """
    shortest = _shortest(cell)
    result: list[_Stretch] = []
    for stretch in stretches:
        is_sliver = not stretch.is_cell and stretch.frames < shortest
        if result and (is_sliver or result[0].frames < shortest):
            stretch = _Stretch(result.pop().pieces + stretch.pieces, is_cell=False)
        result.append(stretch)
    return result


def _divide(pieces: tuple[Piece, ...], cell: int) -> list[list[Piece]]:
    """The fewest parts of at most `cell` frames, as equal as whole frames allow, the longer ones first."""
    total = sum(piece.frames for piece in pieces)
    count = -(-total // cell)
    short, longer = divmod(total, count)
    parts: list[list[Piece]] = []
    queue = list(pieces)
    for number in range(count):
        room = short + (number < longer)
        part: list[Piece] = []
        while room:
            piece = queue.pop(0)
            if piece.frames > room:
                queue.insert(0, piece.part(room, piece.frames - room))
                piece = piece.part(0, room)
            part.append(piece)
            room -= piece.frames
        parts.append(part)
    return parts
