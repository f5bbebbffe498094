"""What a planned film lets be heard besides its clips: cues of sound files, pieces of speech, its other languages."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Digest, GainPoint, Money, Sample
from longtake.planning.timings import speech_key

__all__ = ["PlannedDub", "PlannedSpeech", "SoundCue"]


@dataclass(frozen=True, slots=True)
class SoundCue:
    """A sound file in the film: from film sample `start`, `samples` long, with its gain and fades (in samples).

    source_start: of the file's own samples, where not from its first. cross_in, cross_out: samples over which it
    crosses with the cue before it and after it, at equal power. curve: gain that changes besides, at film samples.
    tempo: times its own speed at which it is heard, its pitch kept, where that is another.
    """

    kind: Literal["narration", "music", "effect"]
    asset: str
    digest: Digest
    start: Sample
    samples: int
    gain: Fraction
    fade_in: int
    fade_out: int
    source_start: Sample | None = None
    cross_in: int | None = None
    cross_out: int | None = None
    curve: tuple[GainPoint, ...] = ()
    tempo: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PlannedSpeech:
    """A piece of speech: one request to a voice. about: the scene or the shot that it is heard in.

    voice: as the storyboard names it; model: of the catalogue. characters: as they are paid. seconds: measured or
    estimated. price: at that length; least, greatest: what it may be instead while the length is estimated, where time
    is paid; ceiling: the most that one try may cost, the author's `max_price` where nobody could confirm the price.
    order: the digest of all that decides it: the same piece is never bought twice. text: with its marks; who: from the
    cast, "" for the narrator; pace: in times the voice's own; sounds: what of the film's lexicon is in it. start: the
    film sample at which it is heard; None before it is known. tempo: times its own speed at which it is heard, its
    pitch kept, where it has to fit; seconds are those of what was spoken.
    """

    about: str
    voice: str
    model: str
    characters: int
    seconds: Fraction
    is_estimated: bool
    price: Money
    least: Money
    greatest: Money
    ceiling: Money
    is_price_sure: bool
    order: Digest
    text: str = ""
    who: str = ""
    language: str = ""
    pace: Fraction | None = None
    sounds: tuple[tuple[str, str], ...] = ()
    start: Sample | None = None
    tempo: Fraction | None = None

    @property
    def heard(self) -> Fraction:
        """Seconds that it is heard for."""
        return self.seconds / (self.tempo or 1)

    @property
    def asset(self) -> str:
        """What the plan's cues call its sound."""
        return f"speech/{self.order[:16]}"

    @property
    def known_as(self) -> Digest:
        """The key that its timing is known by."""
        return speech_key(self.text, self.voice, self.pace or Fraction(1), self.language, self.sounds)


@dataclass(frozen=True, slots=True)
class PlannedDub:
    """The film as it is heard in another language, over the same pictures. cues: all that is heard besides the clips'
    own sound; native: the gain of that, at film samples."""

    language: str
    speech: tuple[PlannedSpeech, ...]
    cues: tuple[SoundCue, ...]
    native: tuple[GainPoint, ...] = ()
