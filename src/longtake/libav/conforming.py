"""Conform: one named libavfilter stage that turns any decoded picture into the film's own.

In: whatever the clip holds. Out: 8-bit yuv420p, square pixels, upright, progressive, BT.709 limited, the film's size.
Every scaler is named (bicubic, accurate rounding, bit-exact, one thread), so the same picture gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

import av
from av.filter import Graph
from av.filter.context import FilterContext

from longtake.errors import MediaError
from longtake.libav.colouring import Colouring, add_colouring, white_of
from longtake.libav.matching import matched_format, matching_step
from longtake.media import Colour, Correction, Size
from longtake.media.digest import later

__all__ = ["SCALER", "SCALING", "Conform", "ConformStage", "LadderScaler"]

SCALER = "bicubic+accurate_rnd+bitexact"
SCALING = f"flags={SCALER}:in_h_chr_pos=0:out_h_chr_pos=0"  # chroma is on the left of two columns, as H.264 has it
_BACKDROP_SHRINK = 8  # the blurred backdrop is made at an eighth of the frame: cheap, and blur hides the rest
_TRANSPOSE = {90: ("clock",), 180: ("clock", "clock"), 270: ("cclock",)}


@dataclass(frozen=True, slots=True)
class Conform:
    """What one clip needs. rotation: degrees clockwise to upright; crop and onto: left, top, width, height of the
    upright picture's used part (None: all) and of where it stands in the frame. behind: what is beside it in the frame,
    a blurred copy of the picture or black. is_anamorphic: whether that copy has to be stretched, as the picture is."""

    read_as: Colour
    rotation: int
    is_interlaced: bool
    has_alpha: bool
    crop: tuple[int, int, int, int] | None
    onto: tuple[int, int, int, int]
    frame: Size
    behind: Literal["blur", "black"] = later("blur")
    is_anamorphic: bool = later(False)


class ConformStage:
    """The graph for one clip, built at its first picture and again if the decoder changes format midway.

    colouring: None where the right matrix is all that its colours need.
    """

    def __init__(self, conform: Conform, colouring: Colouring | None = None) -> None:
        self._conform, self._colouring = conform, colouring
        self._built_for: tuple[int, int, str, Correction | None] | None = None
        self._graph: Graph | None = None
        self._count = 0

    def __call__(self, frame: av.VideoFrame, correction: Correction | None = None) -> av.VideoFrame:
        """The conformed picture, its colours corrected first. The frame given is not changed. Raises MediaError for a
        format that can't be read."""
        if correction and self._colouring:  # whose tables take long to read: they are not read again for each picture
            frame, correction = _corrected(frame, self._conform.read_as, correction), None
        shape = (frame.width, frame.height, frame.format.name, correction)
        if shape != self._built_for:
            self._graph, self._built_for = _conform_graph(self._conform, self._colouring, *shape), shape
        assert self._graph is not None
        conformed = self._through(self._graph, frame)
        # The deinterlacer answers one picture late: pushed twice, the second answer is this picture's own.
        return self._through(self._graph, frame) if self._conform.is_interlaced else conformed

    def _through(self, graph: Graph, frame: av.VideoFrame) -> av.VideoFrame:
        frame.pts, self._count = self._count, self._count + 1
        graph.vpush(frame)
        try:
            return graph.vpull()
        except av.BlockingIOError:
            return frame  # only ever the deinterlacer's first answer, which is not used


