"""Gemini's speech: a prompt in, raw samples out, and no times."""

from __future__ import annotations

import base64
import re

from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.providers.google import Veo
from longtake.generation.wire import Call
from longtake.speech.hosted.samples import checked
from longtake.speech.hosted.tagged import plain_text
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire

__all__ = ["GeminiSpeech"]

_STOPPED = ("SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION")


class GeminiSpeech(SpeechWire, Veo):
    """Keys: `key`, the one that its pictures are bought with."""

    rules = (*Veo.rules, *(Rule(word, "refusal") for word in _STOPPED))

    def text(self, order: SpeechOrder) -> str:
        return plain_text(order.utterance)

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        voice = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": order.voice}}}
        body = {
            "contents": [{"parts": [{"text": self.text(order)}]}],
            "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": voice},
        }
        return Call("POST", f"/v1beta/models/{order.model}:generateContent", body)

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        body = answer.json()
        candidates = body.get("candidates") or []
        if not candidates or "content" not in candidates[0]:
            why = (
                candidates[0].get("finishReason")
                if candidates
                else (body.get("promptFeedback") or {}).get("blockReason")
            )
            raise ValueError(f"it holds no sound ({why or 'no reason given'})")
        sounds = [part["inlineData"] for part in candidates[0]["content"]["parts"] if "inlineData" in part]
        rate = re.search(r"rate=(\d{4,5})", str(sounds[0]["mimeType"]))
        if "L16" not in str(sounds[0]["mimeType"]) or not rate:
            raise ValueError(f"it is {sounds[0]['mimeType']}, and samples of 16 bits were asked for")
        pcm = b"".join(base64.b64decode(one["data"], validate=True) for one in sounds)
        return Said(checked(pcm), int(rate[1]))
