"""The report's facts: what the plan wanted and what the package came to, told shot by shot and join by join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from longtake.media import Digest
from longtake.packaging import Package as Packaged
from longtake.packaging import PackagedFile
from longtake.pipeline.job import Job
from longtake.pipeline.photos import FilmStrip, Shutter
from longtake.planning import PlannedShot
from longtake.publishing import (
    FileFacts,
    JoinFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    ShotFacts,
)

__all__ = ["Strips", "report_facts", "strips_of"]

_SHOT_LINES, _JOIN_LINES, _POSTER_LINES = 180, 90, 360
_JOIN_PICTURES = 6
_WHAT = {"film.mp4": "the film", "hls/main.m3u8": "the stream", "plan.json": "every decision"}


class Strips:
    """The photos of a film: a poster, one of each shot, a strip of each join."""

    def __init__(self, poster: FilmStrip, shots: Sequence[FilmStrip], joins: Sequence[FilmStrip]) -> None:
        self.poster, self.shots, self.joins = poster, tuple(shots), tuple(joins)

    @property
    def all(self) -> tuple[FilmStrip, ...]:
        return (self.poster, *self.shots, *self.joins)


def strips_of(job: Job) -> Strips:
    """Which frames are photographed, in the smallest rung that is tall enough for the report."""
    rungs = job.ladder.rungs
    number = max((n for n, rung in enumerate(rungs) if rung.size.height >= _SHOT_LINES), default=0)
    shutter = Shutter(job.span_keys[number], [span.frames for span in job.spans])
    plan = job.planned.plan
    frames = plan.frames
    middles = [shot.start + shot.frames // 2 for shot in plan.shots]
    return Strips(
        shutter.strip([middles[0]], _POSTER_LINES),
        [shutter.strip([middle], _SHOT_LINES) for middle in middles],
        [
            shutter.strip(_around(into.start, out.join.before if out.join else 0, frames), _JOIN_LINES)
            for out, into in zip(plan.shots, plan.shots[1:], strict=False)
        ],
    )


def _around(cut: int, before: int, frames: int) -> list[int]:
    """Frames on both sides of a cut, the first and last of them outside the transition."""
    reach = max(before + 2, _JOIN_PICTURES // 2)
    wanted = [cut - reach + (2 * reach - 1) * number // (_JOIN_PICTURES - 1) for number in range(_JOIN_PICTURES)]
    return [min(max(frame, 0), frames - 1) for frame in wanted]


def report_facts(
    job: Job, packaged: Packaged, plan_file: PackagedFile, strips: Strips, photo: Callable[[Digest], bytes]
) -> ReportFacts:
    """photo: gives the JPEG of a strip by its key."""
    plan = job.planned.plan
    files = {file.path: file for file in (*packaged.files, plan_file)}
    about = defaultdict(list)
    for name, message in job.notices:
        about[name].append(message)
    return ReportFacts(
        title=plan.title,
        size=plan.size,
        rate=plan.rate,
        frames=plan.frames,
        shots=tuple(
            _shot(shot, about[shot.name], Photo(partial(photo, strip.key), f"the middle of {shot.name}"))
            for shot, strip in zip(plan.shots, strips.shots, strict=True)
        ),
        joins=tuple(
            _join(out, into, Photo(partial(photo, strip.key), f"frames from {out.name} to {into.name}"))
            for out, into, strip in zip(plan.shots, plan.shots[1:], strips.joins, strict=False)
        ),
        renditions=_renditions(job, packaged, files),
        files=(
            *(FileFacts(path, what, files[path].size, files[path].sha256) for path, what in _WHAT.items()),
            FileFacts("manifest.json", "every file and where each shot comes from"),
        ),
        total=str(plan.quote.total),
        prices=tuple(PriceFacts(row.shot, row.model, str(row.price), row.why) for row in plan.quote.rows),
        notices=tuple(f"{about}: {message}" if about else message for about, message in job.notices),
        made_by=made_by(),
        poster=Photo(partial(photo, strips.poster.key), plan.title),
    )


def made_by() -> tuple[tuple[str, str], ...]:
    """Name and version of what had a part in the bytes."""
    from importlib.metadata import version

    from longtake.libav.toolchain import picture_toolchain

    parts = [part.rpartition(" ") for part in picture_toolchain()]
    return (("Longtake", version("longtake")), *((name or "machine", what) for name, _, what in parts))


def _shot(shot: PlannedShot, notices: Sequence[str], photo: Photo) -> ShotFacts:
    asked = {"camera": shot.camera, "motion": shot.motion, "narration": shot.narration, "place": shot.place}
    return ShotFacts(
        name=shot.name,
        scene=shot.scene,
        words=shot.words,
        source=shot.kind,
        source_name=shot.asset or "drawn by longtake",
        start=shot.start,
        frames=shot.frames,
        asked=tuple((name, value) for name, value in asked.items() if value),
        reasons=shot.reasons,
        notices=tuple(notices),
        digest=shot.digest,
        photo=photo,
    )


def _join(out: PlannedShot, into: PlannedShot, strip: Photo) -> JoinFacts:
    kind, frames = (out.join.kind, out.join.frames) if out.join else ("cut", 0)
    return JoinFacts(out.name, into.name, kind, into.start, frames, strip)


def _renditions(job: Job, packaged: Packaged, files: Mapping[str, PackagedFile]) -> tuple[RenditionFacts, ...]:
    sizes = {rung.name: rung.size for rung in job.ladder.rungs}
    facts = []
    for rendition in packaged.renditions:
        folder = rendition.playlist.rpartition("/")[0]
        total = sum(file.size for path, file in files.items() if path.startswith(f"{folder}/"))
        size = sizes.get(rendition.name)
        codecs = "H.264 High" if size else "AAC-LC"
        facts.append(
            RenditionFacts(rendition.name, size, codecs, rendition.average, rendition.peak, total, rendition.playlist)
        )
    return tuple(facts)
