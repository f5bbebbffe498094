"""What the catalogue offers for a wish."""

from fractions import Fraction
from pathlib import Path

import pytest
from model_files import TINY, changed, read

from longtake.catalogue import Wish, load_catalogue, offers
from longtake.media import Money, Size

CATALOGUE = load_catalogue()


def found(wish: Wish) -> list[str]:
    return [offer.model.name for offer in offers(CATALOGUE.values(), wish)]


def test_without_a_wish_every_model_is_offered() -> None:
    assert found(Wish()) == list(CATALOGUE)


@pytest.mark.parametrize(
    "wish",
    [
        Wish(kind="avatar"),
        Wish(has_sound=True),
        Wish(seconds=Fraction(9)),
        Wish(size=Size(1920, 1080)),
        Wish(most=Money("0.10", "USD")),
        Wish(provider="kling"),
        Wish(region="cn"),
    ],
    ids=lambda wish: next(name for name in Wish.__slots__ if getattr(wish, name)),
)
def test_what_is_offered_fulfils_the_wish_and_what_is_not_does_not(wish: Wish) -> None:
    offered = {offer.model.name: offer for offer in offers(CATALOGUE.values(), wish)}
    assert 0 < len(offered) < len(CATALOGUE)
    for offer in offered.values():
        slot = offer.slot
        assert slot.mode in offer.modes
        assert wish.kind in (None, slot.mode.kind)
        assert not wish.has_sound or slot.has_sound
        assert wish.seconds is None or slot.seconds >= wish.seconds
        assert wish.size is None or (slot.size.width >= wish.size.width and slot.size.height >= wish.size.height)
        assert wish.provider in (None, offer.model.provider)
        assert wish.region is None or wish.region in offer.model.regions
        assert wish.most is None or (offer.a_second and offer.a_second.amount <= wish.most.amount)


def test_wishes_hold_together() -> None:
    """A reference with sound under twelve cents: each alone has more models than all at once."""
    both = Wish(kind="references", has_sound=True, most=Money("0.12", "USD"))
    alone = [Wish(kind="references"), Wish(has_sound=True), Wish(most=Money("0.12", "USD"))]
    assert set(found(both)) <= set.intersection(*(set(found(wish)) for wish in alone))


def test_the_cheapest_slot_is_offered(tmp_path: Path) -> None:
    offer = next(offers([read(tmp_path, TINY)], Wish(seconds=Fraction(5))))
    assert (offer.slot.seconds, offer.slot.has_sound, offer.a_second) == (8, False, Money("0.10", "USD"))
    assert offer.price.amount == Money("0.80", "USD")


def test_a_price_that_nobody_states_is_beyond_any_maximum(tmp_path: Path) -> None:
    rows = TINY[TINY.index('per = "second"') :]
    model = read(tmp_path, changed(rows, 'per = "unknown"\n'))
    assert next(offers([model], Wish())).a_second is None
    assert list(offers([model], Wish(most=Money("1000", "USD")))) == []


def test_another_currency_is_not_compared(tmp_path: Path) -> None:
    model = read(tmp_path, TINY.replace("USD", "EUR"))
    assert list(offers([model], Wish(most=Money("1", "USD")))) == []
    assert len(list(offers([model], Wish(most=Money("1", "EUR"))))) == 1
