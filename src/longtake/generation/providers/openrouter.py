"""OpenRouter's videos: many makers' models in one set of words. Its own list of models says what each takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Bill, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Told, Wire

__all__ = ["GRADES", "RATIOS", "OpenRouter"]

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21")
GRADES = {"360p": "360p", "480p": "480p", "720p": "720p", "768p": "768p", "1080p": "1080p", "2k": "2K", "4k": "4K"}
"""Our words for resolutions, each with theirs."""
_ROLES: Mapping[str, Mapping[Role, str]] = {
    "text": {},
    "image": {"first frame": "first_frame", "last frame": "last_frame"},
    "references": {"reference": "image_url", "audio": "audio_url", "video": "video_url"},
}


class OpenRouter(Wire):
    """Keys: `key`. A job cannot be cancelled, and there is no list of jobs."""

    provider = "openrouter"
    poll_seconds = 10.0
    most_inline = 4 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "pending": "queued",
        "in_progress": "running",
        "completed": "succeeded",
        "failed": "failed",
        "cancelled": "cancelled",
        "expired": "failed",
    }
    rules = (
        Rule("403", "refusal", says="moderat|flagged|policy"),
        Rule("failed", "refusal", says="moderat|flagged|policy|safety|sensitive"),
        Rule("402", "operator", "buy credits at openrouter.ai/settings/credits"),
        Rule("529", "transient"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        if order.kind not in _ROLES:
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        only(order, "seed")
        body: dict[str, Any] = {
            "model": order.model,
            "prompt": order.prompt,
            "duration": whole_seconds(order.seconds),
            "aspect_ratio": ratio_of(order.size, RATIOS),
            "resolution": GRADES[grade_of(order.size, tuple(GRADES))],
            "generate_audio": order.audio,
            "session_id": order.token,
            **_shown(order),
        }
        if order.seed is not None:
            body["seed"] = order.seed
        if order.callback:
            body["callback_url"] = order.callback
        return Call("POST", "/api/v1/videos", body)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/api/v1/videos/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status, cost = self.status(body["status"]), (body.get("usage") or {}).get("cost")
        bill = None if cost is None else Bill(Decimal(str(cost)), "USD")
        if status == "failed":
            what = str(body.get("error") or f"the job is {body['status']}")
            return JobState(status, failure=self.job_failure(what), bill=bill)
        if status != "succeeded":
            return JobState(status)
        stored, until = body.get("urls"), body.get("expires_at")
        links = stored or body["unsigned_urls"]
        expires = datetime.fromtimestamp(until, UTC) if stored and until else None
        return JobState(status, 1.0, Result(tuple(map(Output, links)), expires=expires), bill=bill)

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        reasons = (error.get("metadata") or {}).get("reasons") or ()
        return Told(" · ".join((str(error["message"]), *map(str, reasons))), (str(error["code"]),))


def _shown(order: Order) -> dict[str, Any]:
    """Files as parts of a message, each under the name of its kind."""
    named = shown_as(order, _ROLES[order.kind])
    if order.kind == "image":
        frames = [{"type": "image_url", "image_url": {"url": one.address}, "frame_type": name} for name, one in named]
        return {"frame_images": frames}
    return {"input_references": [{"type": name, name: {"url": one.address}} for name, one in named]} if named else {}
