"""ComfyUI: a graph is queued under an id, and its history says what it saved. Nobody asks for a key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from longtake.emulator.asked import Asked, Kind
from longtake.emulator.job import Job
from longtake.emulator.wire import Answer, Call, Media, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest
from longtake.media import Size

__all__ = ["COMFYUI"]

_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "prompt_outputs_failed_validation", "Prompt outputs failed validation"),
    "precondition": (400, "prompt_outputs_failed_validation", "Prompt outputs failed validation"),
    "refused": (400, "prompt_outputs_failed_validation", "Prompt outputs failed validation"),
    "model": (400, "missing_node_type", "Node 'X' not found. The custom node may not be installed."),
    "no graph": (400, "no_prompt", "No prompt provided"),
    "key": (401, "unauthorized", "Unauthorized"),
    "balance": (402, "payment_required", "Payment Required"),
    "permission": (403, "forbidden", "Forbidden"),
    "gone": (404, "not_found", "Not Found"),
    "throttled": (429, "too_many_requests", "Too Many Requests"),
    "capacity": (429, "too_many_requests", "Too Many Requests"),
    "internal": (500, "internal", "Internal Server Error"),
    "unavailable": (503, "unavailable", "Service Unavailable"),
    "gateway-timeout": (504, "gateway_timeout", "Gateway Timeout"),
}
_LOADERS: tuple[tuple[str, Kind], ...] = (("LoadVideo", "video"), ("LoadAudio", "avatar"), ("LoadImage", "image"))
_FRAMES = ("length", "frames", "num_frames", "video_frames")
_RATES = ("fps", "frame_rate")


def _refuse(trouble: Trouble) -> Answer:
    status, kind, words = _ERRORS[trouble.word]
    error = {"type": kind, "message": trouble.message or words, "details": "", "extra_info": {}}
    return Answer(status, {"error": error, "node_errors": {}})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    graph, extra = body.get("prompt"), body.fields("extra_data")
    if not isinstance(graph, dict) or not graph:
        raise Refused("no graph")
    for id, node in graph.items():
        if not isinstance(node, dict) or not {"class_type", "inputs"} <= node.keys():
            raise Refused("model", f"Node ID '#{id}' has no class_type")
    if not _output(graph):
        raise Refused("invalid", "Prompt has no outputs")
    mark = extra.fields("longtake")
    sent = {"graph": graph, "extra": {**(call.body.get("extra_data") or {}), "client_id": body.text("client_id", "")}}
    asked = Asked(
        "comfyui",
        mark.text("model", "workflow"),
        next((kind for word, kind in _LOADERS if word in json.dumps(graph)), "text"),
        "",
        _seconds(graph),
        Size(_first(graph, ("width",), 1280), _first(graph, ("height",), 720)),
        call.request,
        inputs=(media_digest(json.dumps(graph, sort_keys=True)),),
        external=mark.text("token", ""),
        said=sent,
    )
    wanted = body.text("prompt_id", "")
    job = call.studio.order(asked, call.account, call.fate, lambda mine, _: wanted or hexadecimal_uuid(mine))
    return Answer(200, {"prompt_id": job.id, "number": _number(call, job), "node_errors": {}})


def _first(graph: Mapping[str, Any], names: tuple[str, ...], otherwise: int) -> int:
    """The first whole number that a node has below one of these names."""
    values = (node["inputs"].get(name) for node in graph.values() for name in names)
    return next((int(value) for value in values if isinstance(value, int | float) and value >= 1), otherwise)


def _seconds(graph: Mapping[str, Any]) -> Fraction:
    return Fraction(_first(graph, _FRAMES, 120), _first(graph, _RATES, 24))


def _output(graph: Mapping[str, Any]) -> str:
    """The node that saves what was made."""
    return next((id for id, node in graph.items() if node["class_type"].startswith(("Save", "VHS_VideoCombine"))), "")


def _number(call: Call, job: Job) -> int:
    return [one.id for one in call.studio.jobs("comfyui", call.account)].index(job.id)


def _item(call: Call, job: Job) -> list[Any]:
    """A job as the queue and the history have it."""
    sent = job.asked.said
    return [_number(call, job), job.id, sent["graph"], sent["extra"], [_output(sent["graph"])]]


def _queue(call: Call) -> Answer:
    jobs = [(job, job.state(call.now)) for job in call.studio.jobs("comfyui", call.account)]
    pending = [_item(call, job) for job, state in jobs if state in ("queued", "throttled")]
    return Answer(
        200,
        {"queue_running": [_item(call, job) for job, state in jobs if state == "running"], "queue_pending": pending},
    )


def _history(call: Call) -> Answer:
    """Of one job or of the newest. What was taken out of the queue was never there."""
    most = int(call.one("max_items", "10000"))
    jobs = [job for job in call.studio.jobs("comfyui", call.account) if call.parts.get("id", job.id) == job.id]
    told = {job.id: entry for job in jobs if (entry := _entry(call, job)) is not None}
    return Answer(200, dict(list(told.items())[-most:]))


def _entry(call: Call, job: Job) -> Mapping[str, Any] | None:
    state = job.state(call.now)
    was_begun = job.cancelled is not None and job.cancelled >= job.starts
    if state in ("queued", "throttled", "running", "vanished") or (state == "cancelled" and not was_begun):
        return None
    messages: list[list[Any]] = [["execution_start", {"prompt_id": job.id, "timestamp": job.starts}]]
    if state == "cancelled":
        messages.append(["execution_interrupted", {"prompt_id": job.id, "node_id": "3", "node_type": "KSampler"}])
    elif state not in ("finished", "empty"):
        messages.append(["execution_error", _error(job)])
    else:
        messages.append(["execution_success", {"prompt_id": job.id, "timestamp": job.ends}])
    is_good = state in ("finished", "empty")
    item = _item(call, job)
    return {
        "prompt": item,
        "outputs": {item[4][0]: _saved(call, job)} if state == "finished" else {},
        "status": {"status_str": "success" if is_good else "error", "completed": is_good, "messages": messages},
        "meta": {},
    }


def _error(job: Job) -> Mapping[str, Any]:
    return {
        "prompt_id": job.id,
        "node_id": "3",
        "node_type": "KSampler",
        "exception_message": "The sampler failed",
        "exception_type": "RuntimeError",
        "traceback": [],
    }


def _saved(call: Call, job: Job) -> Mapping[str, Any]:
    file = {"filename": f"{call.studio.link(job)}.mp4", "subfolder": "video", "type": "output"}
    return {"images": [file], "animated": [True]}


def _change(call: Call) -> Answer:
    """Jobs that wait are taken out; one that runs is not touched."""
    for id in Fields(call.body).list("delete"):
        job = call.studio.job(str(id), "comfyui")
        if job is not None and job.state(call.now) in ("queued", "throttled"):
            call.studio.cancel(job)
    return Answer(200)


def _interrupt(call: Call) -> Answer:
    job = call.studio.job(Fields(call.body).text("prompt_id", ""), "comfyui")
    if job is not None and job.state(call.now) == "running":
        call.studio.cancel(job)
    return Answer(200)


def _upload(call: Call) -> Answer:
    form = Fields(call.body)
    file = form.fields("image")
    return Answer(200, {"name": file.text("name"), "subfolder": form.text("subfolder", ""), "type": "input"})


def _view(call: Call) -> Answer:
    token = call.one("filename").partition(".")[0]
    link, job = call.studio.linked(token), call.studio.linked_job(token)
    if link is None or job is None or call.now >= link.expires:
        return Answer(404)
    return Answer(200, Media(job, link.file))


COMFYUI = Wire(
    "comfyui",
    "/comfyui",
    (
        Route("create", "POST", "/prompt", _create),
        Route("poll", "GET", "/queue", _queue),
        Route("poll", "GET", "/history/{id}", _history),
        Route("list", "GET", "/history", _history),
        Route("cancel", "POST", "/queue", _change),
        Route("cancel", "POST", "/interrupt", _interrupt),
        Route("upload", "POST", "/upload/image", _upload),
        Route("download", "GET", "/view", _view),
    ),
    lambda headers: headers.get("authorization", "") or "everybody",
    _refuse,
)
