"""The planner: a storyboard and the facts of its files become a plan. Pure: the same input, the same plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from longtake.catalogue import Catalogue, load_catalogue
from longtake.errors import Finding, PlanningError
from longtake.media import (
    STREAMING,
    Beats,
    ClipFacts,
    Frame,
    FrameRange,
    FrameRate,
    Money,
    Size,
    SoundMeasures,
    ladder_for,
)
from longtake.planning.asks import wrong_inputs
from longtake.planning.beat_joins import beat_joined, wrong_beats
from longtake.planning.critical import chains_of, critical_path
from longtake.planning.dubbing import Dubbing, wrong_dub_voices
from longtake.planning.fitting import budget_notices, fit_notices
from longtake.planning.framing import wrong_views
from longtake.planning.handles import wrong_joins
from longtake.planning.material import Material, fitted, materials_of, wrong_luts, wrong_materials
from longtake.planning.notices import (
    notices_of,
    price_notices,
    prompt_notices,
    silent_notices,
    speech_notices,
    strength_notices,
)
from longtake.planning.overlays import film_overlays, overlaid, overlay_notices, wrong_overlays
from longtake.planning.plan import Notice, Plan, PlannedScene
from longtake.planning.planned_sound import PlannedDub
from longtake.planning.poster import chosen_poster, wrong_poster
from longtake.planning.pricing import quote_of
from longtake.planning.purchases import Market
from longtake.planning.routing import Limits
from longtake.planning.shots import shots_of
from longtake.planning.showing import lips_placed, shown_in, wrong_language, wrong_titles
from longtake.planning.slowing import slow_notices, slowed
from longtake.planning.soundtrack import soundtrack_of
from longtake.planning.speeches import wrong_voices
from longtake.planning.takes import Takes, limits_of, takes_of, wrong_routes
from longtake.planning.timing import Timing, overruns, timing_of
from longtake.planning.timings import Timings
from longtake.planning.voiced import Placing, Voiced, voiced_of
from longtake.planning.wrong_sounds import wrong_sounds
from longtake.storyboard import (
    KeyPath,
    Places,
    Remark,
    Storyboard,
    branded,
    branded_places,
    checked_size,
    contradictions,
    labelled,
    scene_name,
)
from longtake.storyboard.dubs import dub_languages
from longtake.storyboard.loudness import loudness_text
from longtake.storyboard.stages import Stage, stage_of
from longtake.storyboard.translations import Translations

__all__ = ["plan"]


def plan(
    storyboard: Storyboard,
    facts: Mapping[str, ClipFacts],
    *,
    size: Size | None = None,
    rate: FrameRate | None = None,
    places: Places | None = None,
    laid: Mapping[str, ClipFacts] | None = None,
    stage: Stage | None = None,
    catalogue: Catalogue | None = None,
    timings: Timings | None = None,
    on: date | None = None,
    wanted: Mapping[str, int] | None = None,
    leave_out: Mapping[str, Mapping[str, str]] | None = None,
    kept: Collection[str] = (),
    fit: Mapping[KeyPath, FrameRange] = MappingProxyType({}),
    measures: Mapping[str, SoundMeasures] | None = None,
    translations: Translations = MappingProxyType({}),
    beats: Mapping[str, Beats] = MappingProxyType({}),
    language: str | None = None,
) -> Plan:
    """Every decision about the film.

    facts: of every clip, still, recording and music file, by the storyboard's own path text; of a stage that buys
    takes, of the pictures that go to models too. size, rate: instead of the storyboard's. places: where its fields
    stand in the file, so that findings can say it. laid: facts of the pictures of overlays and of the fonts of titles.
    stage: which of its films, by default the draft if the route has one. catalogue: the models that are known. timings:
    of speech that was measured. on: the day of the plan, from which models that were switched off are not taken; None
    for no such day. wanted: which take of a shot, by its key, where it is not the first. leave_out: models that a shot,
    by its key, is not bought from any more, each with what it did (`refused it`); where nothing else on its route makes
    the shot, they stay. kept: keys of shots whose takes are paid for, so that their models may be switched off. fit:
    of each clip with `trim: auto`, by the path of its shot, the pictures that show. measures: of the sound of
    recordings, by their path text. translations: of what is said, by language. beats: of music, by its path text, where
    something goes by them. language: that the film is shown in, by default its own. Raises PlanningError for what no
    plan can honour, with all findings of its kind.
    """
    film = _Film(
        branded(storyboard),
        facts,
        laid or {},
        size or storyboard.frame.size,
        rate or storyboard.frame.rate,
        stage or stage_of(storyboard),
        branded_places(places, storyboard) if places else None,
        wanted or {},
        leave_out or {},
        frozenset(kept),
        measures or {},
        beats,
    )
    _check_storyboard(storyboard, film.size, film.rate, places)
    shown, texts = _shown(film, language, translations)
    materials = fitted(materials_of(film.storyboard, facts, film.stage), fit)
    _check_files(film, materials)
    materials = slowed(film.storyboard, materials, facts, film.rate, timings or Timings())
    timing, remarks = timing_of(film.storyboard, materials, facts, film.rate, timings or Timings())
    over = list(overruns(film.storyboard, materials, timing, film.rate))
    takes, limits = Takes(materials, timing), limits_of(film.storyboard, on)
    _refuse([*wrong_voices(film.storyboard), *wrong_dub_voices(film.storyboard)], film.places)
    if any(material.kind == "generated" for material in materials):
        _refuse(remarks, film.places)
        lips = shown if shown in dub_languages(film.storyboard) else ""
        placing = Placing(film.storyboard, film.facts, limits, film.stage, timings or Timings(), film.rate)
        said = partial(lips_placed, lips, texts, placing) if lips else placing.lines
        takes, remarks = takes_of(_market(film, materials, catalogue, limits, lips), materials, timing, said)
    if not remarks:  # a clip too short for itself has no handles to speak of
        remarks = list(wrong_joins(takes.materials, takes.timing.ranges, takes.timing.joins, film.rate))
    lengths = [len(visible) for _, visible in takes.timing.ranges]
    scenes, known = _scenes(film.storyboard, takes.materials, takes.timing), timings or Timings()
    voiced = voiced_of(film.storyboard, takes, scenes, film.facts, limits, film.stage, known, film.rate)
    remarks += voiced.wrong
    remarks += wrong_overlays(film.storyboard, takes.materials, lengths, film.laid, film.rate)
    _refuse([*remarks, *(remark for remark, is_measured in over if is_measured)], film.places)
    made = _plan(film, takes, scenes, [remark for remark, is_measured in over if not is_measured], voiced)
    sounding = {takes.materials[number].name for number, segment in takes.segments.items() if segment.audio}
    lasts = tuple(len(visible) for _, visible in takes.timing.ranges)
    common = takes.materials, lasts, sounding, scenes, film.facts, limits, film.stage, known, film.rate
    dubbing = Dubbing(film.storyboard, *common, voiced.speech, takes.segments, shown)
    dubs, told, wrong = dubbing.dubs(translations, made.shots, film.measures, film.beats)
    _refuse(wrong, film.places)
    made = shown_in(made, film.storyboard.language, shown, texts) if shown else made
    return _dubbed(made, dubs, told, film.storyboard.budget)


def _shown(film: _Film, language: str | None, translations: Translations) -> tuple[str, Mapping[str, str]]:
    """The language that the pictures are in, "" for the film's own, and its words. Raises PlanningError."""
    storyboard = film.storyboard
    if language is None or language == storyboard.language:
        return "", {}
    texts = translations.get(language, {})
    _refuse(list(wrong_language(storyboard, language)), film.places)
    _refuse(list(wrong_titles(storyboard, language, texts)), film.places)
    return language, texts


