"""What is said of a clip by its measures, with reasons that a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from longtake.media import Usable

__all__ = ["Kind", "Reason", "Verdict"]

Kind = Literal["accept", "trim", "retry", "refuse"]


@dataclass(frozen=True, slots=True)
class Reason:
    """kind: what it alone would come to; with `accept` it is worth knowing and no more. advice: what to do, if much."""

    kind: Kind
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """kind: the gravest of the reasons. usable: of its pictures; None for sound alone."""

    kind: Kind
    reasons: tuple[Reason, ...] = ()
    usable: Usable | None = None
