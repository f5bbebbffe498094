"""Where in the film each piece of speech is heard: from where its scene or shot begins, never over another line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from longtake.media import SAMPLE_RATE, FrameRate, Sample, round_half_up
from longtake.planning.handles import brief
from longtake.planning.material import Material
from longtake.planning.narration import BREATH
from longtake.planning.plan import Notice
from longtake.planning.planned_sound import PlannedSpeech, SoundCue
from longtake.storyboard import KeyPath, Remark, Storyboard, scene_name

__all__ = ["Beginnings", "beginnings_of", "held_notices", "late_notices", "said_after_the_end", "spaced", "speech_cues"]

_BREATH = round_half_up(BREATH * SAMPLE_RATE)
_LATE = SAMPLE_RATE // 2  # half a second: sooner than that, nobody sees it


@dataclass(frozen=True, slots=True)
class Beginnings:
    """By the name of each scene and shot: the film sample at which it begins, and its key path."""

    samples: Mapping[str, Sample]
    paths: Mapping[str, KeyPath]


def beginnings_of(
    storyboard: Storyboard, materials: Sequence[Material], lengths: Sequence[int], rate: FrameRate
) -> Beginnings:
    """lengths: the visible frames of each shot."""
    samples, paths = dict[str, Sample](), dict[str, KeyPath]()
    for material, frame in zip(materials, accumulate(lengths, initial=0), strict=False):
        scene = scene_name(material.scene, storyboard.scenes[material.scene].id)
        at = rate.samples(frame)
        samples.setdefault(scene, at)
        paths.setdefault(scene, ("scenes", material.scene, "narration"))
        samples[material.name], paths[material.name] = at, (*material.path, "says")
    return Beginnings(samples, paths)


def spaced(speech: Sequence[PlannedSpeech], recordings: Sequence[SoundCue]) -> tuple[PlannedSpeech, ...]:
    """The pieces, each put off until the line before it is over and a breath is taken. recordings: where others speak.
    Pieces that nobody hears in the mix stay as they are."""
    taken: list[tuple[int, int]] = sorted(
        (cue.start, cue.start + cue.samples) for cue in recordings if cue.kind == "narration"
    )
    moved = list(speech)
    heard = (number for number, piece in enumerate(speech) if piece.start is not None)
    for number in sorted(heard, key=lambda number: (speech[number].start or 0, number)):
        piece = speech[number]
        start = _free(piece.start or 0, _samples(piece), taken)
        moved[number] = replace(piece, start=Sample(start))
        taken = sorted([*taken, (start, start + _samples(piece))])
    return tuple(moved)


def _free(start: int, samples: int, taken: Sequence[tuple[int, int]]) -> int:
    """The first sample from `start` on at which so many are free, with a breath after what is said before."""
    for begins, ends in taken:
        if start < ends + _BREATH and begins < start + samples:
            start = ends + _BREATH
    return start


def held_notices(materials: Sequence[Material], lengths: Sequence[int], rate: FrameRate) -> Iterator[Notice]:
    """Shots that show for longer than is written, since the words over them are not over. lengths: visible frames."""
    for material, frames in zip(materials, lengths, strict=True):
        written = material.shot.length
        is_own_length = isinstance(written, Fraction) and material.kind != "footage" and material.part == (1, 1)
        if isinstance(written, Fraction) and is_own_length and frames > max(1, rate.frames(written)):
            longer = brief(rate.seconds(frames - rate.frames(written)))
            yield Notice(material.name, f"it is held {longer} longer than written, until the words over it are over")


def late_notices(speech: Sequence[PlannedSpeech], wanted: Sequence[PlannedSpeech]) -> Iterator[Notice]:
    """Lines that begin later than their scene or shot does, since another one is not over. wanted: the same pieces
    before they were spaced."""
    told = set[str]()
    for piece, before in zip(speech, wanted, strict=True):
        late = (piece.start or 0) - (before.start or 0)
        if late > _LATE and piece.about not in told and piece.about not in _first_lines(piece, wanted):
            message = f"its words begin {brief(Fraction(late, SAMPLE_RATE))} late, for those before them are not over"
            yield Notice(piece.about, f"{message}; make the shots before longer, or cut words")
        told.add(piece.about)


def _first_lines(piece: PlannedSpeech, wanted: Sequence[PlannedSpeech]) -> frozenset[str]:
    """Where several lines follow each other in one place, all but the first are late on purpose."""
    same = [one for one in wanted if one.about == piece.about]
    return frozenset() if same[0].order == piece.order else frozenset({piece.about})


def said_after_the_end(
    speech: Sequence[PlannedSpeech], beginnings: Beginnings, frames: int, rate: FrameRate
) -> Iterator[tuple[Remark, bool]]:
    """What would be cut off by the end of the film; whether that is measured."""
    length, frame = rate.samples(frames), rate.samples(1)
    for piece in speech:
        over = 0 if piece.start is None else piece.start + _samples(piece) - length
        if over > frame:
            lasts, long = brief(piece.seconds), brief(Fraction(over, SAMPLE_RATE))
            how = "estimated" if piece.is_estimated else "measured"
            message = f"the words of {piece.about} last {lasts} ({how}) and end {long} after the film"
            advice = (f"make its shots {long} longer", "write for: auto on one of them", "or cut words")
            yield Remark(beginnings.paths[piece.about], message, advice), not piece.is_estimated


def speech_cues(
    speech: Sequence[PlannedSpeech], gains: Mapping[str, Fraction], frames: int, rate: FrameRate
) -> tuple[SoundCue, ...]:
    """What is heard of speech whose length is known. gains: in dB, by the name of the scene. The digest of a cue is the
    order of its piece: which samples that gives is known where it is spoken."""
    length = rate.samples(frames)
    return tuple(
        SoundCue(
            "narration",
            piece.asset,
            piece.order,
            piece.start,
            min(_samples(piece), length - piece.start),
            gains.get(piece.about, Fraction(0)),
            0,
            0,
            tempo=piece.tempo,
        )
        for piece in speech
        if piece.start is not None and not piece.is_estimated
    )


def _samples(piece: PlannedSpeech) -> int:
    return round_half_up(piece.heard * SAMPLE_RATE)
