"""Encoding a span: one closed GOP of H.264 that needs nothing from its neighbours.

Each option below was seen to be needed. `stitchable` and constant keyint, level and VUI give every span of a rung the
same parameter sets; `cpu-independent` gives the same bytes on every processor of an architecture; resetting the picture
type keeps the source's I-frames from leaking through; one thread an encoder, since spans are the parallelism.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.codec.hwaccel import HWAccel

from longtake.errors import RenderError
from longtake.libav.hardware import HARDWARE
from longtake.media import EncodedSpan, FrameRate, HardwareRung, Rung, VideoPacket

__all__ = ["CodecOpener", "SpanEncoder", "create_codec"]

CodecOpener = Callable[..., Any]
"""As `av.CodecContext.create`: a codec's name, "w" and `hwaccel`, to a context that is still to be opened."""

create_codec: CodecOpener = av.CodecContext.create

_BFRAMES = 3
_LOOKAHEAD = {"veryfast": 15}
"""Frames that x264 looks ahead, where the preset's own (10) is too few for pieces that each begin anew: the first
picture of a span is coded by what is known to come. Other presets look further, or not at all. The first picture itself
is left as x264 codes it: without the finer quantiser of later I-frames (`ip_factor` passes the first one by)."""
_SEI = 6  # NAL unit type of supplemental information: x264 writes 700 bytes about itself into every span


class SpanEncoder:
    """Takes a span's pictures in order and returns its packets.

    Pictures are 8-bit yuv420p of the rung's size. Raises RenderError when the encoder refuses the settings or a
    picture. create: gives the context, as `av.CodecContext.create` does.
    """

    def __init__(self, rung: Rung, rate: FrameRate, create: CodecOpener = create_codec) -> None:
        self._rung = rung
        self._context = _context(rung, rate, create)
        self._takes = HARDWARE[rung.by].pixel_format if isinstance(rung, HardwareRung) else "yuv420p"
        self._packets: list[VideoPacket] = []
        self._count = 0

    def add(self, frame: av.VideoFrame) -> None:
        if frame.format.name != self._takes:
            frame = frame.reformat(format=self._takes)
        frame.pict_type = 0
        frame.pts = self._count
        frame.time_base = self._context.time_base
        self._count += 1
        self._take(frame)

    def finish(self) -> EncodedSpan:
        """Flushes the encoder. The span holds exactly the pictures that were added."""
        self._take(None)
        if len(self._packets) != self._count:
            raise RenderError(f"rung {self._rung.name}: {self._count} pictures went in, {len(self._packets)} came out")
        return EncodedSpan(
            bytes(self._context.extradata or b""), int(self._context.reorder_depth), tuple(self._packets)
        )

    def _take(self, frame: av.VideoFrame | None) -> None:
        try:
            packets = self._context.encode(frame)
        except av.FFmpegError as error:
            raise RenderError(
                f"rung {self._rung.name} ({self._rung.size}) cannot be encoded: {error}",
                advice=("leave --encoder out, for x264",) if isinstance(self._rung, HardwareRung) else (),
            ) from error
        for packet in packets:
            pts, is_keyframe = packet.pts, packet.is_keyframe  # read first: the filter empties the packet
            if pts is None:
                raise RenderError(f"rung {self._rung.name}: the encoder gave a packet without a time")
            data = _without_sei(packet) if is_keyframe else bytes(packet)
            self._packets.append(VideoPacket(pts, is_keyframe, data))


def _context(rung: Rung, rate: FrameRate, create: CodecOpener = create_codec) -> av.VideoCodecContext:
    keyint = 2 * rate.cell_frames  # constant, and longer than any span: only the first picture is an IDR
    try:
        if isinstance(rung, HardwareRung):
            context = _hardware(rung, keyint, create)
        else:
            context = create("libx264", "w")
            context.pix_fmt, context.options = "yuv420p", _x264_options(rung, keyint)
        _describe(context, rung, rate)
        context.open()
    except av.FFmpegError as error:
        raise RenderError(
            f"the encoder refuses rung {rung.name} ({rung.size}, level {rung.level}): {error.strerror}"
        ) from error
    return context  # type: ignore[no-any-return]


def _describe(context: av.VideoCodecContext, rung: Rung, rate: FrameRate) -> None:
    """What the pictures are, for every encoder alike."""
    context.width, context.height = rung.size.width, rung.size.height
    context.time_base = 1 / rate.fraction
    context.framerate = rate.fraction
    context.sample_aspect_ratio = Fraction(1)
    context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709, H.273 code point 1
    context.color_range = 1  # limited
    context.thread_count = 1
    context.flags |= Flags.global_header


def _x264_options(rung: Rung, keyint: int) -> dict[str, str]:
    look = [f"rc-lookahead={_LOOKAHEAD[rung.preset]}"] if rung.preset in _LOOKAHEAD else []
    return {
        "preset": rung.preset,
        "crf": str(rung.crf),
        "maxrate": str(rung.maxrate),
        "bufsize": str(rung.bufsize),
        "level": rung.level,
        "profile": "high",
        "x264-params": ":".join(
            [
                f"keyint={keyint}:min-keyint={keyint}:scenecut=0:open-gop=0",
                f"bframes={_BFRAMES}:b-pyramid=normal:stitchable=1:cpu-independent=1:threads=1",
                *look,
            ]
        ),
    }


def _hardware(rung: HardwareRung, keyint: int, create: CodecOpener) -> Any:
    """A context for hardware, with its device. Raises RenderError where libav was built without that encoder."""
    kind = HARDWARE[rung.by]
    try:
        context = create(kind.codec, "w", hwaccel=HWAccel(kind.device) if kind.device else None)
    except (NotImplementedError, ValueError) as error:
        raise RenderError(f"libav is built without {kind.codec}") from error
    context.pix_fmt, context.options = kind.pixel_format, kind.options(rung, keyint)
    return context


def _without_sei(packet: av.Packet) -> bytes:  # type: ignore[type-arg]
    """The packet without supplemental information (nothing a player needs)."""
    units = BitStreamFilterContext(f"filter_units=remove_types={_SEI}", "h264")
    return b"".join(bytes(kept) for kept in [*units.filter(packet), *units.filter(None)])
