"""A film's job: the plan turned into the edit, its spans, its mix, and the names of everything that will be made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from longtake.media import Digest, Ladder, SoundRung, digest_bytes, digest_of
from longtake.packaging import Seal
from longtake.pipeline.appraisals import advised
from longtake.pipeline.burning import burned_over
from longtake.pipeline.captioning import FilmCaptions, captions_of
from longtake.pipeline.extras import NO_EXTRAS, Extras
from longtake.pipeline.film_bed import bed_of, dubbed_bed
from longtake.pipeline.fitting import oddities
from longtake.pipeline.layer_materials import LayerMaterial
from longtake.pipeline.lock import LockedLadder
from longtake.pipeline.materials import Material
from longtake.pipeline.overlaying import Over, overs_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.provenance import made_instead
from longtake.pipeline.sounding import KeyedPiece
from longtake.pipeline.sourcing import material_of, sights_of
from longtake.pipeline.spoken_lines import unheard_words
from longtake.pipeline.targets import TargetFilm
from longtake.pipeline.tongues import Tongue, sounds_of, tongue_of
from longtake.planning import PlannedShot, plan_to_json
from longtake.render import FilmFormat, SpanJob, essence_key, fidelity_key, flow_record_key, sampled, thumbnails_key
from longtake.sound import (
    Level,
    Loudness,
    SoundPiece,
    build_mix,
    notices_of,
    pieces_of,
)
from longtake.timeline import Clip, Join, Span, Timeline, spans_of

__all__ = ["Job", "job_of"]

_PACKAGE = 2  # raised whenever the same film would be packaged otherwise


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that will be made for a film, by key. materials: by source; layers: by source of an overlay; sounds:
    the file of each sound's bytes.

    digest: names this very film, what it is made of and how it is packaged and told. span_keys: for each rung, best
    first, the key of each span in film order; thumbnail_keys: of each span's thumbnails. sampled: numbers of the spans
    whose fidelity is measured. told: the plan as it is written to `plan.json`. level: that its sound is brought to;
    loudness: what it is then; None where it is left as it is mixed, or not known yet. tongues: how it is heard in other
    languages. fitting: how its ladder was chosen, if that was left to measure. targets: as what it goes elsewhere;
    extras: what else is written beside it. seal: what its stream is encrypted with, if it is. low_sound: how its sound
    is encoded once more for the lowest rungs, if it is.
    """

    digest: Digest
    told: bytes

    planned: PlannedFilm
    film: FilmFormat
    ladder: Ladder
    timeline: Timeline
    materials: Mapping[Digest, Material]
    layers: Mapping[Digest, LayerMaterial]
    spans: tuple[Span, ...]
    span_keys: tuple[tuple[Digest, ...], ...]
    sampled: frozenset[int]
    pieces: tuple[SoundPiece, ...]
    piece_keys: tuple[Digest, ...]
    sounds: Mapping[Digest, Path]
    notices: tuple[tuple[str, str], ...]
    captions: tuple[FilmCaptions, ...] = ()
    level: Level | None = None
    loudness: Loudness | None = None
    tongues: tuple[Tongue, ...] = ()
    fitting: LockedLadder | None = None
    targets: tuple[TargetFilm, ...] = ()
    extras: Extras = NO_EXTRAS
    seal: Seal | None = None
    thumbnail_keys: tuple[Digest, ...] = ()
    low_sound: SoundRung | None = None

    def with_extras(self, extras: Extras) -> Job:
        """The same film with these beside it; when all else is decided. Its targets it has already."""
        digest = digest_of([self.digest, *extras.recipe]) if extras.recipe else self.digest
        return replace(self, digest=digest, extras=extras)

    @property
    def mixes(self) -> tuple[tuple[KeyedPiece, ...], ...]:
        """The pieces of sound in each language, its own first, with their keys."""
        own = tuple(zip(self.pieces, self.piece_keys, strict=True))
        return (own, *(tuple(zip(tongue.pieces, tongue.keys, strict=True)) for tongue in self.tongues))

    @property
    def low_mixes(self) -> tuple[tuple[KeyedPiece, ...], ...]:
        """As `mixes`, of the low sound; none where there is none."""
        from longtake.libav.toolchain import sound_toolchain

        if (rung := self.low_sound) is None:
            return ()
        toolchain = sound_toolchain()
        return tuple(tuple((piece, piece.key(rung, toolchain)) for piece, _ in mix) for mix in self.mixes)

    @property
    def sound_keys(self) -> tuple[Digest, ...]:
        """Of every piece in every language and at every rate; those that languages share come more than once."""
        return tuple(key for mix in (*self.mixes, *self.low_mixes) for _, key in mix)

    def in_tongues(self, tongues: tuple[Tongue, ...]) -> Job:
        """The same film with these sounds in other languages."""
        digest = film_digest(self.told, self.ladder, self.span_keys, self.piece_keys, self.captions, tongues)
        return replace(self, digest=digest, tongues=tongues)

    def at_level(self, level: Level, finished: Loudness) -> Job:
        """The same film with all its sound at a level. finished: what it is then."""
        from longtake.libav.toolchain import sound_toolchain

        pieces = tuple(replace(piece, level=level) for piece in self.pieces)
        toolchain = sound_toolchain()
        keys = tuple(piece.key(self.ladder.sound, toolchain) for piece in pieces)
        digest = film_digest(self.told, self.ladder, self.span_keys, keys, self.captions, self.tongues)
        return replace(self, digest=digest, pieces=pieces, piece_keys=keys, level=level, loudness=finished)

    def keys_of(self, jobs: Iterable[SpanJob]) -> list[Digest]:
        """What these jobs of this film make, in the order in which they are made."""
        made = []
        for job in jobs:
            number = bisect_left(self.spans, job.span.start, key=lambda span: span.start)
            pairs = zip(self.ladder.rungs, self.span_keys, strict=True)
            made += [keys[number] for rung, keys in pairs if rung in job.rungs]
        return made

    @property
    def fidelity_keys(self) -> tuple[tuple[Digest, ...], ...]:
        """For each rung, best first, the key of the fidelity of each sampled span, in film order."""
        numbers = sorted(self.sampled)
        return tuple(tuple(fidelity_key(keys[number]) for number in numbers) for keys in self.span_keys)

    @property
    def flow_keys(self) -> dict[int, Digest]:
        """By the number of each span with pictures of flow joins: the key of what became of them."""
        numbers = [number for number, span in enumerate(self.spans) if span.has_flow]
        return {number: flow_record_key(self.spans[number], self.film.size) for number in numbers}

    def without(self, pending: Set[Digest], unsure: Set[int] = frozenset()) -> Job:
        """The part of this job that shows none of these sources, without sound. unsure: numbers of spans that are left
        out, too. What of it is measured is at least what of it the whole job has measured, so that nothing of it is
        encoded again for that."""
        numbers = [
            number
            for number, span in enumerate(self.spans)
            if number not in unsure and pending.isdisjoint(source.key for source in span.sources)
        ]
        return self.part(numbers)

    def part(self, numbers: Sequence[int]) -> Job:
        """These spans of the film, in film order, without sound."""
        spans = tuple(self.spans[number] for number in numbers)
        keys = tuple(tuple(keys[number] for number in numbers) for keys in self.span_keys)
        measured = sampled([span.recipe for span in spans])
        thumbnails = tuple(self.thumbnail_keys[number] for number in numbers)
        known = replace(self, spans=spans, span_keys=keys, sampled=measured, thumbnail_keys=thumbnails)
        return replace(known, pieces=(), piece_keys=(), tongues=())

    def made_spans(self, has: Callable[[Digest], bool]) -> int:
        """How many spans, from the film's first, are there in every rung; none where any sound is still to be made."""
        if not all(map(has, self.sound_keys)):
            return 0
        spans = zip(*self.span_keys, strict=True)
        return next((number for number, keys in enumerate(spans) if not all(map(has, keys))), len(self.spans))

    def missing_spans(self, present: Iterable[Digest]) -> tuple[SpanJob, ...]:
        """What has to be encoded, in film order, each recipe once. A sampled span that nobody measured is encoded
        again, to the same bytes, for what went in is known only then; and so is one with flow of which nobody knows how
        much was dissolved. Where only thumbnails are missing, nothing is encoded for them."""
        seen, flows = set(present), self.flow_keys
        jobs = []
        for number, span in enumerate(self.spans):
            is_sampled = number in self.sampled
            rungs = [(rung, keys[number]) for rung, keys in zip(self.ladder.rungs, self.span_keys, strict=True)]
            told = {flows[number]} if number in flows else set()
            made = [(rung, {key, *([fidelity_key(key)] if is_sampled else ()), *told}) for rung, key in rungs]
            lacking = [(rung, keys) for rung, keys in made if not keys <= seen]
            is_unseen = self.thumbnail_keys[number] not in seen
            if lacking or is_unseen:
                jobs.append(SpanJob(span, tuple(rung for rung, _ in lacking), is_sampled and bool(lacking), is_unseen))
                seen.update(key for _, keys in lacking for key in keys)
                seen.add(self.thumbnail_keys[number])
        return tuple(jobs)


