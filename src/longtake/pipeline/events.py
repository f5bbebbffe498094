"""What a make says while it works: small frozen values, one a thing that happened, for people and for machines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Event", "Listener", "Notice", "Planned", "Progress", "Reused", "Taking", "Watchable"]


@dataclass(frozen=True, slots=True)
class Event:
    """Root of all events."""

    @property
    def name(self) -> str:
        return type(self).__name__.lower()

    def as_json(self) -> dict[str, Any]:
        """Plain data, for `--json`: the event's name and its fields."""
        return {"event": self.name, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """The plan stands. price: as text with its currency ("0.00 USD")."""

    title: str
    shots: int
    frames: int
    seconds: float
    price: str


@dataclass(frozen=True, slots=True)
class Progress(Event):
    """A stage moved on. stage: `clips`, `speech`, `takes`, `spans`, `sound` or `package`; `voice` while one is
    fetched, in megabytes. reused: how many were in the store."""

    stage: str
    done: int
    total: int
    reused: int = 0
    note: str = ""

    @property
    def is_worth_telling(self) -> bool:
        """Whether it brings another hundredth of the whole: a long film has thousands of parts."""
        return self.done * 100 // self.total > (self.done - 1) * 100 // self.total


@dataclass(frozen=True, slots=True)
class Taking(Event):
    """A take is on its way. shot: its name. stage: `waits`, `ordered`, `queued`, `running`, `fetching`, `retry`,
    `fallback`, `landed`, `chosen` or `missed`; note: what it waits for, why it is tried again, who makes it instead,
    which of several it is; done: how
    much of it is made, 0 to 1."""

    shot: str
    stage: str
    note: str = ""
    done: float | None = None


@dataclass(frozen=True, slots=True)
class Notice(Event):
    """Something a person should know that stops nothing: a conformed oddity, a task sent again after a crash."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Reused(Event):
    """The folder holds this very film already; nothing was done."""

    folder: str


@dataclass(frozen=True, slots=True)
class Watchable(Event):
    """The film can be watched while it is made, from here on. playlist: the path of its live preview."""

    playlist: str


Listener = Callable[[Event], None]
"""Called in order, from the thread that makes the film; it must not block for long."""
