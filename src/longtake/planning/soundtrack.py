"""All that is laid over the clips' own sound: narration, music that steps back under them, sounds of shots. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from longtake.media import (
    SAMPLE_RATE,
    Beats,
    ClipFacts,
    FrameRate,
    GainPoint,
    Sample,
    SampleRange,
    SoundMeasures,
    round_half_up,
)
from longtake.planning.ducking import curve_under
from longtake.planning.material import Material
from longtake.planning.music import music_cues, sound_samples, stretches_of
from longtake.planning.plan import Notice, PlannedScene, PlannedShot
from longtake.planning.planned_sound import SoundCue
from longtake.planning.voice_activity import noise_under, voiced
from longtake.storyboard import Storyboard

__all__ = ["Soundtrack", "soundtrack_of"]

_NOISY = 25.0  # dB that a voice should stand above its noise


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """cues: in the order narration, music, sounds of shots. native: the gain of the clips' own sound over the film.
    notices: what of it a person should know."""

    cues: tuple[SoundCue, ...]
    native: tuple[GainPoint, ...]
    notices: tuple[Notice, ...]


def soundtrack_of(
    storyboard: Storyboard,
    narration: Sequence[SoundCue],
    scenes: Sequence[PlannedScene],
    shots: Sequence[PlannedShot],
    materials: Sequence[Material],
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    measures: Mapping[str, SoundMeasures],
    beats: Mapping[str, Beats],
) -> Soundtrack:
    """narration: placed already. measures: of recordings, by the path text of each; narration that is not among them
    counts as speech throughout. beats: of music, likewise, where it goes by them."""
    length = rate.samples(sum(shot.frames for shot in shots))
    narrated = list(_heard(narration, measures))
    speech = [*narrated, *_dialogue(shots, materials, rate)]
    music: list[SoundCue] = []
    for stretch in stretches_of(storyboard, scenes, rate, length):
        duck = stretch.music.duck
        known = beats.get(stretch.music.file, Beats())
        music += music_cues(stretch, facts, curve_under(speech, duck) if duck else (), known)
    effects, cut = _effects(shots, materials, facts, rate, length)
    duck = storyboard.sound.duck
    return Soundtrack(
        (*narration, *music, *effects),
        curve_under(narrated, duck) if duck else (),
        (*_noises(narration, measures), *cut),
    )


def _heard(narration: Sequence[SoundCue], measures: Mapping[str, SoundMeasures]) -> Iterator[SampleRange]:
    """Film samples in which narration is heard to speak."""
    for cue in narration:
        found = measures.get(cue.asset)
        tempo = cue.tempo or 1
        for one in voiced(found) if found else (SampleRange(Sample(0), Sample(ceil(cue.samples * tempo))),):
            start, end = floor(one.start / tempo), min(ceil(one.end / tempo), cue.samples)
            if start < cue.samples:
                yield SampleRange(Sample(cue.start + start), Sample(cue.start + end))


def _dialogue(shots: Sequence[PlannedShot], materials: Sequence[Material], rate: FrameRate) -> Iterator[SampleRange]:
    """Shots in which somebody speaks in view: nobody knows when, so all of each."""
    for shot, material in zip(shots, materials, strict=True):
        if material.shot.says and shot.sound is not None:
            yield SampleRange(Sample(rate.samples(shot.start)), Sample(rate.samples(shot.start + shot.frames)))


def _effects(
    shots: Sequence[PlannedShot],
    materials: Sequence[Material],
    facts: Mapping[str, ClipFacts],
    rate: FrameRate,
    length: int,
) -> tuple[list[SoundCue], list[Notice]]:
    """The author's sounds at their times. They may ring on over the next shots; the film's end cuts them off."""
    cues, notices = [], []
    for shot, material in zip(shots, materials, strict=True):
        for sound in material.shot.sound:
            if sound.file is None or material.part[0] > 1:
                continue
            start = rate.samples(shot.start) + round_half_up(sound.at * SAMPLE_RATE)
            wanted = sound_samples(facts[sound.file])
            if sound.length is not None:
                wanted = min(wanted, round_half_up(sound.length * SAMPLE_RATE))
            samples = min(wanted, length - start)
            if samples < wanted:
                lost = (wanted - max(0, samples)) / SAMPLE_RATE
                notices.append(
                    Notice(shot.name, f"the film ends before {sound.file} does: {lost:.1f} s of it are cut off")
                )
            if samples > 0:
                digest = facts[sound.file].digest
                cues.append(SoundCue("effect", sound.file, digest, Sample(start), samples, sound.level, 0, 0))
    return cues, notices


def _noises(recordings: Sequence[SoundCue], measures: Mapping[str, SoundMeasures]) -> Iterator[Notice]:
    for asset in dict.fromkeys(cue.asset for cue in recordings):
        found = measures.get(asset)
        above = noise_under(found) if found else None
        if above is not None and above < _NOISY:
            message = (
                f"{asset} is noisy: its voice stands {above:.0f} dB above its noise, where {_NOISY:.0f} are wanted"
            )
            yield Notice("narration", f"{message}; clean it up, or lay music under it")