class LadderScaler:
    """Scales one conformed picture to every rung. A rung of the film's own size gets the picture itself."""

    def __init__(self, size: Size, rungs: Sequence[Size]) -> None:
        self._size, self._rungs = size, tuple(rungs)
        self._count = 0
        self._smaller = [rung for rung in self._rungs if rung != size]
        if not self._smaller:
            return
        self._graph = Graph()
        self._graph.threads = 1
        self._source = self._graph.add("buffer", _buffer(size.width, size.height, "yuv420p", "bt709", "tv"))
        split = self._graph.add("split", str(len(self._smaller)))
        self._source.link_to(split)
        self._sinks = [self._sink(split, number, rung) for number, rung in enumerate(self._smaller)]
        self._graph.configure()

    def _sink(self, split: FilterContext, number: int, rung: Size) -> FilterContext:
        scale = self._graph.add("scale", f"w={rung.width}:h={rung.height}:{SCALING}")
        sink = self._graph.add("buffersink")
        split.link_to(scale, number, 0)
        scale.link_to(sink)
        return sink

    def __call__(self, frame: av.VideoFrame) -> list[av.VideoFrame]:
        """One picture a rung, in the rungs' order."""
        if not self._smaller:
            return [frame] * len(self._rungs)
        frame.pts, self._count = self._count, self._count + 1
        self._source.push(frame)
        scaled = {size: sink.pull() for size, sink in zip(self._smaller, self._sinks, strict=True)}
        return [scaled.get(size, frame) for size in self._rungs]  # type: ignore[misc]


def _buffer(width: int, height: int, pixel_format: str, matrix: str, span: str) -> str:
    shape = f"video_size={width}x{height}:pix_fmt={pixel_format}:time_base=1/1:pixel_aspect=1/1"
    return f"{shape}:colorspace={matrix}:range={span}"


def _conform_graph(
    conform: Conform,
    colouring: Colouring | None,
    width: int,
    height: int,
    pixel_format: str,
    correction: Correction | None,
) -> Graph:
    matrix = "gbr" if conform.read_as.matrix == "rgb" else conform.read_as.matrix
    graph = Graph()
    graph.threads = 1
    try:
        source = graph.add(
            "buffer", _buffer(width, height, pixel_format, matrix, "pc" if conform.read_as.full else "tv")
        )
        last = source
        last = _chain(graph, last, _steps(conform))
        if correction:
            pixel_format = matched_format(pixel_format)
            last = _chain(graph, last, _in_12_bits(pixel_format))
        if _needs_matrix(conform) and not colouring:
            last = _chain(graph, last, _to_709(conform.read_as, pixel_format))
        if correction:
            last = _chain(graph, last, [matching_step(correction)])
        if colouring:
            white = white_of("gbrp" if conform.has_alpha else pixel_format, full=conform.read_as.full)
            last = add_colouring(graph, last, colouring, Size(*conform.onto[2:]), SCALER, white)
        last = _laid(graph, last, conform)
        sink = graph.add("buffersink")
        last.link_to(sink)
        graph.configure()
    except (av.FFmpegError, ValueError) as error:
        raise MediaError(
            f"a picture of {width}x{height} {pixel_format} cannot be conformed to {conform.frame}: {error}",
            advice=("convert the clip to 8-bit or 10-bit 4:2:0 H.264",),
        ) from error
    return graph


def _corrected(frame: av.VideoFrame, read_as: Colour, correction: Correction) -> av.VideoFrame:
    """The picture in 12 bits, its own code values corrected."""
    graph, pixel_format = Graph(), frame.format.name
    graph.threads = 1
    source = graph.add("buffer", _buffer(frame.width, frame.height, pixel_format, read_as.matrix, "tv"))
    steps = [*_in_12_bits(matched_format(pixel_format)), matching_step(correction)]
    _chain(graph, source, steps).link_to(graph.add("buffersink"))
    graph.configure()
    frame.pts = 0
    graph.vpush(frame)
    return graph.vpull()


def _in_12_bits(pixel_format: str) -> list[tuple[str, str]]:
    return [("scale", f"flags={SCALER}"), ("format", pixel_format)]


def _steps(conform: Conform) -> list[tuple[str, str]]:
    """The straight part of the graph: upright, progressive, opaque, cropped."""
    steps: list[tuple[str, str]] = []
    if conform.is_interlaced:
        steps.append(("estdif", "mode=frame:deint=all"))  # looks at one picture only, so order does not matter
    if conform.has_alpha:  # laid over black
        steps += [("format", "gbrap"), ("premultiply", "inplace=1"), ("format", "gbrp")]
    steps += [("transpose", f"dir={turn}") for turn in _TRANSPOSE.get(conform.rotation, ())]
    if conform.crop:
        left, top, width, height = conform.crop
        steps.append(("crop", f"w={width}:h={height}:x={left}:y={top}:exact=1"))
    return steps


