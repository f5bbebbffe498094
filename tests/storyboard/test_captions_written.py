"""Captions as an author writes them."""

from __future__ import annotations

import pytest

from longtake.errors import StoryboardError
from longtake.storyboard import Storyboard, parse

FILM = """
storyboard: 1
{}
scenes:
  - id: opening
    narration: Good morning.
    {}
    shots: [a cup fills]
"""


def written(captions: str = "", mark: str = "") -> Storyboard:
    return parse(FILM.format(captions, mark), "film.yaml")


@pytest.mark.parametrize(
    ("captions", "are_on", "are_burned"),
    [
        ("", True, False),
        ("captions: on", True, False),
        ("captions: off", False, False),
        ("captions: burned", True, True),
        ("captions: {style: boxed}", True, True),
        ("captions: {show: on, style: boxed}", True, False),
    ],
)
def test_captions_are_on_by_themselves_and_burned_where_a_style_is_written(
    captions: str, are_on: bool, are_burned: bool
) -> None:
    found = written(captions).captions
    assert (found.are_on, found.are_burned) == (are_on, are_burned)


def test_what_is_heard_and_not_said_is_a_text_or_has_its_time() -> None:
    marks = written(mark='caption: ["[soft music]", {text: "[a door]", at: 2s, for: 1s}]').scenes[0].caption
    assert [(mark.text, float(mark.at)) for mark in marks] == [("[soft music]", 0), ("[a door]", 2)]


def test_a_style_that_nobody_knows_is_refused_with_those_that_are() -> None:
    with pytest.raises(StoryboardError, match="captions"):
        written("captions: {style: neon}")
