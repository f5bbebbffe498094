"""Stable Audio: a form in, a WAV file out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from longtake.generation.composers.wire import MusicOrder, MusicWire
from longtake.generation.failures import Rule
from longtake.generation.http import Answer, Form
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told

__all__ = ["StableAudio"]


class StableAudio(MusicWire):
    """Keys: `key`."""

    provider = "stability"
    suffix = ".wav"
    rules = (
        Rule("content_moderation", "refusal"),
        Rule("payment_required", "operator"),
        Rule("403", "refusal", says="moderation|policy|filter"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer "), "accept": "audio/*"}

    def composing(self, order: MusicOrder) -> Call:
        fields = {
            "prompt": order.prompt,
            "duration": str(round(order.seconds)),
            "model": order.model,
            "output_format": "wav",
        }
        if order.seed is not None:
            fields["seed"] = str(order.seed)
        return Call("POST", "/v2beta/audio/stable-audio-2/text-to-audio", Form(fields))

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        return Told("; ".join(map(str, body["errors"])), (str(body["name"]),))
