"""Waits between tries: full jitter, what a provider asks for, and an end."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.generation.backoff import Backoff, RetryBudget, retry_after

TODAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
backoffs = st.builds(
    Backoff,
    base=st.floats(0.01, 10),
    most=st.floats(0.01, 120),
    tries=st.integers(1, 12),
    within=st.floats(0, 3600),
    most_told=st.floats(0, 600),
)


def waits(backoff: Backoff, seed: int, told: float | None = None) -> list[float]:
    """All waits of a call that never comes good and takes no time itself."""
    draw, made = random.Random(seed).uniform, []
    while (wait := backoff.wait(len(made) + 1, sum(made), told, draw)) is not None:
        made.append(wait)
    return made


@given(backoffs, st.integers())
def test_each_wait_is_below_its_cap_and_all_of_them_have_an_end(backoff: Backoff, seed: int) -> None:
    made = waits(backoff, seed)
    assert all(0 <= wait <= min(backoff.most, backoff.base * 2**at) for at, wait in enumerate(made))
    assert len(made) < backoff.tries
    assert sum(made) <= backoff.within


@pytest.mark.parametrize("tried", [1, 3, 9])
def test_waits_are_drawn_evenly_from_nothing_to_the_cap(tried: int) -> None:
    backoff, draw = Backoff(tries=100, within=1e9), random.Random(7).uniform
    cap = min(60.0, 2.0 ** (tried - 1))
    drawn = [backoff.wait(tried, 0.0, None, draw) or 0.0 for _ in range(4000)]
    tenths = [sum(1 for wait in drawn if at <= wait * 10 / cap < at + 1) for at in range(10)]
    assert all(320 <= count <= 480 for count in tenths), tenths


@given(backoffs, st.integers(), st.floats(0, 900))
def test_what_a_provider_asks_for_is_waited_and_a_little_more_or_it_is_given_up(
    backoff: Backoff, seed: int, told: float
) -> None:
    for wait in waits(backoff, seed, told):
        assert told <= wait <= told + backoff.base
        assert told <= backoff.most_told


def test_a_provider_that_asks_for_too_much_is_not_waited_for() -> None:
    assert Backoff(most_told=300).wait(1, 0.0, 301.0, random.Random(1).uniform) is None


@given(st.integers(1, 10_000))
def test_a_huge_number_of_tries_does_not_overflow(tried: int) -> None:
    assert Backoff(tries=10**6, within=1e9).wait(tried, 0.0, None, max) is not None


@given(st.lists(st.booleans(), max_size=200))
def test_retries_never_outnumber_a_share_of_calls_and_the_reserve(calls: list[bool]) -> None:
    budget, earned, spent = RetryBudget(share=0.25, most=4.0), 0, 0
    for is_first in calls:
        if is_first:
            budget.earn()
            earned += 1
        else:
            spent += budget.spend()
        assert spent <= 4 + 0.25 * earned


def test_a_provider_that_only_fails_is_soon_left_alone() -> None:
    budget = RetryBudget(most=3.0)
    assert [budget.spend() for _ in range(5)] == [True, True, True, False, False]
    for _ in range(5):
        budget.earn()
    assert budget.spend()


INFO = "type.googleapis.com/google.rpc.RetryInfo"


def google(delay: object) -> bytes:
    return json.dumps({"error": {"details": [{"@type": "other"}, {"@type": INFO, "retryDelay": delay}]}}).encode()


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "12"}, b"", 12.0),
        ({"retry-after": " 1.5 "}, b"", 1.5),
        ({"retry-after-ms": "250"}, b"", 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, b"", 0.25),
        ({"retry-after": format_datetime(TODAY + timedelta(seconds=90), usegmt=True)}, b"", 90.0),
        ({"retry-after": format_datetime(TODAY - timedelta(hours=2), usegmt=True)}, b"", 0.0),
        (
            {
                "retry-after": format_datetime(TODAY + timedelta(hours=3), usegmt=True),
                "date": format_datetime(TODAY + timedelta(hours=3, seconds=-20), usegmt=True),
            },
            b"",
            20.0,
        ),
        ({}, google("12s"), 12.0),
        ({}, google("0.5s"), 0.5),
        ({}, google(None), None),
        ({}, b'{"error": "RetryInfo"}', None),
        ({}, b"RetryInfo <html>", None),
        ({"retry-after": "soon"}, b"", None),
        ({"retry-after": "-5"}, b"", None),
        ({"retry-after": "nan"}, b"", None),
        ({"retry-after": "1e9"}, b"", None),
        ({"retry-after": "١٢"}, b"", None),
        ({}, b"", None),
    ],
)
def test_a_wait_is_read_in_all_its_forms(headers: dict[str, str], body: bytes, seconds: float | None) -> None:
    assert retry_after(headers, body, TODAY) == seconds


@given(st.text(max_size=40), st.binary(max_size=60))
def test_any_nonsense_in_place_of_a_wait_is_no_wait_and_no_error(text: str, body: bytes) -> None:
    told = retry_after({"retry-after": text}, b"RetryInfo" + body, TODAY)
    assert told is None or told >= 0
