"""Kling, both generations: `/v1/videos/…` with a signed token and `succeed`, `/text-to-video/…` with `succeeded`."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from longtake.emulator.asked import Asked, Kind
from longtake.emulator.job import Job, State
from longtake.emulator.signing import standard_signed
from longtake.emulator.wire import Answer, Call, Callback, Refused, Route, Trouble
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.links import bearer, download
from longtake.media import Digest

__all__ = [
    "KLING_ROUTES",
    "LINES",
    "accepted",
    "good",
    "kling_called",
    "kling_key",
    "kling_refuse",
    "legacy_found",
    "legacy_task",
]

LINES = {"std": "720p", "pro": "1080p", "4k": "4k"}
_RUNNING = ("queued", "throttled", "running")
_STATES = {"queued": "submitted", "throttled": "submitted", "running": "processing", "finished": "succeeded"}
_FAILED = "Task processing failed. Please try again later."
_RISKY = "Failure to pass the risk control system"
_ERRORS: Mapping[str, tuple[int, int, str]] = {
    "invalid": (400, 1201, "Invalid parameter"),
    "duplicate": (400, 1201, "external_task_id already exists"),
    "precondition": (400, 1200, "Invalid request"),
    "refused": (400, 1301, _RISKY),
    "key": (401, 1002, "access key not found"),
    "permission": (403, 1103, "Unauthorized access to the requested resource"),
    "balance": (429, 1102, "Account balance not enough"),
    "model": (404, 1203, "The requested resource does not exist"),
    "gone": (404, 1203, "The requested resource does not exist"),
    "throttled": (429, 1302, "The API request is too fast"),
    "capacity": (429, 1303, "parallel task over resource pack limit"),
    "internal": (500, 5000, "Internal server error"),
    "unavailable": (503, 5001, "Service temporarily unavailable"),
    "gateway-timeout": (504, 5002, "Internal timeout"),
}
_REQUEST = "CmNh8GhWq0kAAAAAAJ5xYQ"


def kling_refuse(trouble: Trouble) -> Answer:
    word, message = trouble.word, trouble.message
    status, code, words = _ERRORS[word]
    return Answer(status, {"code": code, "message": message or words, "request_id": _REQUEST})


def kling_key(headers: Mapping[str, str]) -> str:
    """The key, or whose key signed the token: a token is another one each half hour."""
    key = bearer(headers)
    with suppress(binascii.Error, ValueError, IndexError):
        claims = key.split(".")[1]
        return str(json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4))).get("iss") or key)
    return key


def accepted(call: Call, asked: Asked) -> Job:
    """A new job, unless its id is taken or every slot is."""
    if call.studio.external(asked.external, "kling", call.account):
        raise Refused("duplicate")
    if call.studio.slots is not None and _busy(call, asked) >= call.studio.slots:
        raise Refused("capacity")
    return call.ordered(asked, _name)


def _busy(call: Call, asked: Asked) -> int:
    """How many of a model's takes wait or are in work."""
    jobs = call.studio.jobs("kling", call.account)
    return sum(job.asked.model == asked.model and job.state(call.now) in _RUNNING for job in jobs)


def _name(mine: Digest, _: int) -> str:
    return str(8 * 10**17 + int(mine[:14], 16))


def _legacy_create(call: Call) -> Answer:
    return good(legacy_task(call, accepted(call, _legacy_asked(call))))


def _legacy_asked(call: Call) -> Asked:
    body = Fields(call.body)
    listed = [Fields(one, "image_list") for one in body.list("image_list")]
    images = [body.text(key) for key in ("image", "image_tail") if key in body]
    images += [one.text("image_url") for one in listed]
    is_framed = "image" in body or any("type" in one for one in listed)
    if any(image.startswith("data:") for image in images):
        raise Refused("invalid", "File is not in a valid base64 format")
    return Asked(
        "kling",
        body.text("model_name", "kling-v1"),
        "image" if is_framed else "references" if images else "text",
        body.text("prompt", "" if images else None),
        body.seconds("duration", 5),
        shape_of(body.text("aspect_ratio", "16:9"), LINES.get(body.text("mode", "std"), "")),
        call.request,
        body.text("sound", "off") == "on",
        None,
        tuple(media_digest(image) for image in images),
        body.text("external_task_id", ""),
    )


def _legacy_poll(call: Call) -> Answer:
    return good(legacy_task(call, legacy_found(call)))


def legacy_found(call: Call) -> Job:
    """By our id or by theirs."""
    name = call.parts["id"]
    job, _ = call.known(call.studio.job(name, "kling") or call.studio.external(name, "kling", call.account))
    return job


