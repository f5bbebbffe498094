"""From stored essence to the samples of a file, with time by rule: nothing is patched, what breaks the rule is refused.

Packet i of a span (decode order) is decoded at frame `start + i` and shown at frame `start + reorder_depth + pts`; the
edit list takes the reorder depth off again. So decode times never depend on the encoder's own, which differ in short
spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from longtake.errors import PackagingError
from longtake.media import EncodedSound, EncodedSpan, FrameRate
from longtake.packaging.essence import Load, RungEssence, SoundEssence
from longtake.packaging.h264 import to_sample
from longtake.packaging.segments import AAC_FRAME, Segment, SoundSegment, Ticks, packets_for
from longtake.packaging.tracks import Sample, SoundTrack, VideoTrack

__all__ = ["PictureReader", "SoundReader"]

_SPARE_PACKETS = 2  # what an encoder may give after the film's end when it is flushed; more means another film's sound


class PictureReader:
    """Reads a rung's spans. Raises PackagingError for a span that does not fit the first one."""

    def __init__(self, essence: RungEssence, rate: FrameRate, load: Load) -> None:
        self._essence, self._load = essence, load
        self.name = essence.rung.name
        first = self._span(0)
        self.extradata = first.extradata
        self.video = VideoTrack.of(self.name, first, essence.rung.size, Ticks.of(rate))

    def keys(self, segment: Segment) -> list[str]:
        """What the segment's bytes are made of: its spans' keys."""
        return self.span_keys(segment.first_span, segment.end_span)

    def span_keys(self, first: int, end: int) -> list[str]:
        """Of spans [first, end)."""
        return [span.key for span in self._essence.spans[first:end]]

    def samples(self, number: int) -> list[Sample]:
        """Span `number` as samples, in decode order."""
        span = self._span(number)
        self._check_alike(number, span)
        order = sorted(packet.pts for packet in span.packets)
        if order != list(range(span.frames)):
            raise PackagingError(
                f"{self._where(number)}: its pictures are not numbered 0 to {span.frames - 1}, each once"
            )
        return [self._sample(number, span, at) for at in range(span.frames)]

    def _sample(self, number: int, span: EncodedSpan, at: int) -> Sample:
        packet = span.packets[at]
        ahead = packet.pts + span.reorder_depth - at
        if ahead < 0:
            raise PackagingError(
                f"{self._where(number)}: packet {at} is shown as picture {packet.pts}, "
                f"before it is decoded at a reorder depth of {span.reorder_depth}"
            )
        data, is_idr = to_sample(packet.data, self.video.parameters)
        if at == 0 and not (is_idr and packet.pts == 0):
            raise PackagingError(
                f"{self._where(number)}: it does not start with an IDR picture, so it is no closed GOP"
            )
        frame = self.video.ticks.frame
        return Sample(data, frame, ahead * frame, is_idr)

    def _span(self, number: int) -> EncodedSpan:
        stored = self._essence.spans[number]
        try:
            span = EncodedSpan.from_bytes(self._load(stored.key))
        except ValueError as error:
            raise PackagingError(f"{self._where(number)} cannot be read: {error}") from error
        if span.frames != stored.length:
            raise PackagingError(f"{self._where(number)} holds {span.frames} frames where {stored.length} belong")
        return span

    def _check_alike(self, number: int, span: EncodedSpan) -> None:
        if span.extradata != self.extradata:
            raise PackagingError(
                f"{self._where(number)} has other codec parameters than {self._where(0)}",
                advice=("encode both with the same settings: one rung has one avcC",),
            )
        if span.reorder_depth != self.video.reorder_depth:
            raise PackagingError(
                f"{self._where(number)} has reorder depth {span.reorder_depth}, "
                f"{self._where(0)} has {self.video.reorder_depth}"
            )

    def _where(self, number: int) -> str:
        return f"rung {self.name}, span {number} ({self._essence.spans[number].key[:10]})"


class SoundReader:
    """Reads packets of the sound, keeping the last piece at hand. Raises PackagingError where pieces do not fit."""

    def __init__(self, essence: SoundEssence, samples: int, load: Load) -> None:
        self._essence, self._load, self._samples = essence, load, samples
        self._ends = list(accumulate(piece.length for piece in essence.pieces))
        self._check_length()
        self._at_hand = (0, self._read(0))
        self.sound = SoundTrack.of(self._at_hand[1], essence.rung.bitrate, essence.language)

    @property
    def name(self) -> str:
        return self._essence.rung.name

    def keys(self, segment: SoundSegment) -> list[list[str | int]]:
        """What the segment's bytes are made of: each piece's key with the packets taken of it."""
        return self.packet_keys(segment.first, segment.end)

    def packet_keys(self, first: int, end: int) -> list[list[str | int]]:
        """The same of packets [first, end)."""
        parts = self._parts(first, end)
        return [[self._essence.pieces[piece].key, begin, end] for piece, begin, end in parts]

    def samples(self, first: int, end: int) -> list[Sample]:
        """Packets [first, end); the film's last one is cut to its end."""
        parts = self._parts(first, end)
        packets = [data for piece, begin, stop in parts for data in self._piece(piece).packets[begin:stop]]
        return [Sample(data, self._duration(number), 0, True) for number, data in enumerate(packets, first)]

    def _duration(self, packet: int) -> int:
        """In samples: of packet j, which sounds from sample 1024 (j - 1)."""
        return min(AAC_FRAME, self._samples - AAC_FRAME * (packet - 1))

    def _parts(self, first: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Film packets [first, end) as a piece's number and the range of its own packets, for each piece."""
        while first < end:
            piece = bisect_right(self._ends, first)
            start = self._ends[piece - 1] if piece else 0
            stop = min(end, self._ends[piece])
            yield piece, first - start, stop - start
            first = stop

    def _piece(self, number: int) -> EncodedSound:
        if self._at_hand[0] != number:
            piece = self._read(number)
            if piece.extradata != self.sound.extradata:
                raise PackagingError(f"{self._where(number)} has another configuration than {self._where(0)}")
            self._at_hand = (number, piece)
        return self._at_hand[1]

    def _read(self, number: int) -> EncodedSound:
        stored = self._essence.pieces[number]
        try:
            piece = EncodedSound.from_bytes(self._load(stored.key))
        except ValueError as error:
            raise PackagingError(f"{self._where(number)} cannot be read: {error}") from error
        if len(piece.packets) != stored.length:
            raise PackagingError(
                f"{self._where(number)} holds {len(piece.packets)} packets where {stored.length} belong"
            )
        return piece

    def _check_length(self) -> None:
        found, wanted = (self._ends[-1] if self._ends else 0), packets_for(self._samples)
        if not wanted <= found <= wanted + _SPARE_PACKETS:
            raise PackagingError(
                f"the film lasts {self._samples} samples, which is {wanted} packets of sound, but {found} are there: "
                "sound and picture must end together"
            )

    def _where(self, number: int) -> str:
        return f"sound, piece {number} ({self._essence.pieces[number].key[:10]})"
