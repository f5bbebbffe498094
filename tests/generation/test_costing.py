"""What a provider states in its own unit is money by the model's own price; else the catalogue says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from trading import Trading, commission

from longtake.catalogue.prices import PerTokens
from longtake.generation.costing import cost_of, cost_of_failure
from longtake.generation.landing import Landed
from longtake.generation.provider import Bill
from longtake.ledger import Cost
from longtake.media import Money


def test_without_a_bill_the_catalogue_says() -> None:
    one = commission("s01")
    assert cost_of(one, None) == Cost(one.price, "computed")


@pytest.mark.parametrize(
    ("cls", "bill", "amount"),
    [
        ("remints", Bill(Decimal(60), "credits"), "0.60"),
        ("key", Bill(Decimal("0.42"), "cash"), "0.42"),
        ("blind", Bill(Decimal("1.20"), "USD"), "1.20"),
    ],
)
def test_a_bill_is_told_in_money(cls: str, bill: Bill, amount: str) -> None:
    cost = cost_of(commission("s01", cls), bill)
    assert (cost.amount.amount, cost.amount.currency, cost.source) == (Decimal(amount), "USD", "billed")


def test_tokens_cost_what_the_rows_of_the_model_say() -> None:
    one = commission("s01", "lookup")
    rule = next(rule for rule in one.model.prices if rule.name == one.slot.mode.price)
    assert isinstance(rule, PerTokens)
    bill = Bill(Decimal(rule.tokens(one.slot)), "tokens")
    assert cost_of(one, bill) == Cost(one.price, "billed")


@pytest.mark.parametrize("unit", ["resource_pack", "tokens", "credits"])
def test_a_unit_whose_worth_nobody_knows_leaves_the_price_to_the_catalogue(unit: str) -> None:
    one = commission("s01", "key")
    assert cost_of(one, Bill(Decimal(5), unit)) == Cost(one.price, "computed")


def test_a_failure_costs_what_is_billed_and_else_nothing() -> None:
    one = commission("s01", "remints")
    assert cost_of_failure(one, None) == Cost(Money(0, "USD"), "computed")
    assert cost_of_failure(one, Bill(Decimal(25), "credits")) == Cost(Money("0.25", "USD"), "billed")


def test_a_take_that_landed_has_the_cost_that_was_billed(folder: Path) -> None:
    trading = Trading(folder)
    (outcome,) = trading.film([commission("s01", "remints")])
    assert isinstance(outcome, Landed)
    assert outcome.purchase.cost == Cost(outcome.commission.price, "billed")
