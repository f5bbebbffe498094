from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.speech.letters import sounds_of, spelt_out
from longtake.speech.numerals import readings_of
from longtake.speech.pronouncing import pronunciations

PHONES = frozenset(
    re.findall(
        r"\w+", "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
    )
)
KNOWN = {"forty": "F AO R T IY", "seven": "S EH V AH N", "the": "DH AH", "the(2)": "DH IY", "picture": "P IH K CH ER"}


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("47", "forty seven"),
        ("1,500", "one thousand five hundred"),
        ("2026", "twenty twenty six"),
        ("1905", "nineteen oh five"),
        ("2000", "two thousand"),
        ("3.5", "three point five"),
        ("-4", "minus four"),
        ("22nd", "twenty second"),
        ("20th", "twentieth"),
        ("$20", "twenty dollars"),
        ("50%", "fifty percent"),
        ("007", "seven"),
    ],
)
def test_figures_are_read_as_people_read_them(token: str, said: str) -> None:
    assert readings_of(token)[0] == said


def test_a_year_is_a_number_too_and_a_long_number_also_a_row_of_figures() -> None:
    assert "two thousand twenty six" in readings_of("2026")
    assert "two six four" in readings_of("264")


@given(st.integers(0, 10**12 - 1))
def test_every_number_below_a_billion_thousands_has_a_reading(number: int) -> None:
    assert re.fullmatch(r"[a-z]+( [a-z]+)*", readings_of(f"{number:,}")[0])


@given(st.text(max_size=20))
def test_spelling_gives_phones_that_the_model_has_and_nothing_else(word: str) -> None:
    assert set(sounds_of(word).split()) | set(spelt_out(word).split()) <= PHONES


@given(st.text(max_size=20))
def test_whatever_is_written_has_a_sound_or_none(token: str) -> None:
    assert all(set(way.split()) <= PHONES for way in pronunciations(token, KNOWN.get))


@pytest.mark.parametrize(
    ("token", "way"),
    [
        ("“The", "DH IY"),
        ("47,", "F AO R T IY S EH V AH N"),
        ("picture-the", "P IH K CH ER DH AH"),
        ("picture’s", "P IH K CH ER Z"),
        ("HLS", "EY CH EH L EH S"),
        ("knight", "N AY T"),
    ],
)
def test_a_word_is_looked_up_taken_apart_or_spelt(token: str, way: str) -> None:
    assert way in pronunciations(token, KNOWN.get)


@pytest.mark.parametrize("token", ["—", "…", "東京", "🎬", ""])
def test_what_nobody_says_has_no_sound(token: str) -> None:
    assert pronunciations(token, KNOWN.get) == ()
