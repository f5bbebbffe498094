"""What each contender makes of a broken clip: the pictures from before the join to after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from seam_joins.breaking import MARGIN, Broken, planes
from seams.footage import HEIGHT, WIDTH, Frames, write

from longtake.inspection.limits import Order
from longtake.inspection.measuring import examine
from longtake.inspection.seam_flows import or_flow
from longtake.inspection.seams import Kind, Shown, Wish, chosen_seams
from longtake.inspection.stretch import Stretch
from longtake.inspection.trimming import usable
from longtake.libav.planes import Planes, frame_of, planes_of
from longtake.media import FrameRange
from longtake.render.mixing import dissolve, weight_of
from longtake.render.morph import Morph

__all__ = ["Made", "automatic", "cut", "dissolved", "flowing", "interpolated", "trimmed"]

_AROUND = 3  # pictures on each side of the gap that the filter is fed


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """later_out, later_in: by how many pictures later in its part each side is shown than by the others."""

    pictures: Frames
    kind: str
    later_out: int = 0
    later_in: int = 0


def cut(clip: Broken, later_out: int = 0, later_in: int = 0) -> Made:
    return _made(
        clip, "cut", lambda out, into, number, _: out if number < clip.length // 2 else into, later_out, later_in
    )


def trimmed(clip: Broken) -> Made:
    """A second less of both, or as much of it as there is, and a cut."""
    room = min(len(clip.outgoing), len(clip.incoming)) - clip.length - MARGIN
    trim = min(round(clip.rate), room)
    return replace(cut(clip, -trim, trim), kind="trim")


def dissolved(clip: Broken, later_out: int = 0, later_in: int = 0) -> Made:
    return _made(
        clip,
        "dissolve",
        lambda out, into, _, weight: _array(dissolve(_frame(out), _frame(into), weight)),
        later_out,
        later_in,
    )


def flowing(clip: Broken, later_out: int = 0, later_in: int = 0) -> Made:
    morph = Morph()
    return _made(
        clip,
        "flow",
        lambda out, into, _, weight: _array(morph(_frame(out), _frame(into), weight).frame),
        later_out,
        later_in,
    )


def interpolated(clip: Broken) -> Made:
    """FFmpeg's minterpolate over the same gap: between the last picture before the join and the first one after it."""
    length, rate = clip.length, clip.rate
    sides = [*clip.outgoing[-length - _AROUND : -length], *clip.incoming[length : length + _AROUND]]
    graph = av.filter.Graph()
    source = graph.add_buffer(width=WIDTH, height=HEIGHT, format="yuv420p", time_base=1 / rate)
    filling, sink = graph.add("minterpolate", f"fps={rate}"), graph.add("buffersink")
    source.link_to(filling)
    filling.link_to(sink)
    graph.configure()
    found: dict[int, Frames] = {}
    for number, picture in enumerate(sides):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), "yuv420p")
        frame.pts, frame.time_base = number + (length if number >= _AROUND else 0), 1 / rate
        source.push(frame)
        _drain(sink, found, rate)
    source.push(None)
    _drain(sink, found, rate)
    return _made(
        clip, "minterpolate", lambda *_: np.empty(0), filled=[found[_AROUND + number] for number in range(length)]
    )


def automatic(clip: Broken) -> Made:
    """What `join: auto` chooses: by how many pictures both sides slip, and the kind of the join."""
    out, into = (_stretch(part, clip.rate) for part in (clip.outgoing, clip.incoming))
    after = clip.length - clip.length // 2
    out = replace(out, visible=FrameRange(after, out.frames - after), room=FrameRange(0, out.frames))
    into = replace(into, visible=FrameRange(clip.length // 2, into.frames - after), room=FrameRange(0, into.frames))
    kinds: tuple[tuple[Kind, int], ...] = (("cut", 0), ("dissolve", clip.length))
    wish = or_flow(Wish(kinds), out, into)
    slips, [seam] = chosen_seams(lambda: (Shown(out), Shown(into)), [wish], round(clip.rate / 2))
    make = {"cut": cut, "dissolve": dissolved, "flow": flowing}[seam.kind]
    return make(clip, slips[0].frames, slips[1].frames)


def _stretch(part: Frames, rate: Fraction) -> Stretch:
    """What is measured of a part, encoded as models deliver clips."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.mp4"
        write(part, rate, path)
        examined = examine(Order(path, "clip", True))
    assert examined.measures
    assert examined.measures.picture
    picture = examined.measures.picture
    fit, everything = usable(picture).range, FrameRange(0, picture.frames)
    return Stretch(picture, tuple(range(picture.frames)), (), everything, FrameRange(fit.start, fit.end), everything)


def _drain(sink: av.filter.context.FilterContext, found: dict[int, Frames], rate: Fraction) -> None:
    while True:
        try:
            frame = sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, av.VideoFrame)
        assert frame.pts is not None
        assert frame.time_base is not None
        found[round(frame.pts * frame.time_base * rate)] = frame.to_ndarray()


def _made(
    clip: Broken,
    kind: str,
    mix: Callable[[Frames, Frames, int, int], Frames],
    later_out: int = 0,
    later_in: int = 0,
    filled: Sequence[Frames] = (),
) -> Made:
    """mix: makes a picture of both sides, its number in the join and the incoming one's share in 256ths. filled: what
    stands in the join instead."""
    length, first = clip.length, len(clip.outgoing) - clip.length + later_out
    last = len(clip.outgoing) - 1  # a cut that slips needs no handle, and looks at one side alone
    sides = [(clip.outgoing[min(first + at, last)], clip.incoming[max(later_in + at, 0)]) for at in range(length)]
    inside = filled or [mix(*both, number, weight_of(number, length)) for number, both in enumerate(sides)]
    before = clip.outgoing[first - MARGIN : first]
    after = clip.incoming[length + later_in : length + later_in + MARGIN]
    return Made(np.stack([*before, *inside, *after]), kind, later_out, later_in)


def _frame(picture: Frames) -> av.VideoFrame:
    return frame_of(Planes(*planes(picture)))


def _array(frame: av.VideoFrame) -> Frames:
    return np.concatenate([plane.reshape(-1, WIDTH) for plane in planes_of(frame)])
