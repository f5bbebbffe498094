"""The time of day may be wrong, and may jump: it is for records. What waits and what is looked for goes by others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cutting import Cutting, of_all_classes
from trading import film, landed

POINTS = ["before leased", "after leased", "before intended", "after intended", "before POST", "after POST"]
JUMPS = [timedelta(hours=-2), timedelta(hours=2), timedelta(days=-365), timedelta(days=365)]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_jumps_in_the_midst_of_a_run_changes_nothing(jump: timedelta, folder: Path) -> None:
    trading = Cutting(folder)
    outcomes = trading.run(of_all_classes(), before={150: lambda: setattr(trading.clock, "wrong", jump)})
    assert len(landed(outcomes)) == len(of_all_classes())
    trading.check()


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("cls", ["key", "lookup"])
def test_an_order_whose_answer_was_lost_is_found_by_a_clock_that_is_wrong(
    cls: str, jump: timedelta, folder: Path
) -> None:
    trading = Cutting(folder)
    trading.clock.wrong = jump
    trading.fault("lost", on="create", after=True)
    assert landed(trading.run(film(1, cls))) == ["s01"]
    assert trading.bought == 1


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_an_order_is_found_by_a_clock_that_was_set_right_since(jump: timedelta, folder: Path) -> None:
    trading = Cutting(folder)
    trading.clock.wrong = jump
    trading.run(film(1, "lookup"), points=POINTS.index("after POST"))
    trading.clock.wrong = timedelta()
    assert landed(trading.run(film(1, "lookup"))) == ["s01"]
    assert trading.bought == 1
