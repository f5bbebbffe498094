"""Wan by DashScope: tasks that are asked for asynchronously, in a list by model; what waits can be cancelled. A task
that is not there is answered as one whose state is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from longtake.emulator.asked import Asked, Kind, Shape
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest, pixels, shape_of
from longtake.emulator.wires.links import bearer, download
from longtake.media import Size

__all__ = ["WAN"]

_STATES = {
    "queued": "PENDING",
    "throttled": "PENDING",
    "running": "RUNNING",
    "finished": "SUCCEEDED",
    "empty": "SUCCEEDED",
    "cancelled": "CANCELED",
    "vanished": "UNKNOWN",
}
_RISKY = "Input or output data may contain inappropriate content."
_FAILURES = {
    "refused": ("DataInspectionFailed", _RISKY),
    "failed": ("InternalError", "An internal error has occured, please try again later or contact service support."),
}
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "InvalidParameter", "Required parameter(s) missing or invalid, please check the request."),
    "precondition": (400, "InvalidParameter", "The model does not support this request."),
    "refused": (400, "DataInspectionFailed", _RISKY),
    "balance": (400, "Arrearage", "Access denied, please make sure your account is in good standing."),
    "running": (400, "UnsupportedOperation", "Failed to cancel the task, please confirm if the task is in PENDING."),
    "key": (401, "InvalidApiKey", "Invalid API-key provided."),
    "permission": (403, "AccessDenied", "current user api does not support synchronous calls."),
    "model": (404, "ModelNotFound", "Model can not be found."),
    "gone": (404, "NotFound", "Not found."),
    "throttled": (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
    "capacity": (429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit."),
    "internal": (500, "InternalError", _FAILURES["failed"][1]),
    "unavailable": (503, "ModelUnavailable", "Model is unavailable, please try again later."),
    "gateway-timeout": (504, "RequestTimeOut", "Request timed out, please try again later."),
}
_REQUEST = "4909100c-7b5a-9f92-bfe5-d8b6f0c1a2e3"
_KINDS: Mapping[str, Kind] = {"t2v": "text", "i2v": "image", "r2v": "references", "videoedit": "video"}
_GIVEN = ("img_url", "first_frame_url", "last_frame_url", "audio_url")


def _refuse(trouble: Trouble) -> Answer:
    status, code, words = _ERRORS[trouble.word]
    return Answer(status, {"code": code, "message": trouble.message or words, "request_id": _REQUEST})


def _create(call: Call) -> Answer:
    if call.headers.get("x-dashscope-async") != "enable":
        raise Refused("permission")
    job = call.ordered(_asked(call), lambda mine, _: hexadecimal_uuid(mine))
    return _ok({"task_id": job.id, "task_status": "PENDING"})


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    said, parameters = body.fields("input"), body.fields("parameters")
    name, ending = _named(body.text("model"), call.path)
    media = [Fields(one, "media") for one in said.list("media")]
    given = [said.text(key) for key in _GIVEN if key in said]
    given += [str(one) for one in said.list("reference_urls")] + [one.text("url") for one in media]
    is_driven = any(one.text("type") == "driving_audio" for one in media)
    return Asked(
        "dashscope",
        name,
        "audio" if is_driven else _KINDS[ending],
        said.text("prompt", "" if given else None),
        parameters.seconds("duration", 5),
        _size(parameters),
        call.request,
        parameters.flag("audio"),
        parameters.whole("seed"),
        tuple(map(media_digest, given)),
    )


def _named(model: str, path: str) -> tuple[str, str]:
    """The model without the kind of take that its name ends in, and that ending."""
    if "kf2v" in model:
        if "/image2video/" not in path:
            raise Refused("invalid", "url error, please check url!")
        return model, "i2v"
    match = re.fullmatch(r"(.+?)-(t2v|i2v|r2v|videoedit)(-\w+)?", model)
    if not match:
        raise Refused("model")
    return match[1] + (match[3] or ""), match[2]


def _size(parameters: Fields) -> Size | Shape:
    if "size" in parameters:
        return pixels(parameters.text("size").replace("*", "x"))
    return shape_of(parameters.text("ratio", "16:9"), parameters.text("resolution", "720P"))


def _poll(call: Call) -> Answer:
    job = call.studio.job(call.parts["id"], "dashscope")
    if job is None or job.account != call.account or job.state(call.now) == "vanished":
        return _ok({"task_id": call.parts["id"], "task_status": "UNKNOWN"})
    state = job.state(call.now)
    task: dict[str, Any] = {"task_id": job.id, "task_status": _word(state)}
    if _word(state) == "FAILED":
        code, words = _FAILURES.get(state, _FAILURES["failed"])
        return _ok(task | {"code": code, "message": words})
    task |= {"submit_time": _time(job.ordered), "scheduled_time": _time(job.starts)}
    if state not in ("finished", "empty"):
        return _ok(task)
    task |= {"end_time": _time(job.ends), "orig_prompt": job.asked.prompt}
    task |= {"video_url": _link(call, job)} if state == "finished" else {}
    return _ok(task, {"usage": _usage(job)})


def _usage(job: Job) -> Mapping[str, Any]:
    seconds, size = _number(job.asked.seconds), job.offer.size
    made = {"duration": seconds, "output_video_duration": seconds, "input_video_duration": 0, "video_count": 1}
    return made | {"SR": size.short_side, "size": f"{size.width}*{size.height}"}


def _list(call: Call) -> Answer:
    """Of the last 24 hours."""
    wanted, size, page = call.one("model_name"), _page(call, "page_size", "10"), _page(call, "page_no", "1")
    jobs = [job for job in call.studio.jobs("dashscope", call.account) if call.now - job.ordered < 86_400_000]
    rows = [_row(call, job) for job in reversed(jobs) if job.state(call.now) != "vanished"]
    rows = [row for row in rows if wanted in ("", row["model_name"])]
    shown = rows[(page - 1) * size : page * size]
    told = {"total": len(rows), "total_page": -(-len(rows) // size), "page_no": page, "page_size": size}
    return Answer(200, {"request_id": _REQUEST, "data": shown, **told})


def _row(call: Call, job: Job) -> Mapping[str, Any]:
    ending = next(ending for ending, kind in _KINDS.items() if kind == job.asked.kind.replace("audio", "image"))
    name = job.asked.model if "kf2v" in job.asked.model else f"{job.asked.model}-{ending}"
    return {
        "api_key_id": "1",
        "caller_parent_id": "2",
        "caller_uid": "3",
        "gmt_create": job.ordered,
        "start_time": job.starts,
        "end_time": job.ends,
        "model_name": name,
        "region": "ap-southeast-1",
        "request_id": _REQUEST,
        "status": _word(job.state(call.now)),
        "task_id": job.id,
        "user_api_unique_key": f"apikey:v1:aigc:video-generation:video-synthesis:{name}",
    }


def _page(call: Call, key: str, default: str) -> int:
    text = call.one(key, default)
    if not text.isdecimal() or not int(text):
        raise Refused("invalid", f"`{key}` must be a whole number from 1 on")
    return int(text)


def _cancel(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "dashscope"))
    if state not in ("queued", "throttled"):
        raise Refused("running")
    call.studio.cancel(job)
    return Answer(200, {"request_id": _REQUEST})


def _ok(output: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Answer:
    return Answer(200, {"request_id": _REQUEST, "output": output, **(more or {})})


def _word(state: State) -> str:
    return _STATES.get(state, "FAILED")


def _time(at: int) -> str:
    """A local time, to the millisecond."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S.%f}"[:-3]


def _number(seconds: Fraction) -> int | float:
    return seconds.numerator if seconds.denominator == 1 else float(seconds)


def _link(call: Call, job: Job) -> str:
    return f"{call.base}/takes/{call.studio.link(job)}/video.mp4"


_AIGC = "/api/v1/services/aigc"
WAN = Wire(
    "dashscope",
    "/dashscope",
    (
        Route("create", "POST", f"{_AIGC}/video-generation/video-synthesis", _create),
        Route("create", "POST", f"{_AIGC}/image2video/video-synthesis", _create),
        Route("list", "GET", "/api/v1/tasks", _list),
        Route("poll", "GET", "/api/v1/tasks/{id}", _poll),
        Route("cancel", "POST", "/api/v1/tasks/{id}/cancel", _cancel),
        download("/takes/{token}/{file}", expired=403),
    ),
    bearer,
    _refuse,
)
