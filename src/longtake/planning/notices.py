"""What a person should know about a plan that stops nothing: what only waits, what is estimated, what ends early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from longtake.media import ClipFacts
from longtake.planning.handles import brief
from longtake.planning.material import Material
from longtake.planning.plan import Notice
from longtake.storyboard import ANIMATIC, Remark, Storyboard, scene_name

__all__ = ["notices_of"]


def notices_of(
    storyboard: Storyboard,
    materials: Sequence[Material],
    facts: Mapping[str, ClipFacts],
    seconds: Fraction,
    estimates: Sequence[Remark],
) -> tuple[Notice, ...]:
    """All notices, those on the film before those on shots. seconds: how long the film lasts; estimates: narration
    that may not fit."""
    return (
        *_narration(storyboard),
        *(_estimate(storyboard, remark) for remark in estimates),
        *_route(storyboard, materials),
        *_music(storyboard, facts, seconds),
        *_references(storyboard, materials),
        *_sounds(materials),
    )


def _narration(storyboard: Storyboard) -> Iterator[Notice]:
    """Text that no recording speaks."""
    silent = [
        scene_name(number, scene.id)
        for number, scene in enumerate(storyboard.scenes)
        if scene.narration and not scene.narration.file
    ]
    if silent:
        message = (
            f"the narration of {_listed('scene', silent)} is not spoken in this version: it times drawn shots and "
            "stands on animatics; a recording is heard: narration: {file: …}"
        )
        yield Notice("narration", message)


def _estimate(storyboard: Storyboard, remark: Remark) -> Notice:
    number = int(remark.path[1])
    return Notice(scene_name(number, storyboard.scenes[number].id), "; ".join([remark.message, *remark.advice]))


def _route(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    later = [model for model in storyboard.route.final if model != ANIMATIC]
    if later and any(material.kind == "animatic" for material in materials):
        yield Notice("route", f"this is the draft, of animatics; the final film's {', '.join(later)} is not called yet")


def _music(storyboard: Storyboard, facts: Mapping[str, ClipFacts], seconds: Fraction) -> Iterator[Notice]:
    music = storyboard.music
    sound = facts[music.file].sound if music else None
    if music and sound and sound.seconds < seconds:
        short = brief(seconds - sound.seconds)
        yield Notice("music", f"{music.file} ends {short} before the film, for music is not looped in this version")


def _references(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[Notice]:
    """Pictures that are given for a video model, while none is called."""
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


def _sounds(materials: Sequence[Material]) -> Iterator[Notice]:
    for material in materials:
        wants = isinstance(material.shot.sound, Fraction)
        if wants and material.facts and not material.facts.sound:
            yield Notice(material.name, f"{material.asset} has no sound, so its level changes nothing")


def _listed(noun: str, names: Sequence[str]) -> str:
    """`scene waking`, `scenes waking and promise`, `scenes a, b, c and 4 more`."""
    word = f"{noun}{'s' if len(names) > 1 else ''} " if noun else ""
    if len(names) > 4:
        return f"{word}{', '.join(names[:3])} and {len(names) - 3} more"
    return word + (" and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0])
