"""A segment: what will be bought for a shot, as a value. One request to one model."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import SAMPLE_RATE, Digest, FrameRate, Money, Sample, Size, digest_of
from longtake.planning.prompt import Prompt

__all__ = ["Choice", "HeardLine", "InputRole", "Segment", "SegmentInput", "taken_as"]

InputRole = Literal["first frame", "last frame", "reference", "video", "audio", "portrait"]


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A piece of speech in a sound that is sent. asset: what the plan calls its sound; at: the sample of that sound,
    before any part of it is taken, at which it begins; tempo: times its own speed at which it is heard."""

    asset: str
    at: Sample
    tempo: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SegmentInput:
    """A file that goes with the request. One of: `asset`, the author's file, with its digest; or `take`, the key of
    another shot whose take it is made from (its last shown frame, or the whole of it), which must have come first. tag:
    what the prompt calls it (`@Image1`), where the dialect has tags; about: whom or what it shows (`mara`). start,
    samples: of a sound the part that is sent, in samples at 48 kHz: from where (below 0: after so much silence), how
    many; None for its beginning and up to its end. lines: what it is put together from, where voices say it. tempo:
    times its own speed at which a sound is heard, where that is another."""

    role: InputRole
    asset: str | None = None
    digest: Digest | None = None
    take: str | None = None
    about: str = ""
    tag: str = ""
    start: Sample | None = None
    samples: int | None = None
    lines: tuple[HeardLine, ...] = ()
    tempo: Fraction | None = None

    @property
    def window(self) -> str:
        """Which part of a sound is sent, for people: `from 2 s to 4.5 s`; "" for all of it."""
        begin = Fraction(self.start or 0, SAMPLE_RATE)
        silence = f"after {_brief(-begin)} of silence" if begin < 0 else ""
        since = f"from {_brief(begin)} on" if begin > 0 else ""
        if self.samples is not None:
            end = _brief(begin + Fraction(self.samples, SAMPLE_RATE))
            since = f"from {_brief(max(begin, Fraction(0)))} to {end}"
        return ", ".join(part for part in (since, silence) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """A model on the shot's route: why it is taken, comes later, or cannot be taken. price: of one take; None where it
    cannot be taken."""

    model: str
    is_able: bool
    why: str
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One purchase, decided. Seconds are of the take, as the model is asked for them.

    model, mode: of the catalogue. tier: of service, "" where there is one. seconds: the slot that is bought, handles
    and slack included; size, rate, audio: as the model makes them. seed: None where it takes none. inputs: in the
    order they are sent. price: of one take, by the catalogue; ceiling: the most that one take may cost, the author's
    `max_price` where nobody could confirm the price (is_price_sure: whether somebody could). order: the digest of all
    that goes over the wire, so far as the plan knows it: the same order is never bought twice. reconcile: how a lost
    answer is found again. choices: every model on the route, the taken one first. waits_for: the name of the shot
    whose take must come first. take: which take of the shot, from 2; None for the first.
    """

    model: str
    mode: str
    tier: str
    seconds: Fraction
    size: Size
    rate: FrameRate
    audio: bool
    seed: int | None
    prompt: Prompt
    inputs: tuple[SegmentInput, ...]
    price: Money
    ceiling: Money
    is_price_sure: bool
    order: Digest
    reconcile: Literal["key", "lookup", "blind"]
    choices: tuple[Choice, ...]
    waits_for: str | None = None
    take: int | None = None

    @property
    def known_as(self) -> Digest:
        """What it is known by among what was bought: one order may be bought several times, take after take."""
        return taken_as(self.order, self.take or 1)


def taken_as(order: Digest, take: int) -> Digest:
    """What a take of an order is known by: the order itself for the first one."""
    return order if take == 1 else digest_of({"order": order, "take": take})


def _brief(seconds: Fraction) -> str:
    return f"{float(seconds):.4g} s"
