"""Voices at services, one module each. Which one speaks for a model is a table."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.speech.hosted.azure import AzureSpeech
from longtake.speech.hosted.cartesia import Cartesia
from longtake.speech.hosted.elevenlabs import ElevenLabs
from longtake.speech.hosted.gemini import GeminiSpeech
from longtake.speech.hosted.google_cloud import GoogleCloudSpeech
from longtake.speech.hosted.marks import Marks
from longtake.speech.hosted.minimax import MiniMaxSpeech
from longtake.speech.hosted.openai_speech import OpenAISpeech
from longtake.speech.hosted.voice import HostedVoice
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire

__all__ = ["SERVICES", "HostedVoice", "Marks", "Said", "SpeechOrder", "SpeechWire"]

SERVICES: Mapping[str, type[SpeechWire]] = {
    "azure": AzureSpeech,
    "cartesia": Cartesia,
    "elevenlabs": ElevenLabs,
    "google": GeminiSpeech,
    "google-cloud": GoogleCloudSpeech,
    "minimax": MiniMaxSpeech,
    "openai": OpenAISpeech,
}
"""By the provider of the catalogue's speech models."""
