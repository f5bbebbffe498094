"""The shots of a plan, each made of what was decided about it."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

from longtake.media import AS_IT_IS, Frame, FrameRate, Size
from longtake.planning.framing import Framing, camera_of, framings_of
from longtake.planning.material import Material
from longtake.planning.narration import lines_text, words_by_shot
from longtake.planning.plan import PlannedShot
from longtake.planning.reasons import bought_reasons, reasons_of
from longtake.planning.segment import Segment
from longtake.planning.slipping import room_of
from longtake.planning.takes import Takes
from longtake.storyboard import Storyboard, as_read, scene_name

__all__ = ["shots_of"]


def shots_of(storyboard: Storyboard, takes: Takes, size: Size, rate: FrameRate) -> tuple[PlannedShot, ...]:
    materials, timing = takes.materials, takes.timing
    starts = accumulate((len(visible) for _, visible in timing.ranges), initial=0)
    words = [
        part
        for number, scene in enumerate(storyboard.scenes)
        for part in words_by_shot(
            scene.narration.words if scene.narration else "",
            timing.scene_frames(materials, number),
            storyboard.language,
        )
    ]
    framings = framings_of(storyboard, materials, size)
    return tuple(
        _shot(storyboard, takes, number, Frame(start), words[number], framings[number], rate)
        for number, (_, start) in enumerate(zip(materials, starts, strict=False))
    )


def _shot(
    storyboard: Storyboard,
    takes: Takes,
    number: int,
    start: Frame,
    narration: str,
    framing: Framing,
    rate: FrameRate,
) -> PlannedShot:
    material, timing, style = takes.materials[number], takes.timing, storyboard.style
    shot, bought, segment = material.shot, takes.bought.get(number), takes.segments.get(number)
    take_frames, visible = timing.ranges[number]
    reasons = reasons_of(material, timing, number, framing, rate)
    return PlannedShot(
        name=material.name,
        key=material.key,
        scene=scene_name(material.scene, storyboard.scenes[material.scene].id),
        kind=material.kind,
        asset=None if segment else material.asset,
        digest=material.facts.digest if material.facts and not segment else None,
        words=as_read(shot.action, storyboard),
        narration=narration or (lines_text(shot) if material.kind == "animatic" else ""),
        place=storyboard.scenes[material.scene].at or "",
        camera=as_read(camera_of(shot, style), storyboard),
        motion=as_read(shot.motion, storyboard),
        palette=style.palette,
        style="; ".join(part for part in (style.look, style.light, style.lens, style.grain) if part),
        take_frames=take_frames,
        visible=visible,
        start=start,
        fit=framing.fit.kind,
        sound=_own_sound(material, segment),
        join=timing.joins[number] if number < len(timing.joins) else None,
        reasons=(*reasons, *bought_reasons(bought)) if bought else reasons,
        views=framing.views or None,
        retime=None if timing.retimes[number] == AS_IT_IS else timing.retimes[number],
        lut=material.lut,
        segment=segment,
        room=room_of(takes, number),
        match=shot.match or style.match,
    )


def _own_sound(material: Material, segment: Segment | None) -> Fraction | None:
    """The gain of a clip's own sound in dB: as written, else 0; None where it is off, or there is none, or a ramp, or
    where the mix has it already: the speech or music that a take was made from."""
    shot = material.shot
    if shot.driven_by == "music" or shot.follows_speech:
        return None
    has_sound = segment.audio if segment else material.kind == "footage" and material.facts and material.facts.sound
    is_ramp = material.shot.speed is not None and material.shot.speed.is_ramp
    if not has_sound or material.shot.own_sound == "off" or is_ramp:
        return None
    return material.shot.own_sound if isinstance(material.shot.own_sound, Fraction) else Fraction(0)
