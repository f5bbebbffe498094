"""Laws of prompts, for any words an author may write."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_stories import TEA, AtMost, heard, silent

from longtake.catalogue.dialects import dialects
from longtake.planning.prompts import Beat, clauses_of, compiled
from longtake.planning.prompts.measuring import length_of
from longtake.storyboard import Storyboard

NAMES = st.sampled_from(sorted(dialects()))
PICTURES = st.sampled_from(sorted(set(dialects()) - {"heygen"}))
WORDS = st.sampled_from(
    ["{api_key}", "{text}", "${name}", "%s", "[[x]]", "iPhone", "tea", "湯", "شاي", "🫖", "@@", "\\n", '"']
) | st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="@"), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
UNITS = st.sampled_from(["characters", "utf16", "bytes", "tokens", "words"])


def told(action, *, look="drama", looks="a woman", others=0, moment=None):
    """The clauses of a shot in which Mara appears, after `others` other shots."""
    shots = [{"action": f"shot {number} of @ida"} for number in range(others)] + [{"action": f"@mara: {action}"}]
    cast = {**TEA["cast"], "mara": {"is": looks}}
    storyboard = Storyboard.model_validate(
        {**TEA, "style": {"look": look, "avoid": "text"}, "cast": cast, "scenes": [{"at": "kitchen", "shots": shots}]}
    )
    return clauses_of(storyboard, 0, storyboard.scenes[0].shots[-1], moment or silent())


def is_in(value, text):
    """Word for word; only the first letter may have risen at the beginning of a sentence."""
    return value in text or (value[:1].upper() + value[1:]) in text


@given(NAMES, TEXTS, TEXTS)
def test_values_stand_word_for_word_in_the_prompt(name, action, looks):
    text = compiled(told(action, looks=looks), dialects()[name]).text
    assert action in text
    assert name == "heygen" or looks in text


@given(PICTURES, TEXTS)
def test_the_look_stands_word_for_word_in_the_prompt(name, look):
    assert is_in(look, compiled(told("tea", look=look), dialects()[name]).text)


@given(NAMES, TEXTS, TEXTS, st.integers(0, 300), UNITS)
@settings(max_examples=300)
def test_a_prompt_is_never_longer_than_its_limit(name, action, look, most, unit):
    made = compiled(told(action, look=look, moment=heard()), dialects()[name], limit=AtMost(most, unit))
    assert length_of(made.text, unit) <= most


@given(NAMES, TEXTS, st.integers(0, 300))
def test_what_is_not_in_the_prompt_is_said_to_be_left_out(name, action, most):
    made = compiled(told(action), dialects()[name], limit=AtMost(most))
    for clause in made.clauses:
        stands = clause.text if clause.shortened is None else clause.shortened
        assert is_in(stands, made.text)
        assert (clause.shortened is None) == (clause.why == "")


@given(NAMES, TEXTS)
def test_the_same_clauses_give_the_same_prompt(name, action):
    clauses = told(action, moment=heard())
    assert compiled(clauses, dialects()[name], limit=AtMost(200)) == compiled(
        clauses, dialects()[name], limit=AtMost(200)
    )


@given(NAMES, TEXTS, st.integers(1, 4))
def test_a_shot_has_the_same_prompt_whatever_stands_before_it(name, action, others):
    dialect = dialects()[name]
    assert compiled(told(action), dialect).text == compiled(told(action, others=others), dialect).text


@given(PICTURES, st.lists(TEXTS, min_size=2, max_size=4))
def test_people_are_told_in_the_same_words_in_every_prompt(name, actions):
    sentence = "Mara is a woman"
    assert all(compiled(told(action), dialects()[name]).text.count(sentence) == 1 for action in actions)


@given(NAMES, st.lists(TEXTS, min_size=2, max_size=5), st.booleans())
def test_shots_of_a_list_fill_the_take_and_tell_each_beat_once(name, texts, has_cuts):
    beats = tuple(
        Beat(
            f"{'cut to ' if has_cuts and number else ''}{number}# {text}",
            Fraction(2 * number),
            Fraction(2 * number + 2),
        )
        for number, text in enumerate(texts)
    )
    made = compiled(told("tea", moment=silent(beats=beats)), dialects()[name], seconds=Fraction(2 * len(beats)))
    assert all(made.text.count(f"{number}# {text}".rstrip(" ;,；，、")) == 1 for number, text in enumerate(texts))
    assert not made.shots or sum(shot.seconds for shot in made.shots) == 2 * len(beats)
    assert bool(made.shots) == (has_cuts and dialects()[name].shots == "list")
