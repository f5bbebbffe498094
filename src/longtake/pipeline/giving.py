"""The sound that a take is made from: what the film has there, and room tone where it has nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import OperatorError
from longtake.ledger import Realm
from longtake.media import SAMPLE_RATE

if TYPE_CHECKING:
    from longtake.libav.sound import Pcm
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["GivenSound", "check_given", "given_sound"]

_TONE = 10 ** (-72 / 20)
"""RMS of full scale. Models take digital silence for a fault or hold a face still in it; nobody hears this."""

_ROUND = 2 * SAMPLE_RATE
_SEED = 61


@dataclass(frozen=True, slots=True)
class GivenSound:
    """A file in a sound that is put together. samples: how many it has at 48 kHz, as it is heard; at: where it begins
    there; tempo: times its own speed at which it is heard."""

    path: Path
    samples: int
    at: int = 0
    tempo: Fraction = Fraction(1)


def given_sound(
    sounds: Sequence[GivenSound], start: int = 0, samples: int | None = None, lasts: int | None = None
) -> Pcm:
    """Samples [start, start + samples) of the sounds as they lie, and room tone before, between and after them. start:
    may be before them; samples: None for up to their end; lasts: how many there must be at least, filled up with room
    tone. The same sounds give the same samples. Raises MediaError."""
    ends = max(one.at + one.samples for one in sounds)
    end = ends if samples is None else start + samples
    whole = _room_tone(max(end - start, lasts or 0))
    heard = [(one, max(start, one.at), min(end, one.at + one.samples)) for one in sounds]
    heard = [(one, first, last) for one, first, last in heard if first < last]
    for _, first, last in heard:
        whole[:, first - start : last - start] = 0
    for one, first, last in heard:
        whole[:, first - start : last - start] += _read(one, first - one.at, last - first)
    return whole


def check_given(planned: PlannedFilm, realm: Realm) -> None:
    """Raises OperatorError where takes would be paid for that are made from what an emulator said. realm: of takes."""
    if realm == "emulated" or planned.voices is None or not planned.voices.is_emulated:
        return
    hosted = {piece.asset for piece in planned.plan.all_speech if "/" in piece.voice}
    for shot in planned.plan.shots:
        if shot.segment and any(line.asset in hosted for one in shot.segment.inputs for line in one.lines):
            raise OperatorError(
                "its take is made from speech, which an emulator said, and would be bought with real money",
                place=f"shot {shot.name}",
                advice=("unset the voice's LONGTAKE_…_URL", "or say --emulate for all of it"),
            )


def _read(one: GivenSound, start: int, samples: int) -> Pcm:
    from longtake.libav.sound import SoundReader

    reader = SoundReader(one.path, one.tempo)
    try:
        return reader.window(start, samples)
    finally:
        reader.close()


def _room_tone(samples: int) -> Pcm:
    import numpy as np

    once = np.random.Generator(np.random.PCG64(_SEED)).standard_normal(_ROUND, np.float32) * np.float32(_TONE)
    return np.tile(np.resize(once, samples), (2, 1))
