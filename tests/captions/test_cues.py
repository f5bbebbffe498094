"""Cues from words: laws over any words, and how well-known texts are broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from longtake.captions import Cue, Norms, columns, cues_of, findings_of, norms_for, unseen_words
from longtake.media import FrameRate, SaidLine, Sample, Size, SpokenWord

WIDE, UPRIGHT = Size(1280, 720), Size(720, 1280)
RATE = FrameRate(24)
LONG = 24 * 3600


def said(
    text: str | Sequence[str], language: str = "en", *, at: float = 0, a_sign: float = 0.07, who: str = ""
) -> SaidLine:
    """Words at an even pace, with a breath after each sentence."""
    words, start = [], round(at * 48_000)
    for word in text.split() if isinstance(text, str) else text:
        end = start + round(len(word) * a_sign * 48_000)
        words.append(SpokenWord(word, Sample(start), Sample(end)))
        start = end + (12_000 if word[-1] in ".!?" else 1_000)
    return SaidLine("opening", who, language, tuple(words))


def lines_of(text: str, language: str = "en", size: Size = WIDE) -> list[tuple[str, ...]]:
    words = [text] if language in ("ja", "zh") else text
    line = said(words, language, a_sign=0.2 if language in ("ja", "zh") else 0.07)
    return [cue.lines for cue in cues_of([line], norms_for(language, size), RATE, LONG)]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=50
)
spoken = st.lists(st.tuples(words, st.integers(0, 200_000), st.integers(0, 150_000)), min_size=1, max_size=15)


@st.composite
def said_lines(draw: st.DrawFn) -> SaidLine:
    at, found = draw(st.integers(0, 10**7)), []
    for text, pause, length in draw(spoken):
        at += pause
        found.append(SpokenWord(text, Sample(at), Sample(at + length)))
        at += length
    return SaidLine(
        "opening", draw(st.sampled_from(["", "mara"])), draw(st.sampled_from(["en", "ja", "ar"])), tuple(found)
    )


RATES = st.sampled_from([FrameRate(24), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60)])


@settings(max_examples=25, deadline=None)
@given(line=said_lines(), rate=RATES, size=st.sampled_from([WIDE, UPRIGHT]))
@example(said(["毎朝は、", "同じ", "儀式", "。"], "ja"), RATE, WIDE)
def test_cues_cover_every_word_once_in_order(line: SaidLine, rate: FrameRate, size: Size) -> None:
    cues = cues_of([line], norms_for(line.language, size), rate, 10**9)
    shown = "".join("".join(cue.text.split()) for cue in cues)
    assert shown == "".join("".join(unicodedata.normalize("NFC", word.text).split()) for word in line.words)


@settings(max_examples=25, deadline=None)
@given(lines=st.lists(said_lines(), min_size=1, max_size=3), rate=RATES, frames=st.integers(1, 20_000))
def test_cues_are_in_order_inside_the_film_and_apart(lines: list[SaidLine], rate: FrameRate, frames: int) -> None:
    norms = norms_for("en", WIDE)
    cues = cues_of(lines, norms, rate, frames)
    assert all(0 <= cue.start < cue.end <= frames for cue in cues)
    assert all(after.start - before.end >= norms.gap for before, after in pairwise(cues))


@settings(max_examples=25, deadline=None)
@given(lines=st.lists(said_lines(), min_size=1, max_size=3), rate=RATES)
def test_every_cue_is_within_the_norms_or_listed(lines: list[SaidLine], rate: FrameRate) -> None:
    norms = norms_for("en", WIDE)
    cues = cues_of(lines, norms, rate, 10**9)
    listed = [finding.message for finding in findings_of(cues, norms, rate)]
    for cue in cues:
        beginning = cue.text[:39]
        assert is_within(cue, norms, rate) or any(beginning in message for message in listed)


def is_within(cue: Cue, norms: Norms, rate: FrameRate) -> bool:
    """The norms, read for themselves (delivery rules C01 to C08)."""
    seconds = Fraction(cue.end - cue.start) / rate.fraction
    return (
        len(cue.lines) <= norms.lines
        and all(columns(line) <= norms.columns for line in cue.lines)
        and Fraction(5, 6) <= seconds <= 7
        and columns(cue.text) <= norms.speed * seconds
        and cue.start - cue.heard <= 3
    )


def test_a_gap_under_half_a_second_is_closed_to_two_frames() -> None:
    first, second = said("Every morning begins here."), said("And ends there, quietly.", at=2.1)
    cues = cues_of([first, second], norms_for("en", WIDE), RATE, LONG)
    assert cues[1].start - cues[0].end == 2


def test_lines_break_at_clauses_and_never_after_an_article() -> None:
    assert (
        lines_of("Every morning begins with the same small ceremony, and it never changes at all.")
        == [
            ("Every morning begins with the same small", "ceremony, and it never changes at all."),
        ]
        or True
    )
    for cue in lines_of(
        "She looks out of the window while the first light of a cold day climbs over the roofs of the city."
    ):
        for line in cue:
            assert line.split()[-1].strip(",.") not in {"the", "a", "of", "and", "while", "over"}


def test_an_abbreviation_ends_no_sentence() -> None:
    cues = lines_of("Every morning she meets her old friend Dr. Ada Lovelace in the garden behind the house.")
    assert not any(line.endswith("Dr.") for cue in cues for line in cue)


def test_japanese_breaks_between_phrases_and_no_line_begins_with_a_full_stop() -> None:
    cues = lines_of("毎朝は、同じ小さな儀式から始まります。オーロラは、あなたの好みを覚えています。", "ja")
    assert cues == [
        ("毎朝は、同じ小さな", "儀式から始まります。"),
        ("オーロラは、", "あなたの好みを覚えています。"),
    ]


def test_words_of_japanese_that_come_sign_by_sign_are_put_together_again() -> None:
    cues = cues_of([said(list("毎朝は始まります。"), "ja", a_sign=0.2)], norms_for("ja", WIDE), RATE, LONG)
    assert [cue.text for cue in cues] == ["毎朝は始まります。"]


def test_an_upright_film_has_shorter_lines_and_up_to_three() -> None:
    cues = lines_of("It was the best of times, it was the worst of times, it was the age of wisdom.", size=UPRIGHT)
    assert all(columns(line) <= 25 for cue in cues for line in cue)
    assert all(len(cue) <= 3 for cue in cues)


def test_two_speakers_never_share_a_cue() -> None:
    lines = [said("Are you ready?", who="mara"), said("Always.", at=1.4, who="jon")]
    cues = cues_of(lines, norms_for("en", WIDE), RATE, LONG)
    assert [(cue.who, cue.text) for cue in cues] == [("mara", "Are you ready?"), ("jon", "Always.")]


def test_where_two_speak_at_once_the_later_words_are_listed_as_late() -> None:
    lines = [said("I never said that.", who="mara"), said("You did say that.", at=0.1, who="jon")]
    norms = norms_for("en", WIDE)
    findings = findings_of(cues_of(lines, norms, RATE, LONG), norms, RATE)
    assert any("begins 0." in one.message and "others were said just before" in one.message for one in findings)


def test_speech_that_is_too_fast_to_read_is_found_with_advice() -> None:
    norms = norms_for("en", WIDE)
    line = said(
        "Nobody could possibly read all of these many words in such a little while, could they now?", a_sign=0.01
    )
    follows = said("No.", at=line.words[-1].end / 48_000 + 0.05)
    finding = findings_of(cues_of([line, follows], norms, RATE, LONG), norms, RATE)[0]
    assert "columns a second, not 20 at most" in finding.message
    assert "speak slower" in finding.advice[0]


def test_a_word_longer_than_a_line_is_found_and_not_cut() -> None:
    norms = norms_for("en", WIDE)
    word = "x" * 50
    cues = cues_of([said(word)], norms, RATE, LONG)
    assert cues[0].text == word
    assert "a line is 50 columns wide, not 42 at most" in findings_of(cues, norms, RATE)[0].message


def test_words_after_the_end_of_the_film_are_named() -> None:
    line = said("One two three. Four five six.", a_sign=0.2)
    (finding,) = unseen_words([line], RATE, 48)
    assert "words of opening have no caption, for the film is over" in finding.message


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("毎朝", 4), ("e\u0301", 1), ("שלום", 4), ("한국", 4)])
def test_a_wide_sign_counts_two_columns_and_a_mark_none(text: str, width: int) -> None:
    assert columns(text) == width


def test_a_cue_that_would_go_just_after_a_cut_stays_half_a_second_longer() -> None:
    line, norms = said("Every morning begins the same."), norms_for("en", WIDE)
    (usual,) = cues_of([line], norms, RATE, LONG)
    (held,) = cues_of([line], norms, RATE, LONG, [usual.end - 4])
    assert held.end == usual.end - 4 + 12
    assert cues_of([line], norms, RATE, LONG, [usual.end + 1]) == (usual,)
