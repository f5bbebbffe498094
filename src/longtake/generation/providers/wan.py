"""Wan by Alibaba's DashScope. A model has a name for each kind of take (`wan2.6-t2v`, `-i2v`, `-r2v`); from 2.7 on what
it is shown is one list. The list of tasks tells whether a lost order can have arrived, by model and time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from longtake.catalogue import Kind, Role
from longtake.generation.failures import Rule, failed
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Asset, Bill, Input, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Found, Told, Wire

__all__ = ["Wan"]

_ASYNC = {"x-dashscope-async": "enable"}
_PAGE = 20
_SKEW = timedelta(minutes=2)
"""Between our clock and theirs."""
_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4")
_ENDINGS: Mapping[Kind, str] = {
    "text": "t2v",
    "image": "i2v",
    "references": "r2v",
    "video": "videoedit",
    "audio": "i2v",
}
_ROLES: Mapping[str, Mapping[Role, str]] = {
    "wan2.2 image": {"first frame": "first_frame_url", "last frame": "last_frame_url"},
    "wan2.6 text": {"audio": "audio_url"},
    "wan2.6 image": {"first frame": "img_url", "audio": "audio_url"},
    "wan2.6 references": {"reference": "reference_urls"},
    "wan2.7 text": {"audio": "audio_url"},
    "wan2.7 image": {"first frame": "first_frame", "last frame": "last_frame"},
    "wan2.7 references": {"reference": "reference_image"},
    "wan2.7 video": {"video": "video", "reference": "reference_image"},
    "wan2.7 audio": {"first frame": "first_frame", "audio": "driving_audio"},
}
"""What each generation makes from what, and how that is named: a field of `input`, or a type in its list `media`."""
_FLAGS = {"true": True, "false": False}


class Wan(Wire):
    """Keys: `key`. The region is the account's address; key, model and address are of one region."""

    provider = "dashscope"
    reconcile = "lookup"
    poll_seconds = 15.0
    most_inline = 7 << 20
    """In base64 that is under the 10 MB that a picture may have. Sound goes by its address only."""
    words: ClassVar[Mapping[str, Status]] = {
        "PENDING": "queued",
        "SUSPENDED": "queued",
        "RUNNING": "running",
        "SUCCEEDED": "succeeded",
        "FAILED": "failed",
        "CANCELED": "cancelled",
    }
    rules = (
        Rule("Throttling.AllocationQuota", "operator", "switch on paid use in Model Studio", says="free allocated"),
        Rule("AllocationQuota.FreeTierOnly", "operator", "switch on paid use in Model Studio"),
        Rule("Throttling.AllocationQuota", "capacity"),
        Rule("Throttling*", "transient"),
        Rule("DataInspection*", "refusal"),
        Rule("IPInfringementSuspect", "refusal"),
        Rule("Arrearage", "operator", "pay the bill in Alibaba Cloud's console"),
        Rule("InvalidApiKey", "operator", "take a key of the region that the account's address is in"),
        Rule("*AccessDenied*", "operator"),
        Rule("InvalidParameter*", "invalid"),
        Rule("InvalidURL*", "invalid"),
        Rule("InvalidFile*", "invalid"),
        Rule("Internal*", "transient"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "seed", "negative", "settings")
        said: dict[str, Any] = {"prompt": order.prompt, **_shown(order)}
        if order.negative:
            said["negative_prompt"] = order.negative
        task = "image2video" if "kf2v" in order.model else "video-generation"
        body = {"model": _name(order), "input": said, "parameters": _parameters(order)}
        return Call("POST", f"/api/v1/services/aigc/{task}/video-synthesis", body, headers=_ASYNC)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["output"]["task_id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/api/v1/tasks/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        task, seconds = body["output"], (body.get("usage") or {}).get("output_video_duration")
        status = self.status(task["task_status"])
        bill = None if seconds is None else Bill(Decimal(str(seconds)), "seconds")
        if status == "failed":
            failure = self.job_failure(str(task.get("message") or ""), str(task.get("code") or ""))
            return JobState(status, failure=failure, bill=bill)
        if task["task_status"] == "UNKNOWN":
            return JobState(status, failure=failed(self.provider, "unknown", "it does not know the task"))
        result = Result((Output(task["video_url"]),)) if status == "succeeded" else None
        return JobState(status, result=result, bill=bill)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        query = (("page_no", str(page)), ("page_size", str(_PAGE)), ("model_name", _name(order)))
        return Call("GET", "/api/v1/tasks", query=query)

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        """The list is of the last 24 hours and says of a task its model and its time, and nothing of what was asked:
        one that fits may be another's."""
        earliest = (since - _SKEW).timestamp() * 1000
        fitting = (task for task in body["data"] if task["model_name"] == _name(order))
        jobs = tuple(Job(task["task_id"]) for task in fitting if task["gmt_create"] >= earliest)
        return Found(jobs, is_last=body["page_no"] >= body["total_page"], is_sure=False)

    def cancelling(self, job: Job, status: Status) -> Call | None:
        return Call("POST", f"/api/v1/tasks/{job.id}/cancel") if status == "queued" else None

    def goes_along(self, asset: Asset) -> bool:
        return asset.media_type.startswith("image/") and super().goes_along(asset)

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        return Told(str(body["message"]), (str(body["code"]),))


def _name(order: Order) -> str:
    """The model's name for this kind of take."""
    return order.model if "kf2v" in order.model else f"{order.model}-{_ENDINGS.get(order.kind, '')}"


def _generation(order: Order) -> str:
    return order.model[: len("wan2.6")]


def _shown(order: Order) -> dict[str, Any]:
    names = _ROLES.get(f"{_generation(order)} {order.kind}")
    if names is None:
        raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
    named = shown_as(order, names)
    for _, one in named:
        _check(one)
    if _generation(order) == "wan2.7" and order.kind != "text":
        return {"media": [{"type": name, "url": one.address} for name, one in named]}
    if order.kind == "references":
        return {"reference_urls": [one.address for _, one in named]}
    return {name: one.address for name, one in named}


def _check(one: Input) -> None:
    if one.address.startswith("data:") and not one.media_type.startswith("image/"):
        raise CannotAskError(f"the {one.role} must be at a public address, and it is given as bytes")


def _parameters(order: Order) -> dict[str, Any]:
    said: dict[str, Any] = {**_sized(order), "duration": whole_seconds(order.seconds), "watermark": False}
    if order.kind not in ("references", "video"):
        said["prompt_extend"] = False  # it would write the author's words anew
    if order.seed is not None:
        said["seed"] = order.seed
    return said | _sounding(order) | {name: _FLAGS.get(text, text) for name, text in order.settings.items()}


def _sized(order: Order) -> dict[str, Any]:
    """By pixels to 2.6, by shape and resolution from 2.7 on; a first frame has the shape itself."""
    resolution = {"resolution": grade_of(order.size, ("480p", "720p", "1080p")).upper()}
    if order.kind in ("image", "audio"):
        return resolution
    if _generation(order) == "wan2.6":
        return {"size": f"{order.size.width}*{order.size.height}"}
    return resolution | {"ratio": ratio_of(order.size, _RATIOS)}


def _sounding(order: Order) -> dict[str, Any]:
    """Only 2.6, from words and a first frame, may be told whether to make sound."""
    if _generation(order) == "wan2.6" and order.kind in ("text", "image"):
        return {"audio": order.audio}
    is_silent = "kf2v" in order.model
    if order.audio == is_silent:
        told = "makes no sound" if is_silent else "cannot be told to make no sound"
        raise CannotAskError(f"{_name(order)} {told}")
    return {}
