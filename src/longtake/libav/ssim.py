"""How like the pictures that went in are those that come out: SSIM, as libavfilter's `ssim` measures it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import av
from av.filter import Graph

__all__ = ["ssims_of"]


def ssims_of(made: Sequence[av.VideoFrame], given: Sequence[av.VideoFrame]) -> list[Fraction]:
    """The structural similarity of each pair of yuv420p pictures of one size, luma and chroma together; 1 is alike.

    Z. Wang, A. C. Bovik et al., "Image quality assessment: from error visibility to structural similarity", 2004; in
    windows of 8 × 8. Exact to six places, which is what the filter tells.
    """
    graph, sources = _graph(given[0].width, given[0].height)
    for number, pair in enumerate(zip(made, given, strict=True)):
        for source, frame in zip(sources, pair, strict=True):
            frame.pts, frame.time_base = number, Fraction(1)
            source.push(frame)
    for source in sources:
        source.push(None)
    return [Fraction(graph.vpull().metadata["lavfi.ssim.All"]) for _ in given]


def _graph(width: int, height: int) -> tuple[Graph, list[av.filter.context.FilterContext]]:
    graph = Graph()
    graph.threads = 1
    shape = f"video_size={width}x{height}:pix_fmt=yuv420p:time_base=1/1:colorspace=bt709:range=tv"
    sources = [graph.add("buffer", shape) for _ in range(2)]
    measure, sink = graph.add("ssim"), graph.add("buffersink")
    for place, source in enumerate(sources):
        source.link_to(measure, 0, place)
    measure.link_to(sink)
    graph.configure()
    return graph, sources
