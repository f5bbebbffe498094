"""Fill while at most 8 % is cut off, else blur: one choice for all pictures of a scene."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_facts import clip, plan_of, still

from longtake.media import Size
from longtake.planning.fit import crop_share, fit_of

FULL_HD = Size(1920, 1080)
CASES = {
    "the same shape": ("640x360", "fill"),
    "16:9 in codec sizes": ("1792x1024", "fill"),
    "just within 8 %": ("1767x1080", "fill"),
    "just beyond 8 %": ("1766x1080", "blur"),
    "4:3": ("1600x1200", "blur"),
    "portrait": ("1080x1920", "blur"),
}


@pytest.mark.parametrize(("size", "kind"), CASES.values(), ids=CASES)
def test_the_share_that_is_cut_off_decides(size: str, kind: str) -> None:
    assert fit_of([Size.parse(size).ratio], FULL_HD).kind == kind


def test_the_share_is_of_the_pictures_own_area() -> None:
    assert crop_share(Fraction(4, 3), FULL_HD.ratio) == Fraction(1, 4)
    assert crop_share(Fraction(9, 16), FULL_HD.ratio) == 1 - Fraction(9, 16) ** 2


@given(some.integers(16, 4096), some.integers(16, 4096))
def test_the_share_is_the_same_from_both_sides(width: int, height: int) -> None:
    share = crop_share(Fraction(width, height), FULL_HD.ratio)
    assert share == crop_share(FULL_HD.ratio, Fraction(width, height))
    assert 0 <= share < 1


def test_one_picture_decides_for_its_scene_and_no_other() -> None:
    text = """
storyboard: 1
frame: {size: 1280x720}
scenes:
- shots: [{clip: wide.mp4}, {image: cup.png}]
- shots: [{clip: wide.mp4}, dawn]
"""
    made = plan_of(text, {"wide.mp4": clip(4), "cup.png": still("1600x1200")})
    assert [shot.fit for shot in made.shots] == ["blur", "blur", "fill", "fill"]
    assert made.shots[1].reasons[-1] == (
        "shown whole over a blurred copy: to fill the frame would cut 25 % off a picture in this scene"
    )


def test_a_small_crop_is_told() -> None:
    text = "storyboard: 1\nscenes: [{shots: [{clip: a.mp4}]}]"
    (shot,) = plan_of(text, {"a.mp4": clip(4, "1792x1024")}).shots
    assert shot.reasons[-1] == "fills the frame; at most 1.56 % of a picture in this scene is cut off"
