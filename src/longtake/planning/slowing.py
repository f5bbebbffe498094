"""Clips that play slower where the words over them last longer: by how much, and how far that may go. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

from longtake.media import ClipFacts, FrameRate, distinct_pictures
from longtake.planning.lengths import covering_frames
from longtake.planning.material import Material, members_of
from longtake.planning.plan import Notice
from longtake.planning.timing import Timing, timing_of
from longtake.planning.timings import Timings
from longtake.storyboard import Speed, Storyboard, scene_name, speed_text

__all__ = ["slow_notices", "slowed"]

_SLOWEST = Fraction(4, 5)
"""Times its speed: slower, people and water are seen to move slowly."""
_FEWEST = 12
"""New pictures a second that a slowed clip still shows, by what its inspection counted: fewer look like slides."""


def slowed(
    storyboard: Storyboard,
    materials: tuple[Material, ...],
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    timings: Timings,
) -> tuple[Material, ...]:
    """The materials, the clips of each scene with `longer: slow` as slow as its words need, within limits."""
    if not any(scene.narration and scene.narration.longer == "slow" for scene in storyboard.scenes):
        return materials
    timing, _ = timing_of(storyboard, materials, facts, rate, timings)
    made = list(materials)
    for number, scene in enumerate(storyboard.scenes):
        if scene.narration and scene.narration.longer == "slow":
            share = _share(number, materials, timing, rate)
            for at in _loose(number, materials):
                made[at] = _at(made[at], share) if share < 1 else made[at]
    return tuple(made)


def slow_notices(storyboard: Storyboard, materials: tuple[Material, ...]) -> Iterator[Notice]:
    """What was slowed for the words over it. storyboard: as it is written."""
    for number, scene in enumerate(storyboard.scenes):
        members = members_of(materials, number)
        speeds = [
            material.shot.speed.begin / (written.speed.begin if written.speed else 1)
            for material in materials[members.start : members.stop]
            if (written := scene.shots[int(material.path[3])]) and material.shot.speed
        ]
        if slow := [speed for speed in speeds if speed < 1]:
            message = f"its clips play at {speed_text(min(slow))} times their speed, until the words over them are over"
            yield Notice(scene_name(number, scene.id), message)


def _share(scene: int, materials: tuple[Material, ...], timing: Timing, rate: FrameRate) -> Fraction:
    """How fast the clips of a scene play, in times their speed, in hundredths: 1 where its words are not longer."""
    speech, loose = timing.speeches[scene], _loose(scene, materials)
    shown = sum(len(timing.ranges[at][1]) for at in loose)
    over = covering_frames(speech.seconds, rate) - sum(timing.scene_frames(materials, scene)) if speech else 0
    if over <= 0 or not shown:
        return Fraction(1)
    over += len(loose)  # the ends of a slowed clip may round to a frame less
    least = max(_limit(materials[at]) for at in loose)
    return max(Fraction(floor(Fraction(100 * shown, shown + over)), 100), least)


def _loose(scene: int, materials: tuple[Material, ...]) -> list[int]:
    """The clips of a scene that may be slowed: not what is a ramp of speed, or is played picture for picture."""
    return [
        at
        for at in members_of(materials, scene)
        if materials[at].kind == "footage"
        and materials[at].shot.retime != "speed"
        and not ((speed := materials[at].shot.speed) and speed.is_ramp)
    ]


def _limit(material: Material) -> Fraction:
    picture = material.facts.picture if material.facts else None
    if picture is None:
        return Fraction(1)
    played = distinct_pictures(picture).rate * (material.shot.speed.begin if material.shot.speed else 1)
    return min(Fraction(1), max(_SLOWEST, _FEWEST / played))


def _at(material: Material, share: Fraction) -> Material:
    shot = material.shot
    begin = share * (shot.speed.begin if shot.speed else 1)
    changed: dict[str, object] = {"speed": Speed.model_validate({"from": "1"}).model_copy(update={"begin": begin})}
    if isinstance(shot.length, Fraction):
        changed["length"] = shot.length / share
    return replace(material, shot=shot.model_copy(update=changed))
