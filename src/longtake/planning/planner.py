"""The planner: a storyboard and the facts of its files become a plan. Pure: the same input, the same plan."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

from longtake.errors import Finding, NotYetError, PlanningError
from longtake.media import AS_IT_IS, ClipFacts, Frame, FrameRate, Size, ladder_for
from longtake.planning.cues import cues_of
from longtake.planning.framing import Framing, camera_of, framings_of, wrong_views
from longtake.planning.handles import wrong_joins
from longtake.planning.material import Material, materials_of, wrong_luts, wrong_materials, wrong_sounds
from longtake.planning.narration import words_by_shot
from longtake.planning.notices import notices_of
from longtake.planning.overlays import film_overlays, overlaid, overlay_notices, wrong_overlays
from longtake.planning.plan import Plan, PlannedScene, PlannedShot
from longtake.planning.pricing import quote_of
from longtake.planning.reasons import reasons_of
from longtake.planning.timing import Timing, overruns, timing_of
from longtake.storyboard import (
    Places,
    Remark,
    Storyboard,
    branded,
    branded_places,
    checked_size,
    contradictions,
    label,
    refusals,
    scene_name,
    spoken,
)

__all__ = ["plan"]


def plan(
    storyboard: Storyboard,
    facts: Mapping[str, ClipFacts],
    *,
    size: Size | None = None,
    rate: FrameRate | None = None,
    places: Places | None = None,
    laid: Mapping[str, ClipFacts] | None = None,
) -> Plan:
    """Every decision about the film.

    facts: of every clip, still, recording and music file, by the storyboard's own path text. size, rate: instead of
    the storyboard's. places: where its fields stand in the file, so that findings can say it. laid: facts of the
    pictures of overlays and of the fonts of titles.
    Raises NotYetError for what this version does not make, PlanningError for what no plan can honour; each with all
    findings of its kind.
    """
    size, rate = size or storyboard.frame.size, rate or storyboard.frame.rate
    _check_storyboard(storyboard, size, rate, places)
    places, storyboard = branded_places(places, storyboard) if places else None, branded(storyboard)
    materials = materials_of(storyboard, facts)
    wrong = [*wrong_luts(storyboard, facts), *wrong_materials(materials), *wrong_sounds(storyboard, facts)]
    _refuse([*wrong, *wrong_views(materials, size)], places)
    timing, remarks = timing_of(storyboard, materials, facts, rate)
    over = list(overruns(storyboard, materials, timing, rate))
    if not remarks:  # a clip too short for itself has no handles to speak of
        remarks = list(wrong_joins(materials, timing.ranges, timing.joins, rate))
    lengths = [len(visible) for _, visible in timing.ranges]
    remarks += wrong_overlays(storyboard, materials, lengths, laid or {}, rate)
    _refuse([*remarks, *(remark for remark, is_measured in over if is_measured)], places)
    shots = overlaid(_shots(storyboard, materials, timing, size, rate), materials, laid or {}, rate)
    frames = sum(shot.frames for shot in shots)
    scenes = _scenes(storyboard, materials, timing)
    estimates = [remark for remark, is_measured in over if not is_measured]
    return Plan(
        title=storyboard.title,
        size=size,
        rate=rate,
        scenes=scenes,
        shots=shots,
        cues=cues_of(storyboard, scenes, facts, rate, frames),
        notices=(
            *notices_of(storyboard, materials, facts, rate.seconds(frames), estimates),
            *overlay_notices(storyboard, materials, shots, rate),
        ),
        quote=quote_of(shots, rate, storyboard.budget),
        overlays=film_overlays(storyboard, laid or {}, frames, rate),
    )


def _check_storyboard(storyboard: Storyboard, size: Size, rate: FrameRate, places: Places | None) -> None:
    """What reading a file finds too: a storyboard may also come from Python."""
    data = storyboard.model_dump(by_alias=True)
    _refuse([_named(remark, data) for remark in contradictions(storyboard)], places)
    _refuse([_named(remark, data) for remark in refusals(storyboard)], places, NotYetError)
    try:
        ladder_for(checked_size(size), rate)
    except ValueError as error:
        _refuse(
            [Remark(("frame",), f"the film cannot be {size} at {rate}: {error}", getattr(error, "advice", ()))], places
        )


def _named(remark: Remark, data: object) -> Remark:
    return Remark(remark.path, f"{label(remark.path, data)}: {remark.message}", remark.advice, remark.on_key)


def _refuse(remarks: list[Remark], places: Places | None, error: type[PlanningError] = PlanningError) -> None:
    if remarks:
        plain = [Finding("", remark.message, remark.advice) for remark in remarks]
        raise error.of(places.findings(remarks) if places else plain)


def _shots(
    storyboard: Storyboard, materials: tuple[Material, ...], timing: Timing, size: Size, rate: FrameRate
) -> tuple[PlannedShot, ...]:
    starts = accumulate((len(visible) for _, visible in timing.ranges), initial=0)
    words = [
        part
        for number, scene in enumerate(storyboard.scenes)
        for part in words_by_shot(
            scene.narration.text if scene.narration else "", timing.scene_frames(materials, number)
        )
    ]
    framings = framings_of(storyboard, materials, size)
    return tuple(
        _shot(storyboard, material, timing, number, Frame(start), words[number], framings[number], rate)
        for number, (material, start) in enumerate(zip(materials, starts, strict=False))
    )


def _shot(
    storyboard: Storyboard,
    material: Material,
    timing: Timing,
    number: int,
    start: Frame,
    narration: str,
    framing: Framing,
    rate: FrameRate,
) -> PlannedShot:
    shot, style = material.shot, storyboard.style
    take_frames, visible = timing.ranges[number]
    return PlannedShot(
        name=material.name,
        key=material.key,
        scene=scene_name(material.scene, storyboard.scenes[material.scene].id),
        kind=material.kind,
        asset=material.asset,
        digest=material.facts.digest if material.facts else None,
        words=spoken(shot.action),
        narration=narration,
        place=storyboard.scenes[material.scene].at or "",
        camera=spoken(camera_of(shot, style)),
        motion=spoken(shot.motion),
        palette=style.palette,
        style="; ".join(part for part in (style.look, style.light, style.lens, style.grain) if part),
        take_frames=take_frames,
        visible=visible,
        start=start,
        fit=framing.fit.kind,
        sound=_own_sound(material),
        join=timing.joins[number] if number < len(timing.joins) else None,
        reasons=reasons_of(material, timing, number, framing, rate),
        views=framing.views or None,
        retime=None if timing.retimes[number] == AS_IT_IS else timing.retimes[number],
        lut=material.lut,
    )


def _own_sound(material: Material) -> Fraction | None:
    """The gain of a clip's own sound in dB: as written, else 0; None where it is off, or there is none, or a ramp."""
    has_sound = material.kind == "footage" and material.facts and material.facts.sound
    is_ramp = material.shot.speed is not None and material.shot.speed.is_ramp
    if not has_sound or material.shot.sound == "off" or is_ramp:
        return None
    return material.shot.sound if isinstance(material.shot.sound, Fraction) else Fraction(0)


def _scenes(storyboard: Storyboard, materials: tuple[Material, ...], timing: Timing) -> tuple[PlannedScene, ...]:
    scenes, start = [], 0
    for number, (scene, speech) in enumerate(zip(storyboard.scenes, timing.speeches, strict=True)):
        frames = sum(timing.scene_frames(materials, number))
        estimated = speech is not None and not speech.is_measured
        name = scene_name(number, scene.id)
        scenes.append(PlannedScene(name, Frame(start), frames, speech.seconds if speech else None, estimated))
        start += frames
    return tuple(scenes)
