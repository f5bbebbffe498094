from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from longtake.libav.hearing import heard
from longtake.media import Sample
from longtake.speech.aligning import Aligned, Heard, aligned

pytest.importorskip("pocketsphinx", reason="the extra align is not installed")

SECOND = 16_000
NEAR = 0.06
READ = {
    "speech-01.ogg": "“Mrs. Allen,” said Catherine the next morning, “will there be any harm in my calling on Miss"
    " Tilney to-day? I shall not be easy till I have explained everything.” – “Go, by all means, my dear; only put on a"
    " white gown; Miss Tilney always wears white.”",
    "speech-02.ogg": "The Adventure of the Cart. It befell in the month of May, Queen Guenever called to her knights of"
    " the Table Round, and gave them warning that early upon the morrow she would ride on maying into the woods and"
    " fields beside Westminster.",
}


def listened(folder: Path, name: str) -> Heard:
    return heard(folder / name, Sample(48_000 * 18))


def starts(found: Aligned) -> np.ndarray[Any, Any]:
    return np.array([word.start / 48_000 for word in found.words])


@pytest.mark.clips
@pytest.mark.parametrize("name", READ)
def test_words_of_a_recording_are_found_in_order_as_they_are_written(clips_folder: Path, name: str) -> None:
    sound = listened(clips_folder, name)
    found = aligned(READ[name], sound)
    assert not found.is_estimated, found.why
    assert " ".join(word.text for word in found.words) == READ[name]
    edges = [edge for word in found.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(sound) * 3


@pytest.mark.clips
def test_words_are_where_the_sound_is_and_pauses_where_it_is_not(clips_folder: Path) -> None:
    sound = listened(clips_folder, "speech-01.ogg").astype(float)
    words = {word.text: word for word in aligned(READ["speech-01.ogg"], sound.astype(np.int16)).words}
    before, after = words["everything.” –"], words["“Go,"]
    pause = sound[before.end // 3 + 800 : after.start // 3 - 800]
    said = sound[after.start // 3 : after.end // 3]
    assert len(pause) > SECOND // 2
    assert np.sqrt((said**2).mean()) > 10 * np.sqrt((pause**2).mean())


@pytest.mark.clips
def test_silence_before_and_within_a_recording_moves_its_words_by_as_much(clips_folder: Path) -> None:
    sound, text = listened(clips_folder, "speech-01.ogg"), READ["speech-01.ogg"]
    pause = int(8.6 * SECOND)
    silence = np.zeros(SECOND, np.int16)
    moved = starts(aligned(text, np.concatenate([silence, sound[:pause], silence, silence, sound[pause:]])))
    still = starts(aligned(text, sound))
    wanted = still + 1.0 + 2.0 * (still > 8.6)
    assert np.median(abs(moved - wanted)) <= NEAR
    assert abs(moved - wanted).max() <= 0.25


@pytest.mark.clips
def test_words_that_are_not_in_the_recording_are_estimated_and_it_says_so(clips_folder: Path) -> None:
    found = aligned(READ["speech-01.ogg"], listened(clips_folder, "speech-02.ogg"))
    assert found.is_estimated
    assert found.why == "the words are not those that are heard"
    assert " ".join(word.text for word in found.words) == READ["speech-01.ogg"]


@pytest.mark.clips
@pytest.mark.parametrize(
    "text", ["A few words that nobody says.", READ["speech-01.ogg"][: len(READ["speech-01.ogg"]) // 2]]
)
def test_a_text_that_is_not_all_that_is_heard_is_told(clips_folder: Path, text: str) -> None:
    found = aligned(text, listened(clips_folder, "speech-01.ogg"))
    assert found.is_estimated
    assert found.why == "much of what is heard is not in the text"


@pytest.mark.clips
def test_noise_below_a_voice_does_not_hide_its_words(clips_folder: Path) -> None:
    sound, name = listened(clips_folder, "speech-02.ogg").astype(float), "speech-02.ogg"
    noise = np.random.default_rng(1).normal(0, np.sqrt((sound**2).mean()) * 0.3, len(sound))
    loud = (sound + noise).clip(-32768, 32767).astype(np.int16)
    found, still = aligned(READ[name], loud), aligned(READ[name], sound.astype(np.int16))
    assert not found.is_estimated
    assert np.median(abs(starts(found) - starts(still))) <= NEAR


@pytest.mark.clips
def test_a_word_that_nobody_can_say_lies_between_its_neighbours(clips_folder: Path) -> None:
    text = READ["speech-02.ogg"].replace("Cart. It", "Cart. 東京 It")
    found = aligned(text, listened(clips_folder, "speech-02.ogg"))
    at = next(nth for nth, word in enumerate(found.words) if word.text == "東京")
    before, word, after = found.words[at - 1 : at + 2]
    assert found.is_estimated
    assert "東京" in found.why
    assert (word.start, word.end) == (before.end, after.start)
    assert before.text == "Cart."


def test_a_language_that_is_not_aligned_is_estimated_by_phrases_within_what_sounds() -> None:
    tone = (8000 * np.sin(np.arange(3 * SECOND) / 10)).astype(np.int16)
    silence = np.zeros(SECOND, np.int16)
    found = aligned("日本語の文章は長い。", np.concatenate([silence, tone, silence]), "ja")
    assert found.is_estimated
    assert found.why == "nothing here aligns ja"
    assert "".join(word.text for word in found.words) == "日本語の文章は長い。"
    assert len(found.words) > 1
    assert found.words[0].start == 48_000
    assert found.words[-1].end == 4 * 48_000


@pytest.mark.parametrize("sound", [np.zeros(0, np.int16), np.zeros(80, np.int16), np.zeros(5 * SECOND, np.int16)])
def test_words_over_silence_or_nothing_are_estimated(sound: Heard) -> None:
    found = aligned("Nobody says this.", sound)
    assert found.is_estimated
    assert [word.text for word in found.words] == ["Nobody", "says", "this."]
    assert found.words[-1].end <= len(sound) * 3


def spoken(*seconds: float) -> Heard:
    """A tone and silence by turns, of so many seconds each."""
    parts = [(1 - nth % 2) * 8000 * np.sin(np.arange(int(length * SECOND)) / 10) for nth, length in enumerate(seconds)]
    return np.concatenate(parts).astype(np.int16)


def test_sentences_that_are_not_aligned_stand_between_the_rests_of_the_recording() -> None:
    found = aligned("Eins zwei. Drei vier.", spoken(1, 0.5, 1.2), "de")
    assert [word.text for word in found.words] == ["Eins", "zwei.", "Drei", "vier."]
    assert (found.words[1].end, found.words[2].start) == (48_000, 72_000)
    assert found.is_estimated


def test_a_rest_where_no_sentence_can_end_is_none() -> None:
    """After a twentieth of the sound, the first of two sentences of one length is not over."""
    found = aligned("Eins zwei. Drei vier.", spoken(0.1, 0.5, 1.9), "de")
    assert found.words[1].end == found.words[2].start == 60_000
