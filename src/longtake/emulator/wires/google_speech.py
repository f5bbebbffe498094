"""Google's voices: those of Google Cloud, with the times of marks, and Gemini's, which send raw samples."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from longtake.emulator.speaking import Speech
from longtake.emulator.wire import Answer, Call, Refused, Route, Wire
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.google import developer_key, refuse
from longtake.emulator.wires.links import bearer
from longtake.emulator.wires.speech import heard, said, wav
from longtake.emulator.wires.ssml import Marked, read

__all__ = ["GEMINI_SPEECH", "GOOGLE_SPEECH"]

_RATE = 24_000
_NO_MARKS = Marked("", {})


def _synthesize(call: Call) -> Answer:
    body = Fields(call.body)
    given, audio, name = body.fields("input"), body.fields("audioConfig"), body.fields("voice").text("name")
    family = re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}-(.+)-\w+", name)
    if not family or audio.text("audioEncoding") != "LINEAR16":
        raise Refused("invalid", f"voice {name} does not exist, or this emulator does not send that encoding")
    if ("text" in given) == ("ssml" in given):
        raise Refused("invalid", "Input must be either text or ssml")
    if "ssml" in given and family[1] == "Chirp3-HD":
        raise Refused("invalid", "This voice does not take these SSML elements")
    marked = read(given.text("ssml"), "speak") if "ssml" in given else _NO_MARKS
    pace = Fraction(str(audio.get("speakingRate", 1)))
    text = marked.text or given.text("text", "")
    speech = said("google-cloud", family[1], text, name, audio.whole("sampleRateHertz") or _RATE, pace)
    told: dict[str, Any] = {"audioContent": base64.b64encode(wav(heard(call, speech), speech.rate)).decode()}
    if "SSML_MARK" in body.list("enableTimePointing"):
        told["timepoints"] = [{"markName": one, "timeSeconds": at} for one, at in _times(marked, speech).items()]
    return Answer(200, told)


def _times(marked: Marked, speech: Speech) -> Mapping[str, float]:
    """Each mark is where the word after it begins; one after the last word, where that ends."""
    starts = [start for _, start, _ in speech.words]
    ends = [*starts, speech.words[-1][2]]
    return {name: round(float(ends[word]), 3) for name, word in marked.marks.items()}


def _generate(call: Call) -> Answer:
    body = Fields(call.body)
    config = body.fields("generationConfig")
    if config.list("responseModalities") != ["AUDIO"]:
        raise Refused("invalid", "this emulator makes sound only")
    try:
        voice = _either(_either(config.get("speechConfig"), "voiceConfig"), "prebuiltVoiceConfig")
        name = str(_either(voice, "voiceName"))
        text = " ".join(part["text"] for content in body.list("contents") for part in content["parts"])
    except (LookupError, TypeError):
        raise Refused("invalid") from None
    speech = said("google", call.parts["model"], text, name, _RATE)
    sound = {"mimeType": f"audio/L16;codec=pcm;rate={_RATE}", "data": base64.b64encode(heard(call, speech)).decode()}
    content = {"parts": [{"inlineData": sound}], "role": "model"}
    return Answer(200, {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}]})


def _either(data: Any, name: str) -> Any:
    """A field by its name in JSON, or as Google's client writes it here: `voiceName`, `voice_name`."""
    return data[name] if name in data else data[re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", name)]


GOOGLE_SPEECH = Wire(
    "google-cloud",
    "/google-cloud",
    tuple(Route("create", "POST", f"/{version}/text:synthesize", _synthesize) for version in ("v1", "v1beta1")),
    lambda headers: developer_key(headers) or bearer(headers),
    refuse,
)
GEMINI_SPEECH = tuple(
    Route("create", "POST", f"/{version}/models/{{model}}:generateContent", _generate) for version in ("v1", "v1beta")
)
