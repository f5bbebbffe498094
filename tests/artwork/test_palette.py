"""Colours from words, and the parts they play."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.artwork.palette import code_values, colour_of, luminance, tones_of


def test_a_hexadecimal_colour_is_itself() -> None:
    assert colour_of(" #FF8000 ") == pytest.approx((1.0, 128 / 255, 0.0))
    assert colour_of("#f80") == colour_of("#ff8800")


@pytest.mark.parametrize(
    ("words", "strongest"), [("walnut", 0), ("teal", 2), ("forest green", 1), ("midnight blue", 2), ("rust", 0)]
)
def test_words_of_paint_and_light_have_their_colour(words: str, strongest: int) -> None:
    colour = colour_of(words)
    assert colour[strongest] == max(colour)


def test_adjectives_shade_a_colour() -> None:
    teal = luminance(colour_of("teal"))
    assert luminance(colour_of("dark teal")) < teal < luminance(colour_of("pale teal"))
    warm, cold = colour_of("warm white"), colour_of("cold white")
    assert warm[0] - warm[2] > cold[0] - cold[2]


def test_unknown_words_have_a_colour_of_their_own_each_time() -> None:
    assert colour_of("zxqy") == colour_of(" ZXQY ")
    assert colour_of("zxqy") != colour_of("zxqz")


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["black", "white", "#808080"])), max_size=6))
def test_any_palette_leaves_words_readable(palette: list[str]) -> None:
    tones = tones_of(palette)
    assert luminance(tones.near) < 0.03
    assert luminance(tones.accent) > 0.3
    for colour in (tones.high, tones.low, tones.light, tones.far, tones.middle, tones.near, tones.accent):
        assert all(0 <= part <= 1 for part in colour)


def test_code_values_are_those_of_bt709() -> None:
    assert code_values((1.0, 1.0, 1.0)) == pytest.approx((235, 128, 128))
    assert code_values((0.0, 0.0, 0.0)) == pytest.approx((16, 128, 128))
    assert code_values((0.0, 0.0, 1.0))[1] == pytest.approx(240)
    assert code_values((1.0, 0.0, 0.0))[2] == pytest.approx(240)
