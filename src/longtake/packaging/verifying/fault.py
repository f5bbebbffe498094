"""What is wrong with a package, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Fault", "UnreadableError"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is not kept. rule: its number, such as H32; place: the file in the film's folder, and its line."""

    rule: str
    place: str
    what: str


class UnreadableError(Exception):
    """A file is not what its name says; the message says what stands there instead."""
