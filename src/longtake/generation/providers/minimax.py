"""MiniMax H3, by MiniMax's second interface: statuses of HTTP, a list of tasks, and the address with the task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Bill, Job, JobState, Order, Output, Result, Status
from longtake.generation.providers.hailuo import Hailuo
from longtake.generation.shaping import CannotAskError, grade_of, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Found, Told

__all__ = ["MiniMaxThree"]

_PAGE = 20
_SKEW = timedelta(minutes=2)
"""Between our clock and theirs."""
_RATIOS = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
_ROLES: Mapping[Role, str] = {
    "first frame": "image_url first_frame",
    "last frame": "image_url last_frame",
    "reference": "image_url reference_image",
    "video": "video_url reference_video",
    "audio": "audio_url reference_audio",
}
"""The kind of content, which is also the name of its field, and the role."""


class MiniMaxThree(Hailuo):
    """MiniMax H3, by the second interface. Keys: `key`."""

    reconcile = "lookup"
    remints = True
    words: ClassVar[Mapping[str, Status]] = {
        "queued": "queued",
        "running": "running",
        "succeeded": "succeeded",
        "failed": "failed",
        "cancelled": "cancelled",
        "expired": "failed",
    }

    def placing(self, order: Order, account: Account) -> Call:
        only(order)
        if order.kind not in ("text", "image", "references"):
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if not order.audio:
            raise CannotAskError(f"{order.model} cannot be asked for a take without sound")
        text = {"type": "text", "text": order.prompt}
        shown = ((*name.split(), one.address) for name, one in shown_as(order, _ROLES))
        contents = [{"type": kind, kind: {"url": address}, "role": role} for kind, role, address in shown]
        body = {
            "model": order.model,
            "content": [text, *contents],
            "resolution": _resolution(order),
            "duration": whole_seconds(order.seconds),
            "ratio": "adaptive" if order.kind == "image" else ratio_of(order.size, _RATIOS),
        }
        called = {"callback_url": order.callback} if order.callback else {}
        return Call("POST", "/v2/video_generation", body | called)

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v2/query/video_generation/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        task = body["task"]
        status, seconds = self.status(task["status"]), (task.get("usage") or {}).get("total_seconds")
        if status == "failed":
            error = task.get("error") or {"code": task["status"], "message": f"the task {task['status']}"}
            return JobState(status, failure=self.job_failure(str(error["message"]), str(error["code"])))
        if status != "succeeded":
            return JobState(status)
        bill = None if seconds is None else Bill(Decimal(seconds), "seconds")
        return JobState(status, 1.0, Result((Output(task["content"]["url"]),), version=task["model"]), bill=bill)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        query = (("page_num", str(page)), ("page_size", str(_PAGE)), ("filter.model", order.model))
        return Call("GET", "/v2/query/video_generation", query=query)

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        """A task in the list says its length and resolution, and neither words nor a seed: that there is none is
        certain, that one is the order's is not. The newest come first."""
        tasks, earliest = body["items"], (since - _SKEW).timestamp()
        asked = {"resolution": _resolution(order), "duration": whole_seconds(order.seconds), "task_type": "generation"}
        new = [task for task in tasks if task["created_at"] >= earliest]
        fitting = (task["id"] for task in new if all(task[name] == value for name, value in asked.items()))
        is_last = len(new) < len(tasks) or len(tasks) < _PAGE
        return Found(tuple(map(Job, fitting)), is_last, is_sure=False)

    def cancelling(self, job: Job, status: Status) -> Call | None:
        """One that runs cannot be cancelled, and one that is done would be deleted."""
        return Call("DELETE", f"/v2/video_generation/{job.id}") if status == "queued" else None

    def told(self, answer: Answer) -> Told:
        """The code stands in brackets at the end of the words."""
        error = answer.json()["error"]
        said = str(error["message"])
        return Told(said, (*re.findall(r"\((\d{4})\)$", said), str(error["type"])))


def _resolution(order: Order) -> str:
    return grade_of(order.size, ("768p", "2k")).upper()
