"""Translated lines: the words of another language over the time of the original."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import SaidLine, Sample, SpokenWord
from longtake.planning import translated_lines, untranslated


def said(text: str, length: int = 4800) -> SaidLine:
    words = [SpokenWord(word, Sample(at * length), Sample((at + 1) * length)) for at, word in enumerate(text.split())]
    return SaidLine("opening", "mara", "en", tuple(words))


def into(line: SaidLine, text: str, language: str = "de") -> SaidLine:
    (found,) = translated_lines([line], {"".join(line.text.split()): text}, language)
    return found


def test_each_sentence_is_said_while_its_original_is() -> None:
    line = said("One. Two words more than before are said here.")
    found = into(line, "Ein erster Satz. Zwei.")
    assert (found.about, found.who, found.language, found.is_estimated) == ("opening", "mara", "de", True)
    assert [word.start for word in found.words if word.text in ("Ein", "Zwei.")] == [0, 4800]
    assert found.words[2].end == 4800
    assert found.words[-1].end == line.words[-1].end


def test_where_sentences_are_not_as_many_the_whole_is_spread_over_the_line() -> None:
    line = said("One. Two. Three.")
    found = into(line, "Alles in einem Satz.")
    assert (found.words[0].start, found.words[-1].end) == (0, line.words[-1].end)


@given(st.lists(st.sampled_from(["eins", "zwei,", "drei.", "vier!"]), min_size=1, max_size=20))
def test_words_of_a_translation_are_all_there_in_order_within_the_line(words: list[str]) -> None:
    line = said("It begins. It goes on. It ends.")
    found = into(line, " ".join(words))
    assert [word.text for word in found.words] == words
    assert all(one.end <= other.start for one, other in pairwise(found.words))
    assert 0 <= found.words[0].start <= found.words[-1].end <= line.words[-1].end


def test_a_line_that_is_heard_otherwise_than_written_is_told() -> None:
    (finding,) = untranslated([said("Good day."), said("Good night.")], {"Goodday.": "Guten Tag."})
    assert finding.message == "what is said in opening is not translated: “Good night.”"