def _needs_matrix(conform: Conform) -> bool:
    return conform.read_as.matrix not in ("bt709", "rgb") and not conform.has_alpha


def _to_709(read_as: Colour, pixel_format: str) -> list[tuple[str, str]]:
    """The matrix changed at the clip's own size, in YUV; primaries stay, since untagged clips were sRGB all along."""
    depth = "p10" if "10" in pixel_format else "p12" if "12" in pixel_format else "p"
    layout = next((name for name in ("444", "422") if name in pixel_format), "420")
    span = "pc" if read_as.full else "tv"
    matrix = {"bt2020nc": "bt2020ncl"}.get(read_as.matrix, read_as.matrix)
    known = f"ispace={matrix}:irange={span}:iprimaries=bt709:itrc=bt709"
    return [
        ("format", f"yuv{layout}{depth}" if depth == "p" else f"yuv{layout}{depth}le"),
        ("colorspace", f"{known}:space=bt709:range=tv:primaries=bt709:trc=bt709:fast=1"),
    ]


def _laid(graph: Graph, last: FilterContext, conform: Conform) -> FilterContext:
    """Scaled into the frame, over a blurred fill or between black bars where it does not cover it."""
    frame, (left, top, width, height) = conform.frame, conform.onto
    target = "out_color_matrix=bt709:out_range=tv"
    if (width, height) == (frame.width, frame.height):
        return _chain(graph, last, [("scale", f"w={width}:h={height}:{SCALING}:{target}"), *_FINAL])
    if conform.behind == "black":
        scaled = ("scale", f"w={width}:h={height}:{SCALING}:{target}")
        bars = ("pad", f"w={frame.width}:h={frame.height}:x={left}:y={top}:color=black")
        return _chain(graph, last, [scaled, ("format", "yuv420p"), bars, *_FINAL])
    small = Size(max(2, frame.width // _BACKDROP_SHRINK), max(2, frame.height // _BACKDROP_SHRINK))
    split = graph.add("split", "2")
    last.link_to(split)
    front = graph.add("scale", f"w={width}:h={height}:{SCALING}:{target}")
    split.link_to(front, 0, 0)
    cover = graph.add("scale", f"{_covering(small, conform)}:{SCALING}:{target}")
    split.link_to(cover, 1, 0)
    back = _chain(
        graph,
        cover,
        [
            ("crop", f"w={small.width}:h={small.height}"),
            ("format", "yuv420p"),
            ("gblur", "sigma=6:steps=2"),
            ("lutyuv", "y=(val-16)*0.75+16:u=(val-128)*0.8+128:v=(val-128)*0.8+128"),
            ("scale", f"w={frame.width}:h={frame.height}:{SCALING}"),
        ],
    )
    front = _chain(graph, front, [("format", "yuv420p")])
    overlay = graph.add("overlay", f"x={left}:y={top}:format=yuv420:eof_action=pass")
    back.link_to(overlay, 0, 0)
    front.link_to(overlay, 0, 1)
    return _chain(graph, overlay, _FINAL)


def _covering(small: Size, conform: Conform) -> str:
    """The size at which a picture covers `small`: its coded shape, or that of `onto` where they differ."""
    if not conform.is_anamorphic:
        return f"w={small.width}:h={small.height}:force_original_aspect_ratio=increase"
    _, _, width, height = conform.onto
    if small.width * height >= small.height * width:
        return f"w={small.width}:h={ceil(small.width * height / width)}"
    return f"w={ceil(small.height * width / height)}:h={small.height}"


_FINAL = [
    ("format", "yuv420p"),
    ("setsar", "1"),
    ("setparams", "range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709:field_mode=prog"),
]


def _chain(graph: Graph, last: FilterContext, steps: Sequence[tuple[str, str]]) -> FilterContext:
    for name, options in steps:
        step = graph.add(name, options)
        last.link_to(step)
        last = step
    return last
