"""When everything is: the frames of every take, what of them shows, and how the narration falls on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from longtake.media import ClipFacts, FrameRange, FrameRate, PictureFacts, Retime
from longtake.planning.handles import Edges, brief, edges_of, footage_range, joins_of
from longtake.planning.lengths import DEFAULT_SECONDS, SHORTEST_SECONDS, covering_frames, shares
from longtake.planning.material import Material, members_of
from longtake.planning.narration import Speech, lines_of, narrating, speaker_of, speech_of, spoken_ways
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.retiming import FASTEST, SLOWEST, ramp_of, retime_of
from longtake.planning.timings import Timings
from longtake.storyboard import Remark, RetimeWord, Storyboard, scene_name

__all__ = ["Timing", "overruns", "speeches_of", "timing_of"]


@dataclass(frozen=True, slots=True)
class Timing:
    """For each shot its take's length and the visible frames of it, and what its joins ask of it; the joins between;
    each scene's speech; what becomes of each clip's pictures (None for a drawn shot); how long the lines of each shot
    take (None where nobody speaks)."""

    ranges: tuple[tuple[int, FrameRange], ...]
    edges: tuple[Edges, ...]
    joins: tuple[PlannedJoin, ...]
    speeches: tuple[Speech | None, ...]
    retimes: tuple[Retime | None, ...]
    lines: tuple[Speech | None, ...]

    def scene_frames(self, materials: Sequence[Material], scene: int) -> list[int]:
        """The visible frames of each shot of a scene."""
        members = members_of(materials, scene)
        return [len(visible) for _, visible in self.ranges[members.start : members.stop]]


def timing_of(
    storyboard: Storyboard,
    materials: tuple[Material, ...],
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    timings: Timings = Timings(),  # noqa: B008  # frozen
) -> tuple[Timing, list[Remark]]:
    """The timing, and a remark for each clip that is too short for what is asked of it (which is then taken whole).

    timings: of narration that was measured. Takes that are generated have no handles yet: they come with their slots.
    """
    joins = joins_of(materials, rate)
    edges = edges_of(joins)
    speeches = speeches_of(storyboard, facts, timings)
    lines = tuple(lines_of(storyboard, material.shot, timings) for material in materials)
    sounding = _sounding(materials, facts, lines)
    ranges: dict[int, tuple[int, FrameRange]] = {}
    retimes: dict[int, Retime] = {}
    remarks = []
    for number, material in enumerate(materials):
        if material.facts and material.facts.picture and not material.is_drawn:
            wanted = material.shot.retime or storyboard.frame.retime
            retimes[number], visible = _footage(material, material.facts.picture, wanted, edges[number], rate)
            frames = material.facts.picture.frames_on(rate, retimes[number].pace)
            if isinstance(visible, Remark):
                remarks.append(visible)
                visible = FrameRange(0, frames)
            ranges[number] = frames, visible
    for scene, speech in enumerate(speeches):
        members = members_of(materials, scene)
        ranges |= _drawn_ranges(members, materials, edges, ranges, speech, sounding, rate)
    numbers = range(len(materials))
    takes = tuple(map(ranges.__getitem__, numbers))
    return Timing(takes, edges, joins, speeches, tuple(map(retimes.get, numbers)), lines), remarks


def _footage(
    material: Material, picture: PictureFacts, wanted: RetimeWord, edges: Edges, rate: FrameRate
) -> tuple[Retime, FrameRange | Remark]:
    """What becomes of a clip's pictures, and the visible frames of its take or what is wrong with them."""
    speed = material.shot.speed
    retime = retime_of(picture, rate, wanted, speed)
    if speed and speed.is_ramp:
        ramp = ramp_of(material, picture, edges, rate)
        return (retime, ramp) if isinstance(ramp, Remark) else (replace(retime, pace=ramp[0]), ramp[1])
    frames = picture.frames_on(rate, retime.pace)
    if not SLOWEST <= retime.pace.begin <= FASTEST:
        path = (*material.path, "retime") if material.shot.retime else ("frame", "retime")
        times = f"{float(retime.pace.begin):.3g}"
        message = f"to play {material.called} picture for picture at {rate} a second is {times} times its speed"
        return retime, Remark(path, f"{message}; 0.25 to 4 times is made", ("write retime: blend", "or nearest"))
    return retime, footage_range(material, frames, edges, rate, retime.pace.begin)


