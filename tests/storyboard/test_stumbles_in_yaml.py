"""The classic stumbles of YAML each get one finding, at its line and column, with a way out."""

import time
from itertools import pairwise

import pytest
from said import film, said_of

from longtake.storyboard import parse

STUMBLES = {
    "an unquoted @": (
        film("@mara pours"),
        'film.yaml:4:5: text cannot begin with @ unless it is quoted\n  quote it: "@mara pours"',
    ),
    "an unquoted {{ in text": (
        film("{{name}} pours"),
        'film.yaml:4:14: text with {{ must be quoted\n  quote it: "{{name}} pours"',
    ),
    "an unquoted {{ alone": (
        film("{{name}}"),
        'film.yaml:4:6: a key here is not a word\n  text with {{ must be quoted: "{{ … }}"',
    ),
    "an unquoted ${ in braces": (
        film("{action: ${who} waits}"),
        'film.yaml:4:15: inside [ ] and { }, text with ${ must be quoted\n  quote it: "… ${name} …"',
    ),
    "a colon in prose": (
        film("action: mara pours: steam rises"),
        "film.yaml:4:23: a colon or a line break makes this look like a second key\n"
        '  if it is prose, quote it: "mara pours: steam rises" · else check the indentation',
    ),
    "a tab": (
        "storyboard: 1\nscenes:\n\t- shots: x\n",
        "film.yaml:3:1: a tab stands where YAML takes spaces only\n  indent with spaces",
    ),
    "a quote left open": (
        film('"mara pours'),
        "film.yaml:4:5: the quote that begins here is never closed\n  close it, or take it out",
    ),
    "a tag": (
        film("!!python/object:os.system x"),
        "film.yaml:4:5: a storyboard takes no tags such as 'tag:yaml.org,2002:python/object:os.system'\n"
        "  leave it out; for a ! in text, quote the text",
    ),
    "an alias without anchor": (
        film("*mara"),
        "film.yaml:4:5: undefined alias 'mara': no anchor of that name stands before it\n  for a * in text, quote it",
    ),
    "an anchor that is set twice": (
        film("action: &a x", "action: &a y"),
        "film.yaml:5:13: the anchor &a is set twice\n  give the second one another name",
    ),
    "an anchor that contains itself": (
        "&a [*a]",
        "film.yaml:1:1: the anchor &a contains itself\n  write the value out",
    ),
    "a merge key": (
        film("<<: {action: x}"),
        "film.yaml:4:5: merge keys (<<) are no part of YAML 1.2\n"
        "  write the fields out, or use an alias for a whole value",
    ),
    "another version of YAML": (
        "%YAML 1.1\n---\nstoryboard: 1\n",
        "film.yaml:1:1: '%YAML 1.1': a storyboard is plain YAML 1.2\n  leave this line out",
    ),
    "a second document": (
        film("x") + "---\nstoryboard: 1\n",
        "film.yaml:5:1: a second document begins here; a storyboard is one\n  take out the lines --- and ... ",
    ),
    "a control character": (
        film("x\x07"),
        "film.yaml:4:6: this cannot be YAML: the character U+0007 is not allowed\n  take it out",
    ),
    "a wrong indentation": (
        film("action: x\n   camera: y"),
        "film.yaml:5:4: this is no YAML: expected <block end>, but found '<block mapping start>'\n"
        "  check the quotes, brackets and indentation here and in the line above",
    ),
    "too deep a nesting": (
        film("[" * 60 + "]" * 60),
        "film.yaml:4:33: nested deeper than 32 levels\n  a storyboard needs 7 levels",
    ),
}


@pytest.mark.parametrize(("text", "words"), STUMBLES.values(), ids=STUMBLES)
def test_a_stumble_gets_advice(text: str, words: str) -> None:
    assert said_of(text) == [words]


def test_no_is_a_word_and_4_30_is_text() -> None:
    storyboard = parse("storyboard: 1\ntitle: no\nstyle: 4:30\nscenes: [{shots: [yes, 010, 1_000]}]\n")
    assert storyboard.title == "no"
    assert storyboard.style.look == "4:30"
    assert [shot.action for shot in storyboard.scenes[0].shots] == ["yes", "010", "1_000"]


def test_a_value_may_be_repeated_by_alias() -> None:
    storyboard = parse(film("&dawn {action: dawn, for: 3s}", "*dawn"))
    first, second = storyboard.scenes[0].shots
    assert first == second


PAIRS = list(pairwise("abcdefghijk"))
BOMBS = {
    "a billion laughs": 'a: &a ["x"]\n' + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in PAIRS),
    "a hundred thousand brackets": "[" * 100_000,
    "fifty thousand braces": "{a: " * 50_000,
    "fifty thousand dashes": "- " * 50_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_defused_within_a_second(text: str) -> None:
    before = time.process_time()
    (words,) = said_of(text)
    assert time.process_time() - before < 1
    assert "repeat more than 10000 values" in words or "nested deeper than 32 levels" in words
