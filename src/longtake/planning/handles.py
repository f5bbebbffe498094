"""Joins and the handles they stand on: which frames of each take the film shows.

A join of n frames stands over the cut: it takes n // 2 frames of handle before the incoming shot and the rest after
the outgoing one, so the film is as long as its shots' visible frames together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from longtake.media import FrameRange, FrameRate, PictureFacts
from longtake.planning.material import Material
from longtake.planning.planned_join import JoinKind, PlannedJoin
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
    if join is None:
        return CUT
    frames, lead = rate.frames(join.seconds), rate.frames(join.lead) or None
    kind: JoinKind = "flow" if join.kind == "flow" else "dissolve"
    return PlannedJoin(kind if frames else "cut", frames, by="measure" if join.kind == "auto" else "", lead=lead)


def edges_of(joins: Sequence[PlannedJoin]) -> tuple[Edges, ...]:
    """What the joins ask of each of the len(joins) + 1 shots."""
    return tuple(
        Edges(into.head, out.tail, into.after, out.before)
        for into, out in zip([CUT, *joins], [*joins, CUT], strict=True)
    )


def footage_range(
    material: Material, frames: int, edges: Edges, rate: FrameRate, speed: Fraction = Fraction(1)
) -> FrameRange | Remark:
    """The visible frames of a clip that fills `frames` at `speed` times its own; or what is wrong with what is asked.

    With trim: what it says, in the clip's own time; an open end leaves the tail handle. With trim: auto what of its
    pictures is fit to be shown, but for handles. With a length: from after the head handle. Else: all but the handles.
    Written times round to the nearest frame.
    """
    shot, has = material.shot, brief(rate.seconds(frames)) + (" at its speed" if material.shot.speed else "")
    if shot.trim == "auto":
        return _fit_range(material, frames, edges, rate, speed)
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
        return _nothing_left(material, has, edges, rate)
    return FrameRange(edges.head, frames - edges.tail)


def _nothing_left(material: Material, has: str, edges: Edges, rate: FrameRate) -> Remark:
    handles = brief(rate.seconds(edges.head + edges.tail))
    message = f"shot {material.called} has {has}, but its joins take {handles} of handle and leave nothing to show"
    return Remark(material.path, message, ("take a longer clip", "shorten its joins", "or: join: cut"))


def _fit_range(material: Material, frames: int, edges: Edges, rate: FrameRate, speed: Fraction) -> FrameRange | Remark:
    """The frames that show only pictures that are fit to be shown; handles are of such, too."""
    picture, fit = material.facts.picture if material.facts else None, material.fit
    if picture is None or fit is None:
        message = f"trim of shot {material.called} is auto, and its clip was not measured"
        return Remark((*material.path, "trim"), message, ("say which part shows: trim: 1s..5s",))
    start = _first_frame(picture, fit.start, rate, speed)
    end = frames if fit.end >= picture.frames else _first_frame(picture, fit.end, rate, speed)
    start, end = start + edges.head, end - edges.tail
    if start >= end:
        return _nothing_left(material, f"{brief(rate.seconds(frames))}, not all of it fit to be shown", edges, rate)
    return FrameRange(start, end)


def _first_frame(picture: PictureFacts, number: int, rate: FrameRate, speed: Fraction) -> int:
    """The first frame of the take that is not before this picture of the clip."""
    return ceil(picture.ticks[number] * picture.time_base * rate.fraction / speed) if number else 0


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
        if join.tail > tail:
            short.append(_handle("after the end", out, join.tail, tail, rate))
        if join.head > head:
            short.append(_handle("before the start", into, join.head, head, rate))
        if short:
            wants = f"its sound {_earlier(join.lead, rate)}" if join.lead else brief(rate.seconds(join.frames))
            message = f"join of shot {into.name} wants {wants}, which takes {' and '.join(short)}"
            ways = _NO_LEAD if join.lead else _shorter(join.kind, min(2 * tail, 2 * head + 1), rate)
            yield Remark((*into.path, "join"), message, ways)
        yield from _unheard(out, into, join, [len(shown) for _, shown in ranges[number : number + 2]], rate)
    yield from _crowded(materials, ranges, joins, rate)


_NO_LEAD = ("trim the clip to leave more handle", "let its sound lead or lag by less", "or take that out of its join")


def _unheard(
    out: Material, into: Material, join: PlannedJoin, shown: Sequence[int], rate: FrameRate
) -> Iterator[Remark]:
    """Sound that leads or lags by nothing, or by more than the shot that it is heard under."""
    written, lead = into.shot.join, join.lead or 0
    if written and written.lead and not lead:
        message = f"join of shot {into.name} moves its sound by {brief(abs(written.lead))}, which is under half a frame"
        yield Remark((*into.path, "join"), message, ("write join: cut",))
    under, frames = (out, shown[0]) if lead > 0 else (into, shown[1])
    if abs(lead) > frames:
        shows = brief(rate.seconds(frames))
        message = f"join of shot {into.name} wants its sound {_earlier(lead, rate)}, but {under.called} shows {shows}"
        yield Remark((*into.path, "join"), message, _NO_LEAD)


def _earlier(lead: int, rate: FrameRate) -> str:
    return f"{brief(rate.seconds(abs(lead)))} {'earlier' if lead > 0 else 'later'}"


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
