"""What voices say and what that costs: once for each piece of speech, from what to what while lengths are estimated."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import clip, film, sound, still
from made_models import MODELS

from longtake.errors import PlanningError
from longtake.media import Money
from longtake.planning import (
    Plan,
    SpeechRow,
    Timings,
    plan,
    plan_from_json,
    plan_to_json,
    quoted_together,
    speech_key,
)
from longtake.storyboard import parse

FACTS = {"a.mp4": clip(8), "line.ogg": sound(7), "mara.png": still("640x640")}
WORDS = "one two three four five"
MOST = "route: {max_price: 0.50 USD}\n"
BY_TIME = MOST + "narrator: {voice: gpt-4o-mini-tts/alloy}\n"


def planned(*scenes: str, head: str = "", timings: Timings | None = None, stage: str | None = None) -> Plan:
    """The plan of scenes that each have this narration over one shot."""
    told = "".join(f"  - narration: {text}\n    shots: [dawn]\n" for text in scenes)
    return plan(
        parse(f"storyboard: 1\ntitle: Film\n{head}scenes:\n{told}"),
        FACTS,
        catalogue=MODELS,
        timings=timings,
        stage=stage,  # type: ignore[arg-type]
    )


def refused(head: str) -> list[str]:
    with pytest.raises(PlanningError) as caught:
        planned(WORDS, head=head)
    return [str(finding) for finding in caught.value.findings]


def only_voice(made: Plan) -> SpeechRow:
    (row,) = made.quote.speech
    return row


def test_speech_paid_by_characters_is_quoted_to_the_millionth() -> None:
    made = planned(WORDS, head="narrator: {voice: openai/alloy}\n")
    row = only_voice(made)
    assert (row.voice, row.model, row.pieces, row.characters) == ("openai/alloy", "tts-1", 1, len(WORDS))
    assert row.price == row.least == row.greatest == Money("0.000345", "USD")
    assert made.quote.total == row.price
    assert made.quote.most == Money("0.00069", "USD")


def test_speech_paid_by_time_has_a_range_while_it_is_estimated() -> None:
    row = only_voice(planned(WORDS, head=BY_TIME))
    assert (row.least, row.price, row.greatest) == tuple(
        Money(amount, "USD") for amount in ("0.0004", "0.0005", "0.0006")
    )
    assert row.why.startswith("its length is estimated")
    assert planned(WORDS, head=BY_TIME).quote.span == (row.least, row.greatest)


def test_measured_speech_has_one_price() -> None:
    voice = "gpt-4o-mini-tts/alloy"
    row = only_voice(planned(WORDS, head=BY_TIME, timings=Timings({speech_key(WORDS, voice): Fraction(4)})))
    assert row.price == row.least == row.greatest == Money("0.001", "USD")
    assert row.seconds == 4
    assert planned(WORDS, head="narrator: openai/alloy\n").quote.span is None


def test_a_price_that_nobody_confirms_counts_as_the_authors_maximum_at_most() -> None:
    assert planned(WORDS, head=BY_TIME).quote.most == Money("1.00", "USD")


def test_a_price_that_is_not_sure_needs_the_authors_maximum() -> None:
    (told,) = refused("narrator: {voice: elevenlabs/rachel}\n")
    assert "speech of scene-1 by elevenlabs/rachel costs about 0.00506 USD, which is recalled and not sure" in told
    assert "write narrator: {max_price: 0.1" in told


def test_the_narrators_maximum_is_of_every_piece_of_speech_and_not_of_takes() -> None:
    narrator = "narrator: {voice: gpt-4o-mini-tts/alloy, max_price: 0.02 USD}\n"
    alone, beside = planned(WORDS, head=narrator), planned(WORDS, head=MOST + narrator)
    assert alone.quote.most == beside.quote.most == Money("0.04", "USD")
    assert not [notice for notice in beside.notices if notice.about == "narrator"]


def test_where_the_routes_maximum_counts_for_speech_a_notice_says_so() -> None:
    (told,) = [one.message for one in planned(WORDS, "six", head=BY_TIME).notices if one.about == "narrator"]
    assert told == (
        "nobody confirms the price of gpt-4o-mini-tts/alloy, so each of 2 pieces of speech counts as up to 0.50 USD, "
        "the route's most for a take; write narrator: {max_price: …} with the most for a piece"
    )


def test_speech_above_its_maximum_is_refused_with_the_field_to_raise() -> None:
    (told,) = refused("narrator: {voice: openai/alloy, max_price: 0.0001 USD}\n")
    assert "speech of scene-1 by openai/alloy costs 0.000345 USD a piece, more than the 0.0001 USD allowed" in told
    assert "raise the most for a piece: narrator: {max_price: …}" in told


def test_an_unknown_service_is_named_with_the_nearest() -> None:
    (told,) = refused("narrator: {voice: elevenlab/rachel}\n")
    assert "'elevenlab' is no speech service that is known" in told
    assert "did you mean elevenlabs/rachel?" in told


def test_a_language_that_the_service_does_not_speak_is_refused() -> None:
    (told,) = refused(MOST + "language: sw\nnarrator: {voice: elevenlabs/rachel}\n")
    assert "elevenlabs-multilingual-2 does not speak the storyboard's language, sw" in told


def test_the_same_words_twice_are_bought_once() -> None:
    row = only_voice(planned(WORDS, WORDS, head="narrator: openai/alloy\n"))
    assert (row.pieces, row.characters) == (2, 2 * len(WORDS))
    assert row.price == Money("0.000345", "USD")
    assert row.why.startswith("1 of 2 bought already or said twice")


def test_films_of_a_campaign_buy_their_narration_once() -> None:
    head = "narrator: openai/alloy\n"
    films = quoted_together([planned(WORDS, "six", head=head), planned(WORDS, "seven", head=head)])
    assert [one.quote.total for one in films] == [Money("0.00039", "USD"), Money("0.000075", "USD")]
    assert len({one.order for made in films for one in made.speech}) == 3


def test_a_service_and_its_usual_model_say_the_same() -> None:
    made = [planned(WORDS, head=f"narrator: {voice}\n").speech[0].order for voice in ("openai/alloy", "tts-1/alloy")]
    assert made[0] == made[1]


@pytest.mark.parametrize("change", ["narrator: openai/echo\n", "narrator: tts-1-hd/alloy\n", "language: de\n"])
def test_what_changes_the_sound_is_bought_anew(change: str) -> None:
    usual = "" if change.startswith("narrator") else "narrator: openai/alloy\n"
    before = planned(WORDS, head="narrator: openai/alloy\n").speech[0].order
    assert planned(WORDS, head=usual + change).speech[0].order != before


def test_a_recording_and_words_without_a_voice_are_not_quoted() -> None:
    assert planned("{file: line.ogg}", head="narrator: openai/alloy\n").quote.speech == ()
    assert planned(WORDS).quote.speech == ()
    assert '"speech"' not in plan_to_json(planned(WORDS))


def test_a_film_of_embedded_voices_costs_nothing() -> None:
    made = planned(WORDS, head="narrator: heart\n")
    assert (only_voice(made).model, str(made.quote.total), made.quote.most) == ("kokoro", "0.00 USD", None)


def test_an_embedded_voice_beside_a_hosted_one_costs_nothing() -> None:
    head = "narrator: openai/alloy\ncast: {ada: {is: a woman, voice: heart}, ben: {is: a man, voice: low}}\n"
    made = planned(WORDS, "{text: hello, who: ada}", "{text: hello, who: ben}", head=head)
    rows = [(row.voice, row.model, str(row.price)) for row in made.quote.speech]
    assert rows == [("openai/alloy", "tts-1", "0.000345 USD"), ("heart", "kokoro", "0.00 USD")]


def test_words_for_a_voice_are_no_voice_and_a_notice_says_so() -> None:
    head = "cast: {ben: {is: a man, voice: low and dry}}\n"
    made = planned("{text: hello, who: ben}", head=head)
    assert made.speech == ()
    assert [one for one in made.notices if one.about == "narration"]


def test_each_cue_is_a_piece_of_speech() -> None:
    cues = "{cues: [{at: 0s, for: 1s, text: one}, {at: 1s, for: 1s, text: two}]}"
    assert only_voice(planned(cues, head="narrator: openai/alloy\n")).pieces == 2


def test_what_an_avatar_says_is_bought_in_its_voice() -> None:
    head = "route: {final: [faces]}\ncast: {mara: {is: a woman, reference: mara.png, voice: openai/nova}}\n"
    text = film("{action: she speaks, avatar: mara, says: Good morning.}", head=head)
    made = plan(parse(text), FACTS, stage="final", catalogue=MODELS)
    assert [(one.about, one.voice, one.characters) for one in made.speech] == [("film.1", "openai/nova", 13)]


def test_a_sketch_buys_no_speech() -> None:
    head = "route: {draft: animatic, final: [all]}\nnarrator: openai/alloy\n"
    assert planned(WORDS, head=head, stage="draft").speech == ()
    assert len(planned(WORDS, head=head, stage="final").speech) == 1


def test_a_plan_with_speech_reads_back() -> None:
    made = planned(WORDS, "two", head=BY_TIME)
    assert plan_from_json(plan_to_json(made)) == made


def test_narration_that_is_quoted_is_not_said_to_be_unspoken() -> None:
    assert not [one for one in planned(WORDS, head="narrator: openai/alloy\n").notices if one.about == "narration"]
    assert [one for one in planned(WORDS).notices if one.about == "narration"]


@given(st.lists(st.sampled_from(["one", "two words", "three short words"]), min_size=1, max_size=5))
def test_a_quote_is_the_sum_of_different_pieces_whatever_their_order(texts: list[str]) -> None:
    made = planned(*texts, head=BY_TIME)
    alone = {text: only_voice(planned(text, head=BY_TIME)).price for text in texts}
    assert made.quote.total.amount == sum(price.amount for price in alone.values())
    assert only_voice(made).least.amount <= only_voice(made).price.amount <= only_voice(made).greatest.amount


def test_lines_that_a_silent_model_cannot_speak_are_told_in_a_notice() -> None:
    shots = ("{action: she talks, says: Good morning.}", "{action: she talks on, says: Good night.}")
    made = plan(parse(film(*shots, head="route: {final: [all]}\n")), FACTS, stage="final", catalogue=MODELS)
    (told,) = [notice.message for notice in made.notices if notice.about == "says"]
    assert told == (
        "all makes no sound there, so the lines of shots film.1 and film.2 are seen and not heard; name a model that "
        "speaks: longtake models --audio"
    )
    heard = plan(parse(film(*shots, head="route: {final: [talker]}\n")), FACTS, stage="final", catalogue=MODELS)
    assert not [notice for notice in heard.notices if notice.about == "says"]


def test_a_video_model_is_not_told_a_services_voice() -> None:
    head = "route: {final: [talker]}\ncast: {mara: {is: a woman, voice: VOICE}}\n"
    text = film("{action: she talks, says: {who: mara, text: Good morning.}}", head=head)
    prompts = []
    for voice in ("openai/nova", "low"):
        segment = plan(parse(text.replace("VOICE", voice)), FACTS, stage="final", catalogue=MODELS).shots[0].segment
        assert segment
        prompts.append([clause.origin for clause in segment.prompt.clauses])
    assert ["cast.mara.voice" in origins for origins in prompts] == [False, True]
