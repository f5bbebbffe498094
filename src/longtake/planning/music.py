"""Music on the sample clock: the bed and the cues of scenes, looped and faded. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from longtake.media import SAMPLE_RATE, Beats, ClipFacts, FrameRate, GainPoint, Sample, round_half_up
from longtake.planning.plan import PlannedScene
from longtake.planning.planned_sound import SoundCue
from longtake.storyboard import Music, Storyboard, Trim

__all__ = ["Stretch", "loop_of", "music_cues", "sound_samples", "stretches_of"]

_CROSSING = SAMPLE_RATE // 50  # where a loop goes round at points that the author named
_BAR = 4  # beats: of the music that films have nearly all
_SHORTEST_FADE = SAMPLE_RATE // 2
_LONG_CROSSING = SAMPLE_RATE  # where it goes round from its end


@dataclass(frozen=True, slots=True)
class Stretch:
    """Film samples under which music lies. about: the scene that it begins in; "" for the bed of the film."""

    about: str
    music: Music
    start: int
    end: int


def stretches_of(
    storyboard: Storyboard, scenes: Sequence[PlannedScene], rate: FrameRate, length: int
) -> tuple[Stretch, ...]:
    """Where each music lies: the bed from the film's start, a scene's from there on, each until the next. length: of
    the film in samples."""
    starts = [("", storyboard.music, 0)] if storyboard.music else []
    for scene, planned in zip(storyboard.scenes, scenes, strict=True):
        if scene.music:
            starts.append((planned.name, scene.music, rate.samples(planned.start)))
    ends = [start for _, _, start in starts[1:]] + [length]
    stretches = (Stretch(*found, end) for found, end in zip(starts, ends, strict=False))
    return tuple(one for one in stretches if one.start < one.end)


def music_cues(
    stretch: Stretch,
    facts: Mapping[str, ClipFacts],
    curve: Sequence[GainPoint] = (),
    beats: Beats = Beats(),  # noqa: B008  # frozen
) -> list[SoundCue]:
    """The music of a stretch, end to end: cut off where the stretch ends, or ending early; faded at both ends. A loop
    is one cue a round, and the rounds cross. beats: of the music, where it goes round or fades by them."""
    music = stretch.music
    passes = list(_passes(music, sound_samples(facts[music.file]), stretch, beats))
    fade_in = min(passes[0].samples, _of(music.fade.begin))
    left = passes[-1].samples - (fade_in if len(passes) == 1 else 0)
    fade_out = min(left, _fade_out(music, passes[-1], beats))
    return [
        SoundCue(
            "music",
            music.file,
            facts[music.file].digest,
            Sample(one.at),
            one.samples,
            music.level,
            fade_in if number == 0 else 0,
            fade_out if number == len(passes) - 1 else 0,
            Sample(one.start) if one.start else None,
            one.lead or None,
            passes[number + 1].lead or None if number + 1 < len(passes) else None,
            _within(curve, one.at, one.at + one.samples),
        )
        for number, one in enumerate(passes)
    ]


@dataclass(frozen=True, slots=True)
class _Pass:
    """One way through the music: from sample `start` of it, `samples` long, at film sample `at`; `lead` of them are
    heard over the end of the pass before."""

    at: int
    start: int
    samples: int
    lead: int


def _passes(music: Music, samples: int, stretch: Stretch, beats: Beats) -> Iterator[_Pass]:
    room = stretch.end - stretch.start
    first, last, crossing = _loop(music, samples, beats)
    at = min(last if music.loop != "off" else samples, room)
    yield _Pass(stretch.start, 0, at, 0)
    while music.loop != "off" and at < room:
        lead = min(crossing, first)
        step = min(last - first, room - at)
        yield _Pass(stretch.start + at - lead, first - lead, step + lead, lead)
        at += step


def _within(curve: Sequence[GainPoint], start: int, end: int) -> tuple[GainPoint, ...]:
    """The part of a curve that decides the gain of film samples [start, end)."""
    first = max(0, bisect_right(curve, start, key=_at) - 1)
    return tuple(curve[first : bisect_left(curve, end, key=_at) + 1])


def _at(point: GainPoint) -> int:
    return point.at


def loop_of(beats: Beats) -> tuple[int, int] | None:
    """From beat to beat, as many whole fours of them as there are; None where there are too few."""
    fours = (len(beats.at) - 1) // _BAR * _BAR
    return (beats.at[0], beats.at[fours]) if fours > 0 else None


def _fade_out(music: Music, last: _Pass, beats: Beats) -> int:
    """How long its last pass fades: from its last beat on, where it is to, but for half a second at least."""
    if music.fade.end != "on-beat":
        return _of(music.fade.end)
    end = last.start + last.samples
    found = bisect_right(beats.at, end - _SHORTEST_FADE) - 1
    return end - max(last.start, beats.at[found]) if found >= 0 else _SHORTEST_FADE


def _loop(music: Music, samples: int, beats: Beats) -> tuple[int, int, int]:
    """The part that goes round and how long its ends cross. Without points, all of it but the crossing itself."""
    if music.loop == "on-beat" and (points := loop_of(beats)):
        return *points, _CROSSING
    if isinstance(music.loop, Trim):
        last = samples if music.loop.end is None else min(samples, _of(music.loop.end))
        return _of(music.loop.start), last, _CROSSING
    crossing = min(_LONG_CROSSING, samples // 4)
    return crossing, samples, crossing


def sound_samples(facts: ClipFacts) -> int:
    """The sound's length at 48 kHz."""
    return round_half_up(facts.sound.seconds * SAMPLE_RATE) if facts.sound else 0


def _of(seconds: Fraction | None) -> int:
    return round_half_up(seconds * SAMPLE_RATE) if seconds else 0
