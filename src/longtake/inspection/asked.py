"""What a clip was asked to be, and what of it is other than that. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.inspection.verdict import Kind, Reason
from longtake.media import ClipFacts, Size

__all__ = ["Asked", "AskedFor", "unasked"]

AskedFor = Literal["size", "shape", "rate", "length", "sound"]


@dataclass(frozen=True, slots=True)
class Asked:
    """None for what nobody asked for. rate: pictures a second. seconds: long. sound: whether there should be some."""

    size: Size | None = None
    rate: Fraction | None = None
    seconds: Fraction | None = None
    sound: bool | None = None


def unasked(facts: ClipFacts, asked: Asked, kinds: Mapping[AskedFor, Kind], off: float) -> Iterator[Reason]:
    """A reason for each that is not as asked. kinds: what it alone comes to; `size` where only that differs, not the
    shape. off: share by which a length or shape may differ."""
    picture = facts.picture
    if picture and asked.size and picture.shown != asked.size:
        is_shape = abs(picture.shown.ratio / asked.size.ratio - 1) > off
        yield _reason(kinds["shape" if is_shape else "size"], f"it is {picture.shown}, and {asked.size} was asked for")
    if picture and asked.rate and picture.rate != asked.rate:
        found = f"it has {float(picture.rate):.5g} pictures a second"
        yield _reason(kinds["rate"], f"{found}, and {float(asked.rate):.5g} were asked for")
    if picture and asked.seconds and abs(picture.seconds / asked.seconds - 1) > off:
        found = f"it lasts {float(picture.seconds):.2f} s"
        yield _reason(kinds["length"], f"{found}, and {float(asked.seconds):.2f} s were asked for")
    if asked.sound and facts.sound is None:
        yield _reason(kinds["sound"], "it has no sound, which was asked for")


def _reason(kind: Kind, what: str) -> Reason:
    return Reason(kind, what, "make it again" if kind in ("retry", "refuse") else "")
