"""A model as data: what it takes, what it makes, what it costs, and how sure each of these is.

Limits combine, so they are rows: a *mode* says which inputs go together with which lengths, sizes and sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Literal

from longtake.media import FrameRate, Size

__all__ = ["InputRange", "Kind", "Lengths", "Mode", "Role", "Slot", "SoundForm", "Source", "Sure", "longest_slots"]

Kind = Literal["text", "image", "references", "extension", "video", "enhance", "avatar", "audio"]
"""What a shot is made from: words alone; a first (and last) frame; pictures to go by; the take before it; a clip to be
changed; a clip to be made larger or cleaner; a portrait and speech; sound that drives the picture."""

Role = Literal["first frame", "last frame", "reference", "video", "audio", "portrait"]

SoundForm = Literal["wav", "mp3", "m4a", "aac", "ogg", "flac"]
"""What a file of sound is written as."""

Sure = Literal["wire-traced", "sdk source", "documented", "third party", "recalled", "unconfirmed"]
"""How sure a figure is, the surest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from, when it was read there, and how sure it is."""

    said_by: str
    read_on: date
    sure: Sure


@dataclass(frozen=True, slots=True)
class Lengths:
    """The seconds that a take may have: these, or each from `least` to `most` in steps."""

    these: tuple[Fraction, ...] = ()
    least: Fraction = Fraction(0)
    most: Fraction = Fraction(0)
    step: Fraction = Fraction(1)

    @property
    def longest(self) -> Fraction:
        return max(self.these) if self.these else self.most

    def reaching(self, seconds: Fraction) -> Fraction | None:
        """The shortest length on offer that is at least `seconds`; None where none is."""
        if self.these:
            return min((length for length in self.these if length >= seconds), default=None)
        steps = max(0, -((self.least - seconds) // self.step))  # rounds up
        length = self.least + steps * self.step
        return length if length <= self.most else None


@dataclass(frozen=True, slots=True)
class InputRange:
    """How many inputs of one role a mode takes."""

    role: Role
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Mode:
    """One row of what goes together. sound: whether takes have sound: never, always, or as asked. price: the name of
    the model's price rule for it. rates: empty where the source's stays. upscaled: those of the sizes that the provider
    enlarges a smaller picture to. forms: those that a sound may be sent in, () for any. own: where an avatar of the
    provider's own is moved, what is told of it and the knob that says so; () for none."""

    name: str
    kind: Kind
    inputs: tuple[InputRange, ...]
    lengths: Lengths
    sizes: tuple[Size, ...]
    rates: tuple[FrameRate, ...]
    sound: Literal["never", "always", "asked"]
    price: str
    source: Source
    upscaled: tuple[Size, ...] = ()
    forms: tuple[SoundForm, ...] = ()
    own: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """What can be bought: a mode at one length and size."""

    mode: Mode
    seconds: Fraction
    size: Size
    rate: FrameRate | None
    has_sound: bool


def longest_slots(mode: Mode) -> Iterator[Slot]:
    """The longest take of a mode at each size, without and with sound as it offers them."""
    sounds = {"never": (False,), "always": (True,), "asked": (False, True)}[mode.sound]
    rate = mode.rates[0] if mode.rates else None
    for size, has_sound in product(mode.sizes, sounds):
        yield Slot(mode, mode.lengths.longest, size, rate, has_sound)
