"""Where recordings sound in the film, to the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from longtake.media import ClipFacts, FrameRate
from longtake.planning.music import sound_samples
from longtake.planning.plan import PlannedScene
from longtake.planning.planned_sound import SoundCue
from longtake.storyboard import Storyboard

__all__ = ["cues_of"]


def cues_of(
    storyboard: Storyboard,
    scenes: Sequence[PlannedScene],
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    frames: int,
) -> tuple[SoundCue, ...]:
    """The recordings, each from the start of its scene; none goes on after the film's `frames`."""
    cues, length = [], rate.samples(frames)
    for scene, planned in zip(storyboard.scenes, scenes, strict=True):
        if scene.narration and (file := scene.narration.file):
            start = rate.samples(planned.start)
            samples = min(sound_samples(facts[file]), length - start)
            level = scene.narration.level
            cues.append(SoundCue("narration", file, facts[file].digest, start, samples, level, 0, 0))
    return tuple(cues)
