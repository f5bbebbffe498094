"""Money is exact, in one currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.media import Money


def test_an_amount_reads_and_writes_with_its_currency() -> None:
    assert Money.parse("1.4 usd") == Money("1.40", "USD")
    assert (str(Money(12, "USD")), repr(Money("1.4", "USD"))) == ("12.00 USD", "Money('1.40', 'USD')")
    assert str(Money("0.0125", "EUR")) == "0.0125 EUR"


@given(some.decimals(0, 10**6, places=4), some.decimals(0, 10**6, places=4))
def test_sums_are_exact(one: Decimal, other: Decimal) -> None:
    assert (Money(one, "USD") + Money(other, "USD")).amount == one + other


@given(some.decimals(0, 10**6, places=6))
def test_what_is_written_reads_back(amount: Decimal) -> None:
    assert Money.parse(str(Money(amount, "USD"))) == Money(amount, "USD")


def test_two_currencies_do_not_add() -> None:
    with pytest.raises(ValueError, match=r"1\.00 USD and 1\.00 EUR cannot be added: they are two currencies"):
        Money(1, "USD") + Money(1, "EUR")


@pytest.mark.parametrize("text", ["12", "USD", "12 $", "-1 USD", "1e3 USD", "1.2345678 USD", ""])
def test_text_that_is_no_amount_gets_advice(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount of money: write it with its currency, such as 12 USD"):
        Money.parse(text)


def test_a_float_is_refused() -> None:
    with pytest.raises(ValueError, match=r"write the amount as text, '0\.1', not as a float"):
        Money(0.1, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "much"])
def test_what_is_no_number_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="is no amount of money"):
        Money(amount, "USD")


def test_a_currency_has_three_capitals() -> None:
    with pytest.raises(ValueError, match="'dollars' is no currency: write its three letters, such as USD"):
        Money(1, "dollars")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.46656", "0.47 USD"),
        ("0.125", "0.12 USD"),
        ("0.135", "0.14 USD"),
        ("12", "12.00 USD"),
        ("0.00", "0.00 USD"),
        ("0.004", "< 0.01 USD"),
        ("0.005", "< 0.01 USD"),
        ("0.006", "0.01 USD"),
    ],
)
def test_people_see_money_to_the_cent_and_never_nothing_for_something(amount: str, shown: str) -> None:
    assert Money(amount, "USD").to_the_cent() == shown


def test_a_bound_is_rounded_up_so_that_it_holds() -> None:
    assert Money("0.93112", "USD").to_the_cent(up=True) == "0.94 USD"
    assert Money("0.94", "USD").to_the_cent(up=True) == "0.94 USD"
