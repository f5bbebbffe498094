"""Topaz: a clip made larger, cleaner or smoother, by its express interface, which looks at the clip itself.

A clip whose bytes go along is put into Topaz's storage after the order, and is paid for once it lies there; one in S3
is fetched by Topaz, and paid for with the order. The interface with an estimate before the order wants to know each
clip's frames, rate and length, which an order does not say.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Bill, Input, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, base64_of, knobs, only, shown_as
from longtake.generation.wire import Call, Deposit, Told, Wire

__all__ = ["Topaz"]

_CONTAINERS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/x-matroska": "mkv", "video/webm": "webm"}
_SMOOTHING = ("apo", "apf", "chr", "chf")
"""Models that make pictures in between: they are told how many a second."""


class Topaz(Wire):
    """Keys: `key`. An address, once it is given, stays the same until it dies."""

    provider = "topaz"
    poll_seconds = 10.0
    most_inline = 128 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "requested": "queued",
        "accepted": "queued",
        "initializing": "running",
        "preprocessing": "running",
        "processing": "running",
        "postprocessing": "running",
        "canceling": "running",
        "complete": "succeeded",
        "canceled": "cancelled",
        "failed": "failed",
    }
    rules = (
        Rule("INSUFFICIENT_CREDITS", "operator", "buy credits in Topaz's console"),
        Rule("INVALID_INPUT", "invalid"),
        Rule("FORBIDDEN", "operator"),
        Rule("UNAUTHORIZED", "operator"),
        Rule("SERVER_*", "transient"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"x-api-key": self.key(account)}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "settings")
        if order.kind != "enhance":
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if order.prompt:
            raise CannotAskError(f"{order.model} takes no words, and the order has some")
        clip = _clip(order)
        is_inline = clip.address.startswith("data:")
        source: dict[str, Any] = {"container": _container(order, clip)}
        if not is_inline:
            source["external"] = {"provider": "s3", "presignedUrl": _presigned(order, clip)}
        said = {"source": source, "filters": [_filter(order)], "output": _output(order)}
        return Call("POST", "/video/express", said, is_free=is_inline)

    def step(self, order: Order, call: Call, answer: Answer) -> Call | Deposit | Job:
        body, clip = answer.json(), _clip(order)
        job = self.placed(order, body)
        if not call.is_free:
            return job
        return Deposit(body["uploadUrls"][0], base64.b64decode(base64_of(clip)), clip.media_type, job)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["requestId"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/video/{job.id}/status")

    def state(self, job: Job, body: Any) -> JobState:
        """The lower bound of the estimate is what is paid."""
        status, done = self.status(body["status"]), body.get("progress")
        if status == "failed":
            failure = self.job_failure(str(body.get("message") or ""), str(body.get("errorCode") or ""))
            return JobState(status, failure=failure)
        if status != "succeeded":
            return JobState(status, None if done is None else done / 100)
        cost = (body.get("estimates") or {}).get("cost")
        bill = Bill(Decimal(str(cost[0])), "credits") if cost else None
        return JobState(status, 1.0, Result((Output(body["download"]["url"]),)), bill=bill)

    def cancelling(self, job: Job, status: Status) -> Call | None:
        """One that runs would be paid for in part."""
        return Call("DELETE", f"/video/{job.id}") if status == "queued" else None

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        wrong = (str(one) for one in body.get("errors") or ())
        return Told(" · ".join((str(body["message"]), *wrong)), (str(body.get("errorCode") or ""),))


def _clip(order: Order) -> Input:
    shown = shown_as(order, {"video": "source"})
    if len(shown) != 1:
        raise CannotAskError(f"{order.model} is made from one clip, and the order has {len(shown)}")
    return shown[0][1]


def _container(order: Order, clip: Input) -> str:
    if clip.media_type not in _CONTAINERS:
        raise CannotAskError(f"{order.model} takes {', '.join(_CONTAINERS.values())}, and no {clip.media_type}")
    return _CONTAINERS[clip.media_type]


def _presigned(order: Order, clip: Input) -> str:
    if not (urlsplit(clip.address).hostname or "").endswith(".amazonaws.com"):
        raise CannotAskError(f"{order.model} fetches a clip from S3 alone: name a bucket there, or a smaller clip")
    return clip.address


def _filter(order: Order) -> Mapping[str, Any]:
    if not order.model.startswith(_SMOOTHING):
        return {"model": order.model, **knobs(order)}
    if order.rate is None:
        raise CannotAskError(f"{order.model} must be told how many pictures a second it makes")
    return {"model": order.model, "fps": float(order.rate.fraction), "slowmo": 1, "duplicate": False, **knobs(order)}


def _output(order: Order) -> Mapping[str, Any]:
    """Rate and length stay those of the clip where nothing is said of them."""
    said = {
        "resolution": {"width": order.size.width, "height": order.size.height},
        "container": "mp4",
        "videoEncoder": "H265",
        "audioCodec": "AAC",
        "audioTransfer": "Copy" if order.audio else "None",
    }
    return said | ({"frameRate": float(order.rate.fraction)} if order.rate else {})