def job_of(planned: PlannedFilm, ladder: Ladder) -> Job:
    """Decides everything; makes nothing. Raises TimelineError, SoundError for what the plan cannot mean."""
    from longtake.libav.toolchain import sound_toolchain

    plan = planned.plan
    film = FilmFormat(plan.size, plan.rate)
    captions = captions_of(planned)
    materials = [
        material_of(shot, planned, sight, planned.takes.of(shot.key), captions)
        for shot, sight in zip(plan.shots, sights_of(plan.shots), strict=True)
    ]
    overs = overs_of(plan, planned.laid_facts, planned.laid_files)
    overs += tuple(over for one in captions for over in burned_over(one, planned))
    timeline = _timeline(planned, film, materials, overs)
    spans = spans_of(timeline)
    bed = bed_of(planned, timeline)
    pieces = pieces_of(build_mix(bed))
    toolchain = sound_toolchain()
    span_keys = tuple(tuple(essence_key(span, rung, film) for span in spans) for rung in ladder.rungs)
    piece_keys = tuple(piece.key(ladder.sound, toolchain) for piece in pieces)
    told = plan_to_json(plan).encode()
    others = sounds_of(planned)[1:]
    tongues = tuple(tongue_of(dub, dubbed_bed(planned, bed, dub), ladder.sound) for dub in others)
    return Job(
        digest=film_digest(told, ladder, span_keys, piece_keys, captions, tongues),
        told=told,
        planned=planned,
        film=film,
        ladder=ladder,
        timeline=timeline,
        materials={clip.source.key: material for clip, material in zip(timeline.clips, materials, strict=True)},
        layers={over.placed.source.key: over.material for over in overs},
        spans=spans,
        span_keys=span_keys,
        sampled=sampled([span.recipe for span in spans]),
        pieces=pieces,
        piece_keys=piece_keys,
        sounds={planned.facts[text].digest: stamp.path for text, stamp in planned.files.items()}
        | {one.arrival.digest: one.arrival.path for one in planned.takes.landed.values()},
        notices=(
            *((notice.about, notice.message) for notice in plan.notices),
            *((finding.place, finding.message) for finding in notices_of(bed)),
            *(notice for shot in plan.shots for notice in _of_its_take(shot, planned)),
            *unheard_words(planned),
            *(notice for one in captions for notice in one.notices),
        ),
        captions=captions,
        tongues=tongues,
        thumbnail_keys=tuple(thumbnails_key(span, film.size, film.rate) for span in spans),
    )


