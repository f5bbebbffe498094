"""Places at a provider and purchases being seen to: one bound for all processes, and none held by the dead (F30)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import FREE, World, an_intent, an_owner, usd

from longtake.errors import LedgerError
from longtake.ledger import LONGEST_HOLD_NS, Existing, Hold, Ledger, Purchase, this_owner
from longtake.ledger.owner import fate, holds_place, holds_purchase

SECOND = 10**9


def test_no_more_places_are_given_than_there_are(ledger: Ledger, world: World) -> None:
    given_out = [ledger.lease("studio", "m", 2, world.hold(nonce)) for nonce in "abc"]
    assert [one is not None for one in given_out] == [True, True, False]
    assert ledger.lease("studio", "another model", 2, world.hold("c")) is not None
    assert ledger.lease("another account", "m", 2, world.hold("c")) is not None


def test_a_place_given_back_is_free(ledger: Ledger, world: World) -> None:
    first = ledger.lease("studio", "m", 1, world.hold("a"))
    assert first is not None
    assert ledger.lease("studio", "m", 1, world.hold("b")) is None
    ledger.release(first)
    assert ledger.lease("studio", "m", 1, world.hold("b")) is not None


def test_a_place_ends_with_its_hold_unless_it_is_renewed(ledger: Ledger, world: World) -> None:
    ledger.lease("studio", "m", 2, world.hold("a"))
    ledger.lease("studio", "m", 2, world.hold("b"))
    world.pass_by(50)
    assert ledger.renew(world.hold("a")) == 1
    world.pass_by(50)
    assert ledger.lease("studio", "m", 2, world.hold("c")) is not None
    assert ledger.lease("studio", "m", 2, world.hold("d")) is None


def test_a_place_ends_with_its_process(ledger: Ledger, world: World) -> None:
    ledger.lease("studio", "m", 1, world.hold("a", pid=7))
    world.ended.add(7)
    assert ledger.lease("studio", "m", 1, world.hold("b", pid=8)) is not None


def test_everything_of_an_owner_is_given_back_at_once(ledger: Ledger, world: World) -> None:
    hold = world.hold("a")
    ledger.lease("studio", "m", 1, hold)
    made = ledger.intend(an_intent(), "film", hold)
    assert isinstance(made, Purchase)
    ledger.release_all(hold.owner)
    assert ledger.holder(made.id) is None
    assert ledger.lease("studio", "m", 1, world.hold("b")) is not None


@pytest.mark.parametrize("seconds", [0, -5, 16 * 60])
def test_a_hold_must_end_soon_and_not_before_now(ledger: Ledger, world: World, seconds: int) -> None:
    with pytest.raises(LedgerError, match=r"a hold must end within 15 minutes from now, and this one ends in -?\d+ s"):
        ledger.lease("studio", "m", 1, world.hold("a", seconds=seconds))


# Purchases


def test_a_purchase_that_somebody_sees_to_is_left_to_them(ledger: Ledger, world: World) -> None:
    ledger.intend(an_intent(), "film", world.hold("a"))
    found = ledger.intend(an_intent(), "film", world.hold("b"))
    assert isinstance(found, Existing)
    assert found.holder == an_owner("a")
    assert ledger.budget("film").reserved == usd("0.80")


def test_a_purchase_left_behind_by_a_dead_process_is_taken_over_by_one(ledger: Ledger, world: World) -> None:
    ledger.intend(an_intent(), "film", world.hold("a", pid=7))
    world.ended.add(7)
    first = ledger.intend(an_intent(), "film", world.hold("b", pid=8))
    second = ledger.intend(an_intent(), "film", world.hold("c", pid=9))
    assert isinstance(first, Existing)
    assert isinstance(second, Existing)
    assert (first.holder, second.holder) == (None, an_owner("b", pid=8))


def test_a_process_that_was_stopped_keeps_its_purchases_and_loses_its_places(ledger: Ledger, world: World) -> None:
    made = ledger.intend(an_intent(), "film", world.hold("a", pid=7))
    ledger.lease("studio", "m", 1, world.hold("a", pid=7))
    world.living.add(7)
    world.pass_by(3600)
    assert isinstance(made, Purchase)
    assert ledger.hold(made.id, world.hold("b", pid=8)) == an_owner("a", pid=7)
    assert ledger.lease("studio", "m", 1, world.hold("b", pid=8)) is not None


def test_a_finished_purchase_is_held_by_nobody(ledger: Ledger, world: World) -> None:
    made = ledger.intend(an_intent(), "film", world.hold("a"))
    assert isinstance(made, Purchase)
    ledger.failed(made.id, "transient", "overloaded", FREE)
    found = ledger.intend(an_intent(), "film", world.hold("b"))
    assert isinstance(found, Existing)
    assert found.holder is None
    assert ledger.holder(made.id) is None


# Owners


@given(st.integers(0, 10**15), st.integers(-(10**15), 10**15))
def test_a_place_is_held_only_until_its_hold_ends_and_never_for_long(now: int, ahead: int) -> None:
    held = holds_place(Hold(an_owner(), now + ahead), now, "lives")
    assert held == (0 < ahead <= LONGEST_HOLD_NS)


def test_nothing_is_held_by_a_process_that_is_gone() -> None:
    hold = Hold(an_owner(), 2 * SECOND)
    assert not holds_place(hold, SECOND, "gone")
    assert not holds_purchase(hold, SECOND, "gone")


def test_an_owner_of_this_process_is_told_apart_from_another_one() -> None:
    assert this_owner() != this_owner()
    assert this_owner().pid == os.getpid()


def test_an_owner_before_a_restart_is_gone() -> None:
    here = this_owner()
    assert fate(replace(here, boot="an earlier one"), here) == "gone"


def test_of_another_space_of_process_numbers_nothing_is_told() -> None:
    here = this_owner()
    assert fate(replace(here, space="a container", started="5"), here) == "untold"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not tell when processes began")
def test_a_process_is_known_by_its_start_and_not_only_by_its_number() -> None:
    code = (
        "import sys; from longtake.ledger import this_owner; print(this_owner()); sys.stdout.flush(); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        told = child.stdout.readline()
        started = told.partition("started='")[2].partition("'")[0]
        here = this_owner()
        other = replace(here, pid=child.pid, started=started)
        assert fate(other, here) == "lives"
        assert fate(replace(other, started="1"), here) == "gone"
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert fate(other, here) == "gone"
    assert fate(other, here) == "gone"
