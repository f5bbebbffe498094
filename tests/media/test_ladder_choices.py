"""Choosing the rungs of a film by what its sampled spans took."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from longtake.media import FrameRate, Ladder, RungChoice, RungMeasure, Size, chosen_rungs, ladder_for, ladder_of_choice

RATE = FrameRate(24)
FULL_HD = ladder_for(Size(1920, 1080), RATE)  # 1080p, 720p, 540p, 360p
averages = some.lists(some.integers(10_000, 9_000_000), min_size=4, max_size=4)


def chosen(*kilobits: int, hardest: float = 1.2) -> tuple[RungChoice, ...]:
    return chosen_rungs(FULL_HD, [RungMeasure(1000 * one, round(1000 * one * hardest)) for one in kilobits])


def kept(*kilobits: int) -> list[str]:
    return [one.name for one in chosen(*kilobits) if one.maxrate]


def test_a_film_as_hard_as_its_ladder_keeps_all_of_it() -> None:
    choices = chosen(7000, 3800, 2000, 900)
    assert ladder_of_choice(FULL_HD, RATE, choices) == FULL_HD


def test_neighbours_closer_than_one_and_a_half_are_thinned() -> None:
    assert kept(300, 220, 150, 90) == ["1080p", "540p", "360p"]
    assert chosen(300, 220, 150, 90)[1].why == "its 220 kbit/s are within 1.5 times of 1080p, 300 kbit/s"


def test_a_rung_that_costs_more_than_the_one_above_is_left_out() -> None:
    assert kept(3000, 3100, 1500, 700) == ["1080p", "540p", "360p"]
    assert chosen(3000, 3100, 1500, 700)[1].why == "it takes 3100 kbit/s, no less than 1080p with 3000 kbit/s"


def test_a_film_of_which_all_rungs_cost_alike_keeps_two() -> None:
    assert kept(50, 48, 46, 44) == ["1080p", "360p"]


def test_caps_of_an_easy_film_fall_to_what_it_needs() -> None:
    top = chosen(300, 220, 150, 90)[0]
    assert top.maxrate == 600_000
    assert top.why == "it takes 300 kbit/s, 360 kbit/s at most: its cap falls to 600 kbit/s"
    rung = ladder_of_choice(FULL_HD, RATE, chosen(300, 220, 150, 90)).top
    assert (rung.maxrate, rung.bufsize, rung.level) == (600_000, 600_000, "4.0")


def test_the_hardest_span_keeps_room_under_its_cap() -> None:
    top = chosen_rungs(FULL_HD, [RungMeasure(500_000, 3_000_000), *(RungMeasure(1, 1),) * 3])[0]
    assert top.maxrate == 4_500_000


@given(averages, some.integers(1, 10))
def test_what_is_kept_falls_by_one_and_a_half_and_begins_with_the_film_itself(rates: list[int], times: int) -> None:
    choices = chosen_rungs(FULL_HD, [RungMeasure(one, one * times) for one in rates])
    left = [one for one in choices if one.maxrate]
    assert left[0].name == FULL_HD.top.name
    if len(left) > 2:
        assert all(2 * above.average >= 3 * below.average for above, below in pairwise(left))
    assert all(above.average > below.average for above, below in pairwise(left))


@given(averages, some.integers(1, 10))
def test_no_cap_rises_and_none_is_below_what_was_measured(rates: list[int], times: int) -> None:
    measures = [RungMeasure(one, one * times) for one in rates]
    caps = {rung.name: rung.maxrate for rung in FULL_HD.rungs}
    for one in chosen_rungs(FULL_HD, measures):
        assert one.maxrate is None or one.maxrate <= caps[one.name]
        assert one.maxrate in (None, caps[one.name]) or one.maxrate >= one.hardest


@given(averages)
def test_the_ladder_of_a_choice_has_what_was_kept(rates: list[int]) -> None:
    choices = chosen_rungs(FULL_HD, [RungMeasure(one, one) for one in rates])
    ladder: Ladder = ladder_of_choice(FULL_HD, RATE, choices)
    assert [(one.name, one.maxrate) for one in ladder.rungs] == [(c.name, c.maxrate) for c in choices if c.maxrate]
