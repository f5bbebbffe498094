"""Seedance by Ark: tasks that can be listed; times are seconds; what waits can be cancelled, what runs can't."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Any

from longtake.emulator.asked import Asked, Kind, Shape
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Callback, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest, ratio_of, shape_of
from longtake.emulator.wires.links import bearer, download, page_of
from longtake.media import Digest

__all__ = ["ARK"]

_STATES = {"finished": "succeeded", "empty": "succeeded", "throttled": "queued", "refused": "failed"}
_INTERNAL = "The service encountered an unexpected internal error. Please retry later."
_FAILURES = {
    "refused": (
        "OutputVideoSensitiveContentDetected",
        "The request failed because the output video may contain sensitive information.",
    ),
    "failed": ("InternalServiceError", _INTERNAL),
    "incomplete": ("InternalServiceError", _INTERNAL),
}
_REFUSED = "The request failed because the input text may contain sensitive information."
_ERRORS: Mapping[str, tuple[int, str, str, str]] = {
    "invalid": (400, "InvalidParameter", "BadRequest", "A parameter specified in the request is not valid."),
    "precondition": (400, "InvalidParameter", "BadRequest", "The model does not support this request."),
    "refused": (400, "InputTextSensitiveContentDetected", "BadRequest", _REFUSED),
    "key": (401, "AuthenticationError", "Unauthorized", "The API key in the request is missing or invalid."),
    "permission": (403, "AccessDenied", "Forbidden", "Access to the requested resource is denied."),
    "balance": (
        403,
        "AccountOverdueError",
        "Forbidden",
        "The request failed because your account has an overdue balance.",
    ),
    "model": (404, "ModelNotOpen", "NotFound", "Your account has not activated the model."),
    "gone": (404, "ResourceNotFound", "NotFound", "The specified task is not found."),
    "running": (409, "InvalidAction.RunningTaskDeletion", "Conflict", "The task is running and can not be deleted."),
    "throttled": (429, "RateLimitExceeded.EndpointRPMExceeded", "TooManyRequests", "Requests per minute exceeded."),
    "capacity": (429, "QuotaExceeded", "TooManyRequests", "The number of queued tasks has reached the limit."),
    "internal": (500, "InternalServiceError", "InternalServerError", _INTERNAL),
    "unavailable": (503, "ServiceUnavailable", "ServiceUnavailable", "The service is temporarily unavailable."),
    "gateway-timeout": (504, "GatewayTimeout", "GatewayTimeout", "The request timed out."),
}
_TASKS = "/api/v3/contents/generations/tasks"


def _refuse(trouble: Trouble) -> Answer:
    word, message = trouble.word, trouble.message
    status, code, kind, words = _ERRORS[word]
    return Answer(status, {"error": {"code": code, "message": message or words, "param": "", "type": kind}})


def _create(call: Call) -> Answer:
    return Answer(200, {"id": call.ordered(_asked(call), _name).id})


def _name(mine: Digest, now: int) -> str:
    return f"cgt-{datetime.fromtimestamp(now // 1000, UTC):%Y%m%d%H%M%S}-{mine[:12]}"


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    content = [Fields(one, "content") for one in body.list("content")]
    inputs = [one for one in content if one.text("type") != "text"]
    seed = body.whole("seed")
    ratio = body.text("ratio", "16:9")
    return Asked(
        "ark",
        body.text("model"),
        _kind([one.text("role", "first_frame") for one in inputs]),
        " ".join(one.text("text") for one in content if one.text("type") == "text"),
        body.seconds("duration", 5),
        shape_of("16:9" if ratio == "adaptive" else ratio, body.text("resolution", "720p")),
        call.request,
        body.flag("generate_audio") is not False,
        None if seed == -1 else seed,
        tuple(media_digest(one.get(one.text("type"))) for one in inputs),
        tier=_tier(body.text("service_tier", "default")),
        wants_last_frame=body.flag("return_last_frame") is True,
    )


def _tier(name: str) -> str:
    if name not in ("default", "flex"):
        raise Refused("invalid", f"service_tier {name} is not supported")
    return "" if name == "default" else name


def _kind(roles: list[str]) -> Kind:
    if any("frame" in role for role in roles) and any("reference" in role for role in roles):
        raise Refused("invalid", "first and last frames can not be mixed with reference media")
    if "reference_video" in roles:
        return "extension" if roles.count("reference_video") == 1 and "reference_audio" not in roles else "video"
    return "references" if any("reference" in role for role in roles) else "image" if roles else "text"


def _get(call: Call) -> Answer:
    job, _ = call.known(call.studio.job(call.parts["id"], "ark"))
    return Answer(200, _task(call, job))


def _task(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    code, words = _FAILURES.get(state, ("", ""))
    made = _made(call, job) if state == "finished" else {}
    return {
        "id": job.id,
        "model": job.asked.model,
        "status": _word(state),
        "error": {"code": code, "message": words} if code else None,
        "created_at": job.ordered // 1000,
        "updated_at": job.changed_at(call.now) // 1000,
        "seed": job.seed,
        "resolution": _resolution(job),
        "ratio": ratio_of(job.offer.size),
        "duration": int(job.asked.seconds),
        "framespersecond": int(job.offer.rate.fraction),
        "generate_audio": job.offer.has_sound,
        "service_tier": job.asked.tier or "default",
        "execution_expires_after": 172_800,
        **made,
    }


def _word(state: State) -> str:
    return {"incomplete": "failed"}.get(state, _STATES.get(state, state))


def _made(call: Call, job: Job) -> Mapping[str, Any]:
    content = {"video_url": f"{call.base}/takes/{call.studio.link(job)}/video.mp4"}
    if job.asked.wants_last_frame:
        content["last_frame_url"] = f"{call.base}/takes/{call.studio.link(job, 'frame')}/last.png"
    size, frames = job.offer.size, job.offer.rate.fraction * job.asked.seconds
    tokens = (job.offer.tokens or ceil(size.pixels * frames / 1024)) * job.fate.times_billed
    return {"content": content, "usage": {"completion_tokens": tokens, "total_tokens": tokens}}


def _resolution(job: Job) -> str:
    """As it was asked for: `480p` may be 496 lines."""
    lines = job.asked.size.lines if isinstance(job.asked.size, Shape) else job.offer.size.short_side
    return "4k" if lines == 2160 else f"{lines}p"


def _list(call: Call) -> Answer:
    jobs = [job for job in reversed(call.studio.jobs("ark", call.account)) if _is_wanted(call, job)]
    return Answer(200, {"total": len(jobs), "items": [_task(call, job) for job in page_of(call, jobs, 10)]})


def _is_wanted(call: Call, job: Job) -> bool:
    state = job.state(call.now)
    return (
        state != "vanished"
        and call.one("filter.status") in ("", _word(state))
        and call.one("filter.model") in ("", job.asked.model)
        and (not call.query.get("filter.task_ids") or job.id in call.query["filter.task_ids"])
    )


def _delete(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "ark"))
    if state == "running":
        raise Refused("running")
    _ = call.studio.cancel(job) if state in ("queued", "throttled") else call.studio.delete(job)
    return Answer(200, {})


def _called(call: Call, job: Job, is_forged: bool) -> Callback:
    """The task as a poll gives it; nothing is signed."""
    task = {**_task(call, job), **({"status": "failed"} if is_forged else {})}
    return Callback({}, json.dumps(task).encode())


ARK = Wire(
    "ark",
    "/ark",
    (
        Route("create", "POST", _TASKS, _create),
        Route("list", "GET", _TASKS, _list),
        Route("poll", "GET", f"{_TASKS}/{{id}}", _get),
        Route("cancel", "DELETE", f"{_TASKS}/{{id}}", _delete),
        download("/takes/{token}/{file}", expired=403),
    ),
    bearer,
    _refuse,
    _called,
)
