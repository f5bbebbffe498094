"""A segment: what will be bought for a shot, as a value. One request to one model."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Digest, FrameRate, Money, Size
from longtake.planning.prompt import Prompt

__all__ = ["Choice", "InputRole", "Segment", "SegmentInput"]

InputRole = Literal["first frame", "last frame", "reference", "video", "audio", "portrait"]


@dataclass(frozen=True, slots=True)
class SegmentInput:
    """A file that goes with the request. One of: `asset`, the author's file, with its digest; or `take`, the key of
    another shot whose take it is made from (its last shown frame, or the whole of it), which must have come first. tag:
    what the prompt calls it (`@Image1`), where the dialect has tags; about: whom or what it shows (`mara`)."""

    role: InputRole
    asset: str | None = None
    digest: Digest | None = None
    take: str | None = None
    about: str = ""
    tag: str = ""


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
    whose take must come first.
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
