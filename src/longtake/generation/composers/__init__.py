"""Music by services, one module each."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.generation.composers.elevenlabs import ElevenLabsMusic
from longtake.generation.composers.stability import StableAudio
from longtake.generation.composers.wire import MusicOrder, MusicWire

__all__ = ["COMPOSERS", "MusicOrder", "MusicWire"]

COMPOSERS: Mapping[str, type[MusicWire]] = {"elevenlabs": ElevenLabsMusic, "stability": StableAudio}
"""By the provider of the catalogue's music models."""
