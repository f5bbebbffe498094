"""Hailuo 2 by MiniMax's first interface. Errors are answered with HTTP 200 and a code of their own; a take is a file
whose address is asked for apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, knobs, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Told, Wire

__all__ = ["Hailuo"]

_FRAMES: Mapping[Role, str] = {"first frame": "first_frame_image", "last frame": "last_frame_image"}
_STATUSES = {
    "0": 200,
    "1001": 504,
    "1002": 429,
    "1004": 401,
    "1008": 402,
    "1026": 422,
    "1027": 422,
    "1039": 429,
    "1041": 429,
    "1042": 400,
    "2013": 400,
    "2045": 429,
    "2049": 401,
    "2056": 429,
    "2061": 403,
}
"""What a code is as a status of HTTP, as H3 pairs them. Any other may be a fault of theirs, and is taken for one."""


class Hailuo(Wire):
    """Hailuo 02 and 2.3, by the first interface. Keys: `key`."""

    provider = "minimax"
    poll_seconds = 10.0
    most_inline = 10 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "Preparing": "queued",
        "Queueing": "queued",
        "Processing": "running",
        "Success": "succeeded",
        "Fail": "failed",
    }
    rules = (
        Rule("1008", "operator", "top up the balance in MiniMax's console"),
        Rule("102[67]", "refusal"),
        Rule("1041", "capacity"),
        Rule("2013", "unknown", says="task_id"),
        Rule("2056", "capacity"),
        Rule("2061", "operator", "choose a plan that has the model in MiniMax's console"),
        Rule("unprocessable_entity_error", "refusal"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def status_of(self, answer: Answer) -> int:
        """A job that failed is no failed call."""
        try:
            body = answer.json()
            code = str(body["base_resp"]["status_code"])
        except (ValueError, LookupError, TypeError):
            return answer.status
        is_plain = answer.status != 200 or body.get("status") == "Fail"
        return answer.status if is_plain else _STATUSES.get(code, 500)

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "settings")
        if order.kind not in ("text", "image"):
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if order.audio:
            raise CannotAskError(f"{order.model} makes no sound")
        if order.kind == "text":
            ratio_of(order.size, ("16:9",))  # there is no word for a shape: it is a frame's, or this one
        body: dict[str, Any] = {
            "model": order.model,
            "prompt": order.prompt,
            "prompt_optimizer": False,  # it would write the prompt anew
            "duration": whole_seconds(order.seconds),
            "resolution": grade_of(order.size, ("512p", "768p", "1080p")).upper(),
            **knobs(order),
        }
        body |= {"callback_url": order.callback} if order.callback else {}
        frames = {name: one.address for name, one in shown_as(order, _FRAMES)}
        return Call("POST", "/v1/video_generation", body | frames)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["task_id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", "/v1/query/video_generation", query=(("task_id", job.id),))

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["status"])
        if status == "failed":
            told = body["base_resp"]
            return JobState(status, failure=self.job_failure(str(told["status_msg"]), str(told["status_code"])))
        return JobState(status, further=Job(job.id, {"file": body["file_id"]}) if status == "succeeded" else None)

    def fetching(self, job: Job) -> Call:
        if "file" not in job.links:
            return self.polling(job)
        return Call("GET", "/v1/files/retrieve", query=(("file_id", job.links["file"]),))

    def fetched(self, job: Job, answer: Answer) -> JobState | None:
        if answer.status != 200:
            return None
        if "file" not in job.links:
            return self.state(job, answer.json())
        return JobState("succeeded", 1.0, Result((Output(answer.json()["file"]["download_url"]),)))

    def told(self, answer: Answer) -> Told:
        told = answer.json()["base_resp"]
        return Told(str(told["status_msg"]), (str(told["status_code"]),))
