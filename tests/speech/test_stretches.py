"""What is said in one breath: sentences apart, long ones cut where a clause ends."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import Pause
from longtake.speech.stretches import BREATH, Sounded, Stretch, stretches_of


def words(text: str, pace: Fraction = Fraction(1)) -> list[Sounded]:
    return [Sounded(word, word, pace) for word in text.split()]


def told(stretches: tuple[Stretch, ...]) -> list[tuple[str, Fraction]]:
    return [(" ".join(word.text for word in one.words), one.rest) for one in stretches]


def test_a_breath_is_taken_between_sentences() -> None:
    assert told(stretches_of(words('one two. "three?" four'), 100)) == [
        ("one two.", BREATH),
        ('"three?"', BREATH),
        ("four", 0),
    ]


def test_a_pause_stands_in_for_the_breath() -> None:
    parts = [*words("one."), Pause(Fraction(2)), *words("two")]
    assert told(stretches_of(parts, 100)) == [("one.", 2), ("two", 0)]


def test_another_pace_is_another_stretch() -> None:
    parts = [*words("one"), *words("two", Fraction(1, 2)), *words("three")]
    assert told(stretches_of(parts, 100)) == [("one", 0), ("two", 0), ("three", 0)]


def test_a_long_sentence_is_cut_after_the_last_clause_that_fits() -> None:
    assert [text for text, _ in told(stretches_of(words("aa bb, cc dd ee ff"), 12))] == ["aa bb,", "cc dd ee ff"]


@given(st.lists(st.sampled_from(["a", "bbb,", "cccccc", "dd.", "eeeeeeeeeeee"]), min_size=1, max_size=40))
def test_no_word_is_lost_and_none_fits_where_it_was_cut(texts: list[str]) -> None:
    found = stretches_of([Sounded(text, text) for text in texts], 20)
    assert [word.text for one in found for word in one.words] == texts
    assert all(sum(len(word.sounds) + 1 for word in one.words) <= 20 for one in found)
