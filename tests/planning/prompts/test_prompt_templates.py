"""Templates: a closed set of slots, filled once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.catalogue.template import Template, TemplateError

SLOTS = ("name", "is")


@given(st.text(), st.text())
def test_values_are_put_in_once_and_never_read_again(name, words):
    assert Template.parse("{name}: {is}.", SLOTS).filled({"name": name, "is": words}) == f"{name}: {words}."


@pytest.mark.parametrize("value", ["{api_key}", "{is}", "{0.__class__}", "[[{name}]]", "%(name)s", "${name}"])
def test_a_value_that_looks_like_a_slot_stays_text(value):
    assert Template.parse("{name} is {is}", SLOTS).filled({"name": value, "is": "b"}) == f"{value} is b"


def test_an_optional_part_stands_only_when_its_slots_are_filled():
    template = Template.parse("{name}[[, who is {is}]]!", SLOTS)
    assert template.filled({"name": "Mara", "is": "old"}) == "Mara, who is old!"
    assert template.filled({"name": "Mara"}) == "Mara!"


@pytest.mark.parametrize(
    "text", ["{name.__class__}", "{name[0]}", "{name!r}", "{name:>9}", "{}", "{ name }", "a } b", "[[ x"]
)
def test_a_template_with_anything_but_plain_slots_is_refused(text):
    with pytest.raises(TemplateError, match="brace that is no slot"):
        Template.parse(text, SLOTS)


def test_an_unknown_slot_is_refused_with_those_there_are():
    with pytest.raises(TemplateError, match=r"slot \{wears\}; it may have: \{is\}, \{name\}"):
        Template.parse("{wears}", SLOTS)