def legacy_task(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    task: dict[str, Any] = {
        "task_id": job.id,
        "task_status": "succeed" if state == "finished" else _word(state),
        "task_info": {"external_task_id": job.asked.external},
        "created_at": job.ordered,
        "updated_at": job.changed_at(call.now),
    }
    if state == "finished":
        video = {"id": _other_id(job), "url": _link(call, job), "duration": _length(job)}
        task["task_result"] = {"videos": [video]}
    elif _word(state) == "failed":
        task["task_status_msg"] = _RISKY if state == "refused" else _FAILED
    return task


def _create(call: Call) -> Answer:
    job = accepted(call, _asked(call))
    return good({"id": job.id, "status": "submitted", **_facts(call, job)})


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    contents = [Fields(one, "contents") for one in body.list("contents")]
    inputs = [one for one in contents if one.text("type") != "prompt"]
    words = [one.text("text") for one in contents if one.text("type") == "prompt"]
    settings, options = body.fields("settings"), body.fields("options")
    return Asked(
        "kling",
        call.parts["model"],
        _kind([one.text("type") for one in inputs]),
        " ".join(words) if words or inputs else body.text("prompt"),
        settings.seconds("duration", 5),
        shape_of(settings.text("aspect_ratio", "16:9"), settings.text("resolution", "720p")),
        call.request,
        settings.text("audio", "off") != "off",
        None,
        tuple(media_digest(one.get("url")) for one in inputs),
        options.text("external_task_id", ""),
    )


def _kind(types: list[str]) -> Kind:
    if any(type.endswith("_frame") for type in types):
        return "image"
    return "video" if any("video" in type for type in types) else "references" if types else "text"


def _tasks(call: Call) -> Answer:
    """Many at once; what is not known is left out."""
    names = [name for name in call.one("task_ids").split(",") if name]
    externals = [name for name in call.one("external_task_ids").split(",") if name]
    found = [call.studio.job(name, "kling") for name in names]
    found += [call.studio.external(name, "kling", call.account) for name in externals]
    mine = [job for job in found if job is not None and job.account == call.account]
    return good([_task(call, job) for job in mine if job.state(call.now) != "vanished"])


def _task(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    task: dict[str, Any] = {"id": job.id, "status": _word(state), **_facts(call, job), "outputs": [], "billing": []}
    if state == "finished":
        video = {"type": "video", "id": _other_id(job), "url": _link(call, job), "watermark_url": ""}
        task["outputs"] = [video | {"duration": _length(job)}]
    elif _word(state) == "failed":
        task["message"] = _RISKY if state == "refused" else _FAILED
    if job.charge(call.now):
        amount, _, _ = str(job.price).partition(" ")
        task["billing"] = [{"charge_type": "cash", "amount": amount, "package_type": "video"}]
    return task


def _facts(call: Call, job: Job) -> Mapping[str, Any]:
    changed = job.changed_at(call.now)
    return {"external_task_id": job.asked.external, "created_at": job.ordered, "updated_at": changed}


def good(data: Any) -> Answer:
    return Answer(200, {"code": 0, "message": "SUCCEED", "request_id": _REQUEST, "data": data})


def _word(state: State) -> str:
    return _STATES.get(state, "failed")


def _link(call: Call, job: Job) -> str:
    return f"{call.base}/takes/{call.studio.link(job)}/video.mp4"


def _other_id(job: Job) -> str:
    return str(int(job.id) + 1)


def _length(job: Job) -> str:
    return f"{float(job.asked.seconds):.1f}"


def kling_called(call: Call, job: Job, is_forged: bool) -> Callback:
    """The task as a poll of its generation gives it, signed."""
    is_legacy = not job.asked.model.startswith("kling-") or job.asked.model.startswith(("kling-v", "kling-video-"))
    task = {**(legacy_task if is_legacy else _task)(call, job)}
    task |= {"task_status" if is_legacy else "status": "failed"} if is_forged else {}
    body = json.dumps(task).encode()
    return Callback(standard_signed(f"msg_{job.id}", body, is_forged), body)


KLING_ROUTES = (
    Route("create", "POST", "/v1/videos/{kind}", _legacy_create),
    Route("poll", "GET", "/v1/videos/{kind}/{id}", _legacy_poll),
    Route("create", "POST", "/text-to-video/{model}", _create),
    Route("create", "POST", "/image-to-video/{model}", _create),
    Route("create", "POST", "/omni-video/{model}", _create),
    Route("poll", "GET", "/tasks", _tasks),
    download("/takes/{token}/video.mp4", expired=403),
)
