"""Joins and the handles they stand on: which frames of each take the film shows.

A join of n frames stands over the cut: it takes n // 2 frames of handle before the incoming shot and the rest after
the outgoing one, so the film is as long as its shots' visible frames together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from longtake.media import FrameRange, FrameRate
from longtake.planning.material import Material
from longtake.planning.plan import PlannedJoin
from longtake.storyboard import Remark, seconds_text

__all__ = ["Edges", "brief", "edges_of", "footage_range", "joins_of", "wrong_joins"]

CUT = PlannedJoin("cut")


@dataclass(frozen=True, slots=True)
class Edges:
    """What the joins at its two ends ask of a shot, in frames.

    head, tail: handle before and after its visible range; lead, trail: visible frames that are part of a join.
    """

    head: int
    tail: int
    lead: int
    trail: int


def brief(seconds: Fraction) -> str:
    """Seconds for people, to three digits: `1.25 s`."""
    return f"{float(seconds):.3g} s"


def joins_of(materials: Sequence[Material], rate: FrameRate) -> tuple[PlannedJoin, ...]:
    """The join before each shot but the first; where none is written, a cut."""
    return tuple(_join(material, rate) for material in materials[1:])


def _join(material: Material, rate: FrameRate) -> PlannedJoin:
    join = material.shot.join
    frames = rate.frames(join.seconds) if join else 0
    return PlannedJoin("flow" if join and join.kind == "flow" else "dissolve", frames) if frames else CUT


def edges_of(joins: Sequence[PlannedJoin]) -> tuple[Edges, ...]:
    """What the joins ask of each of the len(joins) + 1 shots."""
    return tuple(
        Edges(into.before, out.after, into.after, out.before)
        for into, out in zip([CUT, *joins], [*joins, CUT], strict=True)
    )


def footage_range(
    material: Material, frames: int, edges: Edges, rate: FrameRate, speed: Fraction = Fraction(1)
) -> FrameRange | Remark:
    """The visible frames of a clip that fills `frames` at `speed` times its own; or what is wrong with what is asked.

    With trim: what it says, in the clip's own time; an open end leaves the tail handle. With a length: from after the
    head handle. Else: all but the handles. Written times round to the nearest frame.
    """
    shot, has = material.shot, brief(rate.seconds(frames)) + (" at its speed" if material.shot.speed else "")
    if shot.trim:
        start = rate.frames(shot.trim.start / speed)
        end = frames - edges.tail if shot.trim.end is None else rate.frames(shot.trim.end / speed)
        if start == end <= frames and shot.trim.end is not None:
            least = _written_up(rate.seconds(1) * speed)
            message = f"trim of shot {material.called} asks for {shot.trim}, which is under half a frame at {rate}"
            return Remark((*material.path, "trim"), message, (f"show at least {least} of it",))
        if not start < end <= frames:
            lasts = rate.seconds(frames) * speed
            advice = (f"end it by {_written(lasts)}", "or take trim out")
            message = f"trim of shot {material.called} asks for {shot.trim}, but the clip has {brief(lasts)}"
            return Remark((*material.path, "trim"), message, advice)
        return FrameRange(start, end)
    if shot.length != "auto":
        end = edges.head + max(1, rate.frames(shot.length))
        if end > frames:
            room = rate.seconds(max(0, frames - edges.head - edges.tail))
            handle = f" after {brief(rate.seconds(edges.head))} of handle for its join" if edges.head else ""
            message = f"shot {material.called} wants {brief(shot.length)}{handle}, but the clip has {has}"
            return Remark((*material.path, "for"), message, _ways(f"for: {_written(room)}" if room else ""))
        return FrameRange(edges.head, end)
    if edges.head + edges.tail >= frames:
        handles = brief(rate.seconds(edges.head + edges.tail))
        message = f"shot {material.called} has {has}, but its joins take {handles} of handle and leave nothing to show"
        return Remark(material.path, message, ("take a longer clip", "shorten its joins", "or: join: cut"))
    return FrameRange(edges.head, frames - edges.tail)


def _ways(first: str) -> tuple[str, ...]:
    return tuple(way for way in (first, "take a longer clip", "or join it with a cut") if way)


def wrong_joins(
    materials: Sequence[Material],
    ranges: Sequence[tuple[int, FrameRange]],
    joins: Sequence[PlannedJoin],
    rate: FrameRate,
) -> Iterator[Remark]:
    """Joins that stand on more handle than there is, and shots too short for the joins at both their ends.

    ranges: for each shot, the frames of its take and what of it is visible.
    """
    for number, join in enumerate(joins):
        out, into = materials[number], materials[number + 1]
        tail, head = ranges[number][0] - ranges[number][1].end, ranges[number + 1][1].start
        written = into.shot.join
        if written and written.seconds and not join.frames:
            message = f"join of shot {into.name} wants {brief(written.seconds)}, which is under half a frame"
            yield Remark((*into.path, "join"), message, ("write join: cut",))
        short = []
        if join.after > tail:
            short.append(_handle("after the end", out, join.after, tail, rate))
        if join.before > head:
            short.append(_handle("before the start", into, join.before, head, rate))
        if short:
            message = (
                f"join of shot {into.name} wants {brief(rate.seconds(join.frames))}, which takes {' and '.join(short)}"
            )
            yield Remark((*into.path, "join"), message, _shorter(join.kind, min(2 * tail, 2 * head + 1), rate))
    yield from _crowded(materials, ranges, joins, rate)


def _handle(where: str, material: Material, needs: int, has: int, rate: FrameRate) -> str:
    found = f"only {brief(rate.seconds(has))}" if has else "none"
    return f"{brief(rate.seconds(needs))} of handle {where} of {material.called}, which has {found}"


def _shorter(kind: str, frames: int, rate: FrameRate) -> tuple[str, ...]:
    """Ways out of a join for which there is handle for `frames` only."""
    seconds = _written(rate.seconds(frames))
    is_real = rate.frames(Fraction(seconds.removesuffix("s"))) >= 2
    shorten = (f"shorten: join: {kind} {seconds}",) if is_real else ()
    return ("trim the clip to leave more handle", *shorten, "or: join: cut")


def _written(seconds: Fraction) -> str:
    """Seconds as an author writes them, down to the hundredth below."""
    return seconds_text(Fraction(floor(seconds * 100), 100))


def _written_up(seconds: Fraction) -> str:
    """Seconds as an author writes them, up to the hundredth above."""
    return seconds_text(Fraction(ceil(seconds * 100), 100))


def _crowded(
    materials: Sequence[Material],
    ranges: Sequence[tuple[int, FrameRange]],
    joins: Sequence[PlannedJoin],
    rate: FrameRate,
) -> Iterator[Remark]:
    for material, (_, visible), edges in zip(materials, ranges, edges_of(joins), strict=True):
        taken = edges.lead + edges.trail
        if taken > len(visible):
            shows, joined = brief(rate.seconds(len(visible))), brief(rate.seconds(taken))
            message = f"shot {material.called} shows {shows}, but the joins at its ends cover {joined} of it"
            yield Remark(material.path, message, ("make it longer", "shorten its joins", "or: join: cut"))
