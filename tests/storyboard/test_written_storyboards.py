"""What is written and read again is the same storyboard; and it is written as a person would."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from storyboards import storyboards, words

from longtake.storyboard import Storyboard, parse, written
from longtake.storyboard.tree import KeyPath, flatten
from longtake.storyboard.validating import validated
from longtake.storyboard.values import NO_VALUES, given_by
from longtake.storyboard.variables import put_in
from longtake.storyboard.yamltext import compose_yaml

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))


def read_again(text: str) -> Storyboard:
    """The storyboard in a text, whatever contradicts itself in it."""
    data, _, doubled = flatten(compose_yaml(text, "film.yaml"), "film.yaml")
    storyboard, faults = validated(put_in(data, given_by(NO_VALUES)).data)
    assert (doubled, faults) == ([], []), text
    assert storyboard
    return storyboard


@given(storyboards)
def test_written_and_read_it_is_the_same(storyboard: Storyboard) -> None:
    assert read_again(written(storyboard)) == storyboard


@given(storyboards, some.lists(words() | some.text(max_size=30), max_size=3))
def test_comments_change_nothing(storyboard: Storyboard, said: list[str]) -> None:
    scene: KeyPath = ("scenes", 0)
    comments = dict.fromkeys([(), ("scenes",), scene, (*scene, "shots"), (*scene, "shots", 0), ("cast",)], said)
    assert read_again(written(storyboard, comments)) == storyboard


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_survives(path: Path) -> None:
    values = {"city": "Wien", "sight": "${roofs}"} if path.parent.name == "campaign" else {}
    storyboard = parse(path.read_text("utf-8"), values=values)
    text = written(storyboard)
    assert parse(text) == storyboard
    assert written(parse(text)) == text


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert written(parse("storyboard: 1\nscenes: [{shots: [{action: a cup, for: auto}]}]\nframe: {rate: 24}\n")) == (
        "storyboard: 1\n\nscenes:\n  - shots:\n      - a cup\n"
    )


def test_long_words_are_folded_and_lines_kept() -> None:
    long = " ".join(["ceremony"] * 20)
    storyboard = parse(f"storyboard: 1\nscenes:\n- narration: {long}\n  shots: ['one\n\n  two']\n")
    text = written(storyboard)
    assert max(map(len, text.splitlines())) <= 110
    assert "narration: >-\n" in text
    assert "- |-\n        one\n        two\n" in text
    assert parse(text) == storyboard


def test_a_comment_stands_above_what_it_is_about() -> None:
    storyboard = parse("storyboard: 1\nscenes: [{id: one, shots: [{action: a cup, camera: static}]}]\n")
    comments = {("scenes", 0): ["The kitchen"], ("scenes", 0, "shots", 0): ["guess: say what is seen\nor not"]}
    assert written(storyboard, comments).splitlines()[3:] == [
        "  # The kitchen",
        "  - id: one",
        "    shots:",
        "      # guess: say what is seen",
        "      # or not",
        "      - action: a cup",
        "        camera: static",
    ]
