"""What services send that is not what was asked for, and what becomes of words without times."""

from __future__ import annotations

import asyncio
import base64
import json
from fractions import Fraction
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.catalogue import load_voices
from longtake.errors import SpeechError
from longtake.generation.adapter import Adapter
from longtake.generation.clock import SystemClock
from longtake.generation.http import Door
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.libav.hearing import heard
from longtake.media import Sample
from longtake.pipeline.found_words import found_words
from longtake.speech import Pause, Phrase, Utterance
from longtake.speech.hosted import SERVICES, HostedVoice
from longtake.speech.hosted.samples import samples_of_wav, wav_of
from longtake.speech.hosted.ssml import marked
from longtake.speech.hosted.tagged import tagged, words_heard
from longtake.speech.hosted.voice import Sound
from longtake.speech.hosted.wire import TimedText
from longtake.store import Store

READ = (
    "“Mrs. Allen,” said Catherine the next morning, “will there be any harm in my calling on Miss Tilney to-day? I"
    " shall not be easy till I have explained everything.” “Go, by all means, my dear; only put on a white gown; Miss"
    " Tilney always wears white.”"
)
FRAME = bytes([0xFF, 0xFB, 0x90, 0x64])  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
MP3 = (FRAME + bytes(413)) * 20
WORD = st.text("abcdéñ漢字.,!<&\"' -", min_size=1, max_size=12).filter(lambda word: any(map(str.isalnum, word)))


def answered(name: str, text: str, body: bytes, headers: dict[str, str] | None = None) -> Sound:
    """What a voice makes of an answer of 200 with that body."""
    voice = load_voices().hosted(name)
    wire = SERVICES[voice.model.provider]()
    account = Account(voice.model.provider, "default", "https://speech.example", {"key": Secret("a-key-of-ours")})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers or {}, stream=httpx.ByteStream(body)))

    async def asked() -> Sound:
        async with Door(transport=transport) as door:
            hosted = HostedVoice(voice, wire, Adapter(wire, account, door, SystemClock()))
            order = hosted.order(Utterance((Phrase(text),)))
            return hosted.heard(order, await hosted.asked(order))

    return asyncio.run(asked())


@pytest.mark.parametrize("name", ["openai/onyx", "azure/en-US-AvaMultilingualNeural"])
@pytest.mark.parametrize(
    ("body", "says"),
    [
        (MP3, "it is an MP3"),
        (b"ID3\x04\x00\x00" + MP3, "it is an MP3"),
        (wav_of(bytes(48_000), 24_000), "it is a WAV file"),
        (b"", "no sound"),
        (bytes(48_001), "half a sample"),
        (b'{"error": {"message": "an error that is answered with 200"}} of some length, in truth ', "a text"),
    ],
)
def test_bytes_that_are_no_samples_are_named_for_what_they_are(name: str, body: bytes, says: str) -> None:
    with pytest.raises(SpeechError, match=says) as told:
        answered(name, "One word.", body)
    assert "was paid" in str(told.value)


def test_loud_samples_that_begin_like_an_mp3_are_samples() -> None:
    loud = FRAME + bytes(96_000)
    assert answered("openai/onyx", "Two words.", loud).seconds == Fraction(len(loud), 48_000)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (wav_of(bytes(64_000), 32_000)[:-1000], "ends after 63000 of 64000 bytes"),
        (wav_of(bytes(64_000), 32_000).replace(b"\x01\x00\x01\x00", b"\x01\x00\x06\x00", 1), "6 channels"),
        (MP3, "it is an MP3"),
        (wav_of(bytes(64_000), 96_000), "96000 Hz"),
    ],
)
def test_a_wav_file_that_lies_or_ends_early_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(SpeechError, match=says):
        answered("minimax/English_Graceful_Lady", "One.", json.dumps({"data": {"audio": data.hex()}}).encode())


@given(st.binary(min_size=2, max_size=400), st.sampled_from([8000, 24_000, 44_100]))
def test_samples_come_out_of_a_wav_file_as_they_went_in(pcm: bytes, rate: int) -> None:
    pcm = pcm[: len(pcm) // 2 * 2]
    if pcm.startswith((b"ID3", b"Ogg", b"fLaC", b"RIFF", b"<", b"{")):
        return
    assert samples_of_wav(wav_of(pcm, rate)) == (pcm, rate)
    streamed = wav_of(pcm, rate)[:40] + b"\xff\xff\xff\xff" + pcm
    assert samples_of_wav(streamed) == (pcm, rate)


def test_times_that_belong_to_other_words_are_no_times() -> None:
    alignment = {
        "characters": list("Hullo"),
        "character_start_times_seconds": [0.0] * 5,
        "character_end_times_seconds": [0.5] * 5,
    }
    body = {"audio_base64": base64.b64encode(bytes(48_000)).decode(), "alignment": alignment}
    found = answered("elevenlabs/abc", "Hello", json.dumps(body).encode())
    assert found.words is None


@pytest.mark.clips
def test_the_words_of_a_voice_that_tells_no_times_are_found_in_its_sound(clips_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pocketsphinx", reason="the extra align is not installed")
    pcm = heard(clips_folder / "speech-01.ogg", Sample(48_000 * 14)).astype("<i2").tobytes()
    body = {"candidates": [{"content": {"parts": [{"inlineData": inline(pcm, 16_000)}]}}]}
    sound = answered("gemini/Kore", READ, json.dumps(body).encode())
    assert sound.words is None
    found = found_words(Store(tmp_path / "store"), sound, READ)
    assert not found.is_estimated
    assert " ".join(word.text for word in found.words) == READ
    assert found.words[-1].end <= sound.seconds * 48_000


def inline(pcm: bytes, rate: int) -> dict[str, str]:
    return {"mimeType": f"audio/L16;codec=pcm;rate={rate}", "data": base64.b64encode(pcm).decode()}


@given(st.lists(WORD, min_size=1, max_size=6), st.integers(0, 5), st.booleans())
def test_words_are_those_that_are_written_whatever_marks_stand_between_them(
    words: list[str], cut: int, respelt: bool
) -> None:
    first, second = " ".join(words[:cut]), " ".join(words[cut:])
    parts = [Phrase(text, "sou-nds" if respelt else "") for text in (first, second) if text.split()]
    utterance = Utterance((parts[0], Pause(Fraction(1, 2)), *parts[1:]))
    sent = tagged(utterance, lambda _: "<#0.5#>").replace("<#0.5#>", "\0")
    timed = [
        TimedText("<#0.5#>" if sign == "\0" else sign, Fraction(at, 10), Fraction(at + 1, 10))
        for at, sign in enumerate(sent)
    ]
    if any("<" in word for word in words):
        return
    found = words_heard(utterance, timed, 48_000 * len(sent))
    assert found is not None
    assert " ".join(word.text for word in found).split() == utterance.text.split()
    edges = [edge for word in found for edge in (word.start, word.end)]
    assert edges == sorted(edges)


@given(st.text(max_size=40))
def test_nothing_that_is_written_becomes_a_tag_in_ssml(text: str) -> None:
    from xml.etree import ElementTree

    tree = ElementTree.fromstring(f"<speak>{marked(Utterance((Phrase(text or 'a'),)))}</speak>")
    assert len(tree) == 0
