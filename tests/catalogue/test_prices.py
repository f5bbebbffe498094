"""Prices: the figures that are known come out, and money stays exact."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_files import TINY, changed, read

from longtake.catalogue import Model, Slot, load_catalogue
from longtake.catalogue.prices import PerTokens, times
from longtake.errors import CatalogueError
from longtake.media import Money, Size

CATALOGUE = load_catalogue()


def slot_of(model: Model, mode: str, seconds: int | str, size: str, *, sound: bool | None = None) -> Slot:
    row = next(one for one in model.modes if one.name == mode)
    length = row.lengths.reaching(Fraction(seconds))
    assert length == Fraction(seconds), f"{model.name} makes no {seconds} s"
    assert Size.parse(size) in row.sizes
    has_sound = row.sound == "always" if sound is None else sound
    return Slot(row, length, Size.parse(size), row.rates[0] if row.rates else None, has_sound)


KNOWN = [
    ("seedance-2.0", "text", 5, "1280x720", None, "0.756"),
    ("seedance-2.0", "text", 5, "1920x1080", None, "1.8711"),
    ("seedance-2.0", "text", 4, "3840x2160", None, "3.1104"),
    ("seedance-2.0-fast", "text", 5, "1280x720", None, "0.6048"),
    ("seedance-2.0-mini", "text", 5, "1280x720", None, "0.378"),
    ("seedance-2.5", "text", 5, "1280x720", None, "1.1556"),
    ("seedance-1.5-pro", "text", 10, "1280x720", True, "0.5184"),
    ("seedance-1.5-pro", "text", 10, "1280x720", False, "0.2592"),
    ("seedance-1.0-pro", "text", 5, "1920x1088", None, "0.612"),
    ("veo-3.1", "text", 8, "1280x720", None, "3.20"),
    ("veo-3.1", "text-large", 8, "3840x2160", None, "4.80"),
    ("veo-3.1-fast", "text", 8, "1280x720", None, "0.80"),
    ("vertex-veo-3.1", "text", 8, "1280x720", False, "1.60"),
    ("gemini-omni-1.2", "text", 10, "1280x720", None, "1.00"),
    ("kling-2.5-turbo", "text", 5, "1280x720", None, "0.21"),
    ("kling-2.5-turbo", "text", 10, "1920x1080", None, "0.70"),
    ("kling-3.0-turbo", "text", 5, "1920x1080", None, "0.70"),
    ("runway-gen4.5", "text", 5, "1280x720", None, "0.60"),
    ("hailuo-02", "text", 6, "1366x768", None, "0.28"),
    ("hailuo-02", "text-large", 6, "1920x1080", None, "0.49"),
    ("ray-3.2", "text", 5, "1280x720", None, "0.30"),
    ("ray-3.2", "text", 10, "1280x720", None, "0.90"),
    ("ray-2", "text", 5, "1280x720", None, "0.70"),
    ("wan-2.6", "text", 10, "1920x1080", False, "1.50"),
    ("fal-omnihuman-1.5", "avatar", 10, "1280x720", None, "1.60"),
    ("fal-gemini-omni-1.2", "text", 10, "1280x720", None, "0.819"),
    ("fal-kling-3.0-pro", "text", 5, "1920x1080", True, "0.98"),
    ("sora-2", "text", 12, "1280x720", None, "1.20"),
]


@pytest.mark.parametrize(("name", "mode", "seconds", "size", "sound", "amount"), KNOWN)
def test_a_known_price_comes_out(
    name: str, mode: str, seconds: int, size: str, sound: bool | None, amount: str
) -> None:
    model = CATALOGUE[name]
    assert model.price(slot_of(model, mode, seconds, size, sound=sound)).amount == Money(amount, "USD")


def test_five_seconds_of_720p_are_108000_tokens() -> None:
    model = CATALOGUE["seedance-2.0"]
    rule = next(rule for rule in model.prices if rule.name == "tokens")
    assert isinstance(rule, PerTokens)
    assert rule.tokens(slot_of(model, "text", 5, "1280x720")) == 108_000


def test_a_clip_that_goes_in_is_paid_by_its_length_too() -> None:
    model = CATALOGUE["seedance-2.0"]
    assert model.price(slot_of(model, "edit", 5, "1280x720")).amount == Money("1.8576", "USD")


def test_a_tier_has_its_own_price() -> None:
    model = CATALOGUE["seedance-1.0-pro"]
    slot = slot_of(model, "text", 10, "1248x704")
    usual, flex = model.price(slot), model.price(slot, "flex")
    assert usual.amount
    assert flex.amount
    assert usual.amount.amount == 2 * flex.amount.amount
    assert (usual.is_sure, flex.is_sure) == (True, False)
    assert model.price(slot, "standard") == usual


def test_a_tier_that_is_not_there_is_refused_with_those_that_are() -> None:
    model, plain = CATALOGUE["seedance-1.0-pro"], CATALOGUE["veo-3.1"]
    with pytest.raises(CatalogueError, match=r"seedance-1.0-pro has no tier 'flexx'\n  did you mean flex"):
        model.price(slot_of(model, "text", 10, "1248x704"), "flexx")
    with pytest.raises(CatalogueError, match=r"veo-3.1 has no tier 'draft'\n  it has one tier: leave it out"):
        plain.price(slot_of(plain, "text", 8, "1280x720"), "draft")


def test_what_is_only_recalled_is_not_sure_and_what_nobody_states_has_no_amount() -> None:
    gen, own = CATALOGUE["runway-gen4.5"], CATALOGUE["omnihuman-1.5"]
    assert not gen.price(slot_of(gen, "text", 5, "1280x720")).is_sure
    unknown = own.price(slot_of(own, "avatar", 5, "1280x720"))
    assert (unknown.amount, unknown.is_sure) == (None, False)


def test_credits_are_paid_at_their_price(tmp_path: Path) -> None:
    rows = TINY[TINY.index("rows =") :]
    model = read(tmp_path, changed(rows, 'credit = "0.01 USD"\nrows = [{credits = 12.5}]\n'))
    assert model.price(slot_of(model, "text", 8, "1280x720", sound=False)).amount == Money("1.00", "USD")


def test_begun_seconds_are_paid_where_the_rule_says_so(tmp_path: Path) -> None:
    text = changed('per = "second"', 'per = "second"\nstep_seconds = 5')
    model = read(tmp_path, text)
    assert model.price(slot_of(model, "text", 8, "1280x720", sound=False)).amount == Money("1.00", "USD")


def test_minutes_are_paid_in_proportion(tmp_path: Path) -> None:
    model = read(tmp_path, changed('per = "second"', 'per = "minute"'))
    assert model.price(slot_of(model, "text", 8, "1280x720", sound=True)).amount == Money("0.026667", "USD")


def test_a_take_at_one_price_costs_the_same_at_any_length(tmp_path: Path) -> None:
    model = read(tmp_path, changed('per = "second"', 'per = "take"'))
    assert {model.price(slot_of(model, "text", long, "1280x720", sound=True)).amount for long in (4, 8)} == {
        Money("0.20", "USD")
    }


@given(st.decimals(0, 1000, places=6), st.fractions(0, 4000, max_denominator=1000))
def test_a_price_is_never_below_the_exact_amount_and_within_a_millionth_of_it(amount: object, units: Fraction) -> None:
    price = times(Money(str(amount), "USD"), units)
    exact = Fraction(str(amount)) * units
    assert 0 <= Fraction(price.amount) - exact < Fraction(1, 10**6)
