"""`speed` and `retime` as an author writes them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from said import film, said_of

from longtake.storyboard import parse, schema


def shot_of(words: str) -> Any:
    return parse(film(f"{{clip: a.mp4, {words}}}")).scenes[0].shots[0]


@pytest.mark.parametrize(("written", "begin", "end"), [
    ("0.5", Fraction(1, 2), None), ("2", 2, None), (".25", Fraction(1, 4), None), ("1/3", Fraction(1, 3), None),
    ("{from: 1, to: 0.25}", 1, Fraction(1, 4)), ("{from: 2}", 2, None),
])  # fmt: skip
def test_a_speed_is_read_exactly(written: str, begin: Fraction, end: Fraction | None) -> None:
    speed = shot_of(f"speed: {written}").speed
    assert (speed.begin, speed.end) == (begin, end)


def test_a_ramp_that_stays_is_one_speed() -> None:
    assert not shot_of("speed: {from: 2, to: 2}").speed.is_ramp


REFUSED = {
    "speed: fast": "'fast' is no speed",
    "speed: 5": "a speed is 0.25 to 4 times the clip's own, not 5",
    "speed: 1/0": "'1/0' is no speed",
    "speed: {from: 1, to: 0.1}": "a speed is 0.25 to 4 times the clip's own, not 0.1",
    "speed: {to: 2}": "needs from",
    "retime: blent": "'blent' is no way of retiming",
    "speed: 2, retime: speed": "speed says already how fast the clip plays",
    "speed: {from: 1, to: 2}, sound: -6 dB": "over a ramp of speed a clip's own sound is not made",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_meant_is_refused_at_its_place(words: str) -> None:
    [said] = said_of(film(f"{{clip: a.mp4, {words}}}"))
    assert said.startswith("film.yaml:4:")
    assert REFUSED[words] in said


@pytest.mark.parametrize(("words", "said"), [("speed: 2", "has a speed"), ("retime: flow", "is retimed")])
def test_only_a_clip_has_a_speed(words: str, said: str) -> None:
    [found] = said_of(film(f"{{action: dawn, {words}}}"))
    assert f"only a clip {said}" in found


def test_an_editor_is_told_of_numbers_and_ways() -> None:
    defs = schema()["$defs"]
    assert defs["Speed"]["anyOf"][0]["type"] == ["number", "string"]
    offered = defs["FrameShape"]["properties"]["retime"]["anyOf"][0]
    assert offered["enum"] == ["auto", "nearest", "speed", "blend", "flow"]
