"""Gemini Omni by Interactions, which stands at the same host as Veo by the developer key."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from longtake.emulator.asked import Asked, Kind
from longtake.emulator.clock import iso_time
from longtake.emulator.job import Job
from longtake.emulator.wire import Answer, Call, Route
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.google import RUNNING, file_link

__all__ = ["OMNI_ROUTES"]


def _interact(call: Call) -> Answer:
    asked = _asked_to_interact(call)
    job = call.ordered(asked, lambda mine, _: f"v1_{mine[:24]}")
    return Answer(200, _facts(job, job.ordered) | {"status": "in_progress"})


def _asked_to_interact(call: Call) -> Asked:
    body = Fields(call.body)
    given = [{"type": "text", "text": body.get("input")}] if isinstance(body.get("input"), str) else _content(body)
    parts = [Fields(one, "content") for one in given]
    wanted, config = body.fields("response_format"), body.fields("generation_config")
    media = [one.get("data", one.get("uri")) for one in parts if one.text("type") != "text"]
    task = config.fields("video_config").text("task", "image_to_video" if media else "text_to_video")
    return Asked(
        "google",
        body.text("model"),
        _TASKS.get(task, "text"),
        " ".join(one.text("text") for one in parts if one.text("type") == "text"),
        wanted.seconds("duration", 8),
        shape_of(wanted.text("aspect_ratio", "16:9"), wanted.text("resolution", "720p")),
        call.request,
        True,
        config.whole("seed"),
        tuple(media_digest(one) for one in (*media, *[body.get("previous_interaction_id")] * (task == "extend"))),
        is_inline=wanted.text("delivery", "inline") == "inline",
    )


_TASKS: Mapping[str, Kind] = {
    "text_to_video": "text",
    "image_to_video": "image",
    "reference_to_video": "references",
    "extend": "extension",
    "edit": "video",
    "upscale": "video",
}


def _content(body: Fields) -> list[Any]:
    """The parts of every step, or the parts where no steps are written."""
    steps = [(Fields(step, "input"), step) for step in body.list("input")]
    return [part for fields, step in steps for part in (fields.list("content") if "content" in fields else [step])]


def _interaction(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "google"))
    facts = _facts(job, job.changed_at(call.now))
    if state in RUNNING or state == "cancelled":
        return Answer(200, facts | {"status": _RUNNING_WORDS.get(state, state)})
    if state == "finished":
        step = {"type": "model_output", "content": [_video(call, job)]}
        return Answer(200, facts | {"status": "completed", "steps": [step], "usage": _usage(job)})
    if state == "empty":
        step = {"type": "user_input", "content": [{"type": "text", "text": job.asked.prompt}]}
        return Answer(200, facts | {"status": "completed", "steps": [step]})
    if state == "incomplete":
        return Answer(200, facts | {"status": "incomplete", "steps": []})
    if state == "refused":
        error = {"code": "safety", "message": "The output was blocked by a safety filter."}
        steps = [{"type": "model_output", "error": error}]
        return Answer(200, facts | {"status": "failed", "steps": steps, "errors": [error]})
    error = {"code": "internal", "message": "The video could not be generated. Please try again."}
    return Answer(200, facts | {"status": "failed", "errors": [error]})


_RUNNING_WORDS = {"queued": "queued", "throttled": "queued", "running": "in_progress"}


def _facts(job: Job, changed: int) -> dict[str, Any]:
    return {"id": job.id, "model": job.asked.model, "created": iso_time(job.ordered), "updated": iso_time(changed)}


def _video(call: Call, job: Job) -> Mapping[str, str]:
    if job.asked.is_inline:
        return {"type": "video", "mime_type": "video/mp4", "data": b64encode(call.take(job)).decode()}
    return {"type": "video", "mime_type": "video/mp4", "uri": file_link(call, job)}


def _usage(job: Job) -> Mapping[str, Any]:
    made = int(5850 * job.asked.seconds)
    modality = [{"modality": "video", "tokens": made}]
    return {
        "total_tokens": made + 24,
        "total_input_tokens": 24,
        "total_output_tokens": made,
        "output_tokens_by_modality": modality,
    }


def _stop(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "google"))
    job = call.studio.cancel(job) if state in RUNNING else job
    return Answer(200, _facts(job, job.changed_at(call.now)) | {"status": "cancelled"})


def _forget(call: Call) -> Answer:
    job, _ = call.known(call.studio.job(call.parts["id"], "google"))
    call.studio.delete(job)
    return Answer(200, {})


OMNI_ROUTES = tuple(
    route
    for version in ("v1", "v1beta")
    for route in (
        Route("create", "POST", f"/{version}/interactions", _interact),
        Route("poll", "GET", f"/{version}/interactions/{{id}}", _interaction),
        Route("cancel", "POST", f"/{version}/interactions/{{id}}/cancel", _stop),
        Route("cancel", "DELETE", f"/{version}/interactions/{{id}}", _forget),
    )
)
