"""A sample: one take that was bought to see that a provider works, or why there is none. A value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from longtake.generation.landing import MissedBy
from longtake.media import Money

__all__ = ["Sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A take that was bought, or why there is none. price: by the catalogue; cost: as the provider bills it, or as the
    catalogue computes it (`source`). differs: where the take is not what was asked. why, by: where there
    is none, for people and in a word."""

    model: str
    price: Money
    cost: Money | None = None
    source: str = ""
    path: Path | None = None
    differs: tuple[str, ...] = ()
    why: str = ""
    by: MissedBy | None = None
    advice: tuple[str, ...] = ()

    @property
    def is_as_expected(self) -> bool:
        return self.path is not None and not self.differs
