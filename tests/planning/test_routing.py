"""A route: the author's order among the models that can, each with its reason; nothing is turned to silently."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.catalogue import (
    Latency,
    Lengths,
    Mode,
    Model,
    PriceRow,
    PromptLimit,
    Source,
    Sure,
)
from longtake.catalogue.prices import PerSecond, Unpriced
from longtake.media import Digest, FrameRate, Money, Size
from longtake.planning.ordering import order_of
from longtake.planning.prompt import Prompt
from longtake.planning.routing import Limits, Routed, longest_of, route_of
from longtake.planning.seeds import LARGEST_SEED, seed_of
from longtake.planning.segment import SegmentInput
from longtake.planning.slots import Wanted

HD, TODAY = Size(1280, 720), date(2026, 11, 21)
WANTED = Wanted("text", Fraction(5), HD, FrameRate(24))
LIMITS = Limits(on=TODAY)


def model(name: str, cents: str = "10", sure: Sure = "documented", **more) -> Model:  # type: ignore[no-untyped-def]
    source = Source("a test", TODAY, sure)
    facts = {
        "prices": (PerSecond("second", (PriceRow(Money(f"0.{cents}", "USD"), source),), source),),
        "tiers": (),
        "regions": (),
        "retires": None,
        "replacement": "",
        "latency": Latency(Fraction(60), Fraction(200)),
        "modes": (
            Mode("text", "text", (), Lengths((Fraction(6),)), (HD,), (FrameRate(24),), "never", "second", source),
        ),
        **more,
    }
    return Model(
        name=name,
        words=name,
        provider="a provider",
        wire_name=name,
        takes_seed=True,
        negative="apart",
        energy="",
        prompt_limit=PromptLimit(1000, "characters"),
        concurrency=None,
        expires_after=None,
        watermark=False,
        terms="",
        dialect="generic",
        reconcile="blind",
        sources=(),
        **facts,
    )


def routed(*models: Model, wanted: Wanted = WANTED, limits: Limits = LIMITS) -> Routed | tuple:  # type: ignore[type-arg]
    return route_of(wanted, {one.name: one for one in models}, [one.name for one in models], limits)


def reason(one: Model, wanted: Wanted = WANTED, limits: Limits = LIMITS) -> str:
    """Why a model alone on its route is not taken."""
    choices = routed(one, wanted=wanted, limits=limits)
    assert not isinstance(choices, Routed)
    return choices[0].why  # type: ignore[no-any-return]


def test_the_authors_order_decides_not_the_price() -> None:
    route = routed(model("dear", "90"), model("cheap", "10"))
    assert isinstance(route, Routed)
    assert (route.model.name, route.price, route.ceiling) == ("dear", Money("5.40", "USD"), Money("5.40", "USD"))
    assert [(choice.model, choice.why) for choice in route.choices] == [
        ("dear", "first on its route"),
        ("cheap", "to fall back on"),
    ]


def test_a_model_slower_than_the_wait_comes_after_the_others() -> None:
    slow = model("slow", latency=Latency(Fraction(100), Fraction(900)))
    route = routed(slow, model("quick"), limits=replace(LIMITS, wait=Fraction(300)))
    assert isinstance(route, Routed)
    assert [choice.model for choice in route.choices] == ["quick", "slow"]
    slower = "slower than the wait that is wanted (900 s for 19 of 20)"
    assert [choice.why for choice in route.choices] == [
        f"the first on its route that can: slow is {slower}",
        f"to fall back on; {slower}",
    ]


def test_where_all_are_slow_the_first_of_the_route_is_taken_as_that() -> None:
    slow = {"latency": Latency(Fraction(100), Fraction(900))}
    route = routed(model("one", **slow), model("other", **slow), limits=replace(LIMITS, wait=Fraction(300)))
    assert isinstance(route, Routed)
    assert route.choices[0].why.startswith("first on its route; slower")


def test_what_cannot_be_taken_stands_last_with_its_reason() -> None:
    short = model("short", modes=(replace(model("x").modes[0], lengths=Lengths((Fraction(2),))),))
    route = routed(short, model("long"))
    assert isinstance(route, Routed)
    assert [(one.model, one.is_able, one.why) for one in route.choices] == [
        ("long", True, "the first on its route that can: short makes 2 s at most, and 5 s is needed"),
        ("short", False, "makes 2 s at most, and 5 s is needed"),
    ]


def test_a_retired_model_is_refused_from_that_day_with_what_replaces_it() -> None:
    sora = model("sora-2", retires=date(2026, 9, 24), replacement="veo-3.1")
    assert reason(sora) == "was switched off on 2026-09-24; veo-3.1 replaces it"
    assert isinstance(routed(sora, limits=Limits(on=date(2026, 9, 23))), Routed)


@pytest.mark.parametrize(
    ("one", "limits", "why"),
    [
        (model("a", regions=("us",)), replace(LIMITS, regions=("eu",)), "makes pictures in us, not in eu"),
        (model("a"), replace(LIMITS, regions=("eu",)), "makes pictures in nowhere that is known, not in eu"),
        (model("a"), replace(LIMITS, currency="EUR"), "is priced in USD, and the film counts in EUR"),
        (
            model("a"),
            replace(LIMITS, most=Money("0.50", "USD")),
            "costs 0.60 USD a take, more than the 0.50 USD allowed",
        ),
        (
            model("a", sure="recalled"),
            LIMITS,
            "costs about 0.60 USD, which is recalled and not sure: write route: {max_price: 0.80 USD}",
        ),
        (
            model("a", prices=(Unpriced("second", (), Source("nobody", TODAY, "unconfirmed")),)),
            LIMITS,
            "has no price that anybody states: write route: {max_price: …} with the most for a take",
        ),
    ],
    ids=["region", "no region", "currency", "too dear", "not sure", "no price"],
)
def test_limits_are_kept_with_a_reason(one: Model, limits: Limits, why: str) -> None:
    assert reason(one, limits=limits) == why


def test_an_unsure_price_counts_as_the_authors_maximum_at_most() -> None:
    route = routed(model("a", sure="recalled"), limits=replace(LIMITS, most=Money("1", "USD")))
    assert isinstance(route, Routed)
    assert (route.price, route.ceiling, route.is_price_sure) == (Money("0.60", "USD"), Money("1", "USD"), False)


def test_a_price_that_nobody_states_counts_as_the_maximum() -> None:
    unpriced = model("a", prices=(Unpriced("second", (), Source("nobody", TODAY, "unconfirmed")),))
    route = routed(unpriced, limits=replace(LIMITS, most=Money("1", "USD")))
    assert isinstance(route, Routed)
    assert (route.price, route.is_price_sure) == (Money("1", "USD"), False)


def test_a_tier_that_a_model_lacks_is_said() -> None:
    route = routed(model("a", tiers=("standard", "batch")), limits=replace(LIMITS, tier="flex"))
    assert isinstance(route, Routed)
    assert (route.tier, route.choices[0].why) == ("standard", "first on its route; has no tier flex, so standard")
    chosen = routed(model("a", tiers=("standard", "batch")), limits=replace(LIMITS, tier="batch"))
    assert isinstance(chosen, Routed)
    assert chosen.tier == "batch"


def test_the_longest_take_is_of_models_that_may_be_used() -> None:
    mode = model("x").modes[0]
    long = model("long", modes=(replace(mode, lengths=Lengths((Fraction(15),))),), retires=date(2026, 1, 1))
    models = {"long": long, "short": model("short")}
    assert longest_of(WANTED, models, ["long", "short"], LIMITS) == 6
    assert longest_of(WANTED, models, ["long"], LIMITS) is None


def ordered(seed: int | None = 1, text: str = "a tram", inputs: tuple[SegmentInput, ...] = (), **made: str) -> Digest:
    route = routed(model("a"))
    assert isinstance(route, Routed)
    return order_of(route, Prompt(text, "", (), "generic", "1"), seed, inputs, made)


def test_an_order_is_what_goes_over_the_wire_and_nothing_else() -> None:
    route, dearer = routed(model("a")), routed(model("a", "90"))
    assert isinstance(route, Routed)
    assert isinstance(dearer, Routed)
    prompt = Prompt("a tram", "", (), "generic", "1")
    later = replace(prompt, compiler="2", dialect="renamed")
    assert order_of(route, prompt, 1, (), {}) == order_of(dearer, later, 1, (), {})


def test_an_order_changes_with_each_thing_that_is_sent() -> None:
    first = SegmentInput("first frame", asset="a.png", digest=Digest("0" * 64))
    orders = [
        ordered(),
        ordered(seed=2),
        ordered(text="a train"),
        ordered(inputs=(first,)),
        ordered(inputs=(replace(first, role="last frame"),)),
        ordered(inputs=(SegmentInput("first frame", take="s"),), s="one#95"),
        ordered(inputs=(SegmentInput("first frame", take="s"),), s="one#96"),
    ]
    assert len(set(orders)) == len(orders)


def test_names_of_files_are_not_sent() -> None:
    one, other = (SegmentInput("reference", asset=name, digest=Digest("1" * 64)) for name in ("a.png", "b.png"))
    assert ordered(inputs=(one,)) == ordered(inputs=(other,))


@given(some.none() | some.integers(0, LARGEST_SEED), some.text(max_size=20), some.integers(1, 9))
def test_a_seed_is_one_that_all_providers_take_and_always_the_same(film: int | None, words: str, take: int) -> None:
    try:
        words.encode()
    except UnicodeEncodeError:
        return
    seed = seed_of(film, [words], take=take)
    assert 0 <= seed <= LARGEST_SEED
    assert seed == seed_of(film, [words], take=take)
    others = [seed_of(film, [words], take=take + 1), seed_of(film, [words], part=2), seed_of(film, [words], nth=2)]
    assert len({seed, *others}) == 4
