"""HLS renditions: which files each will have, named before any of them is made, and how a segment is made. Pure.

Every name but the multivariant playlist's carries a digest of what the file is made of. So a name never stands for two
contents, what exists is not made again, and renaming one playlist into place changes the whole film at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from longtake.media import SAMPLE_RATE, FrameRate, digest_bytes, digest_of
from longtake.packaging.boxes import codec_string
from longtake.packaging.fragments import fragment, init_segment
from longtake.packaging.playlists import durations, media_playlist
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.sealing import Seal
from longtake.packaging.segments import AAC_FRAME, TARGET_SECONDS, PlannedSegment, Segment, SoundSegment

__all__ = ["Rendition", "picture_rendition", "sound_rendition"]

_VERSION = "longtake segments 1"  # raised whenever the same essence would give other bytes
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Rendition:
    """One folder of the package. folder: relative to the film's, as all paths. clear: makes the bytes of a segment, by
    its number from 0. seal: what its segments are encrypted with, if they are."""

    name: str
    init: bytes
    segments: tuple[PlannedSegment, ...]
    clear: Callable[[int], bytes]
    seal: Seal | None = None

    @property
    def folder(self) -> str:
        return f"hls/{self.name}"

    @property
    def codec(self) -> str:
        return codec_string(self.init)

    @property
    def init_name(self) -> str:
        return f"init-{digest_bytes(self.init)[:_DIGITS]}.mp4"

    @property
    def playlist(self) -> str:
        listed = [(segment.name, segment.micros) for segment in self.segments]
        return media_playlist(self.init_name, listed, self.seal.line(self.folder) if self.seal else "")

    @property
    def target(self) -> int:
        """TARGETDURATION of its playlist, in seconds."""
        return TARGET_SECONDS

    @property
    def playlist_name(self) -> str:
        return f"index-{digest_bytes(self.playlist.encode())[:_DIGITS]}.m3u8"

    @property
    def paths(self) -> list[str]:
        """Every file of the rendition, in the order in which they are written."""
        names = [self.init_name, *(segment.name for segment in self.segments), self.playlist_name]
        return [f"{self.folder}/{name}" for name in names]

    def made(self, number: int) -> bytes:
        """What is written of a segment."""
        return self.sealed(self.clear(number), number)

    def sealed(self, data: bytes, number: int) -> bytes:
        """What is written of these bytes. number: their media sequence number."""
        return self.seal.sealed(data, number) if self.seal else data

    def opened(self, data: bytes, number: int) -> bytes:
        """A segment's bytes, from what was written."""
        return self.seal.opened(data, number) if self.seal else data


def picture_rendition(
    reader: PictureReader, segments: Sequence[Segment], rate: FrameRate, seal: Seal | None = None
) -> Rendition:
    """A rung: whole spans a segment, one fragment a span."""
    init = init_segment(reader.video.track)
    lengths = durations([rate.seconds(segment.end) for segment in segments])
    planned = [
        PlannedSegment(
            _name(init, segment.number, [segment.first_span, segment.start, reader.keys(segment)], seal), micros
        )
        for segment, micros in zip(segments, lengths, strict=True)
    ]
    return Rendition(reader.name, init, tuple(planned), partial(_picture_segment, reader, segments), seal)


def sound_rendition(reader: SoundReader, segments: Sequence[SoundSegment], seal: Seal | None = None) -> Rendition:
    """The sound: one fragment a segment."""
    init = init_segment(reader.sound.track)
    lengths = durations([Fraction(segment.start + segment.samples, SAMPLE_RATE) for segment in segments])
    planned = [
        PlannedSegment(
            _name(init, segment.number, [segment.first, segment.start + segment.samples, reader.keys(segment)], seal),
            micros,
        )
        for segment, micros in zip(segments, lengths, strict=True)
    ]
    return Rendition(reader.name, init, tuple(planned), partial(_sound_segment, reader, segments), seal)


def _name(init: bytes, number: int, recipe: list[object], seal: Seal | None) -> str:
    sealed = [seal.mark] if seal else []
    digest = digest_of([_VERSION, digest_bytes(init), number, recipe, *sealed])
    return f"seg-{number:05}-{digest[:_DIGITS]}.m4s"


def _picture_segment(reader: PictureReader, segments: Sequence[Segment], number: int) -> bytes:
    segment = segments[number]
    fragments, frame = [], segment.start
    for span in range(segment.first_span, segment.end_span):
        samples = reader.samples(span)
        fragments.append(fragment(span + 1, frame * reader.video.ticks.frame, samples))
        frame += len(samples)
    return b"".join(fragments)


def _sound_segment(reader: SoundReader, segments: Sequence[SoundSegment], number: int) -> bytes:
    segment = segments[number]
    return fragment(segment.number + 1, AAC_FRAME * segment.first, reader.samples(segment.first, segment.end))
