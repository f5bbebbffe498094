"""ElevenLabs' music: a prompt and a length in, an MP3 out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from longtake.generation.composers.wire import MusicOrder, MusicWire
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told

__all__ = ["ElevenLabsMusic"]


class ElevenLabsMusic(MusicWire):
    """Keys: `key`, the one that its voices are bought with."""

    provider = "elevenlabs"
    suffix = ".mp3"
    rules = (
        Rule("quota_exceeded", "operator"),
        Rule("missing_permissions", "operator"),
        Rule("bad_prompt", "refusal"),
        Rule("content_against_policy", "refusal"),
        Rule("too_many_concurrent_requests", "capacity"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"xi-api-key": self.key(account)}

    def composing(self, order: MusicOrder) -> Call:
        body: dict[str, Any] = {
            "prompt": order.prompt,
            "music_length_ms": round(order.seconds * 1000),
            "force_instrumental": True,
        }
        if order.seed is not None:
            body["seed"] = order.seed
        return Call("POST", "/v1/music", body, query=(("output_format", "mp3_44100_128"),))

    def told(self, answer: Answer) -> Told:
        detail = answer.json()["detail"]
        if isinstance(detail, dict):
            return Told(str(detail["message"]), (str(detail.get("status", "")),))
        return Told(str(detail))
