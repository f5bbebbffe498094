"""Pictures that move, for trying an encoder: libavfilter's `testsrc2`."""

from __future__ import annotations

from collections.abc import Iterator

import av
from av.filter import Graph

from longtake.media import Size

__all__ = ["moving_pictures"]


def moving_pictures(size: Size, frames: int) -> Iterator[av.VideoFrame]:
    """`frames` different yuv420p pictures of this size."""
    graph = Graph()
    graph.threads = 1
    source = graph.add("testsrc2", f"size={size.width}x{size.height}:rate=24")
    shape, sink = graph.add("format", "yuv420p"), graph.add("buffersink")
    graph.link_nodes(source, shape, sink).configure()
    for _ in range(frames):
        yield graph.vpull()
