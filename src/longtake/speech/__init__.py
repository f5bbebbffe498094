"""Narration: what is to be said, and the voices that say it."""

from __future__ import annotations

from longtake.speech.voice import Pause, Phrase, Spoken, Utterance, Voice

__all__ = ["Pause", "Phrase", "Spoken", "Utterance", "Voice"]
