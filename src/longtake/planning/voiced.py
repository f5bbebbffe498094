"""What voices say in a film, placed: the pieces, the cues they are heard by, and what a person should know of that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from longtake.media import ClipFacts, Frame, FrameRate
from longtake.planning.cues import cues_of
from longtake.planning.hearing import Spoken
from longtake.planning.material import Material, members_of
from longtake.planning.placing import beginnings_of, held_notices, late_notices, said_after_the_end, spaced, speech_cues
from longtake.planning.plan import Notice, PlannedScene
from longtake.planning.planned_sound import PlannedSpeech, SoundCue
from longtake.planning.routing import Limits
from longtake.planning.speeches import speeches_of
from longtake.planning.takes import Takes
from longtake.planning.timings import Timings
from longtake.storyboard import Remark, Storyboard, scene_name
from longtake.storyboard.stages import Stage

__all__ = ["Placing", "Voiced", "scenes_placed", "voiced_of"]


@dataclass(frozen=True, slots=True)
class Voiced:
    """speech: each piece in its place; cues: those that are heard, recordings and music; wrong: what no plan can
    honour."""

    speech: tuple[PlannedSpeech, ...]
    cues: tuple[SoundCue, ...]
    notices: tuple[Notice, ...]
    wrong: tuple[Remark, ...]


def voiced_of(
    storyboard: Storyboard,
    takes: Takes,
    scenes: tuple[PlannedScene, ...],
    facts: Mapping[str, ClipFacts],
    limits: Limits,
    stage: Stage,
    timings: Timings,
    rate: FrameRate,
) -> Voiced:
    """takes, scenes: as they are timed."""
    lengths = [len(visible) for _, visible in takes.timing.ranges]
    begun, frames = beginnings_of(storyboard, takes.materials, lengths, rate), sum(lengths)
    sounding = {takes.materials[number].name for number, segment in takes.segments.items() if segment.audio}
    wanted, wrong = speeches_of(storyboard, takes.materials, limits, stage, timings, sounding, begun.samples)
    others = cues_of(storyboard, scenes, facts, rate, frames)
    speech = spaced(wanted, others)
    over = list(said_after_the_end(speech, begun, frames, rate))
    cut = [remark for remark, is_measured in over if is_measured]
    may_be_cut = [_notice(storyboard, remark) for remark, is_measured in over if not is_measured]
    heard = speech_cues(speech, dict(_gains(storyboard)), frames, rate) if not cut else ()
    notices = (*held_notices(takes.materials, lengths, rate), *late_notices(speech, wanted), *may_be_cut)
    return Voiced(speech, (*heard, *others), notices, (*wrong, *cut))


@dataclass(frozen=True, slots=True)
class Placing:
    """What decides where a film's words are heard, beside its shots."""

    storyboard: Storyboard
    facts: Mapping[str, ClipFacts]
    limits: Limits
    stage: Stage
    timings: Timings
    rate: FrameRate

    def lines(self, materials: Sequence[Material], lengths: Sequence[int], sounding: Collection[str]) -> Spoken:
        """The pieces of speech, each at the film sample at which it will be heard. lengths: the visible frames of each
        shot; sounding: names of shots whose takes bring their own lines along."""
        begun = beginnings_of(self.storyboard, materials, lengths, self.rate)
        wanted, _ = speeches_of(
            self.storyboard, materials, self.limits, self.stage, self.timings, sounding, begun.samples
        )
        scenes = scenes_placed(self.storyboard, materials, lengths)
        return Spoken(spaced(wanted, cues_of(self.storyboard, scenes, self.facts, self.rate, sum(lengths))))


def scenes_placed(
    storyboard: Storyboard, materials: Sequence[Material], lengths: Sequence[int]
) -> tuple[PlannedScene, ...]:
    """The scenes in their places, before more is known of them. lengths: the visible frames of each shot."""
    starts = list(accumulate(lengths, initial=0))
    scenes = []
    for number, scene in enumerate(storyboard.scenes):
        members = members_of(materials, number)
        name, start = scene_name(number, scene.id), starts[members.start]
        scenes.append(PlannedScene(name, Frame(start), starts[members.stop] - start, None, False))
    return tuple(scenes)


def _gains(storyboard: Storyboard) -> Iterator[tuple[str, Fraction]]:
    """The level of each scene's narration, in dB."""
    for number, scene in enumerate(storyboard.scenes):
        if scene.narration:
            yield scene_name(number, scene.id), scene.narration.level


def _notice(storyboard: Storyboard, remark: Remark) -> Notice:
    number = int(remark.path[1])
    about = scene_name(number, storyboard.scenes[number].id)
    return Notice(about, "; ".join([remark.message, *remark.advice]))
