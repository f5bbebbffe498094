"""The models for speech and music that come with Longtake, and the voices that a storyboard's words mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.catalogue import SpeechModel, Voices, load_music, load_voices
from longtake.catalogue.speech import speech_model_of
from longtake.catalogue.written import in_text
from longtake.errors import CatalogueError
from longtake.media import Money

VOICES = load_voices()
MODELS = list(VOICES.values())
SERVICES = ("azure", "cartesia", "elevenlabs", "embedded", "google", "google-cloud", "minimax", "openai")

counts = st.integers(0, 10**6)
lengths = st.fractions(0, 10**5, max_denominator=1000)


def test_a_model_of_each_service_is_there() -> None:
    assert tuple(sorted({model.provider for model in MODELS})) == SERVICES
    assert list(VOICES) == sorted(VOICES)


def test_every_figure_of_speech_has_a_source_and_a_date() -> None:
    for model in MODELS:
        assert [name for name, _ in model.sources] == ["service", "terms", "text", "voices"]
        for source in (*(source for _, source in model.sources), model.charge.source):
            assert source.said_by
            assert source.read_on.year == 2026


def test_every_figure_of_music_has_a_source_and_a_date() -> None:
    for model in load_music():
        assert [name for name, _ in model.sources] == ["length", "service", "terms"]
        assert all(source.said_by for _, source in (*model.sources, ("price", model.charge.source)))


def test_a_piece_of_music_costs_the_same_however_long() -> None:
    stable = next(model for model in load_music() if model.name == "stable-audio-2.5")
    assert stable.price(Fraction(5)) == stable.price(Fraction(190))
    assert str(stable.price(Fraction(5)).amount) == "0.20 USD"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@given(characters=counts, more=counts, seconds=lengths, longer=lengths)
def test_more_speech_never_costs_less(
    model: SpeechModel, characters: int, more: int, seconds: Fraction, longer: Fraction
) -> None:
    less, all_of_it = model.price(characters, seconds).amount, model.price(characters + more, seconds + longer).amount
    assert less is not None
    assert all_of_it is not None
    assert less.amount <= all_of_it.amount


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@given(characters=counts, seconds=lengths, other=lengths)
def test_the_length_decides_a_price_only_where_time_is_paid(
    model: SpeechModel, characters: int, seconds: Fraction, other: Fraction
) -> None:
    if not model.charge.is_by_time:
        assert model.price(characters, seconds) == model.price(characters, other)


PRICES = {"tts-1": "0.03", "elevenlabs": "0.44", "gpt-4o-mini-tts": "0.015", "gemini": "0.015", "kokoro": "0.00"}


@pytest.mark.parametrize(("name", "amount"), PRICES.items(), ids=PRICES)
def test_two_thousand_characters_in_a_minute_cost_what_the_rule_says(name: str, amount: str) -> None:
    assert VOICES[name].price(2000, Fraction(60)).amount == Money(amount, "USD")


def test_a_price_that_is_only_remembered_is_not_sure() -> None:
    sure = {model.name for model in MODELS if model.charge.is_sure}
    assert sure == {"tts-1", "tts-1-hd", "minimax-speech-2.6-turbo", "kokoro", "kokoro-japanese", "piper"}


def test_a_chinese_character_counts_twice_where_the_service_says_so() -> None:
    assert VOICES["azure"].characters("水 is  water") == 11
    assert VOICES["openai"].characters("水 is  water") == 10


def test_a_service_stands_for_its_usual_model() -> None:
    voice = VOICES.hosted("elevenlabs/rachel")
    assert (voice.model.name, voice.name) == ("elevenlabs-multilingual-2", "rachel")
    assert VOICES.hosted("elevenlabs-flash-2.5/rachel").model.wire_name == "eleven_flash_v2_5"
    assert voice.price(1000, Fraction(1)) == voice.model.price(1000, Fraction(1))


REFUSED = {
    "elevenlab/rachel": "'elevenlab' is no speech service that is known\n  did you mean elevenlabs/rachel?",
    "openai/aloy": "'aloy' is no voice of tts-1\n  did you mean openai/alloy?",
    "openai/": "'openai/' names no voice of openai\n  write openai/alloy",
    "elevenlabs/": "'elevenlabs/' names no voice of elevenlabs\n  write elevenlabs/ and the voice's name or id",
}


@pytest.mark.parametrize(("written", "words"), REFUSED.items(), ids=REFUSED)
def test_an_unknown_voice_is_refused_with_the_nearest(written: str, words: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        VOICES.hosted(written)
    assert str(caught.value).startswith(words)


def test_a_voice_of_an_accounts_own_is_taken_by_its_beginning() -> None:
    assert VOICES.hosted("gpt-4o-mini-tts/voice_123").name == "voice_123"


def test_an_embedded_voice_is_known_by_its_name_alone() -> None:
    heart = VOICES.embedded("heart")
    assert heart
    assert heart.model.name == "kokoro"
    assert VOICES.embedded("rachel") is None


def test_no_two_models_answer_to_one_name() -> None:
    names = [name for model in MODELS for name in (model.name, *model.aliases)]
    assert len(names) == len(set(names))


@given(st.text(max_size=40))
def test_any_words_are_a_voice_or_one_finding_with_a_way_out(words: str) -> None:
    try:
        ways = [VOICES.hosted(words).name]
    except CatalogueError as error:
        ways = list(error.findings[0].advice)
    assert ways
    assert all(ways)


OURS = """\
model = "ours"
words = "Ours"
provider = "us"
source = "unstated"
service = {wire_name = "ours", formats = ["wav"], timings = "none"}
text = {limit = 0, unit = "characters"}
voices = {}
terms = {commercial = "any"}
"""


def test_a_wrong_price_in_a_file_is_told_where_it_stands() -> None:
    assert Voices([speech_model_of(in_text(OURS + 'price = {per = "nothing"}', "ours.toml"))])["ours"].words == "Ours"
    with pytest.raises(CatalogueError, match="did you mean minute"):
        speech_model_of(in_text(OURS + 'price = {per = "minutes", amount = "1 USD"}', "ours.toml"))
    with pytest.raises(CatalogueError, match="an amount stands beside it"):
        speech_model_of(in_text(OURS + 'price = {per = "unknown", amount = "1 USD"}', "ours.toml"))
