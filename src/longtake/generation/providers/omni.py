"""Gemini Omni by Google's interactions: one call for words, pictures, and going on from an earlier take."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.providers.google import Veo
from longtake.generation.shaping import (
    CannotAskError,
    base64_of,
    grade_of,
    only,
    ratio_of,
    shown_as,
    whole_seconds,
)
from longtake.generation.wire import Call

__all__ = ["GeminiOmni"]

_RATIOS = ("16:9", "9:16")
_BEFORE = "previous_interaction_id"
_TASKS: Mapping[str, str] = {
    "text": "text_to_video",
    "image": "image_to_video",
    "references": "reference_to_video",
    "extension": "extend",
}
_ROLES: Mapping[Role, str] = {"first frame": "image", "reference": "image", "video": _BEFORE}


class GeminiOmni(Veo):
    """Gemini Omni by interactions. Keys: `key`."""

    poll_seconds = 5.0
    words: ClassVar[Mapping[str, Status]] = {
        "queued": "queued",
        "in_progress": "running",
        "completed": "succeeded",
        "failed": "failed",
        "incomplete": "failed",
        "budget_exceeded": "failed",
        "cancelled": "cancelled",
    }

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "seed")
        if order.kind not in _TASKS:
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        named = shown_as(order, _ROLES)
        before = {name: one.address for name, one in named if name == _BEFORE}
        shown = [
            {"type": name, "mime_type": one.media_type, "data": base64_of(one)}
            for name, one in named
            if name != _BEFORE
        ]
        response = {
            "type": "video",
            "aspect_ratio": ratio_of(order.size, _RATIOS),
            "resolution": grade_of(order.size, ("360p", "720p", "1080p", "4k")),
            "duration": f"{whole_seconds(order.seconds)}s",
            "delivery": "uri",
        }
        config: dict[str, Any] = {"video_config": {"task": _TASKS[order.kind]}}
        if order.seed is not None:
            config["seed"] = order.seed
        said = [{"type": "user_input", "content": [{"type": "text", "text": order.prompt}, *shown]}]
        body = {"model": order.model, "background": True, "store": True, "input": said, "response_format": response}
        return Call("POST", "/v1/interactions", body | {"generation_config": config} | before)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/interactions/{job.id}", query=(("stream", "false"),))

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["status"])
        if status == "failed":
            said = {"code": body["status"], "message": f"the job is {body['status']}"}
            error = next(iter(body.get("errors", ())), said)
            return JobState(status, failure=self.job_failure(str(error["message"]), str(error["code"])))
        if status != "succeeded":
            return JobState(status)
        made = (step for step in body.get("steps", ()) if step["type"] == "model_output")
        outputs = tuple(_output(part) for step in made for part in step.get("content", ()) if part["type"] == "video")
        if not outputs:
            return JobState("failed", failure=self.job_failure("it says that it is done, and made no video", "empty"))
        return JobState(status, 1.0, Result(outputs, version=str(body.get("model", ""))))

    def cancelling(self, job: Job, status: Status) -> Call | None:
        return Call("POST", f"/v1/interactions/{job.id}/cancel")


def _output(part: Any) -> Output:
    coded = part.get("data")
    if coded:
        return Output("", part["mime_type"], base64.b64decode(coded, validate=True))
    return Output(part["uri"], part["mime_type"])
