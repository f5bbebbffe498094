"""Seedance by ByteDance's Ark. A lost answer is found in the list of tasks, by what the task says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Bill, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, knobs, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Found, Told, Wire

__all__ = ["Ark"]

_TASKS = "/api/v3/contents/generations/tasks"
_PAGE = 100
"""Tasks of a page; 500 are the most."""
_SKEW = timedelta(minutes=2)
"""Between our clock and theirs."""
_TIERS = {"standard": "default", "flex": "flex"}
_RATIOS = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
_ROLES: Mapping[Role, str] = {
    "first frame": "image_url first_frame",
    "last frame": "image_url last_frame",
    "reference": "image_url reference_image",
    "video": "video_url reference_video",
    "audio": "audio_url reference_audio",
}
"""The kind of content, which is also the name of its field, and the role."""


class Ark(Wire):
    """Keys: `key`. The region is the account's address."""

    provider = "ark"
    reconcile = "lookup"
    poll_seconds = 10.0
    most_inline = 10 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "queued": "queued",
        "running": "running",
        "succeeded": "succeeded",
        "failed": "failed",
        "expired": "failed",
        "cancelled": "cancelled",
    }
    rules = (
        Rule("*SensitiveContentDetected*", "refusal"),
        Rule("QuotaExceeded*", "capacity"),
        Rule("AccountOverdueError", "operator", "pay the bill in the Ark console"),
        Rule("ModelNotOpen", "operator", "activate the model in the Ark console"),
        Rule("AuthenticationError", "operator"),
        Rule("RateLimitExceeded*", "transient"),
        Rule("ServerOverloaded", "transient"),
        Rule("Internal*", "transient"),
        Rule("InvalidParameter*", "invalid"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "seed", "settings", "tier")
        body: dict[str, Any] = {
            "model": order.model,
            "content": [{"type": "text", "text": order.prompt}, *_contents(order)],
            "ratio": ratio_of(order.size, _RATIOS),
            "resolution": grade_of(order.size, ("480p", "720p", "1080p", "4k")),
            "duration": whole_seconds(order.seconds),
            "seed": _seed(order),
            "watermark": False,
            "return_last_frame": True,
            **knobs(order),
        }
        if "seedance-1-0" not in order.model:
            body["generate_audio"] = order.audio
        elif order.audio:
            raise CannotAskError(f"{order.model} makes no sound")
        if order.callback:
            body["callback_url"] = order.callback
        return Call("POST", _TASKS, body | ({"service_tier": _TIERS[order.tier]} if order.tier else {}))

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"{_TASKS}/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status, tokens = self.status(body["status"]), (body.get("usage") or {}).get("completion_tokens")
        bill = None if tokens is None else Bill(Decimal(tokens), "tokens")
        if status == "failed":
            error = body.get("error") or {"code": body["status"], "message": f"the task {body['status']}"}
            return JobState(status, failure=self.job_failure(str(error["message"]), str(error["code"])), bill=bill)
        if status != "succeeded":
            return JobState(status, bill=bill)
        content = body["content"]
        result = Result(
            (Output(content["video_url"]),),
            last_frame=content.get("last_frame_url") or "",
            seed=body.get("seed"),
            version=body["model"],
            expires=datetime.fromtimestamp(body["updated_at"], UTC) + timedelta(hours=24),
        )
        return JobState(status, 1.0, result, bill=bill)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        query = (("page_num", str(page)), ("page_size", str(_PAGE)), ("filter.model", order.model))
        return Call("GET", _TASKS, query=query)

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        """The list is of one model, the newest first; a task says its seed, shape and length, and no words."""
        tasks, earliest = body["items"], (since - _SKEW).timestamp()
        asked = {
            "seed": _seed(order),
            "resolution": grade_of(order.size, ("480p", "720p", "1080p", "4k")),
            "duration": whole_seconds(order.seconds),
        }
        new = [task for task in tasks if task["created_at"] >= earliest]
        fitting = (task["id"] for task in new if all(task.get(name) == value for name, value in asked.items()))
        return Found(tuple(map(Job, fitting)), is_last=len(new) < len(tasks) or len(tasks) < _PAGE)

    def cancelling(self, job: Job, status: Status) -> Call | None:
        """One that runs cannot be cancelled, and one that is done would be deleted."""
        return Call("DELETE", f"{_TASKS}/{job.id}") if status == "queued" else None

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        return Told(str(error["message"]), (str(error["code"]),))


def _contents(order: Order) -> list[dict[str, Any]]:
    named = ((*name.split(), one.address) for name, one in shown_as(order, _ROLES))
    return [{"type": kind, kind: {"url": address}, "role": role} for kind, role, address in named]


def _seed(order: Order) -> int:
    """The order's own, or one made of its token: what it is found by in the list."""
    made = int.from_bytes(hashlib.sha256(order.token.encode()).digest()[:4]) >> 1
    return order.seed if order.seed is not None else made
