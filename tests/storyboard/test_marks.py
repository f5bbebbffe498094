"""Marks in words that are said: what a voice makes of them, and what everybody else reads."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import StoryboardError
from longtake.media import Pause, Phrase
from longtake.storyboard import parse
from longtake.storyboard.marks import parts_of, plain_words
from longtake.storyboard.units import Refused

SAID = {
    "no marks": ("Good morning.", [Phrase("Good morning.")], "Good morning."),
    "a pause": ("Wait. [pause 0.8s] Go.", [Phrase("Wait."), Pause(Fraction(4, 5)), Phrase("Go.")], "Wait. Go."),
    "a usual pause": ("a [pause] b", [Phrase("a"), Pause(Fraction(1, 2)), Phrase("b")], "a b"),
    "emphasis": ("It is *mine*, all.", [Phrase("It is"), Phrase("mine,", is_stressed=True), Phrase("all.")], None),
    "slow words": ("[slow: take care]", [Phrase("take care", pace=Fraction(17, 20))], "take care"),
    "a speed": ("[speed 1.3: go, go]", [Phrase("go, go", pace=Fraction(13, 10))], "go, go"),
    "emphasis in slow words": (
        "[slow: so *very* slow]",
        [
            Phrase("so", pace=Fraction(17, 20)),
            Phrase("very", is_stressed=True, pace=Fraction(17, 20)),
            Phrase("slow", pace=Fraction(17, 20)),
        ],
        "so very slow",
    ),
    "a pronunciation": ("Ask [Siobhán = shivawn].", [Phrase("Ask"), Phrase("Siobhán.", sounds="shivawn.")], None),
    "a sign before it": ("(*my*) word", [Phrase("(my)", is_stressed=True), Phrase("word")], "(my) word"),
    "what is not said": ("[music] Hello.", [Phrase("Hello.")], "[music] Hello."),
    "stars between numbers": ("5 * 3 is a*b", [Phrase("5 * 3 is a*b")], "5 * 3 is a*b"),
}


@pytest.mark.parametrize(("text", "parts", "plain"), SAID.values(), ids=SAID)
def test_marks_are_what_is_said_and_no_words(text: str, parts: list[Phrase | Pause], plain: str | None) -> None:
    assert list(parts_of(text)) == parts
    if plain is not None:
        assert plain_words(text) == plain


def test_words_of_the_lexicon_are_pronounced_wherever_they_stand_alone() -> None:
    lexicon = {"Aurora": "uh roar uh", "Aurora Pro": "uh roar uh pro"}
    found = parts_of("Aurora's auroras; AURORA pro.", lexicon)
    assert found == (
        Phrase("Aurora's", sounds="uh roar uh's"),
        Phrase("auroras;"),
        Phrase("AURORA pro.", sounds="uh roar uh pro."),
    )


REFUSED = {
    "a misspelt pause": ("[puase 1s] a", "[puase 1s] is no mark", "write [pause 0.5s]"),
    "a pause without a unit": ("a [pause 2]", "[pause 2]: '2' is no length of time", "write [pause 0.5s]"),
    "an endless pause": ("a [pause 60s]", "[pause 60s]: a pause lasts up to 10 s", "for: 12s"),
    "an open mark": ("[slow: and on it goes", "the mark '[slow: and on it goes' is not closed", "end it with ]"),
    "a speed that is none": ("[speed x: a]", "[speed x: a]: 'x' is no speed", "[speed 0.9: words]"),
    "a speed that nobody follows": ("[speed 9: a]", "a voice speaks 0.5 to 2 times as fast", "[speed 0.9: words]"),
}


@pytest.mark.parametrize(("text", "message", "way"), REFUSED.values(), ids=REFUSED)
def test_a_mark_that_cannot_be_read_is_refused_with_a_way_out(text: str, message: str, way: str) -> None:
    with pytest.raises(Refused) as caught:
        parts_of(text)
    assert message in str(caught.value)
    assert way in "".join(caught.value.advice)


def test_a_wrong_mark_is_told_with_line_and_column() -> None:
    text = "storyboard: 1\nscenes:\n  - narration: Good [puase] morning.\n    shots: [dawn]\n"
    with pytest.raises(StoryboardError) as caught:
        parse(text)
    assert str(caught.value.findings[0].place).endswith("3:16")
    assert "[puase] is no mark" in caught.value.findings[0].message


@given(st.text(alphabet="ab ,.é朝", max_size=30))
def test_words_without_marks_are_said_as_they_are(text: str) -> None:
    assert plain_words(text) == text
    assert " ".join(part.text for part in parts_of(text) if isinstance(part, Phrase)) == " ".join(text.split())


@given(st.text(alphabet="ab*[]=:1s slowpause/", max_size=40))
def test_any_signs_are_read_or_refused(text: str) -> None:
    with suppress(Refused):
        assert all(part.text.strip() for part in parts_of(text) if isinstance(part, Phrase))
