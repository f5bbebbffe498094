"""What is wrong with a package, and by which rule."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["UNFIT", "Fault", "UnreadableError", "guarded"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is not kept. rule: its number, such as H32; place: the file in the film's folder, and its line."""

    rule: str
    place: str
    what: str


class UnreadableError(Exception):
    """A file is not what its name says; the message says what stands there instead."""


UNFIT = (
    UnreadableError,
    ArithmeticError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)
"""What reading or judging raises where something stands that nobody thought of."""


def guarded(rule: str, place: str, found: Iterable[Fault]) -> Iterator[Fault]:
    """The faults as they are found. What cannot even be judged is a fault of that rule, too, and ends it."""
    try:
        yield from found
    except UNFIT as error:
        yield Fault(rule, place, f"it cannot be judged: {str(error) or type(error).__name__}")
