"""A small film made by code: each picture shows its own number in bars, and the sound is silence with clicks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from iso_reading import Multivariant

from longtake.media import (
    SAMPLE_RATE,
    Digest,
    EncodedSound,
    EncodedSpan,
    FrameRate,
    Rung,
    Size,
    SoundRung,
    VideoPacket,
    digest_bytes,
)
from longtake.packaging import FilmEssence, Package, RungEssence, SoundEssence, Stored

BARS = 12
SIZES = (Size(192, 108), Size(96, 54))
SPANS = (48, 48, 48, 31, 12, 17, 48, 48, 48, 40, 25, 48, 48, 13)
"""Frames of each span: whole cells, and short ones where a join would be."""
PIECE_PACKETS = 281
CLICKS = (0, 12_345, 48_000, 400_001)
"""Film samples at which a click starts."""


def picture(number: int, size: Size) -> av.VideoFrame:
    """Picture `number`: its bits as bars, black or white, the highest one left."""
    bits = [number >> BARS - 1 - bar & 1 for bar in range(BARS)]
    row = np.repeat(np.array([200 if bit else 40 for bit in bits], np.uint8), size.width // BARS)
    luma = np.tile(row, (size.height, 1))
    chroma = np.full((size.height // 2, size.width), 128, np.uint8)
    return av.VideoFrame.from_ndarray(np.concatenate([luma, chroma]), format="yuv420p")


def number_of(frame: av.VideoFrame) -> int:
    """Which picture a decoded frame shows."""
    luma = frame.to_ndarray(format="gray").mean(axis=0)
    bars = luma.reshape(BARS, -1).mean(axis=1)
    return int("".join("1" if value > 120 else "0" for value in bars), 2)


def encode_span(numbers: Iterable[int], size: Size, rate: FrameRate, **changes: str) -> EncodedSpan:
    """One closed GOP of the pictures with these numbers."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = size.width, size.height, "yuv420p"
    context.time_base, context.framerate = 1 / rate.fraction, rate.fraction
    context.sample_aspect_ratio = Fraction(1)
    context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
    context.thread_count = 1
    context.flags |= Flags.global_header
    x264 = "keyint=240:min-keyint=240:scenecut=0:open-gop=0:stitchable=1:bframes=3:b-pyramid=normal:threads=1"
    context.options = {
        "preset": "veryfast",
        "crf": "20",
        "level": "3.0",
        "profile": "high",
        "x264-params": x264,
    } | changes
    packets: list[av.Packet] = []
    for index, number in enumerate(numbers):
        frame = picture(number, size)
        frame.pict_type, frame.pts, frame.time_base = 0, index, context.time_base
        packets += context.encode(frame)
    packets += context.encode(None)
    return EncodedSpan(
        bytes(context.extradata or b""),
        int(context.reorder_depth),
        tuple(VideoPacket(packet.pts or 0, packet.is_keyframe, bytes(packet)) for packet in packets),
    )


def click_track(samples: int) -> np.ndarray:
    """Stereo float samples: a decaying tone burst from each click on."""
    track = np.zeros(samples, np.float32)
    burst = 0.6 * np.sin(np.arange(480) * 0.4) * np.linspace(1, 0, 480)
    for click in CLICKS:
        room = min(480, max(0, samples - click))
        track[click : click + room] += burst[:room].astype(np.float32)
    return np.stack([track, track])


def encode_sound(samples: int, bitrate: int = 128_000) -> EncodedSound:
    """All packets of the click track; the first is the encoder's priming."""
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE, "stereo", "fltp"
    context.bit_rate = bitrate
    context.flags |= Flags.global_header
    track, packets = click_track(samples), []
    for start in range(0, samples, 1024):
        frame = av.AudioFrame.from_ndarray(track[:, start : start + 1024].copy(), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        packets += [bytes(packet) for packet in context.encode(frame)]
    packets += [bytes(packet) for packet in context.encode(None)]
    return EncodedSound(bytes(context.extradata or b""), tuple(packets))


@dataclass
class Shelf:
    """A store in memory that counts what is loaded."""

    held: dict[Digest, bytes]
    loads: int = 0

    def keep(self, stored: bytes) -> Digest:
        key = digest_bytes(stored)
        self.held[key] = stored
        return key

    def load(self, key: Digest) -> bytes:
        self.loads += 1
        return self.held[key]


def rung_of(size: Size) -> Rung:
    return Rung(f"{size.short_side}p", size, 20, "veryfast", 500_000, 500_000, "3.0")


def make_essence(
    shelf: Shelf, rate: FrameRate, spans: Sequence[int] = SPANS, sizes: Sequence[Size] = SIZES, *, sound: bool = True
) -> FilmEssence:
    """A film of these spans whose pictures are numbered from 0."""
    starts = [sum(spans[:at]) for at in range(len(spans))]
    rungs = [
        RungEssence(
            rung_of(size),
            [
                Stored(shelf.keep(encode_span(range(start, start + count), size, rate).to_bytes()), count)
                for start, count in zip(starts, spans, strict=True)
            ],
        )
        for size in sizes
    ]
    return FilmEssence(
        "A film – of <bars> & clicks",
        rate,
        tuple(rungs),
        make_sound(shelf, rate.samples(sum(spans))) if sound else None,
        shelf.load,
    )


def make_sound(shelf: Shelf, samples: int, bitrate: int = 128_000) -> SoundEssence:
    encoded = encode_sound(samples, bitrate)
    cuts = range(0, len(encoded.packets), PIECE_PACKETS)
    pieces = [EncodedSound(encoded.extradata, encoded.packets[cut : cut + PIECE_PACKETS]) for cut in cuts]
    stored = [Stored(shelf.keep(piece.to_bytes()), len(piece.packets)) for piece in pieces]
    return SoundEssence(SoundRung(), stored, "en", "English")


def with_span(shelf: Shelf, essence: FilmEssence, at: int, numbers: Sequence[int]) -> FilmEssence:
    """The same film with span `at` encoded anew from other pictures, in every rung."""
    rungs = []
    for rung_essence in essence.rungs:
        spans = list(rung_essence.spans)
        span = encode_span(numbers, rung_essence.rung.size, essence.rate)
        spans[at] = Stored(shelf.keep(span.to_bytes()), len(numbers))
        rungs.append(replace(rung_essence, spans=spans))
    return replace(essence, rungs=tuple(rungs))


@dataclass
class Packaged:
    """A film in its folder, with what it was made of and what the tests' reader found."""

    folder: Path
    essence: FilmEssence
    package: Package
    shelf: Shelf
    main: Multivariant

    @property
    def rate(self) -> FrameRate:
        return self.essence.rate

    @property
    def frames(self) -> int:
        return sum(SPANS)

    @property
    def samples(self) -> int:
        return self.rate.samples(self.frames)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
