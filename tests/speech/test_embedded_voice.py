"""A voice of this machine: what it says, when each word is heard, and what it cannot do."""

from __future__ import annotations

import asyncio
import io
import wave
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from longtake.errors import SpeechError
from longtake.media import SAMPLE_RATE, Phrase, SpokenWord
from longtake.speech.voice import Spoken, Utterance, Voice


def samples_of(spoken: Spoken) -> tuple[NDArray[np.int16], int]:
    with wave.open(io.BytesIO(spoken.sound)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate()


def words_of(spoken: Spoken) -> tuple[SpokenWord, ...]:
    assert spoken.words is not None
    return spoken.words


def test_every_written_word_has_its_time_in_order(spoken: Spoken) -> None:
    words = words_of(spoken)
    assert " ".join(word.text for word in words) == 'Good morning, everybody. It costs $47.50 — says Siobhán; "Really?"'
    sound, rate = samples_of(spoken)
    ends = [0]
    for word in words:
        assert ends[-1] <= word.start < word.end <= len(sound) * SAMPLE_RATE // rate
        ends.append(word.end)


def test_words_are_louder_than_what_is_between_sentences(spoken: Spoken) -> None:
    sound, rate = samples_of(spoken)
    loudness = [
        np.abs(sound[word.start * rate // 48_000 : word.end * rate // 48_000]).mean() for word in words_of(spoken)
    ]
    everybody, it = words_of(spoken)[2:4]
    silence = sound[(everybody.end + 9_600) * rate // 48_000 : (it.start - 9_600) * rate // 48_000]
    assert min(loudness) > 20 * np.abs(silence).mean()


def test_a_pause_lasts_as_long_as_it_says(spoken: Spoken) -> None:
    everybody, it = words_of(spoken)[2:4]
    assert 0.95 <= (it.start - everybody.end) / SAMPLE_RATE <= 1.25  # a second, and how the two words end and begin


def test_the_same_words_give_the_same_samples(joe: Voice) -> None:
    words = Utterance((Phrase("Good night."),))
    assert asyncio.run(joe.say(words)) == asyncio.run(joe.say(words))


def test_twice_the_pace_takes_about_half_the_time(joe: Voice) -> None:
    usual, fast = (
        asyncio.run(joe.say(Utterance((Phrase("A minute that belongs to nobody else."),), pace=Fraction(pace))))
        for pace in (1, 2)
    )
    assert 0.4 < len(samples_of(fast)[0]) / len(samples_of(usual)[0]) < 0.65


CANNOT = {
    "another language": (Utterance((Phrase("Guten Tag"),), "de"), "joe speaks en, not de", "longtake voices"),
    "emphasis": (Utterance((Phrase("mine", is_stressed=True),)), "joe cannot emphasise *mine*", "take the stars out"),
    "another script": (Utterance((Phrase("Meet 東京 now"),)), "'東京' is not written in letters", "[東京 = …]"),
    "a pace that nobody follows": (Utterance((Phrase("go"),), pace=Fraction(3)), "not 3 times", "pace: 1.1"),
    "no words": (Utterance((Phrase("…"),)), "has no words that joe could say", "leave it out"),
    "sounds of no language": (
        Utterance((Phrase("Zola", sounds="/ʘola/"),)),
        "has sounds that no embedded voice knows: ʘ",
        "as English spells it",
    ),
}


@pytest.mark.parametrize(("utterance", "message", "way"), CANNOT.values(), ids=CANNOT)
def test_what_a_voice_cannot_do_is_refused_with_advice(
    joe: Voice, utterance: Utterance, message: str, way: str
) -> None:
    with pytest.raises(SpeechError) as caught:
        asyncio.run(joe.say(utterance))
    assert message in str(caught.value)
    assert way in " ".join(caught.value.findings[0].advice)
