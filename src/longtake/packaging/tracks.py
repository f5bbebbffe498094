"""A track as MP4 describes it: its clock, its sample entry, and how much media comes before the first thing shown."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from longtake.errors import PackagingError
from longtake.media import SAMPLE_RATE, EncodedSound, EncodedSpan, Size
from longtake.packaging.boxes import box, full_box
from longtake.packaging.h264 import ParameterSets, PictureFormat
from longtake.packaging.segments import AAC_FRAME, Ticks

__all__ = ["Sample", "SampleRun", "SoundTrack", "Track", "VideoTrack"]

_LOW_COMPLEXITY, _AT_48_KHZ = 2, 3  # audio object type and sampling frequency index, ISO/IEC 14496-3
_SDR_TRANSFERS = (1, 6, 13, 14, 15)  # H.273; what VIDEO-RANGE=SDR may stand for (delivery rule H44)
_SQUARE = struct.pack(">II", 1, 1)


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture or AAC packet as it lies in the file. duration and offset (presentation less decoding time) in
    ticks of its track."""

    data: bytes
    duration: int
    offset: int
    is_sync: bool


@dataclass(frozen=True, slots=True)
class SampleRun:
    """Consecutive samples of one track as they lie in a file, end to end in `data`; each column has a value a sample.

    durations and offsets as in Sample.
    """

    data: memoryview
    sizes: Sequence[int]
    durations: Sequence[int]
    offsets: Sequence[int]
    syncs: Sequence[bool]

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> SampleRun:
        data = memoryview(b"".join(sample.data for sample in samples))
        columns = [(len(one.data), one.duration, one.offset, one.is_sync) for one in samples]
        sizes, durations, offsets, syncs = zip(*columns, strict=True) if columns else ((), (), (), ())
        return cls(data, sizes, durations, offsets, syncs)

    def part(self, first: int, end: int) -> SampleRun:
        """Samples [first, end), as far as there are so many."""
        here = slice(first, end)
        sizes, at = self.sizes[here], sum(self.sizes[:first])
        data = self.data[at : at + sum(sizes)]
        return SampleRun(data, sizes, self.durations[here], self.offsets[here], self.syncs[here])


@dataclass(frozen=True, slots=True)
class Track:
    """What a file's header says of a track.

    handler: `vide`, `soun` or `sbtl`; entry: its sample entry box; scale: ticks a second; skip: ticks of media before
    presentation time 0, which the one edit skips; language in BCP 47; size of a picture, or of
    the one that text stands on. alternate: the group of tracks of which one plays, 0 for none; is_enabled: whether it
    plays unless another is chosen.
    """

    handler: bytes
    entry: bytes
    scale: int
    skip: int
    language: str = "und"
    size: Size | None = None
    alternate: int = 0
    is_enabled: bool = True
    has_edit: bool = True


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """A rung's track, and what every span of it must share with the first.

    reorder_depth: frames by which decoding runs ahead of presentation.
    """

    track: Track
    parameters: ParameterSets
    ticks: Ticks
    reorder_depth: int

    @classmethod
    def of(cls, name: str, span: EncodedSpan, size: Size, ticks: Ticks) -> VideoTrack:
        """From a rung's first span. Raises PackagingError if its pictures are not the SDR pictures that `size` says."""
        parameters = ParameterSets.of(span.extradata)
        picture = parameters.picture_format()
        _check_picture(name, picture, size)
        skip = span.reorder_depth * ticks.frame
        track = Track(b"vide", _video_entry(parameters, picture), ticks.scale, skip, size=size)
        return cls(track, parameters, ticks, span.reorder_depth)


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """AAC-LC at 48 kHz, whose first packet is priming. extradata: the AudioSpecificConfig."""

    track: Track
    extradata: bytes
    channels: int

    @classmethod
    def of(cls, sound: EncodedSound, bitrate: int, language: str) -> SoundTrack:
        """From the first piece. Raises PackagingError if it is not AAC-LC at 48 kHz."""
        config = sound.extradata
        found = int.from_bytes(config[:2].ljust(2, b"\0"), "big")
        kind, frequency, channels = found >> 11, found >> 7 & 15, found >> 3 & 15
        if (kind, frequency) != (_LOW_COMPLEXITY, _AT_48_KHZ) or not 1 <= channels <= 2:
            raise PackagingError(
                f"the sound's configuration is {config.hex() or 'empty'}: "
                "packaging takes AAC-LC at 48 kHz, one or two channels"
            )
        track = Track(b"soun", _sound_entry(config, channels, bitrate), SAMPLE_RATE, AAC_FRAME, language)
        return cls(track, config, channels)


def _check_picture(name: str, picture: PictureFormat, size: Size) -> None:
    if picture.size != size:
        raise PackagingError(f"rung {name} is to be {size} but its pictures are {picture.size}")
    if (picture.chroma_format, picture.luma_depth, picture.chroma_depth) != (1, 8, 8):
        raise PackagingError(f"rung {name} is not 8-bit 4:2:0: encode it as yuv420p")
    if not picture.has_square_pixels:
        raise PackagingError(f"rung {name} has pixels that are not square: encode it with a sample aspect ratio of 1:1")
    if picture.colour is None:
        raise PackagingError(
            f"rung {name} does not say in its bitstream how its colours are read",
            advice=("set primaries, transfer and matrix when encoding",),
        )
    if picture.colour[1] not in _SDR_TRANSFERS:
        raise PackagingError(f"rung {name} has transfer characteristic {picture.colour[1]}, which is not SDR")


def _video_entry(parameters: ParameterSets, picture: PictureFormat) -> bytes:
    colour = struct.pack(">4s3HB", b"nclx", *(picture.colour or (2, 2, 2)), picture.is_full_range << 7)
    fields = struct.pack(
        ">6xH16xHHIIIH32xHh", 1, picture.size.width, picture.size.height, 72 << 16, 72 << 16, 0, 1, 24, -1
    )
    return box(b"avc1", fields, box(b"avcC", parameters.configuration()), box(b"pasp", _SQUARE), box(b"colr", colour))


def _sound_entry(config: bytes, channels: int, bitrate: int) -> bytes:
    fields = struct.pack(">6xH8xHH4xI", 1, channels, 16, SAMPLE_RATE << 16)
    decoder = struct.pack(">BB3xII", 0x40, 5 << 2 | 1, bitrate, bitrate) + _descriptor(5, config)
    stream = struct.pack(">HB", 0, 0) + _descriptor(4, decoder) + _descriptor(6, b"\x02")
    return box(b"mp4a", fields, full_box(b"esds", 0, 0, _descriptor(3, stream)))


def _descriptor(tag: int, body: bytes) -> bytes:
    if len(body) > 127:
        raise PackagingError(f"a descriptor of {len(body)} bytes is longer than any that AAC-LC needs")
    return bytes([tag, len(body)]) + body
