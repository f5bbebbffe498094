"""Luma: the agents API with its pictures at numbered frames, and the older Dream Machine with its list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from longtake.emulator.asked import Asked, Kind, Shape
from longtake.emulator.clock import iso_time
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Callback, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.links import bearer, counted, download
from longtake.media import Digest, digest_of

__all__ = ["LUMA", "LUMA_AGENTS"]

_STATES = {"queued": "queued", "throttled": "queued", "finished": "completed"}
_FAILURES: Mapping[str, tuple[str, str]] = {
    "refused": ("content_moderated", "Generation output was flagged by our content moderation system."),
    "empty": ("output_not_found", "Output artifacts not found"),
}
_FAILURE = ("generation_failed", "Generation failed")
_DREAM_FAILURES = {"refused": "400: prompt not allowed because advanced moderation failed"}
_ERRORS: Mapping[str, tuple[int, str]] = {
    "invalid": (400, "Invalid request"),
    "precondition": (422, "This combination of parameters is not supported"),
    "model": (400, "Unknown model"),
    "refused": (400, "prompt not allowed because advanced moderation failed"),
    "key": (401, "Missing or invalid API key"),
    "balance": (402, "Insufficient credits. Please add credits to continue."),
    "permission": (403, "API client is suspended"),
    "gone": (404, "Generation not found"),
    "throttled": (429, "Rate limit exceeded"),
    "capacity": (429, "Too many concurrent jobs"),
    "internal": (500, "Internal Server Error"),
    "unavailable": (503, "Image URL ingestion unavailable"),
    "gateway-timeout": (504, "Gateway Timeout"),
}
_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
_BASE = "/dream-machine/v1/generations"


def _refuse(trouble: Trouble) -> Answer:
    status, words = _ERRORS[trouble.word]
    request = hexadecimal_uuid(digest_of(["error", trouble.word]))
    return Answer(status, {"detail": trouble.message or words}, {"x-request-id": request})


def _create(call: Call) -> Answer:
    return Answer(201, _agents(call, call.ordered(_asked(call), _name)))


def _name(mine: Digest, now: int) -> str:
    return hexadecimal_uuid(mine)


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    video = body.fields("video")
    seconds = video.seconds("duration", 5)
    anchors = [video.fields(key) for key in ("start_frame", "end_frame") if key in video]
    shown = [*anchors, *(Fields(one, "keyframes") for one in video.list("keyframes"))]
    if "source" in body:
        shown.append(body.fields("source"))
    kind = _kind(body.text("type", "image"), shown)
    if len(video.list("keyframes")) != len(video.list("keyframe_indexes")):
        raise Refused("invalid", "keyframes and keyframe_indexes must have the same length")
    if anchors and kind == "image" and seconds == 10:
        raise Refused("precondition", "start_frame and end_frame are not supported with duration 10s")
    return Asked(
        "luma",
        body.text("model", "uni-1"),
        kind,
        body.text("prompt"),
        seconds,
        shape_of(body.text("aspect_ratio", "16:9"), video.text("resolution", "720p")),
        call.request,
        inputs=tuple(map(_input, shown)),
    )


def _kind(type_: str, shown: list[Fields]) -> Kind:
    if type_ not in ("video", "video_edit"):
        raise Refused("invalid", f"Type {type_!r} is not supported for model 'ray-3.2'")
    if type_ == "video_edit":
        return "video"
    is_longer = any("generation_id" in one for one in shown)
    return "extension" if is_longer else "image" if shown else "text"


def _input(one: Fields) -> Digest:
    return media_digest(next(one.get(key) for key in ("url", "data", "generation_id", "file_id") if key in one))


def _agents(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    is_failed = state not in (*_STATES, "running")
    code, words = _FAILURES.get(state, _FAILURE) if is_failed else (None, None)
    link = f"{call.base}/takes/{call.studio.link(job, is_fresh=True)}/output.mp4" if state == "finished" else ""
    return {
        "id": job.id,
        "type": "video_edit" if job.asked.kind == "video" else "video",
        "state": "processing" if state == "running" else _STATES.get(state, "failed"),
        "model": job.asked.model,
        "created_at": iso_time(job.ordered),
        "output": [{"type": "video", "url": link}] if link else [],
        "failure_reason": words,
        "failure_code": code,
    }


def _dream(call: Call) -> Answer:
    body = Fields(call.body)
    frames = body.fields("keyframes")
    shown = [frames.fields(key) for key in ("frame0", "frame1") if key in frames]
    is_longer = any(one.text("type") == "generation" for one in shown)
    asked = Asked(
        "luma-dream-machine",
        body.text("model"),
        "extension" if is_longer else "image" if shown else "text",
        body.text("prompt", "" if shown else None),
        body.seconds("duration", 5),
        shape_of(body.text("aspect_ratio", "16:9"), body.text("resolution", "720p")),
        call.request,
        inputs=tuple(media_digest(one.text("id" if one.text("type") == "generation" else "url")) for one in shown),
    )
    return Answer(201, _generation(call, call.ordered(asked, _name)))


def _generation(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    word = "dreaming" if state == "running" else _STATES.get(state, "failed")
    video = f"{call.base}/takes/{call.studio.link(job)}/video.mp4" if state == "finished" else None
    return {
        "id": job.id,
        "generation_type": "video",
        "state": word,
        "failure_reason": _DREAM_FAILURES.get(state, "Job failed") if word == "failed" else None,
        "created_at": iso_time(job.ordered),
        "assets": {"video": video, "image": None, "progress_video": None} if video else None,
        "model": job.asked.model,
        "request": _request(job),
    }


def _called(call: Call, job: Job, is_forged: bool) -> Callback:
    """The generation as a poll gives it; nothing is signed."""
    said = {**_generation(call, job), **({"state": "failed"} if is_forged else {})}
    return Callback({}, json.dumps(said).encode())


def _request(job: Job) -> Mapping[str, Any]:
    """What was asked for, but for its pictures, of which only digests are kept."""
    shape = job.asked.size
    assert isinstance(shape, Shape)
    ratio = next(ratio for ratio in _RATIOS if shape_of(ratio, "720p").ratio == shape.ratio)
    return {
        "generation_type": "video",
        "model": job.asked.model,
        "prompt": job.asked.prompt,
        "aspect_ratio": ratio,
        "duration": f"{job.asked.seconds}s",
        "resolution": "4k" if shape.lines == 2160 else f"{shape.lines}p",
        "loop": False,
    }


def _list(call: Call) -> Answer:
    every = reversed(call.studio.jobs("luma-dream-machine", call.account))
    jobs = [job for job in every if job.state(call.now) != "vanished"]
    limit, offset = counted(call, "limit", 100), counted(call, "offset", 0, least=0)
    shown = [_generation(call, job) for job in jobs[offset : offset + limit]]
    rest = {"count": len(shown), "has_more": len(jobs) > offset + limit, "limit": limit, "offset": offset}
    return Answer(200, {"generations": shown, **rest})


def _found(call: Call, provider: str) -> tuple[Job, State]:
    return call.known(call.studio.job(call.parts["id"], provider))


def _file(call: Call) -> Answer:
    """Leave to put a file into storage. Its id says what it is, so that nothing need be kept."""
    body = Fields(call.body)
    if not body.text("mime_type") or not body.whole("size_bytes"):
        raise Refused("invalid", "mime_type and size_bytes are required")
    id = hexadecimal_uuid(digest_of(["file", call.account, call.request]))
    upload = {"url": f"{call.base}/uploads/{id}", "method": "PUT", "headers": {"content-type": body.text("mime_type")}}
    upload["expires_at"] = iso_time(call.now + 3_600_000)
    facts = {"mime_type": body.text("mime_type"), "purpose": "input", "size_bytes": body.whole("size_bytes")}
    file = {"id": id, "created_at": iso_time(call.now), "state": "pending", **facts}
    return Answer(201, {"id": id, "file": file, "state": "pending", "upload": upload})


def _file_told(state: str) -> Callable[[Call], Answer]:
    """What is said of any file: it is looked through when it is complete, and can be used when it is asked after."""

    def handle(call: Call) -> Answer:
        facts = {"mime_type": "video/mp4", "purpose": "input", "size_bytes": 1}
        return Answer(200, {"id": call.parts["id"], "created_at": iso_time(call.now), "state": state, **facts})

    return handle


def _poll_agents(call: Call) -> Answer:
    return Answer(200, _agents(call, _found(call, "luma")[0]))


def _poll_dream(call: Call) -> Answer:
    return Answer(200, _generation(call, _found(call, "luma-dream-machine")[0]))


def _delete(call: Call) -> Answer:
    call.studio.delete(_found(call, "luma-dream-machine")[0])
    return Answer(204)


_TAKES = (download("/takes/{token}/output.mp4", expired=403), download("/takes/{token}/video.mp4", expired=403))

LUMA_AGENTS = Wire(
    "luma-agents",
    "/luma-agents",
    (
        Route("create", "POST", "/v1/generations", _create),
        Route("poll", "GET", "/v1/generations/{id}", _poll_agents),
        Route("upload", "POST", "/v1/files", _file),
        Route("upload", "PUT", "/uploads/{id}", lambda call: Answer(200), is_open=True),
        Route("upload", "POST", "/v1/files/{id}/complete", _file_told("pending")),
        Route("upload", "GET", "/v1/files/{id}", _file_told("ready")),
        *_TAKES,
    ),
    bearer,
    _refuse,
)
LUMA = Wire(
    "luma",
    "/luma",
    (
        Route("create", "POST", f"{_BASE}/video", _dream),
        Route("list", "GET", _BASE, _list),
        Route("poll", "GET", f"{_BASE}/{{id}}", _poll_dream),
        Route("cancel", "DELETE", f"{_BASE}/{{id}}", _delete),
        *_TAKES,
    ),
    bearer,
    _refuse,
    _called,
)
