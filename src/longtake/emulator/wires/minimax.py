"""MiniMax: Hailuo 2, which answers errors with HTTP 200 and keeps takes as files, and H3, whose tasks can be listed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from longtake.emulator.asked import Asked, Kind, Shape
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Callback, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest, ratio_of, shape_of
from longtake.emulator.wires.links import bearer, download, page_of
from longtake.emulator.wires.minimax_speech import MINIMAX_SPEECH
from longtake.media import Digest

__all__ = ["MINIMAX"]

_WAITING = ("queued", "throttled")
_STATES = {"throttled": "queued", "running": "running", "finished": "succeeded", "cancelled": "cancelled"}
_HAILUO_STATES = {"queued": "Queueing", "throttled": "Preparing", "running": "Processing", "finished": "Success"}
_INPUT = (1026, "input new_sensitive")
_FAILURES: Mapping[tuple[str, str], tuple[int, str]] = {
    ("refused", ""): _INPUT,
    ("refused", "output"): (1027, "output new_sensitive"),
}
_FAILURE = (1024, "internal error")
_ERRORS: Mapping[str, tuple[int, str, int, str]] = {
    "invalid": (2013, "invalid params", 400, "bad_request_error"),
    "precondition": (2013, "invalid params, the model does not support this", 400, "bad_request_error"),
    "model": (2013, "invalid params, unknown model", 400, "bad_request_error"),
    "gone": (2013, "invalid params, invalid task_id", 400, "bad_request_error"),
    "running": (2013, "invalid params, the task can not be cancelled", 400, "bad_request_error"),
    "key": (1004, "login fail: Please carry the API secret key", 401, "authorized_error"),
    "balance": (1008, "insufficient balance", 402, "insufficient_balance_error"),
    "permission": (2061, "your current token plan does not support this model", 403, "authorized_error"),
    "refused": (*_INPUT, 422, "unprocessable_entity_error"),
    "throttled": (1002, "rate limit, please retry later", 429, "rate_limit_error"),
    "capacity": (1041, "conn limit", 429, "rate_limit_error"),
    "internal": (1000, "unknown error", 500, "server_error"),
    "unavailable": (1033, "system error", 529, "overloaded_error"),
    "gateway-timeout": (1001, "request timeout", 504, "server_error"),
}


def _refuse(trouble: Trouble) -> Answer:
    code, words, status, kind = _ERRORS[trouble.word]
    words = trouble.message or words
    if not trouble.path.startswith("/v2/"):
        return Answer(200, {"base_resp": {"status_code": code, "status_msg": words}})
    error = {"type": kind, "message": f"{words} ({code})", "http_code": str(status)}
    return Answer(status, {"type": "error", "error": error, "request_id": media_digest(trouble.word)[:32]})


_GOOD = {"status_code": 0, "status_msg": "success"}


def _name(mine: Digest, now: int) -> str:
    return str(10**14 + int(mine[:11], 16))


def _create_hailuo(call: Call) -> Answer:
    body = Fields(call.body)
    frames = [body.text(key) for key in ("first_frame_image", "last_frame_image") if key in body]
    asked = Asked(
        "minimax",
        body.text("model"),
        "image" if frames else "text",
        body.text("prompt", "" if frames else None),
        body.seconds("duration", 6),
        shape_of("16:9", body.text("resolution", "768P")),
        call.request,
        inputs=tuple(map(media_digest, frames)),
    )
    job = call.ordered(asked, _name)
    return Answer(200, {"task_id": job.id, "base_resp": _GOOD})


def _poll_hailuo(call: Call) -> Answer:
    job, state = _found(call, call.one("task_id"))
    size = job.offer.size if state == "finished" else None
    said = {
        "task_id": job.id,
        "status": _HAILUO_STATES.get(state, "Fail"),
        "file_id": f"{job.id}1" if size else "",
        "video_width": size.width if size else 0,
        "video_height": size.height if size else 0,
    }
    code, words = (0, "success") if said["status"] != "Fail" else _failure(job, state)
    return Answer(200, said | {"base_resp": {"status_code": code, "status_msg": words}})


def _called(call: Call, job: Job, is_forged: bool) -> Callback:
    """As a poll of its interface says it, in small letters; nothing is signed."""
    if job.asked.model.startswith("MiniMax-H3"):
        said = {**_task(call, job), **({"status": "failed"} if is_forged else {})}
    else:
        polled = _poll_hailuo(replace(call, query={"task_id": (job.id,)})).body
        said = {name: polled[name] for name in ("task_id", "file_id", "base_resp")}
        said["status"] = "failed" if is_forged else polled["status"].lower().replace("fail", "failed")
    return Callback({}, json.dumps(said).encode())


def _retrieve(call: Call) -> Answer:
    job, state = _found(call, call.one("file_id")[:-1])
    if state != "finished":
        raise Refused("invalid", "invalid params, file_id is not known")
    file = {
        "file_id": int(f"{job.id}1"),
        "bytes": len(call.take(job)),
        "created_at": job.ends // 1000,
        "filename": "output.mp4",
        "purpose": "video_generation",
        "download_url": f"{call.base}/takes/{call.studio.link(job)}/output.mp4",
    }
    return Answer(200, {"file": file, "base_resp": _GOOD})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    contents = [Fields(one, "content") for one in body.list("content")]
    words = [one.text("text") for one in contents if one.text("type") == "text"]
    inputs = [one for one in contents if one.text("type") != "text"]
    ratio = body.text("ratio", "adaptive")
    if len(words) != 1 or (ratio == "adaptive" and not inputs):
        raise Refused("invalid", "invalid params, content must include a non-empty text item, and a text a ratio")
    asked = Asked(
        "minimax",
        body.text("model"),
        _kind({one.text("role", "first_frame") for one in inputs}),
        words[0],
        body.seconds("duration", 5),
        shape_of("16:9" if ratio == "adaptive" else ratio, body.text("resolution")),
        call.request,
        inputs=tuple(media_digest(one.get(one.text("type"))) for one in inputs),
    )
    return Answer(200, {"task_id": call.ordered(asked, _name).id})


def _kind(roles: set[str]) -> Kind:
    frames = {role for role in roles if role.endswith("_frame")}
    if frames and frames != roles:
        raise Refused("invalid", "invalid params, frames and references can not be mixed")
    return "image" if frames else "references" if roles else "text"


def _poll(call: Call) -> Answer:
    return Answer(200, {"task": _task(call, _found(call, call.parts["id"])[0])})


def _task(call: Call, job: Job) -> Mapping[str, Any]:
    state, seconds = job.state(call.now), int(job.asked.seconds)
    task: dict[str, Any] = {
        "id": job.id,
        "model": job.asked.model,
        "status": "queued" if state == "queued" else _STATES.get(state, "failed"),
        "created_at": job.ordered // 1000,
        "updated_at": job.changed_at(call.now) // 1000,
        "resolution": _resolution(job),
        "duration": seconds,
        "usage": {},
        "ratio": ratio_of(job.offer.size),
        "task_type": "generation",
        "modality": "video",
    }
    if task["status"] == "failed":
        code, words = _failure(job, state)
        task["error"] = {"code": str(code), "message": words}
    if state == "finished":
        task["content"] = {"url": f"{call.base}/takes/{call.studio.link(job, is_fresh=True)}/output.mp4"}
        images = len(job.asked.inputs)
        used = {"total_seconds": seconds, "input_seconds": 0, "output_seconds": seconds, "input_image_count": images}
        task["usage"] = used
    return task


def _resolution(job: Job) -> str:
    lines = job.asked.size.lines if isinstance(job.asked.size, Shape) else job.offer.size.short_side
    return "2K" if lines == 1440 else f"{lines}P"


def _list(call: Call) -> Answer:
    jobs = [job for job in reversed(call.studio.jobs("minimax", call.account)) if _is_wanted(call, job)]
    return Answer(200, {"items": [_task(call, job) for job in page_of(call, jobs, 20)], "total": len(jobs)})


def _is_wanted(call: Call, job: Job) -> bool:
    is_new = job.asked.model.startswith("MiniMax-H3") and job.state(call.now) != "vanished"
    return is_new and call.one("filter.model") in ("", job.asked.model)


def _cancel(call: Call) -> Answer:
    job, state = _found(call, call.parts["id"])
    if state in ("running", "cancelled"):
        raise Refused("running")
    _ = call.studio.cancel(job) if state in _WAITING else call.studio.delete(job)
    done = "cancelled" if state in _WAITING else "deleted"
    return Answer(200, {"task_id": job.id, "action": done, "status": done})


def _found(call: Call, id: str) -> tuple[Job, State]:
    return call.known(call.studio.job(id, "minimax"))


def _failure(job: Job, state: State) -> tuple[int, str]:
    return _FAILURES.get((state, job.fate.detail), _FAILURE)


MINIMAX = Wire(
    "minimax",
    "/minimax",
    (
        Route("create", "POST", "/v1/video_generation", _create_hailuo),
        Route("poll", "GET", "/v1/query/video_generation", _poll_hailuo),
        Route("poll", "GET", "/v1/files/retrieve", _retrieve),
        Route("create", "POST", "/v2/video_generation", _create),
        Route("list", "GET", "/v2/query/video_generation", _list),
        Route("poll", "GET", "/v2/query/video_generation/{id}", _poll),
        Route("cancel", "DELETE", "/v2/video_generation/{id}", _cancel),
        *MINIMAX_SPEECH,
        download("/takes/{token}/output.mp4", expired=403),
    ),
    bearer,
    _refuse,
    _called,
    challenges=True,
)
