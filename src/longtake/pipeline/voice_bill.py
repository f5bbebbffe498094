"""What a film's hosted voices cost. A value."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media import Money

__all__ = ["VoiceBill"]


@dataclass(frozen=True, slots=True)
class VoiceBill:
    """cost: of all that they say in the film, each line once; is_new: whether this run bought any of it."""

    cost: Money
    is_emulated: bool
    is_new: bool
