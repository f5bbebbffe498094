"""What a person should know about a plan that stops nothing: what only waits, what is estimated, what ends early."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from longtake.media import ClipFacts
from longtake.media.camera import names_a_move, nearest_moves
from longtake.media.colour_words import colour_name, is_code, nearest_colours
from longtake.planning.framing import camera_of
from longtake.planning.handles import brief
from longtake.planning.material import Material
from longtake.planning.plan import Notice, PlannedShot
from longtake.planning.planned_sound import PlannedSpeech
from longtake.planning.prompt import Clause
from longtake.planning.segment import Segment
from longtake.storyboard import ANIMATIC, Remark, Storyboard, each_lut, scene_name, unused

__all__ = ["notices_of", "price_notices", "prompt_notices", "silent_notices", "speech_notices", "strength_notices"]


def notices_of(
    storyboard: Storyboard,
    materials: Sequence[Material],
    facts: Mapping[str, ClipFacts],
    seconds: Fraction,
    estimates: Sequence[Remark],
    voiced: Collection[str] = (),
) -> tuple[Notice, ...]:
    """All notices, those on the film before those on shots. seconds: how long the film lasts; estimates: narration
    that may not fit; voiced: scenes whose narration is quoted."""
    return (
        *_narration(storyboard, voiced),
        *(_estimate(storyboard, remark) for remark in estimates),
        *_route(storyboard, materials),
        *_music(storyboard, facts, seconds),
        *_references(storyboard, materials),
        *_unused(storyboard),
        *_sounds(materials),
        *_moves(storyboard, materials),
        *_sketched_joins(materials),
        *_palette(storyboard, materials),
        *_luts(storyboard, materials),
    )


def prompt_notices(shots: Sequence[PlannedShot]) -> Iterator[Notice]:
    """What had to be shortened or left out of prompts, told once for all shots that lack the same."""
    lacking: dict[str, list[str]] = {}
    for shot in shots:
        told = shot.segment.prompt.clauses if shot.segment else ()
        cut = [one for one in told if one.shortened is not None and not _is_strength(one)]
        if cut:
            lacking.setdefault(", ".join(dict.fromkeys(_own(one.origin) for one in cut)), []).append(shot.name)
    for origins, names in lacking.items():
        yield Notice("prompts", f"that of {_listed('shot', names)} is without all or part of {origins}: see --explain")


def _own(origin: str) -> str:
    """What of a shot something is, where the shot itself is named beside it: `its action`."""
    return re.sub(r"^scenes\[\d+\]\.shots\[\d+\]\.", "its ", origin)


def silent_notices(
    materials: Sequence[Material], shots: Sequence[PlannedShot], voiced: Collection[str] = ()
) -> Iterator[Notice]:
    """Lines that are given to models which make no sound, told once for each model; and lines that no model says.
    voiced: shots whose lines a voice says."""
    mute_ones = [one for one in materials if one.shot.says and one.kind != "generated" and one.name not in voiced]
    drawn = [material.name for material in mute_ones if material.kind == "animatic"]
    if drawn:
        message = f"the lines of {_listed('shot', drawn)} are written on animatics and not heard"
        yield Notice("says", f"{message}; a model that makes sound speaks them: longtake models --audio")
    if own := [material.name for material in mute_ones if material.kind != "animatic"]:
        message = f"the lines of {_listed('shot', own)} are not heard, for nobody of a known voice says them"
        yield Notice("says", f"{message}; give who says them one: longtake voices")
    mute: dict[str, list[str]] = {}
    for material, shot in zip(materials, shots, strict=True):
        is_silent = shot.segment and not shot.segment.audio and material.name not in voiced
        if material.shot.says and shot.segment and is_silent and not material.shot.avatar:
            mute.setdefault(shot.segment.model, []).append(shot.name)
    for model, names in mute.items():
        message = f"{model} makes no sound there, so the lines of {_listed('shot', names)} are seen and not heard"
        yield Notice("says", f"{message}; name a model that speaks: longtake models --audio")


def strength_notices(materials: Sequence[Material], shots: Sequence[PlannedShot]) -> Iterator[Notice]:
    """How far an edit may go, as somebody wrote it, for models that cannot be told; once for each of them."""
    deaf: dict[str, list[str]] = {}
    for material, shot in zip(materials, shots, strict=True):
        edit, clauses = material.shot.edit, shot.segment.prompt.clauses if shot.segment else ()
        is_lost = any(map(_is_strength, clauses))
        if is_lost and edit and "strength" in edit.model_fields_set and shot.segment:
            deaf.setdefault(shot.segment.model, []).append(shot.name)
    for model, names in deaf.items():
        message = (
            f"{model} has no knob for how far an edit may go, so strength changes nothing of {_listed('shot', names)}"
        )
        yield Notice("edit", f"{message}; say it in the action, or name a model with one")


def price_notices(shots: Sequence[PlannedShot]) -> Iterator[Notice]:
    """Takes at a price that nobody confirms."""
    unsure: dict[str, list[Segment]] = {}
    for shot in shots:
        if shot.segment and not shot.segment.is_price_sure:
            unsure.setdefault(shot.segment.model, []).append(shot.segment)
    for model, segments in unsure.items():
        takes = f"each of its {len(segments)} takes counts" if len(segments) > 1 else "its take counts"
        most = segments[0].ceiling.to_the_cent(up=True)
        yield Notice(
            "route", f"nobody confirms the price of {model}, so {takes} as up to {most}, the route's max_price"
        )


def speech_notices(storyboard: Storyboard, speech: Sequence[PlannedSpeech]) -> Iterator[Notice]:
    """Speech at a price that nobody confirms, which counts as the most that somebody allowed for pictures."""
    most, narrator = storyboard.route.most, storyboard.narrator
    unsure = [one for one in speech if not one.is_price_sure]
    if unsure and most and not (narrator and narrator.most):
        pieces = f"each of {len(unsure)} pieces of speech" if len(unsure) > 1 else "its speech"
        voices = ", ".join(dict.fromkeys(one.voice for one in unsure))
        message = (
            f"nobody confirms the price of {voices}, so {pieces} counts as up to {most}, the route's most for a take"
        )
        yield Notice("narrator", f"{message}; write narrator: {{max_price: …}} with the most for a piece")


def _is_strength(clause: Clause) -> bool:
    return clause.origin.endswith(".edit.strength")


def _narration(storyboard: Storyboard, voiced: Collection[str]) -> Iterator[Notice]:
    """Text that no recording and no voice speaks."""
    silent = [
        scene_name(number, scene.id)
        for number, scene in enumerate(storyboard.scenes)
        if scene.narration and not scene.narration.file and scene_name(number, scene.id) not in voiced
    ]
    if silent:
        message = (
            f"the narration of {_listed('scene', silent)} is not spoken, for no voice is named: it times its shots and "
            "stands on animatics; name one: narrator: {voice: heart}, or give a recording: narration: {file: …}"
        )
        yield Notice("narration", message)


def _estimate(storyboard: Storyboard, remark: Remark) -> Notice:
    number = int(remark.path[1])
    return Notice(scene_name(number, storyboard.scenes[number].id), "; ".join([remark.message, *remark.advice]))


def _route(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    later = [model for model in storyboard.route.final if model != ANIMATIC]
    if later and any(material.kind == "animatic" for material in materials):
        asked = ", then ".join(later)
        yield Notice("route", f"this is the draft, of animatics; longtake make --final asks {asked}")


def _music(storyboard: Storyboard, facts: Mapping[str, ClipFacts], seconds: Fraction) -> Iterator[Notice]:
    music = storyboard.music
    sound = facts[music.file].sound if music else None
    is_all = not any(scene.music for scene in storyboard.scenes)
    if music and sound and is_all and music.loop == "off" and sound.seconds < seconds:
        short = brief(seconds - sound.seconds)
        yield Notice("music", f"{music.file} ends {short} before the film; to let it go round: music: {{loop: on}}")


def _references(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    """Pictures that are given for a video model, while none is called."""
    if any(material.kind == "generated" for material in materials):
        return
    waiting = [f"@{name}" for name, member in storyboard.cast.items() if member.reference]
    waiting += [f"@{name}" for name, place in storyboard.places.items() if place.reference]
    for material in materials:
        shot = material.shot
        if shot.reference or shot.first_frame or shot.last_frame:
            waiting.append(material.name)
    if waiting:
        given = _listed("", waiting)
        yield Notice(
            "reference", f"the pictures given for {given} wait for a video model; this film does not show them"
        )


def _unused(storyboard: Storyboard) -> Iterator[Notice]:
    """Who and what is defined and in no scene."""
    for remark in unused(storyboard):
        yield Notice(".".join(map(str, remark.path)), "; ".join([remark.message, *remark.advice]))


def _sounds(materials: Sequence[Material]) -> Iterator[Notice]:
    for material in materials:
        wants = isinstance(material.shot.own_sound, Fraction)
        if wants and material.facts and not material.facts.sound:
            yield Notice(material.name, f"{material.asset} has no sound, so its level changes nothing")
        speed, is_on = material.shot.speed, material.shot.own_sound is None
        if speed and speed.is_ramp and is_on and material.facts and material.facts.sound:
            yield Notice(
                material.name, f"the sound of {material.asset} is off, for sound is not made over a ramp of speed"
            )


def _moves(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    """Camera words that name no move that is known, told once for the style and once for each shot that has them."""
    if storyboard.style.camera and any(
        camera_of(material.shot, storyboard.style) and not material.shot.camera
        for material in materials
        if material.kind != "generated"
    ):
        yield from _unknown_move(
            "style.camera", storyboard.style.camera, "a drawn picture then moves by itself, gently"
        )
    for material in materials:
        if material.kind == "generated":  # a model reads any words
            continue
        default = "the clip stays as it was shot" if material.kind == "footage" else "it moves by itself, gently"
        yield from _unknown_move(material.name, material.shot.camera, default)


def _unknown_move(about: str, words: str, default: str) -> Iterator[Notice]:
    if words and not names_a_move(words):
        near = nearest_moves(words)
        hint = (
            f"the nearest known: {', '.join(near)}"
            if near
            else "known are: pan left, tilt up, dolly-in, zoom out, static"
        )
        yield Notice(about, f"camera {words!r} names no move that is known, so {default}; {hint}")


def _sketched_joins(materials: Sequence[Material]) -> Iterator[Notice]:
    names = [
        material.name
        for material in materials
        if material.kind == "animatic" and material.shot.join and material.shot.join.kind == "continue"
    ]
    if names:
        message = (
            f"{_listed('shot', names)} begin{'s' if len(names) == 1 else ''} with a cut, for sketches cannot go on"
        )
        yield Notice("join", f"{message} from each other; takes of the final film do")


def _palette(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    """Colours that no list has, where something is drawn in them."""
    if not any(material.kind == "animatic" for material in materials):
        return
    for words in storyboard.style.palette:
        if not (is_code(words) or colour_name(words)):
            near = nearest_colours(words)
            hint = f"the nearest known: {', '.join(near)}" if near else "a code such as #1f7f82 is always understood"
            message = f"{words!r} is no colour that is known, so animatics take one of their own for it; {hint}"
            yield Notice("style.palette", message)


def _luts(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    used = {material.lut.asset for material in materials if material.lut}
    for text in dict.fromkeys(text for _, text in each_lut(storyboard)):
        if text not in used:
            yield Notice("lut", f"{text} lies over no shot: what is drawn keeps its own colours, and off means none")


def _listed(noun: str, names: Sequence[str]) -> str:
    """`scene waking`, `scenes waking and promise`, `scenes a, b, c and 4 more`."""
    word = f"{noun}{'s' if len(names) > 1 else ''} " if noun else ""
    if len(names) > 4:
        return f"{word}{', '.join(names[:3])} and {len(names) - 3} more"
    return word + (" and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0])
