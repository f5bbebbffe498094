"""The mix as data: which stretch of which sound is heard when, how loud, and how it comes and goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from longtake.media import SAMPLE_RATE, Digest, GainPoint, SoundFacts, round_half_up

__all__ = ["NO_FADE", "Fade", "Mix", "Role", "Shape", "SoundCue", "SoundSource"]

Role = Literal["narration", "music", "native", "effect"]
Shape = Literal["linear", "equal-power"]


@dataclass(frozen=True, slots=True)
class SoundSource:
    """Bytes with sound in them. samples: its length at 48 kHz as it is heard. name: for messages only, no part of any
    recipe. tempo: times its own speed at which it is heard, with its pitch kept. tone_of: where it is room tone made of
    a sound of so many samples, which can be heard for ever; 0 where it is the sound itself."""

    digest: Digest
    samples: int
    name: str = field(compare=False)
    tempo: Fraction = Fraction(1)
    tone_of: int = 0

    @classmethod
    def of(cls, digest: Digest, facts: SoundFacts, name: str, tempo: Fraction = Fraction(1)) -> SoundSource:
        return cls(digest, round_half_up(facts.seconds * SAMPLE_RATE / tempo), name, tempo)


@dataclass(frozen=True, slots=True)
class Fade:
    """A ramp between silence and full level over `samples`. Two equal-power fades over each other keep the power."""

    samples: int
    shape: Shape = "linear"


NO_FADE = Fade(0)


@dataclass(frozen=True, slots=True)
class SoundCue:
    """Samples [source_start, source_start + samples) of a source, heard from film sample `at`.

    All counts at 48 kHz. gain_millibels: hundredths of a decibel, -2000 for -20 dB. curve: gain that changes, besides,
    at film samples, as where music steps back under speech.
    """

    source: SoundSource
    role: Role
    at: int
    source_start: int
    samples: int
    gain_millibels: int = 0
    fade_in: Fade = NO_FADE
    fade_out: Fade = NO_FADE
    curve: tuple[GainPoint, ...] = ()

    def __post_init__(self) -> None:
        if self.at < 0 or self.samples < 1:
            raise ValueError(f"a cue is heard from film sample 0 on, not [{self.at}, {self.end})")
        if self.source_start < 0 or self.source_start + self.samples > self.source.samples:
            raise ValueError(
                f"{self.source.name} has {self.source.samples} samples; {self.source_start} to "
                f"{self.source_start + self.samples} are asked of it"
            )
        if max(self.fade_in.samples, self.fade_out.samples) > self.samples:
            raise ValueError(f"a fade of {self.source.name} is longer than its cue of {self.samples} samples")

    @property
    def end(self) -> int:
        return self.at + self.samples


@dataclass(frozen=True, slots=True)
class Mix:
    """All that is heard in a film of `samples`; where no cue is, there is silence."""

    cues: tuple[SoundCue, ...]
    samples: int

    def __post_init__(self) -> None:
        for cue in self.cues:
            if cue.end > self.samples:
                raise ValueError(f"a cue of {cue.source.name} ends at {cue.end}, after the film at {self.samples}")
