"""The table of states: knowledge only grows, in whatever order it arrives (F17, F18)."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.ledger.states import LATE, MOVES, OPEN, REPEATABLE, STATES, State, step

FACTS = [state for state in STATES if state != "intended"]


def after(facts: tuple[State, ...]) -> State:
    """The state that a run of facts leads to, those that are late or can't be left out."""
    state: State = "intended"
    for fact in facts:
        if step(state, fact) == "forward":
            state = fact
    return state


def reachable(state: State) -> set[State]:
    seen: set[State] = set()
    ahead = set(MOVES[state])
    while ahead:
        seen |= ahead
        ahead = {further for one in ahead for further in MOVES[one]} - seen
    return seen


def test_every_fact_has_one_answer_in_every_state() -> None:
    for state in STATES:
        assert not MOVES[state] & LATE[state]
        assert "intended" not in MOVES[state] | LATE[state]


def test_verified_and_lost_are_final() -> None:
    assert reachable("verified") == reachable("lost") == set()


def test_no_fact_takes_back_a_result() -> None:
    assert reachable("known") == {"verified", "lost"}


def test_nothing_returns_to_where_it_was_but_a_job_that_was_lost_sight_of() -> None:
    returning = {state for state in STATES if state in reachable(state)}
    assert returning == {"submitted", "unknown", "abandoned", "duplicated"}
    assert step("unknown", "submitted") == "forward"


def test_every_fact_told_twice_says_nothing_new() -> None:
    assert [fact for fact in FACTS if step(fact, fact) != "late"] == []


@pytest.mark.parametrize("order", tuple(permutations(("submitted", "known", "verified", "unknown"))), ids="-".join)
def test_answers_out_of_order_never_undo_what_is_known(order: tuple[State, ...]) -> None:
    known = order.index("known")
    verified = order.index("verified")
    assert after(order) == ("verified" if known < verified else "known")


@given(st.lists(st.sampled_from(FACTS)))
def test_what_was_once_verified_stays_so(facts: list[State]) -> None:
    assert after(("known", "verified", *facts)) == "verified"


@given(st.lists(st.sampled_from(FACTS)))
def test_a_result_and_its_bill_are_believed_whenever_they_come(facts: list[State]) -> None:
    assert after((*facts, "known")) in {"known", "verified", "lost"}


def test_what_may_be_bought_again_is_never_open() -> None:
    assert not OPEN & REPEATABLE


def test_only_what_is_unknown_is_given_up_or_duplicated() -> None:
    givers = {state for state, fact in product(STATES, ("abandoned", "duplicated")) if step(state, fact) == "forward"}  # type: ignore[arg-type]
    assert givers == {"unknown"}
