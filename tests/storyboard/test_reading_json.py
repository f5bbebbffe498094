"""JSON storyboards: the same format, with places as exact as in YAML."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some
from said import said_of

from longtake.storyboard import literal, parse


def test_a_json_storyboard_is_the_yaml_one() -> None:
    in_json = '{"storyboard": 1, "title": 1984, "frame": {"rate": 24}, "scenes": [{"shots": ["dawn"]}]}'
    in_yaml = "storyboard: 1\ntitle: 1984\nframe: {rate: 24}\nscenes: [{shots: [dawn]}]\n"
    assert parse(in_json, format="json") == parse(in_yaml)


FAULTS = {
    "a doubled key": (
        '{"storyboard": 1,\n "title": "a", "title": "b",\n "scenes": [{"shots": ["x"]}]}',
        "film.json:2:16: key 'title' is here twice; first in line 2\n  keep one of the two",
    ),
    "a comma too many": (
        '{"storyboard": 1,\n "scenes": [{"shots": ["x",]}]}',
        "film.json:2:28: this is no JSON: a value is expected here",
    ),
    "a comma too few": ('{"a": 1 "b": 2}', "film.json:1:9: this is no JSON: a comma or } is expected here"),
    "single quotes": (
        "{'a': 1}",
        "film.json:1:2: this is no JSON: a key in double quotes is expected here\n"
        '  JSON has "double quotes" only and no comments; a .yaml file takes both',
    ),
    "a comment": (
        "// ours\n{}",
        "film.json:1:1: this is no JSON: a value is expected here\n"
        '  JSON has "double quotes" only and no comments; a .yaml file takes both',
    ),
    "a key without a colon": ('{"a" 1}', "film.json:1:6: this is no JSON: a colon is expected here"),
    "text after the end": (
        '{"a": 1} x',
        "film.json:1:10: this is no JSON: something stands after the end of the document",
    ),
    "a line break in a string": ('{"a": "x\n"}', "film.json:1:9: this is no JSON: Invalid control character at"),
    "too deep a nesting": (
        "[" * 100_000,
        "film.json:1:33: nested deeper than 32 levels\n  a storyboard needs 7 levels",
    ),
    "half a character": (
        '{"storyboard": 1, "scenes": [{"shots": ["\\ud800"]}]}',
        "film.json:1:41: action of shot scene-1.1 holds half a character (a lone surrogate)\n  take it out",
    ),
    "a control character": (
        '{"storyboard": 1, "scenes": [{"shots": ["a\\u0000"]}]}',
        "film.json:1:41: action of shot scene-1.1: it holds the character U+0000, which is no text\n  take it out",
    ),
}


@pytest.mark.parametrize(("text", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(text: str, words: str) -> None:
    assert said_of(text, "json") == [words]


TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "".join(map(chr, range(0xE0000, 0xE0080)))
LETTERS = some.characters(exclude_categories=("Cc", "Cs"), exclude_characters=TURNING + UNSEEN)


@given(some.text(LETTERS, min_size=1).filter(lambda text: text.strip()))
def test_any_text_comes_through_as_it_is(text: str) -> None:
    written = json.dumps({"storyboard": 1, "title": literal(text), "scenes": [{"shots": ["x"]}]})
    assert parse(written, format="json").title == text.strip()
    raw = json.dumps(json.loads(written), ensure_ascii=False)
    assert parse(raw, format="json").title == text.strip()
