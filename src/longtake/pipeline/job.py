"""A film's job: the plan turned into the edit, its spans, its mix, and the names of everything that will be made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.media import AS_IT_IS, ClipFacts, Digest, Ladder, digest_of, digest_parts
from longtake.pipeline.materials import Drawn, Footage, LayerMaterial, Lut, Material, Still
from longtake.pipeline.overlaying import Over, overs_of
from longtake.pipeline.preparing import PlannedFilm
from longtake.planning import PlannedShot, plan_parts
from longtake.planning import SoundCue as PlannedCue
from longtake.render import FilmFormat, Sight, SpanJob, essence_key, fidelity_key, sampled
from longtake.sound import (
    Bed,
    Fade,
    NativeSound,
    SoundCue,
    SoundPiece,
    SoundSource,
    build_mix,
    notices_of,
    pieces_of,
)
from longtake.timeline import Clip, Join, Span, Timeline, spans_of

if TYPE_CHECKING:
    from longtake.artwork import AnimaticCard

__all__ = ["Job", "job_of"]


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that will be made for a film, by key. materials: by source; layers: by source of an overlay; sounds:
    the file of each sound's bytes.

    digest: names this very film, what it is made of and how it is packaged and told. span_keys: for each rung, best
    first, the key of each span in film order. sampled: numbers of the spans whose fidelity is measured.
    """

    digest: Digest

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

    def missing_spans(self, present: Iterable[Digest]) -> tuple[SpanJob, ...]:
        """What has to be encoded, in film order, each recipe once. A sampled span that nobody measured is encoded
        again, to the same bytes, for what went in is known only then."""
        seen = set(present)
        jobs = []
        for number, span in enumerate(self.spans):
            is_sampled = number in self.sampled
            rungs = [(rung, keys[number]) for rung, keys in zip(self.ladder.rungs, self.span_keys, strict=True)]
            made = [(rung, {key, fidelity_key(key)} if is_sampled else {key}) for rung, key in rungs]
            lacking = [(rung, keys) for rung, keys in made if not keys <= seen]
            if lacking:
                jobs.append(SpanJob(span, tuple(rung for rung, _ in lacking), is_sampled))
                seen.update(key for _, keys in lacking for key in keys)
        return tuple(jobs)


def job_of(planned: PlannedFilm, ladder: Ladder) -> Job:
    """Decides everything; makes nothing. Raises TimelineError, SoundError for what the plan cannot mean."""
    from longtake.libav.toolchain import sound_toolchain

    plan = planned.plan
    film = FilmFormat(plan.size, plan.rate)
    materials = [_material(shot, planned, sight) for shot, sight in zip(plan.shots, _sights(plan.shots), strict=True)]
    overs = overs_of(plan, planned.laid_facts, planned.laid_files)
    timeline = _timeline(planned, film, materials, overs)
    spans = spans_of(timeline)
    native = tuple(_native(shot, planned) for shot in plan.shots)
    bed = Bed(timeline, native, tuple(_cue(cue, planned.facts) for cue in plan.cues))
    pieces = pieces_of(build_mix(bed))
    toolchain = sound_toolchain()
    span_keys = tuple(tuple(essence_key(span, rung, film) for span in spans) for rung in ladder.rungs)
    piece_keys = tuple(piece.key(ladder.sound, toolchain) for piece in pieces)
    told = digest_parts(part.encode() for part in plan_parts(plan))
    return Job(
        digest=digest_of(["film", told, ladder, span_keys, piece_keys]),
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
        sounds={planned.facts[text].digest: stamp.path for text, stamp in planned.files.items()},
        notices=(
            *((notice.about, notice.message) for notice in plan.notices),
            *((finding.place, finding.message) for finding in notices_of(bed)),
        ),
    )


def _timeline(planned: PlannedFilm, film: FilmFormat, materials: list[Material], overs: tuple[Over, ...]) -> Timeline:
    clips = [
        Clip(shot.name, material.source(film), shot.visible)
        for shot, material in zip(planned.plan.shots, materials, strict=True)
    ]
    joins = [Join(join.kind, join.frames) for join in planned.plan.joins]
    return Timeline(film.rate, film.size, tuple(clips), tuple(joins), tuple(over.placed for over in overs))


def _material(shot: PlannedShot, planned: PlannedFilm, sight: Sight) -> Material:
    if shot.kind == "animatic" or shot.asset is None:
        return Drawn(_card(shot), shot.take_frames)
    facts, stamp = planned.facts[shot.asset], planned.files[shot.asset]
    assert facts.picture is not None
    lut = Lut(shot.lut.digest, planned.files[shot.lut.asset]) if shot.lut else None
    if shot.kind == "footage":
        return Footage(facts.digest, stamp, facts.picture, shot.fit, sight, shot.retime or AS_IT_IS, lut)
    return Still(facts.digest, stamp, facts.picture.shown, shot.fit, sight, shot.take_frames, lut)


def _sights(shots: Sequence[PlannedShot]) -> Iterator[Sight]:
    """What each shot shows of its source. A move is made while anything of the shot is seen, so through its joins."""
    head = 0
    for shot in shots:
        tail = shot.join.after if shot.join else 0
        lead, shown = shot.visible.start - head, head + shot.frames + tail
        yield Sight(shot.views or (), shot.camera, shot.kind == "still", lead, shown)
        head = shot.join.before if shot.join else 0


def _native(shot: PlannedShot, planned: PlannedFilm) -> NativeSound | None:
    if shot.sound is None or shot.asset is None:
        return None
    facts = planned.facts[shot.asset]
    if facts.sound is None:
        return None
    tempo = shot.retime.pace.begin if shot.retime else Fraction(1)  # over a ramp there is no sound
    source = SoundSource.of(facts.digest, facts.sound, shot.asset, tempo)
    return NativeSound.of(source, facts.sound, _millibels(shot.sound))


def _cue(cue: PlannedCue, facts: Mapping[str, ClipFacts]) -> SoundCue:
    sound = facts[cue.asset].sound
    assert sound is not None
    source = SoundSource.of(cue.digest, sound, cue.asset)
    samples = min(cue.samples, source.samples)
    fades = Fade(cue.fade_in), Fade(cue.fade_out)
    return SoundCue(source, cue.kind, cue.start, 0, samples, _millibels(cue.gain), *fades)


def _millibels(decibels: Fraction) -> int:
    return round(decibels * 100)


def _card(shot: PlannedShot) -> AnimaticCard:
    from longtake.artwork import AnimaticCard

    return AnimaticCard(
        shot=shot.name,
        scene=shot.scene,
        words=shot.words,
        narration=shot.narration,
        place=shot.place,
        camera=shot.camera,
        motion=shot.motion,
        palette=shot.palette,
        style=shot.style,
        lead=shot.visible.start,
        shown=shot.frames,
    )