def _dubbed(made: Plan, dubs: tuple[PlannedDub, ...], told: list[Notice], budget: Money | None) -> Plan:
    """The plan with its other languages, and what their voices cost."""
    if not dubs:
        return made
    whole = replace(made, dubs=dubs, notices=(*made.notices, *told))
    return replace(whole, quote=quote_of(made.shots, made.rate, budget, speech=whole.all_speech))


@dataclass(frozen=True, slots=True)
class _Film:
    """What a plan is made of: the storyboard with its brand laid out, the facts of its files, its shape and stage, and
    where the storyboard's fields stand."""

    storyboard: Storyboard
    facts: Mapping[str, ClipFacts]
    laid: Mapping[str, ClipFacts]
    size: Size
    rate: FrameRate
    stage: Stage
    places: Places | None
    wanted: Mapping[str, int] = field(default_factory=dict)
    leave_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    measures: Mapping[str, SoundMeasures] = field(default_factory=dict)
    beats: Mapping[str, Beats] = field(default_factory=dict)


def _market(
    film: _Film, materials: tuple[Material, ...], catalogue: Catalogue | None, limits: Limits, lips: str
) -> Market:
    """What can be bought for the film. Raises PlanningError for models that nobody knows."""
    known = load_catalogue() if catalogue is None else catalogue
    _refuse(list(wrong_routes(materials, known, film.stage)), film.places)
    shape = film.size, film.rate
    return Market(film.storyboard, film.facts, known, limits, *shape, film.wanted, film.leave_out, film.kept, lips)


