"""The rules of a package, each with its number, what it asks, and the check that finds where it is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from longtake.packaging.verifying.fault import Fault, guarded
from longtake.packaging.verifying.stream import Stream

__all__ = ["Check", "Rule", "rule"]

Check = Callable[[Stream], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """number: as in the norms' list, such as H32; asks: in a sentence."""

    number: str
    asks: str
    check: Check


def rule(number: str, asks: str) -> Callable[[Callable[[Stream], Iterator[tuple[str, str]]]], Rule]:
    """Makes a rule of a function that yields the place and the words of each breach."""

    def made(check: Callable[[Stream], Iterator[tuple[str, str]]]) -> Rule:
        def faults(stream: Stream) -> Iterator[Fault]:
            found = (Fault(number, place, what) for place, what in check(stream))
            return guarded(number, stream.main.path, found)

        return Rule(number, asks, faults)

    return made
