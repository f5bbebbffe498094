"""A take at a price that nobody states costs what the author allowed, at most; a bill says more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from trading import commission

from longtake.catalogue import load_catalogue
from longtake.generation.costing import cost_of
from longtake.generation.provider import Bill
from longtake.ledger import Cost
from longtake.media import Money

OMNIHUMAN = load_catalogue()["omnihuman-1.5"]
ALLOWED = Money("2.00", "USD")
ONE = replace(
    commission("s01"),
    model=OMNIHUMAN,
    tier="",
    slot=replace(commission("s01").slot, mode=OMNIHUMAN.modes[0]),
    price=ALLOWED,
)


def test_what_nobody_states_is_at_most_what_was_allowed() -> None:
    assert cost_of(ONE, None) == Cost(ALLOWED, "at most")


def test_a_bill_in_money_says_what_it_was() -> None:
    assert cost_of(ONE, Bill(Decimal("0.72"), "USD")) == Cost(Money("0.72", "USD"), "billed")
