"""The report's facts: what the plan wanted and what the package came to, told shot by shot and join by join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import chain, pairwise

from longtake.media import Digest, Size, round_half_up
from longtake.packaging import Package as Packaged
from longtake.packaging import PackagedFile
from longtake.pipeline.caption_facts import caption_facts
from longtake.pipeline.job import Job
from longtake.pipeline.loudness import loudness_facts
from longtake.pipeline.photos import Exposure, FilmStrip, Shutter
from longtake.pipeline.provenance import made_rows
from longtake.pipeline.rates import rate_notices, rates_of_package
from longtake.pipeline.seam_rows import SeamRow, part_text
from longtake.pipeline.seam_views import Ear, SeamView, seam_view
from longtake.pipeline.standing_film import MANIFEST
from longtake.pipeline.taken import Takes
from longtake.planning import Plan, PlannedOverlay, PlannedShot, PlannedTitle, Quote
from longtake.planning.poster import poster_frame
from longtake.planning.pricing import quote_of
from longtake.publishing import (
    FidelityFacts,
    FileFacts,
    JoinFacts,
    NoticeFacts,
    OverFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    SeamFacts,
    ShotFacts,
    Strip,
)

__all__ = ["JoinTold", "Strips", "report_facts", "strips_of"]

_SHOT_LINES, _JOIN_LINES, _POSTER_LINES, _RIBBON_LINES = 180, 90, 360, 60
_JOIN_PICTURES = 6
_RIBBON_WIDTH = 1120  # pixels that the ribbon's pictures fill together, however few the shots are
_WHAT = {"film.mp4": "the film", "hls/main.m3u8": "the stream", "plan.json": "every decision"}


class Strips:
    """The photos of a film: a poster, one of each shot, small ones of it for the ribbon, both sides of each join; and
    what is looked at to score its seams."""

    def __init__(
        self,
        poster: FilmStrip,
        shots: Sequence[FilmStrip],
        ribbon: Sequence[Sequence[FilmStrip]],
        joins: Sequence[Sequence[FilmStrip]],
        seams: Sequence[SeamView],
    ) -> None:
        self.poster, self.shots, self.seams = poster, tuple(shots), tuple(seams)
        self.ribbon, self.joins = tuple(map(tuple, ribbon)), tuple(map(tuple, joins))

    @property
    def all(self) -> tuple[Exposure, ...]:
        """A shot's photo stands beside its ribbon, a seam between its strips, so that what shows both is decoded
        once."""
        shots = (strip for shot, small in zip(self.shots, self.ribbon, strict=True) for strip in (shot, *small))
        joins: Iterator[tuple[Exposure, ...]] = (
            (out, seam.sight, into, seam.sound) for (out, into), seam in zip(self.joins, self.seams, strict=True)
        )
        return (self.poster, *shots, *chain.from_iterable(joins))


def strips_of(job: Job) -> Strips:
    """Which frames are photographed, in the smallest rung that is tall enough for the report."""
    rungs = job.ladder.rungs
    number = max((n for n, rung in enumerate(rungs) if rung.size.height >= _SHOT_LINES), default=0)
    shutter = Shutter(job.span_keys[number], [span.frames for span in job.spans])
    plan, ear = job.planned.plan, Ear(job.pieces, job.piece_keys)
    frames = plan.frames
    middles = [shot.start + shot.frames // 2 for shot in plan.shots]
    return Strips(
        shutter.strip([poster_frame(plan)], _POSTER_LINES),
        [shutter.strip([middle], _SHOT_LINES) for middle in middles],
        [[shutter.strip([frame], _RIBBON_LINES) for frame in _along(shot, plan.size, frames)] for shot in plan.shots],
        [
            [shutter.strip(side, _JOIN_LINES) for side in _around(out, into, frames)]
            for out, into in pairwise(plan.shots)
        ],
        [seam_view(shutter.find, ear, out, into, frames, plan.rate) for out, into in pairwise(plan.shots)],
    )


def _along(shot: PlannedShot, size: Size, frames: int) -> list[int]:
    """Frames evenly spaced in a shot, as many as its share of the ribbon holds; the middle one if that is one."""
    width = Fraction(_RIBBON_LINES * size.width, size.height)
    pictures = max(1, round_half_up(_RIBBON_WIDTH / width * shot.frames / frames))
    return [shot.start + shot.frames * (2 * number + 1) // (2 * pictures) for number in range(pictures)]


def _around(out: PlannedShot, into: PlannedShot, frames: int) -> tuple[list[int], list[int]]:
    """Frames before a cut and after it, the first and last of them outside the transition."""
    before = out.join.before if out.join else 0
    reach = max(before + 2, _JOIN_PICTURES // 2)
    first = into.start - reach
    wanted = [first + (2 * reach - 1) * number // (_JOIN_PICTURES - 1) for number in range(_JOIN_PICTURES)]
    inside = [min(max(frame, 0), frames - 1) for frame in wanted]
    return inside[: _JOIN_PICTURES // 2], inside[_JOIN_PICTURES // 2 :]


@dataclass(frozen=True, slots=True)
class JoinTold:
    """What was found of the finished film. remarks: on joins, by their numbers; seams: in film order; verdicts: on the
    clips, by the keys of shots."""

    remarks: Mapping[int, str]
    seams: Sequence[SeamRow]
    verdicts: Mapping[str, tuple[tuple[str, str], ...]]


def report_facts(
    job: Job,
    packaged: Packaged,
    plan_file: PackagedFile,
    strips: Strips,
    photo: Callable[[Digest], bytes],
    fidelity: Mapping[str, FidelityFacts],
    told: JoinTold,
) -> ReportFacts:
    """photo: gives the picture of a strip by its key; fidelity: by the name of each picture rung."""
    plan = job.planned.plan
    frames, laid = plan.frames, _laid_over(plan)
    files = {file.path: file for file in (*packaged.files, plan_file)}

    quote = _quote(plan, job.planned.takes)
    about = defaultdict(list)
    for name, message in job.notices:
        about[name].append(message)
    of_rates = rate_notices(rates_of_package(packaged, fidelity))

    def shown(strip: FilmStrip, alt: str) -> Photo:
        return Photo(partial(photo, strip.key), alt)

    return ReportFacts(
        title=plan.title,
        size=plan.size,
        rate=plan.rate,
        frames=frames,
        shots=tuple(
            _shot(
                shot,
                job.planned.takes,
                _over(shot, laid),
                about[shot.name],
                shown(strip, f"the middle of {shot.name}"),
                [shown(one, "") for one in small],
                told.verdicts.get(shot.key, ()),
            )
            for shot, strip, small in zip(plan.shots, strips.shots, strips.ribbon, strict=True)
        ),
        joins=tuple(_joins(plan, strips, told, shown)),
        renditions=_renditions(job, packaged, files, fidelity),
        files=(
            *(FileFacts(path, what, files[path].size, files[path].sha256) for path, what in _WHAT.items()),
            FileFacts(MANIFEST, "every file and where each shot comes from"),
        ),
        total=quote.total_text,
        paid=_paid(job.planned.takes),
        prices=tuple(
            PriceFacts(row.shot, row.model, row.price_text, row.why, _cost(shot, job.planned.takes))
            for row, shot in zip(quote.rows, plan.shots, strict=True)
        ),
        notices=(
            *(NoticeFacts(about, message) for about, message in job.notices),
            *(NoticeFacts(notice.place, notice.message) for notice in of_rates),
        ),
        made_by=made_by(),
        sound=loudness_facts(job),
        poster=shown(strips.poster, plan.title),
        captions=tuple(map(caption_facts, job.captions)),
    )


def _quote(plan: Plan, takes: Takes) -> Quote:
    """Of all that was bought, candidates that are not shown too."""
    more = {shot: len(rivals) for shot, rivals in takes.rivals.items()}
    return quote_of(plan.shots, plan.rate, plan.quote.cap, speech=plan.all_speech, more=more) if more else plan.quote


def _paid(takes: Takes) -> str:
    if takes.cost is None:
        return ""
    paid = f"{'at most ' if takes.is_cost_most else ''}{takes.cost.to_the_cent()}"
    return f"{paid} of an emulator's money" if takes.is_emulated else paid


def _cost(shot: PlannedShot, takes: Takes) -> str:
    cost = takes.cost_of(shot.key)
    most = "at most " if takes.is_cost_of_most(shot.key) else ""
    return f"{most}{cost.to_the_cent()}" if cost else ""


def made_by() -> tuple[tuple[str, str], ...]:
    """Name and version of what had a part in the bytes of pictures."""
    from importlib.metadata import version

    from longtake.artwork import scaling_toolchain
    from longtake.libav.toolchain import picture_toolchain

    parts = [part.rpartition(" ") for part in (scaling_toolchain(), *picture_toolchain())]
    return (("Longtake", version("longtake")), *((name or "machine", what) for name, _, what in parts))


def _laid_over(plan: Plan) -> list[PlannedTitle | PlannedOverlay]:
    """What lies over the film, in the order in which it is laid."""
    laid: list[PlannedTitle | PlannedOverlay] = []
    for shot in plan.shots:
        laid += [*shot.overlays, *shot.titles]
    return [*laid, *plan.overlays]


def _over(shot: PlannedShot, laid: Sequence[PlannedTitle | PlannedOverlay]) -> tuple[OverFacts, ...]:
    """What of it lies over any frame of a shot, whosever it is."""
    end = shot.start + shot.frames
    return tuple(
        OverFacts("title", over.text, over.start, over.frames)
        if isinstance(over, PlannedTitle)
        else OverFacts("overlay", over.asset, over.start, over.frames)
        for over in laid
        if over.start < end and shot.start < over.start + over.frames
    )


def _shot(
    shot: PlannedShot,
    takes: Takes,
    over: tuple[OverFacts, ...],
    notices: Sequence[str],
    photo: Photo,
    ribbon: Sequence[Photo],
    verdict: tuple[tuple[str, str], ...],
) -> ShotFacts:
    landed = takes.landed.get(shot.key)
    drawn = "drawn by longtake" + (" in place of its take" if shot.segment else "")
    maker = landed.purchase.intent.model if landed else ""
    asked = {"camera": shot.camera, "motion": shot.motion, "narration": shot.narration, "place": shot.place}
    return ShotFacts(
        name=shot.name,
        scene=shot.scene,
        words=shot.words,
        source=("take" if landed else "animatic") if shot.segment else shot.kind,
        source_name=maker or shot.asset or drawn,
        start=shot.start,
        frames=shot.frames,
        asked=tuple((name, value) for name, value in asked.items() if value),
        reasons=shot.reasons,
        notices=tuple(notices),
        digest=landed.arrival.digest if landed else shot.digest,
        photo=photo,
        ribbon=tuple(ribbon),
        over=over,
        made=tuple(made_rows(landed, shot, takes)) if landed else (),
        verdict=verdict,
    )


def _joins(plan: Plan, strips: Strips, told: JoinTold, shown: Callable[[FilmStrip, str], Photo]) -> Iterator[JoinFacts]:
    seams, frames = zip(pairwise(plan.shots), strips.joins, told.seams, strict=True), plan.frames
    for number, ((out, into), sides, seam) in enumerate(seams):
        photos = [shown(side, f"where {out.name} becomes {into.name}") for side in sides]
        yield replace(_join(out, into, frames, photos, seam), remark=told.remarks.get(number, ""))


def _join(out: PlannedShot, into: PlannedShot, film_frames: int, sides: Sequence[Photo], seam: SeamRow) -> JoinFacts:
    kind, frames, before = (out.join.kind, out.join.frames, out.join.before) if out.join else ("cut", 0, 0)
    strips = zip(sides, map(tuple, _around(out, into, film_frames)), strict=True)
    told = [(part_text(part), round(1000 * part.score)) for part in seam.score.parts if part.score < 1]
    score = SeamFacts(round(1000 * seam.score.value), seam.score.is_one_scene, tuple(told), seam.advice)
    shown = tuple(Strip(*strip) for strip in strips)
    why = (out.join.why or "") if out.join and out.join.by else ""
    return JoinFacts(out.name, into.name, kind, into.start, frames, before, shown, why=why, seam=score)


def _renditions(
    job: Job, packaged: Packaged, files: Mapping[str, PackagedFile], fidelity: Mapping[str, FidelityFacts]
) -> tuple[RenditionFacts, ...]:
    sizes = {rung.name: rung.size for rung in job.ladder.rungs}
    facts = []
    for rendition in packaged.renditions:
        folder = rendition.playlist.rpartition("/")[0]
        total = sum(file.size for path, file in files.items() if path.startswith(f"{folder}/"))
        size = sizes.get(rendition.name)
        codecs = "H.264 High" if size else "AAC-LC"
        measured = rendition.average, rendition.peak, total, rendition.playlist
        facts.append(RenditionFacts(rendition.name, size, codecs, *measured, fidelity.get(rendition.name)))
    return tuple(facts)
