"""Where an answer has not the shape of the example."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.generation.shape import ANY, differences

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4).filter(lambda name: name != ANY), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json)
def test_an_answer_has_its_own_shape(answer: Any) -> None:
    assert not [one for one in differences(answer, answer) if one.matters]


@given(json, json)
def test_any_two_answers_can_be_held_against_each_other(expected: Any, found: Any) -> None:
    for one in differences(expected, found):
        assert one.place
        assert str(one).startswith(one.place)


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [
        ({"a": {"b": 1}}, {"a": {}}, ["a.b is missing; a number was expected"]),
        ({"a": {"b": 1}}, {"a": {"c": "x"}}, ["a.b is missing; a number was expected", "a.c is new: a text"]),
        ({"a": 1}, {"a": "1"}, ["a is a text; a number was expected"]),
        ({"a": [{"b": True}]}, {"a": [{"b": 1}]}, ["a[0].b is a number; yes or no was expected"]),
        ({"a": [{"b": True}]}, {"a": []}, []),
        ({"a": None, "b": 1}, {"a": "x", "b": None}, []),
        ({ANY: {"n": 1}}, {"gen4.5": {"n": 1}, "gen5": {}}, ["gen5.n is missing; a number was expected"]),
        ({"a": 1}, [1], ["the answer is a list; an object was expected"]),
    ],
)
def test_what_differs_is_named_by_its_place(expected: Any, found: Any, told: list[str]) -> None:
    assert [str(one) for one in differences(expected, found)] == told


def test_a_new_field_does_no_harm() -> None:
    (one,) = differences({}, {"credits": 1})
    assert not one.matters
