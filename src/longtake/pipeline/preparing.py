"""Preparing a storyboard's film: files admitted, the plan made, all that decides the film known before any work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from longtake.catalogue import Catalogue
from longtake.errors import Finding, PlanningError, StoryboardError
from longtake.media import Digest
from longtake.pipeline.admitting import AdmissionDoor
from longtake.pipeline.beats import heard_beats
from longtake.pipeline.card_lettering import fonts_of
from longtake.pipeline.events import Listener
from longtake.pipeline.facts import StoredMeasures
from longtake.pipeline.keeping import lasting
from longtake.pipeline.listening import listened_to
from longtake.pipeline.measured import fit_of, is_measured
from longtake.pipeline.noticing import noticed
from longtake.pipeline.overlaying import unfit
from longtake.pipeline.planned_film import PlannedFilm, Planner, models_of
from longtake.pipeline.sequences import sequences_of
from longtake.pipeline.spoken import SpeechShelf, heard, measured
from longtake.pipeline.storyboard_files import StoryboardFiles, admitted_files
from longtake.planning import Plan, Timings, plan
from longtake.planning.showing import wordings_in, wrong_language
from longtake.planning.voiceless import voiceless
from longtake.store import Store, Workspace
from longtake.storyboard import (
    NO_VALUES,
    Remark,
    Values,
    WrittenStoryboard,
    assets_of,
    labelled,
    load,
    not_made_yet,
)
from longtake.storyboard.stages import Stage, stage_of
from longtake.storyboard.translations import read_translations

__all__ = ["PlanWish", "plan_of_storyboard"]


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is to be planned, and with what knowledge. stage: by default the draft if the route has one. catalogue: None
    for the models that come with Longtake. timings: of speech, besides what is in the workspace; realm: of speech that
    was bought. on: the day that models are bought on. paid: gives the takes that are paid for, by what they are known
    as. language: that the film is shown in, by default its own."""

    stage: Stage | None = None
    catalogue: Catalogue | None = None
    timings: Timings | None = None
    realm: str = "live"
    on: date | None = None
    paid: Callable[[], Set[Digest]] = frozenset
    language: str | None = None


def plan_of_storyboard(
    path: Path,
    workspace: Workspace,
    workers: int,
    say: Listener,
    values: Values = NO_VALUES,
    wish: PlanWish = PlanWish(),  # frozen
) -> PlannedFilm:
    """Raises StoryboardError, MediaError, PlanningError, each with all findings at their places in the file."""
    written = load(path, values).branded()
    stage = wish.stage or stage_of(written.storyboard)
    if wish.language and (wrong := list(wrong_language(written.storyboard, wish.language))):
        raise StoryboardError.of(written.places.findings(wrong))
    files = assets_of(written.storyboard, path.parent, written.files)
    translations = read_translations(written.storyboard, path.parent, written.places)
    sequences = sequences_of(written.storyboard, path.parent, written.places)
    for sequence in sequences.values():
        files |= sequence.files
    measures = StoredMeasures(workspace.store) if is_measured(written.storyboard) else None
    let_in = admitted_files(written, files, sequences, stage, AdmissionDoor(workspace, workers, say, measures))
    beats = heard_beats(written.storyboard, let_in.facts, let_in.paths, workspace.store)
    of_stage = partial(
        plan,
        written.storyboard,
        let_in.facts,
        places=written.places,
        laid=let_in.laid_facts,
        catalogue=wish.catalogue,
        fit=fit_of(written.storyboard, let_in.facts, let_in.paths, workspace.store),
        measures=listened_to(written.storyboard, files, workspace, workers),
        translations=translations,
        beats=beats,
        language=wish.language,
    )
    shelf = SpeechShelf(workspace, wish.realm)
    timings = measured(written.storyboard, shelf, wish.timings, translations)
    as_of = partial(lasting, of_stage, written.storyboard, wish.on, wish.catalogue, wish.paid)
    planner = partial(as_of, stage)
    planned = planner(timings=timings)
    _check_laid(planned, written, let_in, workspace.store)
    words = partial(wordings_in, written.storyboard)
    film = _film(planned, written, let_in, planner, wish.catalogue)
    film = replace(
        film,
        waits=_waits(written, stage),
        words=words(planned),
        timings=timings,
        translations=translations,
        beats=beats,
    )
    if film.has_draft and stage == "final" and film.models:
        film = replace(film, draft=_draft(partial(as_of, "draft"), timings, let_in, words, wish.catalogue))
    return replace(film, **heard(film.plan, shelf, film.facts, film.files))


def _film(
    planned: Plan, written: WrittenStoryboard, let_in: StoryboardFiles, planner: Planner, catalogue: Catalogue | None
) -> PlannedFilm:
    models, others = models_of(planned, catalogue)
    return PlannedFilm(
        noticed(planned, written.left_out, fonts_of(let_in.laid_facts, let_in.laid_stamps)),
        let_in.facts,
        let_in.stamps,
        let_in.laid_facts,
        let_in.laid_stamps,
        has_draft=bool(written.storyboard.route.draft),
        places=written.places,
        left_out=written.left_out,
        models=models,
        others=others,
        planner=planner,
        storyboard=written.storyboard,
    )


def _draft(
    planner: Planner,
    timings: Timings,
    let_in: StoryboardFiles,
    words: Callable[[Plan], Mapping[str, Digest]],
    catalogue: Catalogue | None,
) -> PlannedFilm:
    """The film that people judge before."""
    planned = planner(timings=timings)
    models, others = models_of(planned, catalogue)
    return PlannedFilm(
        planned,
        let_in.facts,
        let_in.stamps,
        words=words(planned),
        models=models,
        others=others,
        planner=planner,
        timings=timings,
    )


def _waits(written: WrittenStoryboard, stage: Stage) -> tuple[Finding, ...]:
    remarks = [*not_made_yet(written.storyboard, stage), *voiceless(written.storyboard, stage)]
    data = written.storyboard.model_dump(by_alias=True) if remarks else {}
    return tuple(written.places.findings([labelled(remark, data) for remark in remarks]))


def _check_laid(planned: Plan, written: WrittenStoryboard, let_in: StoryboardFiles, store: Store) -> None:
    """Raises PlanningError with a finding for each title or overlay that cannot be drawn as it is written."""
    remarks = [
        Remark(path, finding.message, finding.advice)
        for path, finding in unfit(planned, written.storyboard, let_in.laid_facts, let_in.laid_stamps, store)
    ]
    if remarks:
        raise PlanningError.of(written.places.findings(remarks))
