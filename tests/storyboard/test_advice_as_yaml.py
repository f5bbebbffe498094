"""Advice that is YAML can be pasted: it is read, and means what it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from ruamel.yaml import YAML
from said import film, said_of

import longtake
from longtake.errors import StoryboardError
from longtake.storyboard import parse
from longtake.storyboard.quoting import quoted

SOURCES = sorted(Path(longtake.__file__).parent.rglob("*.py"))
GROUP = re.compile(r"\b[a-z_]+: (?:[a-z_]+: )?\{[^{}]*\}")
PROSE = some.lists(
    some.sampled_from(["a woman", "thirty", 'says "no"', "it's", "back\\slash", "é", "湯", "#1", "x: y"]), min_size=1
).map(", ".join)


def read(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


def snippets() -> set[str]:
    """Every `key: {…}` in a text of the source that people may read, with x for what is put in."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
                found.update(GROUP.findall(text))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(GROUP.findall(node.value))
    return found


@pytest.mark.parametrize("snippet", sorted(snippets()))
def test_a_group_in_advice_is_yaml_without_empty_fields(snippet: str) -> None:
    one_key = re.sub(r"^([a-z_]+): ([a-z_]+): \{", r"\2: {", snippet)
    (value,) = read(one_key).values()
    assert isinstance(value, dict)
    assert None not in value.values()


def test_the_source_is_searched_for_advice() -> None:
    assert sum("narration: {file: …}" in one or "route: {draft: x" in one for one in snippets()) > 1


@given(PROSE)
def test_a_quoted_text_is_read_as_that_text(text: str) -> None:
    (found,) = read(f"- {quoted(text)}")
    assert found == (text if len(text) <= 60 else f"{text[:57]}…")


def pasted(told: str) -> object:
    """What the first piece of advice that holds quotes means once it is pasted."""
    advice = told.split("\n  ")[1].split(" · ")[0]
    return read(re.split(r"quote (?:it|the whole): ", advice)[1])


def test_a_comma_that_ends_a_text_in_braces_is_quoted() -> None:
    head = "cast: {mara: {is: a woman, thirty, red hair, wears: teal}}\n"
    told = said_of(film('"@mara pours"', head=head))[0]
    assert told == (
        "film.yaml:2:28: cast.mara.thirty is empty\n"
        '  if it is text after a comma, quote the whole: is: "a woman, thirty, red hair" · else write a value'
    )
    assert pasted(told) == {"is": "a woman, thirty, red hair"}


def test_a_field_of_the_format_that_is_empty_is_no_part_of_a_text() -> None:
    assert said_of(film('"@mara pours"', head="cast: {mara: {is: a woman, wears: }}\n"))[0].endswith(
        "write a value, or take it out"
    )


def test_a_colon_inside_braces_is_quoted_where_it_stands() -> None:
    told = said_of(film("{action: mara pours: steam rises, camera: static}"))[0]
    assert pasted(told) == {"action": "mara pours: steam rises"}


@given(PROSE)
def test_prose_that_looks_like_a_key_is_advised_as_it_was_written(text: str) -> None:
    prose = f"then: {text}" if text[0] not in "#\"'" else f"then: so {text}"
    if (told := said_of_any(film(f"action: {prose}"))) and "quote it: " in told:
        value = pasted(told)
        assert value == (prose if len(prose) <= 60 else f"{prose[:57]}…")


def said_of_any(text: str) -> str:
    try:
        parse(text)
    except StoryboardError as error:
        return str(error.findings[0])
    return ""
