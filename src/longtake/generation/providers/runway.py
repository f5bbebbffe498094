"""Runway: one contract of tasks for its own models and others' (Veo, Kling, Seedance, Wan). Sizes are asked in
pixels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Asset, Bill, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, only, shown_as, whole_seconds
from longtake.generation.wire import Call, Ticket, Told, Wire

__all__ = ["Runway"]

_PATHS = {"text": "/v1/text_to_video", "image": "/v1/image_to_video", "references": "/v1/text_to_video"}
_POSITIONS: Mapping[Role, str] = {"first frame": "first", "last frame": "last"}
_REFERENCES: Mapping[Role, str] = {"reference": "references", "audio": "referenceAudio", "video": "referenceVideos"}
_REFERRING = ("gemini_omni_flash_1.1", "kling_4", "seedance2", "wan3")
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "gen4": ("seed",),
    "veo3.1": ("audio", "seed", "negative"),
    "kling2.5": (),
    "kling3.0": ("audio", "shots", "settings"),
    "klingO3": ("audio", "shots", "settings"),
    "kling_4": (),
    "seedance2": ("audio", "seed"),
    "wan3": ("audio",),
    "gemini_omni": (),
    "grok_imagine": (),
    "happyhorse": (),
}
"""What each family of models takes besides words, size, length and frames."""


class Runway(Wire):
    """Keys: `key`. Another poll gives fresh addresses, so an expired one costs nothing."""

    provider = "runway"
    poll_seconds = 5.0
    remints = True
    most_inline = 3 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "PENDING": "queued",
        "THROTTLED": "queued",
        "RUNNING": "running",
        "SUCCEEDED": "succeeded",
        "FAILED": "failed",
        "CANCELLED": "cancelled",
    }
    rules = (
        Rule("SAFETY.*", "refusal"),
        Rule("ASSET.*", "invalid"),
        Rule("INPUT_PREPROCESSING.SAFETY.*", "refusal"),
        Rule("INPUT_PREPROCESSING.*", "transient"),
        Rule("THIRD_PARTY.*", "transient"),
        Rule("INTERNAL*", "transient"),
        Rule("400", "operator", "buy credits in Runway's console", says="enough credits"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer "), "x-runway-version": "2024-11-06"}

    def placing(self, order: Order, account: Account) -> Call:
        takes = next((takes for family, takes in _FAMILIES.items() if order.model.startswith(family)), None)
        is_told = order.kind in _PATHS and (order.kind != "references" or order.model.startswith(_REFERRING))
        if takes is None or not is_told:
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        only(order, *takes)
        return Call("POST", _PATHS[order.kind], _said(order, takes) | _shown(order))

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/tasks/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status, credits_ = self.status(body["status"]), body.get("cost", {}).get("credits")
        bill = None if credits_ is None else Bill(Decimal(str(credits_)), "credits")
        if status == "failed":
            failure = self.job_failure(str(body.get("failure") or ""), str(body.get("failureCode") or ""))
            return JobState(status, failure=failure, bill=bill)
        if status != "succeeded":
            return JobState(status, body.get("progress"), bill=bill)
        outputs = tuple(Output(url) for url in body["output"])
        return JobState(status, 1.0, Result(outputs), bill=bill)

    def cancelling(self, job: Job, status: Status) -> Call | None:
        return Call("DELETE", f"/v1/tasks/{job.id}")

    def uploading(self, asset: Asset) -> Call | None:
        name = f"{asset.digest[:16]}.{asset.media_type.rpartition('/')[2]}"
        return Call("POST", "/v1/uploads", {"filename": name, "type": "ephemeral"})

    def ticket(self, body: Any) -> Ticket:
        return Ticket(body["uploadUrl"], body["fields"], body["runwayUri"], timedelta(hours=24))

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        issues = (f"{'.'.join(map(str, one.get('path', ())))}: {one.get('message')}" for one in body.get("issues", ()))
        return Told(" · ".join((str(body["error"]), *issues)))


def _said(order: Order, takes: tuple[str, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "model": order.model,
        "promptText": order.prompt,
        "ratio": f"{order.size.width}:{order.size.height}",
        "duration": whole_seconds(order.seconds),
    }
    if "audio" in takes:
        said["audio"] = order.audio
    elif order.audio:
        raise CannotAskError(f"{order.model} cannot be asked for sound")
    if order.seed is not None:
        said["seed"] = order.seed
    if order.negative:
        said["negativePrompt"] = order.negative
    if order.shots:
        shots = [{"prompt": text, "duration": whole_seconds(length)} for text, length in order.shots]
        said["providerSettings"] = {"shotType": order.settings.get("shot_type", "customize"), "multiPrompt": shots}
    return said


def _shown(order: Order) -> dict[str, Any]:
    if order.kind != "references":
        frames = [{"uri": one.address, "position": name} for name, one in shown_as(order, _POSITIONS)]
        return {"promptImage": frames} if frames else {}
    shown: dict[str, list[dict[str, str]]] = {}
    for name, one in shown_as(order, _REFERENCES):
        kind = {} if one.role == "reference" else {"type": one.role}
        shown.setdefault(name, []).append({**kind, "uri": one.address})
    return shown
