"""A film that is shown in another of its languages: its titles and lips are that language's, all else is as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from made_facts import sound, still
from made_models import MODELS

from longtake.errors import PlanningError
from longtake.media import ClipFacts
from longtake.planning import Plan, Timings, plan, plan_from_json, plan_to_json
from longtake.planning.segment import SegmentInput
from longtake.planning.showing import wordings_in
from longtake.storyboard import Storyboard, parse
from longtake.storyboard.translations import text_key

FILM = """
storyboard: 1
frame: {size: 320x180, rate: 24}
route: {final: [faces, all]}
cast: {mara: {is: a woman, reference: mara.png}}
translations: words.csv
HEAD
scenes:
  - id: hello
    title: The beginning
    narration: SAID
    shots: [{action: she speaks, avatar: mara, for: 4s, title: [{text: "Mara\\nA friend"}, {text: Aurora, at: 1s}]}]
  - {id: quiet, shots: [{action: noon, for: 4s}]}
"""
VOICES = "languages: [de]\nnarrator: {voice: heart, voices: {de: elevenlabs/abc}, max_price: 1 USD}"
RECORDED = "languages: [de]"
WORDS = {
    "good day": "guten Tag",
    "Mara\nA friend": "Mara\nEine Freundin",
    "Aurora": "Aurora",
    "The beginning": "Der Anfang",
}
FACTS: Mapping[str, ClipFacts] = {"mara.png": still("640x640"), "en.ogg": sound(3), "de.ogg": sound(9)}


def written(head: str = VOICES, said: str = "good day") -> Storyboard:
    return parse(FILM.replace("HEAD", head).replace("SAID", said))


def planned(
    language: str | None = "de", head: str = VOICES, said: str = "good day", german: float = 3, **words: str | None
) -> Plan:
    """german: seconds of the line in German; words: other translations, None for none."""
    told = {key: text for key, text in {**WORDS, **words}.items() if text}
    texts = {text_key(key): text for key, text in told.items()}

    def made(timings: Timings) -> Plan:
        return plan(
            written(head, said), FACTS, stage="final", catalogue=MODELS, timings=timings, language=language,
            translations={"de": texts},
        )  # fmt: skip

    lengths = {"en": Fraction(2), "de": Fraction(str(german))}
    return made(Timings({one.known_as: lengths[one.language] for one in made(Timings()).all_speech}))


def given(made: Plan) -> SegmentInput:
    """The sound that the first take is made from."""
    segment = made.shots[0].segment
    assert segment is not None
    return next(one for one in segment.inputs if one.role == "audio")


def orders(made: Plan) -> list[str | None]:
    return [shot.segment.order if shot.segment else None for shot in made.shots]


def refused(language: str, head: str) -> str:
    with pytest.raises(PlanningError) as error:
        planned(language, head)
    return str(error.value)


def test_titles_and_chapters_are_in_the_language_that_a_film_is_shown_in() -> None:
    made = planned()
    assert made.language == "de"
    assert [(one.text, one.language) for one in made.shots[0].titles] == [
        ("Mara\nEine Freundin", "de"),
        ("Aurora", ""),  # the same words, and so the same picture
    ]
    assert [scene.title for scene in made.scenes] == ["Der Anfang", ""]
    assert plan_from_json(plan_to_json(made)) == made


def test_the_film_s_own_language_is_the_film_as_it_is() -> None:
    assert plan_to_json(planned("en")) == plan_to_json(planned(None))


def test_nothing_else_of_the_pictures_differs() -> None:
    own, shown = planned(None), planned()
    for one, other in zip(own.shots, shown.shots, strict=True):
        assert replace(one, titles=(), segment=None, reasons=()) == replace(other, titles=(), segment=None, reasons=())
    assert (own.cues, own.dubs, own.frames) == (shown.cues, shown.dubs, shown.frames)


def test_lips_that_speak_another_language_are_another_order_and_no_other_take_is() -> None:
    own, shown = planned(None), planned()
    assert orders(own)[0] != orders(shown)[0]
    assert orders(own)[1] == orders(shown)[1] is not None
    assert shown.quote.rows[0].price == own.quote.rows[0].price
    (dub,) = shown.dubs
    assert given(shown).digest == dub.speech[0].order
    assert [line.asset for line in given(shown).lines] == [dub.speech[0].asset]


def test_lips_are_given_the_words_as_fast_as_they_are_heard() -> None:
    made = planned(german=9)
    (dub,) = made.dubs
    (line,) = given(made).lines
    assert line.tempo == dub.speech[0].tempo == Fraction(113, 100)
    assert orders(made)[0] != orders(planned(german=7.5))[0]


def test_lips_follow_a_recording_of_the_language() -> None:
    said = "{text: good day, file: en.ogg, files: {de: de.ogg}}"
    own, shown = planned(None, RECORDED, said), planned("de", RECORDED, said)
    assert (given(own).asset, given(shown).asset) == ("en.ogg", "de.ogg")
    assert given(shown).digest == FACTS["de.ogg"].digest
    assert given(shown).tempo == shown.dubs[0].cues[0].tempo == Fraction(113, 100)


def test_it_is_told_whose_lips_do_not_move_to_what_is_heard() -> None:
    assert "hello.1: lips move to the words in de, and those in en are heard" in _notices(planned())
    assert "hello.1: lips move to the words in en, and those in de are heard" in _notices(planned(None))


def test_it_is_told_which_chapters_keep_their_names() -> None:
    assert "hello: its chapter is called “The beginning” in en: no translation into de names it" in _notices(
        planned(**{"The beginning": None})
    )


def test_a_title_without_a_translation_is_refused_with_its_words() -> None:
    with pytest.raises(PlanningError) as error:
        planned(**{"Mara\nA friend": None})
    assert "no translation into de of the title “Mara A friend”" in str(error.value)
    assert "add it to words.csv" in str(error.value)


def test_a_language_that_the_film_is_not_made_in_is_refused() -> None:
    told = refused("fr", VOICES)
    assert "the film is to be shown in fr, and it is made in en and de" in told
    assert "ask for en or de" in told
    assert "add it: languages: [de, fr]" in told


def test_a_film_of_one_language_is_shown_in_no_other() -> None:
    told = refused("fr", "narrator: heart")
    assert "the film is to be shown in fr, and it is made in en\n" in told
    assert "add it: languages: [fr]" in told


def test_a_language_that_nobody_speaks_is_refused() -> None:
    told = refused("de", "languages: [de]\nnarrator: heart")
    assert "the film is to be shown in de, and nobody speaks de in it" in told
    assert "name a voice: narrator: {voices: {de: …}}" in told
    assert "or recordings: narration: {files: {de: …}}" in told


def test_a_film_in_which_nobody_speaks_is_shown_without_a_voice() -> None:
    storyboard = parse("storyboard: 1\nlanguages: [de]\nscenes:\n- {id: one, shots: [{action: dawn, title: Hello}]}\n")
    made = plan(storyboard, {}, language="de", translations={"de": {"Hello": "Hallo"}})
    assert [one.text for one in made.shots[0].titles] == ["Hallo"]
    assert "pictures in de: the cards of one.1 are for whoever makes the film: their words stay in en" in _notices(made)


def test_what_a_person_says_of_lips_is_said_of_one_language() -> None:
    storyboard = written()
    lips, noon = own = wordings_in(storyboard, planned(None))
    german = wordings_in(storyboard, planned())
    assert (own[lips] == german[lips], own[noon] == german[noon]) == (False, True)


def _notices(made: Plan) -> list[str]:
    return [f"{one.about}: {one.message}" for one in made.notices]
