"""What is said in a film as words at samples, as far as the plan knows: a guess for words that nobody has timed.

A text is spread over the time that its speech takes in the plan, each word for its letters, with a breath after each
sentence and half of one after a comma. Cues that the author timed begin and end as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from longtake.media import SAMPLE_RATE, FrameRate, SaidLine, Sample, SpokenWord, round_half_up
from longtake.planning.narration import narrating, said, saying, speaker_of
from longtake.planning.plan import Plan, PlannedScene
from longtake.planning.speaking import speaking_seconds
from longtake.planning.timings import Timings
from longtake.storyboard import Scene, Shot, Storyboard, shot_keys
from longtake.storyboard.captions import LONGEST
from longtake.storyboard.marks import plain_words

__all__ = ["guessed_lines", "spread"]

_BREATH = 9  # letters' worth of silence after a sentence, and half of it after a clause
_ENDS, _PAUSES = ".!?…。！？", ",;:、，；："
_LEAST = Fraction(1, 4)  # seconds between two lines of a shot


def guessed_lines(storyboard: Storyboard, plan: Plan) -> tuple[SaidLine, ...]:
    """What is narrated over scenes and said in shots, in film order. Recordings without their text have no words."""
    found = list[SaidLine]()
    shown = {key: (frames, start) for key, frames, start in _shots(plan)}
    for scene, keys, planned in zip(storyboard.scenes, shot_keys(storyboard), plan.scenes, strict=True):
        found += _narrated(scene, planned, storyboard.language, plan.rate)
        for shot, key in zip(scene.shots, keys, strict=True):
            if shot.says and key in shown:
                frames, start = shown[key]
                found += _spoken(storyboard, shot, key, plan.rate.seconds(start), plan.rate.seconds(frames))
    return tuple(found)


def _shots(plan: Plan) -> Iterator[tuple[str, int, int]]:
    """Each shot of the storyboard by its key: its frames, those of all its parts, and where it begins."""
    parts: dict[str, tuple[int, int]] = {}
    for shot in plan.shots:
        key = shot.key.partition("/")[0]
        frames, start = parts.get(key, (0, shot.start))
        parts[key] = frames + shot.frames, start
    yield from ((key, frames, start) for key, (frames, start) in parts.items())


def _narrated(scene: Scene, planned: PlannedScene, language: str, rate: FrameRate) -> Iterator[SaidLine]:
    narration, who, start = scene.narration, narrating(scene), rate.seconds(planned.start)
    if narration and narration.text and planned.narration:
        length = min(planned.narration, rate.seconds(planned.frames))  # what does not fit is told by the plan
        yield _line(planned.name, who, language, narration.text, start, length)
    elif narration:
        for cue in narration.cues:
            length = min(cue.length, max(LONGEST, speaking_seconds(cue.text, language)))
            yield _line(planned.name, who, language, cue.text, start + cue.at, length)


def _spoken(storyboard: Storyboard, shot: Shot, about: str, at: Fraction, room: Fraction) -> Iterator[SaidLine]:
    """The lines of a shot one after another, squeezed into it where they are longer."""
    lengths = [said(line.text, speaker_of(storyboard, saying(shot, line)), Timings()).seconds for line in shot.says]
    whole = sum(lengths, Fraction(0)) + _LEAST * len(lengths)
    squeeze = min(Fraction(1), room / whole) if whole else Fraction(1)
    for line, length in zip(shot.says, lengths, strict=True):
        yield _line(about, saying(shot, line), storyboard.language, line.text, at, length * squeeze)
        at += (length + _LEAST) * squeeze


def _line(about: str, who: str | None, language: str, text: str, at: Fraction, length: Fraction) -> SaidLine:
    """Words spread over `length` seconds from `at`."""
    start, stop = (Sample(round_half_up(second * SAMPLE_RATE)) for second in (at, at + length))
    return SaidLine(about, who or "", language, spread(plain_words(text), start, stop), is_estimated=True)


def spread(text: str, begin: Sample, stop: Sample) -> tuple[SpokenWord, ...]:
    """Words spread over the samples from `begin` to `stop`."""
    words = text.split()
    weights = [len(word) + _pause_after(word) for word in words]
    whole = sum(weights) - (_pause_after(words[-1]) if words else 0)
    found, before = [], 0
    for word, weight in zip(words, weights, strict=True):
        start, end = (Sample(begin + (stop - begin) * share // whole) for share in (before, before + len(word)))
        found.append(SpokenWord(word, start, end))
        before += weight
    return tuple(found)


def _pause_after(word: str) -> int:
    last = word.rstrip("\"'”’»)]」』）")[-1:]
    return _BREATH if last in _ENDS and last else _BREATH // 2 if last in _PAUSES and last else 0
