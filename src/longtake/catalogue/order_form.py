"""An order form: the names and words by which one of an aggregator's many models is told what we call seconds, shape,
sound. All of it comes from the model's file (`form_reading`); whoever sends orders fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from longtake.catalogue.modes import Kind, Role

__all__ = ["Choice", "OrderForm", "Spelling", "Way", "WayName"]

WayName = Kind | Literal["frames"]
"""How a take is made, as an aggregator tells it apart: a kind, or `frames` for an image with a last frame where that is
asked for otherwise than one without."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A field that takes a number. by: `number`, or a text with `{}` where it stands: `{}s`."""

    name: str
    by: str

    def of(self, number: int) -> int | str:
        return number if self.by == "number" else self.by.replace("{}", str(number))


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that takes one of a few words. words: ours (`16:9`, `1080p`, `1280x720`), each with theirs."""

    name: str
    words: tuple[tuple[str, str], ...]

    @property
    def ours(self) -> tuple[str, ...]:
        return tuple(ours for ours, _ in self.words)

    def theirs(self, ours: str) -> str:
        """Raises KeyError for a word that it does not have."""
        return dict(self.words)[ours]


@dataclass(frozen=True, slots=True)
class Way:
    """path: what follows the model's name; inputs: the field for each role, ending in `[]` where it is a list; without:
    the form's fields that are not said on this way."""

    path: str = ""
    inputs: tuple[tuple[Role, str], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderForm:
    """None and "" stand for what cannot be asked. shots: the field for the shots of one take, a list of `prompt` and
    `duration`; settings: knobs that are taken by their own names; always: fields that are the same in all orders."""

    ways: tuple[tuple[WayName, Way], ...]
    seconds: Spelling | None = None
    ratio: Choice | None = None
    grade: Choice | None = None
    size: Choice | None = None
    shots: Spelling | None = None
    sound: str = ""
    seed: str = ""
    negative: str = ""
    settings: tuple[str, ...] = ()
    always: tuple[tuple[str, bool | int | str], ...] = ()

    def way(self, kind: Kind, *, has_last_frame: bool) -> Way | None:
        """None where the model's file does not say how that is asked for."""
        ways = dict(self.ways)
        return (ways.get("frames") if has_last_frame else None) or ways.get(kind)