def _drawn_ranges(
    members: Sequence[int],
    materials: Sequence[Material],
    edges: Sequence[Edges],
    known: Mapping[int, tuple[int, FrameRange]],
    speech: Speech | None,
    sounding: Mapping[int, Fraction],
    rate: FrameRate,
) -> dict[int, tuple[int, FrameRange]]:
    """The ranges of a scene's drawn and generated shots. Auto shots share what the narration lasts beyond shots of
    known length. sounding: the seconds of those that last as long as what is heard in them."""
    lengths = {
        number: max(1, rate.frames(written))
        for number in members
        if number not in known and isinstance(written := materials[number].shot.length, Fraction)
    }
    lengths |= {
        number: covering_frames(sounding[number], rate)
        for number in members
        if number in sounding and number not in known and number not in lengths
    }
    auto = [number for number in members if number not in known and number not in lengths]
    least = [max(rate.frames(SHORTEST_SECONDS), edges[n].lead + edges[n].trail) for n in auto]
    if speech:
        taken = sum(len(known[number][1]) for number in members if number in known) + sum(lengths.values())
        total = covering_frames(speech.seconds + speech.rest, rate) - taken
    else:
        total = len(auto) * rate.frames(DEFAULT_SECONDS)
    lengths |= dict(zip(auto, shares(total, least), strict=True))
    if speech and speech.is_held and lengths and not auto:
        lengths[max(lengths)] += max(0, total)
    return {number: _around(frames, edges[number], rate) for number, frames in lengths.items()}


def _sounding(
    materials: Sequence[Material], facts: Mapping[str, ClipFacts], lines: Sequence[Speech | None]
) -> dict[int, Fraction]:
    """The seconds of shots that are timed by their own sound: a file that drives them, or the lines said in them."""
    seconds = {}
    for number, (material, said) in enumerate(zip(materials, lines, strict=True)):
        driver = facts.get(material.shot.driven_by or "")
        if driver and driver.sound:
            seconds[number] = driver.sound.seconds
        elif said:
            seconds[number] = max(said.seconds, DEFAULT_SECONDS)
    return seconds


def _around(frames: int, edges: Edges, rate: FrameRate) -> tuple[int, FrameRange]:
    """A drawn take: the visible frames between two handles."""
    head, tail = _handle(edges.head, rate), _handle(edges.tail, rate)
    return head + frames + tail, FrameRange(head, head + frames)


def _handle(needed: int, rate: FrameRate) -> int:
    """Frames of handle in whole seconds, at least one: it costs nothing until it is shown, and a join that is changed
    by less moves no frame number of the take, so nothing of its body is drawn again."""
    return rate.frames(Fraction(max(1, ceil(rate.seconds(needed)))))


def speeches_of(storyboard: Storyboard, facts: Mapping[str, ClipFacts], timings: Timings) -> tuple[Speech | None, ...]:
    """How long each scene's narration lasts; None for a scene without one."""
    found = (
        (said, speech_of(said, facts.get(said.file or ""), speaker_of(storyboard, who), timings) if said else None)
        for said, who in ((scene.narration, narrating(scene)) for scene in storyboard.scenes)
    )
    return tuple(replace(one, is_held=True) if said and one and said.longer == "hold" else one for said, one in found)


def overruns(
    storyboard: Storyboard, materials: Sequence[Material], timing: Timing, rate: FrameRate
) -> Iterator[tuple[Remark, bool]]:
    """Narration that lasts longer than its scene's picture by more than a frame; whether a recording says so.

    A recording would run into the next scene, so it is an error. What a voice says goes on under the next shots, and
    what comes after it waits; that and an estimate are worth a notice.
    """
    for number, (scene, speech) in enumerate(zip(storyboard.scenes, timing.speeches, strict=True)):
        picture = rate.seconds(sum(timing.scene_frames(materials, number)))
        if speech and speech.seconds > picture + rate.seconds(1):
            name, over = scene_name(number, scene.id), brief(speech.seconds - picture)
            message = (
                f"narration of scene {name} lasts {brief(speech.seconds)} ({speech.how}), its shots {brief(picture)}: "
                f"{over} too long"
            )
            members = members_of(materials, number)
            is_bought = any(material.kind == "generated" for material in materials[members.start : members.stop])
            auto = "write for: auto on a shot that is made" if is_bought else "write for: auto on a drawn shot"
            words = spoken_ways(speech, picture) if is_bought else ("or cut words",)
            advice = (f"make its shots {over} longer", auto, *words)
            narration = scene.narration
            is_voiced = narration and narration.text and speaker_of(storyboard, narrating(scene)).is_heard
            is_sure = speech.is_measured and not (is_voiced or _may_run_on(storyboard, materials, timing, rate, number))
            yield Remark(("scenes", number, "narration"), message, advice), is_sure


def _may_run_on(
    storyboard: Storyboard, materials: Sequence[Material], timing: Timing, rate: FrameRate, scene: int
) -> bool:
    """Whether a recording that is let run on ends before the next one who speaks, and before the film."""
    narration, speech = storyboard.scenes[scene].narration, timing.speeches[scene]
    if not (narration and speech and narration.longer == "run on" and "longer" in narration.model_fields_set):
        return False
    frames = 0
    for number in range(scene, len(storyboard.scenes)):
        speaks = timing.speeches[number] or any(
            timing.lines[at] for at in members_of(materials, number) if number > scene
        )
        if number > scene and speaks:
            break
        frames += sum(timing.scene_frames(materials, number))
    return speech.seconds <= rate.seconds(frames)
