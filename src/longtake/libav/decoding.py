"""Decoding essence of our own: for the report's pictures and for proofs."""

from __future__ import annotations

from fractions import Fraction

import av

from longtake.errors import MediaError
from longtake.media import EncodedSpan

__all__ = ["pictures_of"]


def pictures_of(span: EncodedSpan) -> list[av.VideoFrame]:
    """All pictures of a span in display order, decoded from its own packets alone. Raises MediaError if any is lost."""
    context = av.CodecContext.create("h264", "r")
    context.extradata = span.extradata
    context.thread_count = 1
    frames: list[av.VideoFrame] = []
    for number, stored in enumerate(span.packets):
        packet = av.Packet(stored.data)
        packet.pts, packet.dts = stored.pts, number - span.reorder_depth
        packet.time_base = Fraction(1)
        frames += context.decode(packet)
    frames += context.decode(None)
    if [frame.pts for frame in frames] != list(range(span.frames)):
        raise MediaError(f"a span of {span.frames} pictures decodes to {len(frames)}", advice=("this is a bug",))
    return frames
