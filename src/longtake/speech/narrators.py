"""The embedded voices by name: their files read, their models opened once in a process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

from longtake.catalogue import Voice as NamedVoice
from longtake.speech.embedded import EmbeddedSpeaker
from longtake.speech.engine import Engine
from longtake.speech.japanese import Japanese
from longtake.speech.kokoro import Kokoro
from longtake.speech.phonemes import English, Phonemiser
from longtake.speech.piper import Piper
from longtake.speech.sources import files_of, read

__all__ = ["narrator"]

_SESSIONS: dict[str, Any] = {}
_OPENING = Lock()


def narrator(voice: NamedVoice, environ: Mapping[str, str] = os.environ) -> EmbeddedSpeaker:
    """The voice, ready to speak. Raises SpeechError where its files are not here, MissingExtraError."""
    model, own = files_of(voice.name)
    languages, is_piper = voice.model.languages, voice.model.wire_name == "piper"
    content, phonemiser = read(own, voice.name, environ), _phonemiser(languages[0])
    with _OPENING:
        if model.sha256 not in _SESSIONS:
            opened = Piper.opened if is_piper else Kokoro.opened
            _SESSIONS[model.sha256] = opened(read(model, voice.name, environ))
    session = _SESSIONS[model.sha256]
    engine: Engine = Piper(session, content) if is_piper else Kokoro(session, content, voice.name)
    emphasises = not is_piper and languages[0] == "en"  # Japanese has no stress, and was not taught any
    return EmbeddedSpeaker(voice.name, engine, phonemiser, languages, emphasises=emphasises)


@cache
def _phonemiser(language: str) -> Phonemiser:
    return Japanese() if language == "ja" else English()
