"""Takes that no model made: pictures in motion whose colours and shapes follow from a digest, with a tone or without.

Quick to make: one second is drawn and encoded as a closed GOP, and stands in the file as often as its length asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import numpy as np
from av.filter import Graph

from longtake.media import SAMPLE_RATE, Digest, FrameRate, Size, round_half_up

__all__ = ["EmulatedTake", "last_picture", "make_take", "sound_seconds"]

_AAC_FRAME = 1024
_LOUDNESS = 0.1
_TONES = (220, 880)
"""Hertz from which to which a tone may lie."""


@dataclass(frozen=True, slots=True)
class EmulatedTake:
    """What is to be made. look: what pictures and tone follow from. frames: may be 0, for a file without pictures."""

    size: Size
    rate: FrameRate
    frames: int
    look: Digest
    has_sound: bool


def make_take(take: EmulatedTake) -> bytes:
    """An MP4 of H.264 and, if wanted, AAC of the same length. The same take gives the same bytes."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        video = _video_stream(container, take)
        audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo") if take.has_sound else None
        container.start_encoding()  # a file without pictures has its boxes all the same
        for packet in _pictures(video, take):
            container.mux(packet)
        if audio is not None:
            for packet in _tone(audio, take):
                container.mux(packet)
    return file.getvalue()


def sound_seconds(data: bytes) -> Fraction | None:
    """How long a sound file's sound lasts, by its samples; None for what is none."""
    try:
        with av.open(BytesIO(data), "r") as container:
            samples = [(frame.samples, frame.sample_rate) for frame in container.decode(audio=0)]
    except (av.FFmpegError, IndexError):
        return None
    return sum((Fraction(count, rate) for count, rate in samples), Fraction(0)) or None


def last_picture(film: bytes) -> bytes:
    """The last picture of a take, as PNG."""
    with av.open(BytesIO(film), "r") as container:
        *_, last = container.decode(video=0)
    encoder = av.CodecContext.create("png", "w")
    picture = last.reformat(format="rgb24")
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, "rgb24"
    encoder.time_base = Fraction(1, 1)
    return b"".join(bytes(packet) for frame in (picture, None) for packet in encoder.encode(frame))


def _video_stream(container: Any, take: EmulatedTake) -> Any:
    stream = container.add_stream("libx264", rate=take.rate.fraction)
    stream.width, stream.height, stream.pix_fmt = take.size.width, take.size.height, "yuv420p"
    context = stream.codec_context
    context.time_base, context.thread_count = 1 / take.rate.fraction, 1
    context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709, H.273 code point 1
    context.color_range = 1  # limited
    keyint = _loop(take)
    context.options = {"preset": "ultrafast", "crf": "23", "x264-params": f"keyint={keyint}:scenecut=0"}
    return stream


def _loop(take: EmulatedTake) -> int:
    """Frames of about a second."""
    return round_half_up(take.rate.fraction)


def _pictures(stream: Any, take: EmulatedTake) -> Iterator[Any]:
    """The take's packets: the loop's, again and again. The preset has no B-frames, so each is shown as it stands."""
    loop = min(_loop(take), take.frames)
    encoded = [packet for frame in _drawn(take, loop) for packet in stream.encode(frame)] if loop else []
    encoded += stream.encode(None) if loop else []
    pieces = [(bytes(packet), packet.is_keyframe) for packet in encoded]
    for number in range(take.frames):
        data, is_keyframe = pieces[number % loop]
        packet = av.Packet(data)
        packet.stream, packet.time_base = stream, 1 / take.rate.fraction
        packet.pts = packet.dts = number
        packet.duration, packet.is_keyframe = 1, is_keyframe
        yield packet


def _drawn(take: EmulatedTake, frames: int) -> Iterator[av.VideoFrame]:
    """Two blocks that go round over a ground, once in so many frames."""
    ground, first, second = (f"0x{take.look[at : at + 6]}" for at in (0, 6, 12))
    size, turn = take.size, f"2*PI*n/{frames}+{int(take.look[18:20], 16) / 40:.2f}"
    graph = Graph()
    graph.threads = 1
    below = graph.add("color", f"c={ground}:size={size}:rate={take.rate.fraction}")
    for colour, across, down in ((first, "cos", "sin"), (second, "sin", "cos")):
        block = graph.add("color", f"c={colour}:size={size.width // 4}x{size.height // 4}:rate={take.rate.fraction}")
        place = f"x='(W-w)*(1+{across}({turn}))/2':y='(H-h)*(1+{down}({turn}))/2'"
        over = graph.add("overlay", f"{place}:eval=frame:format=yuv420")
        below.link_to(over, 0, 0)
        block.link_to(over, 0, 1)
        below = over
    shape, sink = graph.add("format", "yuv420p"), graph.add("buffersink")
    below.link_to(shape)
    shape.link_to(sink)
    graph.configure()
    for number in range(frames):
        frame = graph.vpull()
        frame.pict_type = 0  # the source marks every picture as an I-frame
        frame.pts, frame.time_base = number, 1 / take.rate.fraction
        yield frame


def _tone(stream: Any, take: EmulatedTake) -> Iterator[Any]:
    """A soft tone of the take's length, its pitch drawn from the look."""
    samples = round_half_up(take.frames / take.rate.fraction * SAMPLE_RATE)
    low, high = _TONES
    pitch = low + int(take.look[20:24], 16) % (high - low)
    for start in range(0, samples, _AAC_FRAME):
        count = min(_AAC_FRAME, samples - start)
        wave = _LOUDNESS * np.sin(2 * np.pi * pitch * np.arange(start, start + count) / SAMPLE_RATE)
        frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]).astype(np.float32), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)
