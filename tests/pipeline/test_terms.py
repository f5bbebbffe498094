"""When a person has to say yes before anything is bought."""

import pytest

from longtake.errors import BudgetError, InputError, LongtakeError
from longtake.ledger import Realm
from longtake.media import Money
from longtake.pipeline.taken import ApprovalMissingError
from longtake.pipeline.terms import Terms, checked_money, checked_speed
from longtake.planning import Quote


def usd(text: str) -> Money:
    return Money(text, "USD")


def quote(total: str, cap: str | None = None) -> Quote:
    return Quote((), usd(total), usd(cap) if cap else None, usd(total) + usd(total))


def refusal(terms: Terms, asked: Quote) -> LongtakeError:
    with pytest.raises(LongtakeError) as caught:
        terms.check(asked, "live")
    return caught.value


@pytest.mark.parametrize(
    ("terms", "asked"),
    [
        (Terms(), quote("1.00")),
        (Terms(), quote("0.00")),
        (Terms(), quote("4.00", cap="12.00")),
        (Terms(budget=usd("4.00")), quote("4.00")),
        (Terms(is_approved=True), quote("40.00")),
        (Terms(is_approved=True), quote("40.00", cap="12.00")),
        (Terms(approve_above=usd("50")), quote("40.00")),
    ],
    ids=["cheap", "nothing", "storyboard's budget", "own budget", "yes", "yes, in part", "own bound"],
)
def test_what_is_allowed_is_bought_without_asking(terms: Terms, asked: Quote) -> None:
    terms.check(asked, "live")


def test_an_emulator_never_asks() -> None:
    Terms().check(quote("40.00"), "emulated")


def test_more_than_a_dollar_without_a_budget_needs_a_yes() -> None:
    error = refusal(Terms(), quote("1.01"))
    assert isinstance(error, ApprovalMissingError)
    assert error.exit_code == 3
    assert str(error) == (
        "budget: it costs 1.01 USD, with retries at most 2.02 USD, and nobody has said yes to that\n"
        "  say yes: --yes · or write a budget: --budget AMOUNT · see it first: longtake quote"
    )


def test_another_currency_than_the_bound_s_needs_a_yes() -> None:
    assert isinstance(refusal(Terms(approve_above=Money("5", "EUR")), quote("0.10")), ApprovalMissingError)


def test_a_budget_that_does_not_suffice_stops_before_the_first_take() -> None:
    error = refusal(Terms(), quote("14.00", cap="12.00"))
    assert isinstance(error, BudgetError)
    assert str(error).startswith("budget: it costs 14.00 USD, and the budget is 12.00 USD")


def test_the_budget_of_the_make_stands_in_for_the_storyboard_s() -> None:
    Terms(budget=usd("20")).check(quote("14.00", cap="12.00"), "live")


@pytest.mark.parametrize(
    ("terms", "cap", "realm", "is_allowed"),
    [
        (Terms(), None, "live", False),
        (Terms(), None, "emulated", True),
        (Terms(is_approved=True), None, "live", True),
        (Terms(approve_above=Money("2.00", "USD")), None, "live", True),
        (Terms(budget=Money("9.00", "USD")), None, "live", True),
        (Terms(), Money("9.00", "USD"), "live", True),
    ],
)
def test_what_is_bought_instead_may_cost_what_somebody_allowed(
    terms: Terms, cap: Money | None, realm: Realm, is_allowed: bool
) -> None:
    assert terms.allows(Money("2.00", "USD"), cap, realm) is is_allowed


def test_what_is_no_money_and_no_speed_is_refused_with_its_option() -> None:
    with pytest.raises(InputError, match=r"budget: 'much' is no amount of money"):
        checked_money("much", "budget")
    with pytest.raises(InputError, match=r"emulate: an emulator is 1 to 100,000 times as fast as real, not 0"):
        checked_speed(0)
    assert (checked_speed(False), checked_speed(True), checked_speed(7)) == (None, 100, 7)


@pytest.mark.parametrize("terms", [Terms(buys=False), Terms(buys=False, is_approved=True, budget=usd("100"))])
def test_where_nothing_is_bought_no_yes_and_no_budget_counts(terms: Terms) -> None:
    error = refusal(terms, quote("0.01", cap="12.00"))
    assert isinstance(error, ApprovalMissingError)
    assert str(error) == (
        "budget: it costs 0.01 USD, and nothing is bought here\n"
        "  buy it: longtake make · or see the draft: --draft · or let an emulator play: --emulate"
    )
    assert not terms.allows(usd("0.01"), usd("12.00"), "live")


def test_where_nothing_is_bought_what_is_free_goes_on() -> None:
    terms = Terms(buys=False)
    terms.check(quote("0.00"), "live")
    terms.check(quote("40.00"), "emulated")
    assert terms.allows(usd("0.00"), None, "live")
    assert terms.allows(usd("40.00"), None, "emulated")
