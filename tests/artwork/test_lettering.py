"""Lettering: lines that fit, and nothing dropped unseen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.artwork.lettering import fitted, lettered, text_width, unprintable

CHOICES = ((40, 2), (24, 3), (14, 4))
ANY = st.text(st.characters(codec="utf-8"), max_size=400)


@given(ANY, st.integers(60, 900))
def test_text_set_fits_its_width_and_its_lines(text: str, width: int) -> None:
    result = fitted(text, width, CHOICES)
    assert len(result.lines) <= dict(CHOICES)[result.size]
    assert result.width <= width


@given(st.text("abc defgh", max_size=60))
def test_short_text_is_set_whole(text: str) -> None:
    assert " ".join(fitted(text, 900, CHOICES).lines) == " ".join(text.split())


def test_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    result = fitted("word " * 1000, 300, CHOICES)
    assert result.size == 14
    assert result.lines[-1].endswith("word…")


def test_longer_text_is_set_smaller() -> None:
    sizes = [fitted("some words " * count, 600, CHOICES).size for count in (1, 8, 16)]
    assert sizes == [40, 24, 14]


def test_lines_are_evened_out() -> None:
    result = fitted("the quick brown fox jumps over the lazy dog and on", 900, CHOICES)
    widths = [text_width(line, result.size) for line in result.lines]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_a_word_wider_than_a_line_is_broken() -> None:
    result = fitted("w" * 60, 300, CHOICES)
    assert "".join(result.lines) == "w" * 60


def test_letters_of_other_scripts_are_named_once_each() -> None:
    assert unprintable("日本の日 and שלום\n") == "日本のשלום"


@pytest.mark.parametrize("text", ["plain – “quoted”…", "àéîöüñç ÅØŁ šžčřőű", "naïve café", "non\u00a0breaking", ""])
def test_european_text_can_be_drawn(text: str) -> None:
    assert unprintable(text) == ""


@pytest.mark.parametrize(
    ("plain", "accented"), [("a", "á"), ("n", "ñ"), ("i", "ï"), ("c", "ç"), ("l", "ł"), ("E", "É")]
)
def test_an_accent_is_seen(plain: str, accented: str) -> None:
    one, other = lettered(plain, 40), lettered(accented, 40)
    assert one.mask.shape != other.mask.shape or not np.array_equal(one.mask, other.mask)
    assert text_width(plain, 40) == text_width(accented, 40)


def test_a_run_of_missing_letters_is_one_box() -> None:
    assert text_width("日本語", 40) == text_width("日", 40) > 10
    assert lettered("日本語", 40).mask.max() == 255


@given(ANY)
def test_white_space_and_ascii_are_never_unprintable(text: str) -> None:
    assert not [letter for letter in unprintable(text) if letter.isspace() or " " <= letter <= "~"]
