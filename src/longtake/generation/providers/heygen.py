"""HeyGen's avatars by its third interface. Our token is the order's Idempotency-Key and the video's title: for a day an
order that is sent again is answered with the first one's video, and a lost one is found by its title."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer, Form
from longtake.generation.provider import Account, Asset, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, only, ratio_of, shown_as
from longtake.generation.wire import Call, Found, Ticket, Told, Wire

__all__ = ["HeyGen"]

_RATIOS = ("16:9", "9:16", "4:5", "5:4", "1:1")
_ROLES: Mapping[Role, str] = {"portrait": "image", "audio": "audio"}
_ASSET = "heygen://"
_MOST_UPLOADED = 32 << 20
_STILL = ("avatar_iii",)
"""Engines that take no words about movement."""


class HeyGen(Wire):
    """Keys: `key`. A portrait is animated by Avatar IV alone; the knob `avatar_id` names a look of the user's, for any
    engine."""

    provider = "heygen"
    reconcile = "key"
    poll_seconds = 5.0
    remints = True
    words: ClassVar[Mapping[str, Status]] = {
        "waiting": "queued",
        "pending": "queued",
        "processing": "running",
        "completed": "succeeded",
        "failed": "failed",
    }
    rules = (
        Rule("content_policy_violation", "refusal"),
        Rule("insufficient_credit", "operator", "buy credits in HeyGen's console"),
        Rule("quota_exceeded", "operator", "see to the plan in HeyGen's console"),
        Rule("avatar_consent_required", "operator", "have the person consent in HeyGen's console"),
        Rule("request_in_progress", "unknown", "it was ordered before: it is looked for"),
        Rule("resource_not_ready", "transient"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"x-api-key": self.key(account)}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "settings")
        if order.kind != "avatar":
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if order.prompt and order.model in _STILL:
            raise CannotAskError(f"{order.model} takes no words about movement, and the order has some")
        said = {
            "title": order.token,
            "resolution": grade_of(order.size, ("720p", "1080p", "4k")),
            "aspect_ratio": ratio_of(order.size, _RATIOS),
            **_spoken(order),
            **_seen(order),
            **({"motion_prompt": order.prompt} if order.prompt else {}),
        }
        return Call("POST", "/v3/videos", said, headers={"idempotency-key": order.token})

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["data"]["video_id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v3/videos/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        video = body["data"]
        status = self.status(video["status"])
        if status == "failed":
            told, code = (str(video.get(f"failure_{part}") or "") for part in ("message", "code"))
            return JobState(status, failure=self.job_failure(told, code))
        return JobState(status, result=Result((Output(video["video_url"]),)) if status == "succeeded" else None)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", "/v3/videos", query=(("limit", "100"), ("title", order.token)))

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        return Found(tuple(Job(video["id"]) for video in body["data"] if video.get("title") == order.token))

    def uploading(self, asset: Asset) -> Call | None:
        if len(asset.content) > _MOST_UPLOADED:
            return None
        name = f"{asset.digest[:16]}.{asset.media_type.rpartition('/')[2]}"
        return Call("POST", "/v3/assets", Form({}, name, asset.media_type, asset.content))

    def ticket(self, body: Any) -> Ticket:
        return Ticket("", {}, _ASSET + body["data"]["asset_id"])

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        return Told(" · ".join(filter(None, (error["message"], error.get("param")))), (str(error["code"]),))


def _seen(order: Order) -> dict[str, Any]:
    """Who speaks: a look of the user's, or a portrait."""
    portraits = [one for name, one in shown_as(order, _ROLES) if name == "image"]
    look = order.settings.get("avatar_id")
    if (look is None) == (not portraits) or len(portraits) > 1 or order.settings.keys() - {"avatar_id"}:
        raise CannotAskError(f"{order.model} is asked for by one portrait, or by the knob avatar_id and no other")
    if look is not None:
        return {"type": "avatar", "avatar_id": look, "engine": {"type": order.model}}
    if order.model != "avatar_iv":
        raise CannotAskError(f"{order.model} animates no portrait; the knob avatar_id names one of your looks")
    kind, address = _addressed(order, portraits[0].address)
    return {"type": "image", "image": {"type": kind, kind: address}}


def _spoken(order: Order) -> dict[str, str]:
    sounds = order.inputs_of("audio")
    if len(sounds) != 1:
        raise CannotAskError(f"{order.model} speaks one recording, and the order has {len(sounds)}")
    kind, address = _addressed(order, sounds[0].address)
    return {f"audio_{kind}": address}


def _addressed(order: Order, address: str) -> tuple[str, str]:
    """How a file is named: by the id it was uploaded under, or by its address."""
    if address.startswith("data:"):
        raise CannotAskError(
            f"{order.model} takes files that were uploaded or are at a public address, not their bytes"
        )
    return ("asset_id", address.removeprefix(_ASSET)) if address.startswith(_ASSET) else ("url", address)
