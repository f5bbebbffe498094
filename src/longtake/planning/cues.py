"""Where recordings and music sound in the film, to the sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from longtake.media import SAMPLE_RATE, ClipFacts, FrameRate, Sample, round_half_up
from longtake.planning.plan import PlannedScene, SoundCue
from longtake.storyboard import Music, Narration, Storyboard

__all__ = ["cues_of"]


def cues_of(
    storyboard: Storyboard,
    scenes: Sequence[PlannedScene],
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    frames: int,
) -> tuple[SoundCue, ...]:
    """The recordings, each from the start of its scene, then the music, from the start of the film.

    No cue goes on after the film's `frames`; a fade is never longer than its cue.
    """
    length = rate.samples(frames)
    cues = [
        _recording(scene.narration, scene.narration.file, planned, facts, rate, length)
        for scene, planned in zip(storyboard.scenes, scenes, strict=True)
        if scene.narration and scene.narration.file
    ]
    if storyboard.music:
        cues.append(_music(storyboard.music, facts, length))
    return tuple(cues)


def _recording(
    narration: Narration,
    file: str,
    planned: PlannedScene,
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    length: int,
) -> SoundCue:
    start = rate.samples(planned.start)
    samples = min(_samples(facts[file]), length - start)
    return SoundCue("narration", file, facts[file].digest, start, samples, narration.level, 0, 0)


def _music(music: Music, facts: Mapping[str, ClipFacts], length: int) -> SoundCue:
    """The bed: cut off at the film's end, or ending early; its fade out ends where it ends."""
    samples = min(_samples(facts[music.file]), length)
    fade_in = min(samples, _of(music.fade.begin))
    fade_out = min(samples - fade_in, _of(music.fade.end))
    return SoundCue("music", music.file, facts[music.file].digest, Sample(0), samples, music.level, fade_in, fade_out)


def _of(seconds: Fraction | None) -> int:
    return round_half_up(seconds * SAMPLE_RATE) if seconds else 0


def _samples(facts: ClipFacts) -> int:
    """The sound's length at 48 kHz."""
    return round_half_up(facts.sound.seconds * SAMPLE_RATE) if facts.sound else 0