def _plan(film: _Film, takes: Takes, scenes: tuple[PlannedScene, ...], estimates: list[Remark], voiced: Voiced) -> Plan:
    """The plan of a film that can be made. estimates: of narration that may not fit; voiced: what voices say."""
    storyboard, rate, materials = film.storyboard, film.rate, takes.materials
    shots = overlaid(shots_of(storyboard, takes, film.size, rate), materials, film.laid, rate)
    _refuse([*wrong_poster(storyboard.poster, shots, rate)], film.places)
    frames = sum(shot.frames for shot in shots)
    speech = voiced.speech
    quote = quote_of(shots, rate, storyboard.budget, speech=speech)
    shots = beat_joined(storyboard, takes, shots)
    heard = film.facts, rate, film.measures, film.beats
    sound = soundtrack_of(storyboard, voiced.cues, scenes, shots, materials, *heard)
    loudness = storyboard.sound.loudness
    return Plan(
        title=storyboard.title,
        size=film.size,
        rate=rate,
        scenes=scenes,
        shots=shots,
        cues=sound.cues,
        notices=(
            *notices_of(
                storyboard, materials, film.facts, rate.seconds(frames), estimates, {one.about for one in speech}
            ),
            *slow_notices(storyboard, materials),
            *fit_notices(storyboard, materials, takes.timing, scenes, rate),
            *budget_notices(quote),
            *price_notices(shots),
            *prompt_notices(shots),
            *silent_notices(materials, shots, {one.about for one in speech}),
            *strength_notices(materials, shots),
            *speech_notices(storyboard, speech),
            *voiced.notices,
            *overlay_notices(storyboard, materials, shots, rate),
            *sound.notices,
        ),
        quote=quote,
        overlays=film_overlays(storyboard, film.laid, frames, rate),
        stage=film.stage if takes.segments else "",
        chains=chains_of(shots),
        critical=critical_path(shots, takes.latencies),
        speech=speech,
        loudness="" if loudness == STREAMING else loudness_text(loudness),
        native=sound.native,
        room_tone="on" if storyboard.sound.room_tone == "on" else "",
        poster=chosen_poster(storyboard.poster, shots, rate),
    )


def _check_files(film: _Film, materials: tuple[Material, ...]) -> None:
    storyboard, facts = film.storyboard, film.facts
    wrong = [
        *wrong_luts(storyboard, facts),
        *wrong_materials(materials),
        *wrong_sounds(storyboard, facts, film.measures),
        *wrong_beats(storyboard, film.beats),
    ]
    wrong += [*wrong_views(materials, film.size), *wrong_inputs(storyboard, materials, facts)]
    _refuse(wrong, film.places)


def _check_storyboard(storyboard: Storyboard, size: Size, rate: FrameRate, places: Places | None) -> None:
    """What reading a file finds too: a storyboard may also come from Python."""
    data = storyboard.model_dump(by_alias=True)
    _refuse([labelled(remark, data) for remark in contradictions(storyboard)], places)
    try:
        ladder_for(checked_size(size), rate)
    except ValueError as error:
        _refuse(
            [Remark(("frame",), f"the film cannot be {size} at {rate}: {error}", getattr(error, "advice", ()))], places
        )


def _refuse(remarks: list[Remark], places: Places | None) -> None:
    if remarks:
        plain = [Finding("", remark.message, remark.advice) for remark in remarks]
        raise PlanningError.of(places.findings(remarks) if places else plain)


def _scenes(storyboard: Storyboard, materials: tuple[Material, ...], timing: Timing) -> tuple[PlannedScene, ...]:
    scenes, start = [], 0
    for number, (scene, speech) in enumerate(zip(storyboard.scenes, timing.speeches, strict=True)):
        frames = sum(timing.scene_frames(materials, number))
        estimated = speech is not None and not speech.is_measured
        name = scene_name(number, scene.id)
        seconds, title = speech.seconds if speech else None, scene.title or ""
        scenes.append(PlannedScene(name, Frame(start), frames, seconds, estimated, title))
        start += frames
    return tuple(scenes)
