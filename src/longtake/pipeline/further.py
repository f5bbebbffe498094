"""The further films in one file that a make was asked for: its targets, and its scenes one by one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import accumulate

from longtake.packaging import (
    FurtherFile,
    OneFile,
    PackagePlan,
    PictureReader,
    RungEssence,
    SoundEssence,
    SoundReader,
    Stored,
    part_file,
    target_file,
)
from longtake.pipeline.chapters import chapters_of, title_of
from longtake.pipeline.job import Job
from longtake.pipeline.posters import cover_of
from longtake.pipeline.targets import TargetFilm
from longtake.pipeline.tongues import own_language
from longtake.store import Store

__all__ = ["further_files", "further_paths"]


def further_paths(job: Job) -> list[str]:
    """Of all of them, in the film's folder."""
    return [*(film.wish.path for film in job.targets), *(_scene_paths(job) if job.extras.scenes else ())]


def further_files(job: Job, plan: PackagePlan, store: Store) -> list[FurtherFile]:
    """All of them, to be written from what is in the store. plan: of the film itself."""
    files = [_target(job, plan, film, store) for film in job.targets]
    return [*files, *(_scenes(job, plan) if job.extras.scenes else ())]


def _scene_paths(job: Job) -> list[str]:
    """Numbered, so that a folder lists them in film order, and named by ids alone."""
    scenes = job.planned.plan.scenes
    digits = max(2, len(str(len(scenes))))
    return [f"scenes/{number:0{digits}}-{scene.name}.mp4" for number, scene in enumerate(scenes, 1)]


def _scenes(job: Job, plan: PackagePlan) -> Iterator[FurtherFile]:
    """Every scene in whole spans, so that nothing is encoded: at its ends there may be up to two seconds of the scenes
    beside it."""
    lengths = [span.frames for span in job.spans]
    ends = list(accumulate(lengths))
    sound = plan.sounds[0] if plan.sounds else None
    for path, scene in zip(_scene_paths(job), job.planned.plan.scenes, strict=True):
        spans = range(bisect_right(ends, scene.start), bisect_left(ends, scene.start + scene.frames) + 1)
        yield part_file(path, title_of(scene), job.film.rate, lengths, spans, plan.pictures[0], sound)


def _target(job: Job, plan: PackagePlan, film: TargetFilm, store: Store) -> FurtherFile:
    picture, sound = _picture(job, plan, film, store), _sound(job, plan, film, store)
    wish, cover = film.wish, cover_of(job).key
    is_told = wish.target.has_words and not wish.is_bare
    one = OneFile(
        job.planned.plan.title,
        job.film.rate,
        plan.span_frames,
        picture.video.track,
        (),
        0,
        plan.text_tracks if is_told else (),
        chapters_of(job.planned.plan) if is_told else (),
        own_language(job.planned)[0],
    )
    shown = None if wish.is_bare else (cover, partial(store.read, cover))
    return target_file(wish.path, one, picture, sound, shown, wish.most, has_edits=wish.target.has_edits)


def _picture(job: Job, plan: PackagePlan, film: TargetFilm, store: Store) -> PictureReader:
    if film.rung in job.ladder.rungs:
        return plan.pictures[job.ladder.rungs.index(film.rung)]
    spans = [Stored(key, span.frames) for key, span in zip(film.span_keys, job.spans, strict=True)]
    return PictureReader(RungEssence(film.rung, spans), job.film.rate, store.read)


def _sound(job: Job, plan: PackagePlan, film: TargetFilm, store: Store) -> SoundReader | None:
    if film.piece_keys == job.piece_keys:
        return plan.sounds[0] if plan.sounds else None
    pieces = [Stored(key, piece.packets) for key, piece in zip(film.piece_keys, film.pieces, strict=True)]
    essence = SoundEssence(job.ladder.sound, pieces, *own_language(job.planned))
    return SoundReader(essence, job.film.rate.samples(sum(plan.span_frames)), store.read)
