"""Takes of emulated avatars are as long as the sound that was given, wherever its bytes are known."""

from __future__ import annotations

import base64
import io
import json
import wave
from fractions import Fraction

import numpy as np
import pytest
from emulator_bench import Bench, exchange

from longtake.libav.emulated import sound_seconds
from longtake.libav.mp3 import encode_mp3

SOUND = np.zeros((2, 48_000 * 12 // 5), np.float32)


def wav() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((SOUND.T * 32767).astype("<i2").tobytes())
    return kept.getvalue()


GIVEN = {
    "inline": ("fal", "create-omnihuman", f"data:audio/wav;base64,{base64.b64encode(wav()).decode()}", "12/5"),
    "at an address that tells it": ("omnihuman", "create-portrait", "https://b.example/a.wav?seconds=12/5", "12/5"),
    "at an address that tells nothing": ("omnihuman", "create-portrait", "https://b.example/a.wav", "5"),
    "no sound at all": ("fal", "create-omnihuman", "data:audio/wav;base64,AAAA", "8"),
}


@pytest.mark.parametrize(("folder", "name", "address", "seconds"), GIVEN.values(), ids=GIVEN)
def test_a_take_lasts_as_long_as_what_is_spoken(
    bench: Bench, folder: str, name: str, address: str, seconds: str
) -> None:
    written = exchange(folder, name)
    written.request["body"]["audio_url"] = address
    reply, said = bench.play(written)
    assert reply.status == 200, json.dumps(said)
    (job,) = bench.studio.jobs()
    assert job.asked.seconds == Fraction(seconds)


def test_the_length_of_a_sound_is_that_of_its_samples_in_any_form() -> None:
    assert sound_seconds(wav()) == sound_seconds(encode_mp3(SOUND)) == Fraction(12, 5)
    assert sound_seconds(b"no sound") is None
