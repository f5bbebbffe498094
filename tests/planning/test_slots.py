"""What is wanted meets what a model offers: the shortest slot that serves, or the reason why none does."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.catalogue.modes import InputRange, Kind, Lengths, Mode, Source
from longtake.media import FrameRate, Size
from longtake.planning.slots import LARGEST_CROP, Wanted, longest_slot, size_for, slot_for

SOURCE = Source("a test", date(2026, 11, 1), "wire-traced")
FOUR_OR_EIGHT = Lengths((Fraction(4), Fraction(8)))
HD, UHD, TALL = Size(1280, 720), Size(3840, 2160), Size(720, 1280)


def mode(kind: Kind = "text", *inputs: InputRange, lengths: Lengths = FOUR_OR_EIGHT, **more) -> Mode:  # type: ignore[no-untyped-def]
    facts = {"sizes": (HD,), "rates": (FrameRate(24),), "sound": "never", **more}
    return Mode(kind, kind, inputs, lengths, price="second", source=SOURCE, **facts)


def wanted(seconds: str = "3", kind: Kind = "text", **more) -> Wanted:  # type: ignore[no-untyped-def]
    return Wanted(kind, Fraction(seconds), **{"size": HD, "rate": FrameRate(24), **more})


def test_the_shortest_slot_that_is_long_enough_is_taken() -> None:
    slot = slot_for([mode()], wanted("4.2"))
    assert not isinstance(slot, str)
    assert slot.seconds == 8


def test_a_mode_that_takes_the_inputs_is_taken_though_it_is_longer() -> None:
    with_reference = mode("references", InputRange("reference", 1, 3), lengths=Lengths((Fraction(8),)))
    slot = slot_for([mode(), with_reference], wanted("3", "references", inputs={"reference": 2}))
    assert not isinstance(slot, str)
    assert (slot.mode.name, slot.seconds) == ("references", 8)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (wanted("9"), "makes 8 s at most, and 9 s is needed"),
        (wanted(kind="image", inputs={"first frame": 1}), "makes nothing of the kind image to video"),
        (wanted(inputs={"reference": 1}), "takes no reference"),
        (wanted(size=TALL), "makes 1280x720 only, and most of that would be cut off in 720x1280"),
        (wanted(has_sound=True), "makes no sound"),
    ],
    ids=["too long", "another kind", "an input", "another shape", "sound"],
)
def test_what_keeps_a_model_from_serving_is_said(asked: Wanted, why: str) -> None:
    assert slot_for([mode()], asked) == why


def test_a_mode_that_needs_an_input_is_not_taken_without_it() -> None:
    first = mode("image", InputRange("first frame", 1, 1), InputRange("last frame", 0, 1))
    assert slot_for([first], wanted(kind="image")) == "needs a first frame"
    assert not isinstance(slot_for([first], wanted(kind="image", inputs={"first frame": 1})), str)


def test_the_reason_is_of_the_mode_that_comes_closest() -> None:
    silent = mode("image", InputRange("first frame", 1, 1))
    nearly = mode(lengths=Lengths((Fraction(2),)))
    assert slot_for([silent, nearly, mode(sizes=(UHD, TALL), lengths=Lengths((Fraction(1),)))], wanted("3")) == (
        "makes 2 s at most, and 3 s is needed"
    )


def test_sound_is_asked_for_only_where_it_is_wanted() -> None:
    heard = [
        slot_for([mode(sound=kind)], wanted(has_sound=ask))
        for kind in ("asked", "always")
        for ask in (None, False, True)
    ]
    assert [slot.has_sound for slot in heard if not isinstance(slot, str)] == [False, False, True, True, True, True]


@given(some.fractions(Fraction(1, 10), 20, max_denominator=48), some.sets(some.integers(1, 15), min_size=1))
def test_a_slot_is_never_shorter_than_what_is_needed_nor_longer_than_it_must_be(
    seconds: Fraction, offered: set[int]
) -> None:
    lengths = Lengths(tuple(Fraction(length) for length in sorted(offered)))
    slot = slot_for([mode(lengths=lengths)], Wanted("text", seconds, HD, FrameRate(24)))
    fits = [length for length in offered if length >= seconds]
    assert isinstance(slot, str) if not fits else not isinstance(slot, str) and slot.seconds == min(fits)


@given(
    some.fractions(0, 40, max_denominator=24),
    some.integers(1, 5),
    some.integers(0, 20),
    some.sampled_from([1, Fraction(1, 2), 2]),
)
def test_a_range_of_lengths_offers_its_next_step(seconds: Fraction, least: int, more: int, step: Fraction) -> None:
    lengths = Lengths(least=Fraction(least), most=Fraction(least + more), step=Fraction(step))
    steps = [
        least + number * Fraction(step) for number in range(100) if least + number * Fraction(step) <= least + more
    ]
    assert lengths.reaching(seconds) == min((length for length in steps if length >= seconds), default=None)


@given(
    some.lists(
        some.builds(Size, some.sampled_from([480, 720, 1080, 1280, 1920]), some.sampled_from([480, 720, 1080, 1280]))
    )
)
def test_a_size_that_is_taken_keeps_two_thirds_of_its_picture(sizes: list[Size]) -> None:
    size = size_for(tuple(sizes), HD)
    if size is not None and sizes:
        own = Fraction(size.width, size.height)
        assert 1 - min(own / Fraction(16, 9), Fraction(16, 9) / own) <= LARGEST_CROP


def test_the_smallest_size_that_is_large_enough_is_asked_for() -> None:
    assert size_for((UHD, Size(1920, 1080), Size(640, 360)), HD) == Size(1920, 1080)
    assert size_for((Size(640, 360), Size(848, 480)), HD) == Size(848, 480)
    assert size_for((), TALL) == TALL


def test_a_size_as_large_as_the_film_comes_before_a_shorter_take() -> None:
    small, large = mode(), mode(sizes=(Size(1920, 1080),), lengths=Lengths((Fraction(8),)))
    slots = [slot_for([small, large], wanted("3", size=size)) for size in (HD, Size(1920, 1080))]
    assert [slot.seconds for slot in slots if not isinstance(slot, str)] == [4, 8]


def test_the_longest_slot_is_of_modes_that_take_the_inputs() -> None:
    with_reference = mode("references", InputRange("reference", 1, 3), lengths=Lengths((Fraction(8),)))
    longer = mode("references", InputRange("reference", 1, 1), lengths=Lengths(least=Fraction(3), most=Fraction(12)))
    assert longest_slot([with_reference, longer], wanted(kind="references", inputs={"reference": 1})) == 12
    assert longest_slot([with_reference, longer], wanted(kind="references", inputs={"reference": 2})) == 8
    assert longest_slot([mode()], wanted(kind="avatar")) is None
