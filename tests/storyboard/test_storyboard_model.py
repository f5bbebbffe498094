"""What an author writes means what it says: short forms, units, defaults, and writing it again."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError
from said import film

from longtake.media import FrameRate, Money, Size
from longtake.storyboard import JoinWords, Shot, Storyboard, Trim, parse, seconds_text

TASTE = """
storyboard: 1
title: Meet Aurora
frame: {size: 1280x720, rate: 24000/1001}
style:
  look: clean product commercial
  palette: [warm white, walnut, teal]
  avoid: text, watermark
cast:
  mara: {is: a woman, wears: a teal shirt}
  joe: a man
places: {kitchen: a small bright kitchen}
narrator: {voice: heart}
music: {file: music/morning.ogg, level: −20 dB, fade: {in: 1s}}
route: {draft: animatic, final: [veo-3.1-fast, kling-3.0]}
budget: 12 usd
scenes:
  - id: waking
    at: kitchen
    narration: Every morning begins with the same small ceremony.
    shots:
      - "@mara pours water over coffee; steam rises"
      - {action: the cup fills, camera: slow dolly-in, for: 1m 30s}
  - narration: {file: line.wav, text: Aurora remembers., level: 1.5 dB}
    shots:
      - {clip: footage/product.mp4, trim: 1.5s..6s, join: dissolve 0.5s, sound: off}
      - {image: refs/cup.png, join: "dissolve:250ms"}
      - {clip: b.mp4, trim: ..6s, join: dissolve, sound: +3dB}
"""


@pytest.fixture(scope="module")
def storyboard() -> Storyboard:
    return parse(TASTE)


def test_units_are_exact(storyboard: Storyboard) -> None:
    assert storyboard.frame.rate == FrameRate(24000, 1001)
    assert storyboard.frame.size == Size(1280, 720)
    assert storyboard.budget == Money("12", "USD")
    assert storyboard.music
    assert storyboard.music.level == Fraction(-20)
    assert storyboard.scenes[0].shots[1].length == Fraction(90)
    assert storyboard.scenes[1].shots[0].trim == Trim(Fraction(3, 2), Fraction(6))
    assert [shot.own_sound for shot in storyboard.scenes[1].shots] == ["off", None, Fraction(3)]


def test_short_forms_stand_for_long_ones(storyboard: Storyboard) -> None:
    assert storyboard.cast["joe"].looks == "a man"
    assert storyboard.places["kitchen"].looks == "a small bright kitchen"
    assert storyboard.style.avoid == ("text", "watermark")
    assert storyboard.route.draft == ("animatic",)
    assert storyboard.scenes[0].shots[0] == Shot(action="@mara pours water over coffee; steam rises")


def test_joins_are_a_kind_and_a_length(storyboard: Storyboard) -> None:
    half = JoinWords("dissolve", Fraction(1, 2))
    assert [shot.join for shot in storyboard.scenes[1].shots] == [half, JoinWords("dissolve", Fraction(1, 4)), half]


def test_a_flow_is_written_as_a_dissolve_is() -> None:
    assert JoinWords.parse("flow") == JoinWords.parse("flow:0.5s") == JoinWords("flow", Fraction(1, 2))
    assert str(JoinWords.parse("flow 0.25s")) == "flow 0.25s"
    with pytest.raises(ValueError, match="a flow lasts more than 0 s and at most 10 s, not 11s"):
        JoinWords.parse("flow 11s")


def test_everything_but_version_and_scenes_has_a_default() -> None:
    least = parse(film("dawn"))
    assert (least.title, least.frame.size, least.frame.rate) == ("Untitled", Size(1920, 1080), FrameRate(24))
    assert least.scenes[0].shots[0].length == "auto"


def test_what_is_written_again_reads_the_same(storyboard: Storyboard) -> None:
    written = storyboard.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert parse(json.dumps(written), format="json") == storyboard


def test_a_storyboard_is_frozen(storyboard: Storyboard) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        storyboard.title = "Other"  # type: ignore[misc]


@given(some.integers(0, 10**9), some.integers(0, 6))
def test_decimal_seconds_are_written_exactly(digits: int, places: int) -> None:
    seconds = Fraction(digits, 10**places)
    assert Fraction(seconds_text(seconds).removesuffix("s")) == seconds


def test_seconds_without_a_decimal_form_are_not_rounded_in_secret() -> None:
    with pytest.raises(ValueError, match="1/3 has no short decimal form"):
        seconds_text(Fraction(1, 3))