def film_digest(
    told: bytes,
    ladder: Ladder,
    span_keys: tuple[tuple[Digest, ...], ...],
    piece_keys: tuple[Digest, ...],
    captions: tuple[FilmCaptions, ...],
    tongues: tuple[Tongue, ...] = (),
) -> Digest:
    """Names a very film."""
    further: list[object] = [["thumbnails", 1], *(one.recipe for one in captions)]
    further += [["tongue", one.language, one.is_voiced, *one.keys] for one in tongues]
    return digest_of(["film", _PACKAGE, digest_bytes(told), ladder, span_keys, piece_keys, *further])


def _timeline(planned: PlannedFilm, film: FilmFormat, materials: list[Material], overs: tuple[Over, ...]) -> Timeline:
    clips = [
        Clip(shot.name, material.source(film), shot.visible)
        for shot, material in zip(planned.plan.shots, materials, strict=True)
    ]
    joins = [Join(join.kind, join.frames, join.lead or 0) for join in planned.plan.joins]
    return Timeline(film.rate, film.size, tuple(clips), tuple(joins), tuple(over.placed for over in overs))


def _of_its_take(shot: PlannedShot, planned: PlannedFilm) -> Iterator[tuple[str, str]]:
    """What of a shot's take is other than was asked, or why there is none."""
    if (take := planned.takes.of(shot.key)) is not None:
        landed = planned.takes.landed[shot.key]
        if landed.commission.instead_of:
            yield shot.name, f"made by {made_instead(landed)}"
        verdict = planned.takes.verdicts.get(shot.key)
        for what in oddities(take.facts, shot, planned.plan.rate, is_judged=verdict is not None):
            yield shot.name, what
        for what in advised(verdict, shot.name):
            yield shot.name, what
    elif (missing := planned.takes.missing.get(shot.key)) is not None:
        yield shot.name, f"an animatic stands in for its take: {missing.why}"
