"""Kling, both generations. Our id of the order is unique in the account: an order that is sent again is found, not made
twice. The older one signs tokens of its own, says `succeed`, and writes lengths as text."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule, failed
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Bill, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import (
    CannotAskError,
    base64_of,
    grade_of,
    knobs,
    only,
    ratio_of,
    shown_as,
    whole_seconds,
)
from longtake.generation.wire import Call, Found, Told, Wire

__all__ = ["Kling", "KlingLegacy"]

_RATIOS = ("16:9", "9:16", "1:1")
_FRAMES: Mapping[Role, str] = {"first frame": "first_frame", "last frame": "last_frame"}
_LEGACY_FRAMES: Mapping[Role, str] = {"first frame": "image", "last frame": "image_tail"}
_SOUNDING = ("kling-v2-6", "kling-v3")
_OMNI_PATH = "omni-video"
_OMNI = ("kling-v3-omni", "kling-video-")
_OMNI_ROLES: Mapping[Role, str] = {"first frame": "first_frame", "last frame": "end_frame", "reference": ""}
_SIGNED_SECONDS = 1800


class Kling(Wire):
    """The newer generation, from 3.0 on. Keys: `key`."""

    provider = "kling"
    reconcile = "key"
    poll_seconds = 5.0
    most_inline = 10 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "submitted": "queued",
        "processing": "running",
        "succeed": "succeeded",
        "succeeded": "succeeded",
        "failed": "failed",
    }
    rules = (
        Rule("100?", "operator"),
        Rule("110?", "operator", "see to the balance and the resource packs in Kling's console"),
        Rule("120?", "unknown", "it was ordered before: it is looked for", says="external_task_id.*exist"),
        Rule("1200", "invalid"),
        Rule("1201", "invalid"),
        Rule("1202", "invalid"),
        Rule("1301", "refusal"),
        Rule("1302", "transient"),
        Rule("1303", "capacity"),
        Rule("1304", "operator", "allow this machine's address in Kling's console"),
        Rule("500?", "transient"),
        Rule("*", "refusal", says="risk control"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "settings")
        asked = {"resolution": grade_of(order.size, ("720p", "1080p", "4k")), "duration": whole_seconds(order.seconds)}
        sound = {"audio": "native" if order.audio else "off", "multi_shot": False}
        options: dict[str, Any] = {"external_task_id": order.token, "watermark_info": {"enabled": False}}
        options |= {"callback_url": order.callback} if order.callback else {}
        if order.kind == "text":
            settings = asked | {"aspect_ratio": ratio_of(order.size, _RATIOS)} | sound | knobs(order)
            said = {"prompt": order.prompt, "settings": settings, "options": options}
            return Call("POST", f"/text-to-video/{order.model}", said)
        if order.kind != "image":
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        frames = [{"type": name, "url": one.address} for name, one in shown_as(order, _FRAMES)]
        contents = [{"type": "prompt", "text": order.prompt}, *frames]
        seen: dict[str, Any] = {"contents": contents, "settings": asked | sound | knobs(order), "options": options}
        return Call("POST", f"/image-to-video/{order.model}", seen)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["data"]["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", "/tasks", query=(("task_ids", job.id),))

    def state(self, job: Job, body: Any) -> JobState:
        task = next((task for task in body["data"] if task["id"] == job.id), None)
        if task is None:
            return JobState("unknown", failure=failed(self.provider, "unknown", "it does not know the task"))
        status = self.status(task["status"])
        bill = next((Bill(Decimal(row["amount"]), row["charge_type"]) for row in task.get("billing", ())), None)
        if status == "failed":
            return JobState(status, failure=self.job_failure(str(task.get("message") or "")), bill=bill)
        outputs = tuple(Output(one["url"]) for one in task.get("outputs", ()) if one["type"] == "video")
        return JobState(status, result=Result(outputs) if status == "succeeded" else None, bill=bill)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", "/tasks", query=(("external_task_ids", order.token),))

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        return Found(tuple(Job(task["id"]) for task in body["data"] if task["external_task_id"] == order.token))

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        return Told(str(body["message"]), (str(body["code"]),))


class KlingLegacy(Kling):
    """The older generation (`kling-v…`, `kling-video-o1`). Keys: `key`, or `access` and `secret`."""

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        if "key" in account.keys:
            return super().headers(account, today)
        return {"authorization": _signed(self.key(account, "access"), self.key(account, "secret"), today)}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "negative", "shots", "settings")
        if order.kind not in (("text", "image", "references") if _is_omni(order) else ("text", "image")):
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if order.audio and not order.model.startswith(_SOUNDING):
            raise CannotAskError(f"{order.model} makes no sound")
        modes = {"720p": "std", "1080p": "pro", "4k": "4k"}
        body: dict[str, Any] = {
            "model_name": order.model,
            "prompt": order.prompt,
            "mode": modes[grade_of(order.size, tuple(modes))],
            "duration": str(whole_seconds(order.seconds)),
            "external_task_id": order.token,
            **knobs(order),
        }
        if order.model.startswith(_SOUNDING):
            body["sound"] = "on" if order.audio else "off"
        if order.negative:
            body["negative_prompt"] = order.negative
        if order.callback:
            body["callback_url"] = order.callback
        if order.kind != "image":
            body["aspect_ratio"] = ratio_of(order.size, _RATIOS)
        body |= _legacy_shown(order)
        if order.shots:
            shots = enumerate(order.shots, 1)
            parts = [{"index": at, "prompt": text, "duration": str(whole_seconds(long))} for at, (text, long) in shots]
            body |= {"multi_shot": True, "shot_type": "customize", "multi_prompt": parts}
        return Call("POST", f"/v1/videos/{_kind(order)}", body)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["data"]["task_id"], {"kind": _kind(order)})

    def adopted(self, job: str, model: str, kind: str) -> Job:
        return Job(job, {"kind": _OMNI_PATH if model.startswith(_OMNI) else f"{kind}2video"})

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/videos/{job.links['kind']}/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        task = body["data"]
        status = self.status(task["task_status"])
        if status == "failed":
            return JobState(status, failure=self.job_failure(str(task.get("task_status_msg") or "")))
        if status != "succeeded":
            return JobState(status)
        return JobState(status, result=Result(tuple(Output(one["url"]) for one in task["task_result"]["videos"])))

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", f"/v1/videos/{_kind(order)}/{order.token}")

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        return Found((self.placed(order, body),))


def _is_omni(order: Order) -> bool:
    """Whether the model has the interface of its own that takes pictures as a list."""
    return order.model.startswith(_OMNI)


def _kind(order: Order) -> str:
    return _OMNI_PATH if _is_omni(order) else f"{order.kind}2video"


def _legacy_shown(order: Order) -> dict[str, Any]:
    if not _is_omni(order):
        return {name: base64_of(one) for name, one in shown_as(order, _LEGACY_FRAMES)}
    named = shown_as(order, _OMNI_ROLES)
    images = [{"image_url": base64_of(one)} | ({"type": name} if name else {}) for name, one in named]
    return {"image_list": images} if images else {}


def _signed(access: Secret, secret: Secret, today: datetime) -> Secret:
    """A token as JSON Web Tokens are made (RFC 7515, HS256), good for half an hour."""
    now = int(today.timestamp())
    claims = {"iss": access.reveal(), "exp": now + _SIGNED_SECONDS, "nbf": now - 5}
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    text = ".".join(_plain64(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return Secret(f"{text}.{_plain64(hmac.digest(secret.reveal().encode(), text.encode(), hashlib.sha256))}", "Bearer ")


def _plain64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
