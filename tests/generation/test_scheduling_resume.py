"""A run that ends at any commit of the ledger is gone on with by the next one: nothing is lost, nothing is
bought twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from trading import MODELS, Trading, film, landed, missed


class KilledError(Exception):
    """The process ends here."""


class Passing:
    """Counts the ledger's commits; from the nth on nothing is written any more."""

    def __init__(self, nth: int = 10**6) -> None:
        self.nth, self.points = nth, list[str]()

    def __call__(self, point: str) -> None:
        self.points.append(point)
        if len(self.points) > self.nth:
            raise KilledError(point)


def _points(cls: str, folder: Path) -> list[str]:
    """What a run that nothing disturbs passes, after its budget was set."""
    trading = _trading(folder, passing := Passing())
    del passing.points[:]
    trading.film(film(1, cls))
    return passing.points


def _trading(folder: Path, passing: Callable[[str], None]) -> Trading:
    folder.mkdir()
    return Trading(folder, passing=passing)


@pytest.mark.parametrize("cls", MODELS)
def test_a_run_that_is_killed_at_any_commit_is_gone_on_with(cls: str, folder: Path) -> None:
    for nth, point in enumerate(_points(cls, folder / "whole")):
        trading = _trading(folder / f"{nth}", passing := Passing())
        passing.nth = len(passing.points) + nth
        with suppress(KilledError):
            trading.film(film(1, cls))
        passing.nth = 10**6
        outcomes = trading.film(film(1, cls))
        is_lost = cls in ("blind", "remints") and point in ("after intended", "before submitted")
        assert (missed(outcomes) or landed(outcomes)) == ({"s01": "unknown"} if is_lost else ["s01"]), point
        assert trading.bought <= 1, point
