"""What of a film can be shown before it is made: its beginning as far as nothing that is still awaited changes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile
from math import inf

from longtake.media import SAMPLE_RATE, Digest, FrameRate, Rung, SoundRung
from longtake.packaging import RungEssence, SoundEssence, Stored
from longtake.packaging.preview import micros_of, preview_segments, preview_sound
from longtake.packaging.renditions import picture_rendition, sound_rendition
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.segments import AAC_FRAME, Segment, SoundSegment
from longtake.pipeline.film_bed import bed_of
from longtake.pipeline.job import Job
from longtake.pipeline.sounding import KeyedPiece
from longtake.pipeline.tongues import own_language
from longtake.sound import Level, SoundPiece, build_mix, pieces_between

__all__ = ["Pair", "Provisional", "known_spans", "provisional_of"]

_AT_ONCE = 8
_LAP = 480
"""Samples before its first picture from which on a shot may be heard: it crosses with the one before."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment of picture and the one of sound beside it. micros: how long each lasts."""

    picture: bytes
    sound: bytes
    micros: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Provisional:
    """The known beginning of a film of so many frames, in its lowest rung and with a sound of its own. segments and
    heard are cut alike; each of `pieces` is heard in one of them. level: of that sound; None where it is left as it is
    mixed. load: gives what is in the store."""

    title: str
    rate: FrameRate
    frames: int
    rung: Rung
    spans: tuple[Stored, ...]
    sound: SoundEssence
    pieces: tuple[KeyedPiece, ...]
    segments: tuple[Segment, ...]
    heard: tuple[SoundSegment, ...]
    level: Level | None
    load: Callable[[Digest], bytes]

    @property
    def is_whole(self) -> bool:
        return bool(self.segments) and self.segments[-1].end == self.frames

    @property
    def kind(self) -> tuple[Rung, SoundRung, Level | None]:
        """What one preview is made with from its beginning to its end."""
        return self.rung, self.sound.rung, self.level

    @property
    def ends(self) -> list[int]:
        """The film frame at which each segment ends."""
        return [segment.end for segment in self.segments]

    def needs(self, number: int) -> list[Digest]:
        """The keys of what a segment shows and what is heard in it."""
        segment = self.segments[number]
        seen = self.spans[segment.first_span : segment.end_span]
        return [*(span.key for span in seen), self.pieces[number][1]]

    def landed(self, first: int, has: Callable[[Digest], bool]) -> list[int]:
        """The numbers of the next segments, from `first`, of which everything is there: the first that lacks anything
        ends them. A few at a time, so that playlists grow soon."""
        numbers = range(first, min(first + _AT_ONCE, len(self.segments)))
        return list(takewhile(lambda number: all(map(has, self.needs(number))), numbers))

    def pictures(self) -> PictureReader:
        """Loads the first span, which must be there."""
        return PictureReader(RungEssence(self.rung, self.spans), self.rate, self.load)

    def sounds(self) -> SoundReader:
        """Loads the first piece, which must be there."""
        packets = sum(piece.packets for piece, _ in self.pieces)
        samples = min(self.rate.samples(self.frames), AAC_FRAME * (packets - 1))
        return SoundReader(self.sound, samples, self.load)

    def pair(self, number: int, pictures: PictureReader, sounds: SoundReader) -> Pair:
        """A segment as it lies in the preview; all that it needs must be there."""
        segment, heard = self.segments[number], self.heard[number]
        shown = picture_rendition(pictures, [segment], self.rate).clear(0)
        spoken = sound_rendition(sounds, [heard]).clear(0)
        times = self.rate.seconds(segment.start), self.rate.seconds(segment.end)
        heard_times = (Fraction(sample, SAMPLE_RATE) for sample in (heard.start, heard.start + heard.samples))
        return Pair(shown, spoken, (micros_of(*times), micros_of(*heard_times)))


def known_spans(job: Job, pending: Set[Digest], unsure: Set[int]) -> int:
    """How many spans, from the film's first, show nothing of sources that are awaited, nor can change when joins are
    chosen. unsure: their numbers."""
    return next(
        (
            number
            for number, span in enumerate(job.spans)
            if number in unsure or not pending.isdisjoint(source.key for source in span.sources)
        ),
        len(job.spans),
    )


def provisional_of(job: Job, known: int, level: Level | None, load: Callable[[Digest], bytes]) -> Provisional:
    """The beginning of a job's film as far as its first `known` spans show it, and its sound is all heard there."""
    from longtake.libav.toolchain import sound_toolchain

    frames, rate, rung = job.timeline.frames, job.film.rate, job.ladder.sound
    spans = job.spans[:known]
    segments = preview_segments([span.frames for span in spans], frames, rate)
    heard = preview_sound(segments, frames, rate)
    until = inf if known == len(job.spans) else _alone_until(job, job.spans[known].start)
    cuts = [0, *(one.end for one in heard)]
    bare = takewhile(lambda piece: piece.start + piece.window <= until, _pieces(job, cuts))
    toolchain = sound_toolchain()
    pieces = tuple((piece, piece.key(rung, toolchain)) for piece in (replace(one, level=level) for one in bare))
    count = len(pieces)
    stored = [Stored(key, piece.packets) for piece, key in pieces]
    return Provisional(
        title=job.planned.plan.title,
        rate=rate,
        frames=frames,
        rung=job.ladder.rungs[-1],
        spans=tuple(Stored(key, span.frames) for key, span in zip(job.span_keys[-1], spans, strict=False)),
        sound=SoundEssence(rung, stored, *own_language(job.planned)),
        pieces=pieces,
        segments=segments[:count],
        heard=heard[:count],
        level=level,
        load=load,
    )


def _pieces(job: Job, cuts: Sequence[int]) -> tuple[SoundPiece, ...]:
    return pieces_between(build_mix(bed_of(job.planned, job.timeline)), cuts)


def _alone_until(job: Job, frame: int) -> int:
    """The film sample before which nothing is heard of a shot whose pictures begin with this frame. A sound may lead
    its pictures."""
    lead = max((abs(join.lead) for join in job.timeline.joins), default=0)
    return job.film.rate.samples(max(0, frame - lead)) - _LAP
