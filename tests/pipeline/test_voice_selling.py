from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from longtake.errors import CatalogueError, OperatorError
from longtake.ledger import Ledger, this_owner
from longtake.media import Money
from longtake.pipeline.answer_book import AnswerBook
from longtake.pipeline.booked_voice import SpeechCase
from longtake.pipeline.voice_selling import is_hosted, voice_realm, voice_sellers
from longtake.speech import Phrase, Utterance
from longtake.store import Store

LINE = Utterance((Phrase("It befell in the month of May."),))
CENT = Money("0.10", "USD")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ELEVENLABS_API_KEY", "LONGTAKE_OPENAI_URL", "LONGTAKE_ELEVENLABS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "name",
    [
        "openai/onyx",
        "elevenlabs/rachel",
        "cartesia/katie",
        "google-cloud/en-US-Chirp3-HD-Charon",
        "gemini/Kore",
        "azure/en-US-AvaMultilingualNeural",
        "minimax/English_Graceful_Lady",
    ],
)
def test_every_service_speaks_emulated_without_a_key(name: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with voice_sellers(100, [name]) as sellers:
            with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
                ledger.set_budget("film", Money("1.00", "USD"), sellers.realm)
                book = AnswerBook(ledger, Store(tmp_path / "store"), this_owner(), "film", CENT, sellers.patience)
                voice = sellers.booked(name, SpeechCase("film", sellers.realm, CENT), book)
                spoken = await voice.say(LINE)
                assert spoken.sound.startswith(b"RIFF")
                (purchase,) = ledger.purchases()
                assert (purchase.state, purchase.intent.realm) == ("verified", "emulated")

    asyncio.run(play())


def test_a_service_without_a_key_is_refused_with_the_variable_to_set() -> None:
    with pytest.raises(OperatorError, match="ELEVENLABS_API_KEY"):
        voice_realm(None, ["elevenlabs/rachel"])


def test_a_service_that_is_not_known_is_refused_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean elevenlabs/rachel"):
        voice_realm(None, ["elevenlab/rachel"])


def test_voices_of_one_film_are_all_emulated_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LONGTAKE_OPENAI_URL", "http://127.0.0.1:9/openai-speech")
    monkeypatch.setenv("ELEVENLABS_API_KEY", "a-key")
    with pytest.raises(OperatorError, match="openai stands at an emulator"):
        voice_realm(None, ["openai/onyx", "elevenlabs/rachel"])
    assert voice_realm(None, ["openai/onyx"]) == "emulated"
    assert voice_realm(None, ["elevenlabs/rachel"]) == "live"


def test_a_voice_with_a_service_before_it_is_hosted() -> None:
    assert [is_hosted(name) for name in ("elevenlabs/rachel", "heart", "")] == [True, False, False]
