"""Decoding essence of our own: for the report's pictures, for measuring what was encoded, and for proofs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

import av
import numpy as np

from longtake.errors import MediaError, RenderError
from longtake.libav.sound import Pcm
from longtake.media import EncodedSound, EncodedSpan

__all__ = ["check_decodes", "pictures_of", "some_pictures_of", "sound_of"]


def pictures_of(span: EncodedSpan) -> list[av.VideoFrame]:
    """All pictures of a span in display order, decoded from its own packets alone. Raises MediaError if any is lost."""
    frames = list(_decoded(span, range(span.frames)))
    if [frame.pts for frame in frames] != list(range(span.frames)):
        raise _lost(span, span.frames, len(frames))
    return frames


def some_pictures_of(span: EncodedSpan, numbers: Collection[int]) -> list[av.VideoFrame]:
    """The pictures with these numbers, in display order; the others are decoded only where these need them."""
    frames = [frame for frame in _decoded(span, numbers) if frame.pts in numbers]
    if len(frames) != len(numbers):
        raise _lost(span, len(numbers), len(frames))
    return frames


def check_decodes(span: EncodedSpan) -> None:
    """Decodes a span from its own packets alone, each picture once, without looking at it.

    Without the loop filter, which reads nothing of the stream, at four fifths of the price. Raises RenderError if a
    picture is lost or damaged.
    """
    try:
        frames = sum(1 for _ in _decoded(span, range(span.frames), skip_loop_filter="all", err_detect="explode"))
    except av.error.FFmpegError as error:
        raise _damaged(span, f"does not decode: {error}") from error
    if frames != span.frames:
        raise _damaged(span, f"decodes to {frames}")


def sound_of(pieces: Sequence[EncodedSound]) -> Pcm:
    """Runs of packets that follow each other as channels x samples; the first 1024 samples lack what was before."""
    context = av.CodecContext.create("aac", "r")
    assert isinstance(context, av.AudioCodecContext)
    context.extradata, context.thread_count = pieces[0].extradata, 1
    packets = [av.Packet(data) for piece in pieces for data in piece.packets]
    frames = [frame for packet in (*packets, None) for frame in context.decode(packet)]
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)


def _decoded(span: EncodedSpan, wanted: Collection[int], **options: str) -> Iterator[av.VideoFrame]:
    context = av.CodecContext.create("h264", "r")
    assert isinstance(context, av.VideoCodecContext)
    context.extradata, context.thread_count, context.options = span.extradata, 1, options
    for number, stored in enumerate(span.packets):
        packet = av.Packet(stored.data)
        packet.pts, packet.dts = stored.pts, number - span.reorder_depth
        packet.time_base = Fraction(1)
        context.skip_frame = "DEFAULT" if stored.pts in wanted else "NONREF"
        yield from context.decode(packet)
    yield from context.decode(None)


def _lost(span: EncodedSpan, wanted: int, found: int) -> MediaError:
    return MediaError(
        f"of a span of {span.frames} pictures {wanted} were wanted and {found} decode", advice=("this is a bug",)
    )


def _damaged(span: EncodedSpan, found: str) -> RenderError:
    return RenderError(
        f"a span of {span.frames} pictures that was just encoded {found}; it was not kept",
        advice=("run again: what is done is kept", "with a hardware encoder, use --encoder x264"),
    )
