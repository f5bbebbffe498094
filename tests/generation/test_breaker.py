"""A breaker opens after failures in a row, and lets one through from time to time."""

from __future__ import annotations

from longtake.generation.breaker import Breaker


def opened(at: float = 0.0) -> Breaker:
    breaker = Breaker(after=3, first=10.0, most=60.0)
    for _ in range(3):
        breaker.failed(at)
    return breaker


def test_few_failures_hold_nobody_back() -> None:
    breaker = Breaker(after=3)
    breaker.failed(0.0)
    breaker.failed(0.0)
    assert breaker.wait(0.0) == 0.0
    assert breaker.lasts(100.0) == 0.0


def test_an_answer_in_between_begins_the_count_anew() -> None:
    breaker = Breaker(after=3)
    for _ in range(5):
        breaker.failed(0.0)
        breaker.failed(0.0)
        breaker.answered()
    assert breaker.wait(0.0) == 0.0


def test_an_open_one_lets_one_through_at_a_time() -> None:
    breaker = opened()
    assert breaker.wait(4.0) == 6.0
    assert breaker.wait(10.0) == 0.0
    assert breaker.wait(10.0) == 10.0


def test_each_one_that_fails_doubles_the_pause_up_to_the_most() -> None:
    breaker, now, pauses = opened(), 0.0, []
    for _ in range(5):
        now += breaker.wait(now)
        assert breaker.wait(now) == 0.0
        breaker.failed(now)
        pauses.append(breaker.wait(now))
    assert pauses == [20.0, 40.0, 60.0, 60.0, 60.0]
    assert breaker.lasts(now) == now


def test_an_answer_closes_it() -> None:
    breaker = opened()
    assert breaker.wait(10.0) == 0.0
    breaker.answered()
    assert [breaker.wait(10.0) for _ in range(3)] == [0.0] * 3
