"""Films of one storyboard are quoted together: what several of them show is bought once."""

from dataclasses import replace
from fractions import Fraction

from made_facts import film, plan_of

from longtake.media import FrameRate, Money, Size, digest_of
from longtake.planning import Plan, quoted_together
from longtake.planning.pricing import quote_of
from longtake.planning.prompt import Prompt
from longtake.planning.segment import Segment


def segment(order: str) -> Segment:
    price = Money("0.80", "USD")
    return Segment(
        model="veo-3.1-fast",
        mode="text",
        tier="",
        seconds=Fraction(8),
        size=Size(1280, 720),
        rate=FrameRate(24),
        audio=False,
        seed=None,
        prompt=Prompt("dawn", "", (), "veo", "1"),
        inputs=(),
        price=price,
        ceiling=price,
        is_price_sure=True,
        order=digest_of(order),
        reconcile="key",
        choices=(),
    )


def bought(*orders: str) -> Plan:
    """The plan of a film with one take for each order."""
    plan = plan_of(film(*orders))
    shots = tuple(replace(shot, segment=segment(order)) for shot, order in zip(plan.shots, orders, strict=True))
    return replace(plan, shots=shots, quote=quote_of(shots, plan.rate, Money("5", "USD")))


def test_a_take_that_films_share_is_quoted_with_the_first_of_them() -> None:
    films = quoted_together([bought("opening", "berlin"), bought("opening", "bonn"), bought("berlin", "opening")])
    assert [str(film.quote.total) for film in films] == ["1.60 USD", "0.80 USD", "0.00 USD"]
    assert [row.buys for row in films[1].quote.rows] == [None, 8]
    assert films[1].quote.cap == Money("5", "USD")


def test_films_that_share_nothing_cost_as_much_as_alone() -> None:
    alone = [bought("berlin"), bought("bonn")]
    assert quoted_together(alone) == tuple(alone)
