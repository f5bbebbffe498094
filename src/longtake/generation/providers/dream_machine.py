"""Ray 2 by Luma's older Dream Machine API. Pictures are given by address only; a lost answer is found in the list,
which tells what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Input, Job, JobState, Order, Output, Result, Status
from longtake.generation.providers.luma import detail, earlier
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Found, Told, Wire

__all__ = ["DreamMachine"]

_BASE = "/dream-machine/v1/generations"
_PAGE = 100
_SKEW = timedelta(minutes=2)
"""Between our clock and theirs."""
_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
_ROLES: Mapping[str, Mapping[Role, str]] = {
    "text": {},
    "image": {"first frame": "frame0", "last frame": "frame1"},
    "extension": {"video": "frame0"},
}


class DreamMachine(Wire):
    """Keys: `key`. Whether deleting a job that waits cancels it, nobody says."""

    provider = "luma-dream-machine"
    reconcile = "lookup"
    poll_seconds = 5.0
    words: ClassVar[Mapping[str, Status]] = {
        "queued": "queued",
        "dreaming": "running",
        "completed": "succeeded",
        "failed": "failed",
    }
    rules = (
        Rule("*", "refusal", says="moderation|blacklisted"),
        Rule("*", "invalid", says="failed to read user input"),
        Rule("*", "operator", "add credits in Luma's console", says="insufficient credits"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        called = {"callback_url": order.callback} if order.callback else {}
        return Call("POST", f"{_BASE}/video", _said(order) | called)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"{_BASE}/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["state"])
        if status == "failed":
            return JobState(status, failure=self.job_failure(str(body.get("failure_reason") or "")))
        if status != "succeeded":
            return JobState(status)
        return JobState(status, 1.0, Result((Output(body["assets"]["video"]),), version=body["model"]))

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", _BASE, query=(("limit", str(_PAGE)), ("offset", str((page - 1) * _PAGE))))

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        """The newest come first. Pictures' addresses are left out: the provider may keep its own."""
        asked = {name: value for name, value in _said(order).items() if name != "keyframes"}
        made = body["generations"]
        new = [one for one in made if datetime.fromisoformat(one["created_at"]) >= since - _SKEW]
        fitting = (one["id"] for one in new if all(one["request"].get(name) == asked[name] for name in asked))
        return Found(tuple(map(Job, fitting)), is_last=len(new) < len(made) or not body["has_more"])

    def told(self, answer: Answer) -> Told:
        return Told(detail(answer))


def _said(order: Order) -> dict[str, Any]:
    only(order)
    if order.kind not in _ROLES:
        raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
    if order.audio:
        raise CannotAskError(f"{order.model} makes no sound with a take, only afterwards")
    said: dict[str, Any] = {
        "model": order.model,
        "prompt": order.prompt,
        "aspect_ratio": ratio_of(order.size, _RATIOS),
        "duration": f"{whole_seconds(order.seconds)}s",
        "resolution": grade_of(order.size, ("540p", "720p", "1080p", "4k")),
    }
    frames = {name: _frame(order, one) for name, one in shown_as(order, _ROLES[order.kind])}
    return said | ({"keyframes": frames} if frames else {})


def _frame(order: Order, one: Input) -> dict[str, str]:
    if one.role == "video":
        return {"type": "generation", "id": earlier(order, one)}
    if one.address.startswith("data:"):
        raise CannotAskError(f"{order.model} is shown a {one.role} by its address, and not as bytes: name a bucket")
    return {"type": "image", "url": one.address}
