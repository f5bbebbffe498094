"""OpenAI's videos, as gateways go on serving them: a form in, a video with its progress out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from longtake.emulator.asked import Asked, Kind
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest, pixels
from longtake.emulator.wires.links import bearer, content_of

__all__ = ["OPENAI_VIDEOS", "openai_refuse"]

_WORDS: Mapping[State, str] = {
    "queued": "queued",
    "throttled": "queued",
    "running": "in_progress",
    "finished": "completed",
    "empty": "completed",
}
_FAILURES: Mapping[State, tuple[str, str]] = {
    "refused": ("moderation_blocked", "Your request was blocked by our moderation system."),
}
_FAILURE = ("video_generation_failed", "The video generation failed.")
_INVALID = "invalid_request_error"
_ERRORS: Mapping[str, tuple[int, str, str | None, str]] = {
    "invalid": (400, _INVALID, "invalid_value", "Invalid value"),
    "refused": (400, _INVALID, "moderation_blocked", "Your request was blocked by our moderation system."),
    "key": (401, _INVALID, "invalid_api_key", "Incorrect API key provided."),
    "permission": (403, _INVALID, None, "Your organization must be verified to use this model."),
    "precondition": (403, _INVALID, None, "Your organization must be verified to use this model."),
    "model": (404, _INVALID, "model_not_found", "The model does not exist or you do not have access to it."),
    "gone": (404, _INVALID, None, "Video with that id not found."),
    "early": (404, _INVALID, None, "Video is not ready yet, use GET /v1/videos/{video_id} to check status."),
    "throttled": (429, "requests", "rate_limit_exceeded", "Rate limit reached for requests."),
    "capacity": (429, "requests", "rate_limit_exceeded", "Rate limit reached for requests."),
    "balance": (429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."),
    "internal": (500, "server_error", None, "The server had an error while processing your request."),
    "unavailable": (503, "server_error", None, "The engine is currently overloaded, please try again later."),
    "gateway-timeout": (504, "server_error", None, "The server did not answer in time."),
}


def openai_refuse(trouble: Trouble) -> Answer:
    """An error as OpenAI tells it."""
    status, kind, code, words = _ERRORS[trouble.word]
    return Answer(status, {"error": {"message": trouble.message or words, "type": kind, "param": None, "code": code}})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    reference = body.get("input_reference")
    kind: Kind = "image" if reference else "text"
    asked = Asked(
        "openai-gateway",
        body.text("model", "sora-2"),
        kind,
        body.text("prompt"),
        body.seconds("seconds", 4),
        pixels(body.text("size", "720x1280")),
        call.request,
        True,
        inputs=(media_digest(reference),) if reference else (),
    )
    asked = replace(asked, said={"seconds": body.text("seconds", "4"), "size": body.text("size", "720x1280")})
    job = call.ordered(asked, lambda mine, _: f"video_{mine[:48]}")
    return Answer(200, _video(call, job, job.state(call.now)))


def _poll(call: Call) -> Answer:
    return Answer(200, _video(call, *_found(call)), {"openai-poll-after-ms": "50"})


def _content(call: Call) -> Answer:
    return content_of(call, *_found(call), expired="The video's content has expired.")


def _list(call: Call) -> Answer:
    known = [job for job in call.studio.jobs("openai-gateway", call.account) if job.state(call.now) != "vanished"]
    ids = [job.id for job in known[::-1]]
    first = ids.index(call.one("after")) + 1 if call.one("after") in ids else 0
    most = int(call.one("limit", "20")) if call.one("limit", "20").isdecimal() else 20
    page = known[::-1][first : first + most]
    data = [_video(call, job, job.state(call.now)) for job in page]
    ends = {"first_id": page[0].id, "last_id": page[-1].id} if page else {"first_id": None, "last_id": None}
    return Answer(200, {"object": "list", "data": data, **ends, "has_more": len(known) > first + most})


def _delete(call: Call) -> Answer:
    job, _ = _found(call)
    call.studio.delete(job)
    return Answer(200, {"id": job.id, "object": "video.deleted", "deleted": True})


def _found(call: Call) -> tuple[Job, State]:
    return call.known(call.studio.job(call.parts["id"], "openai-gateway"))


def _video(call: Call, job: Job, state: State) -> Mapping[str, Any]:
    word = _WORDS.get(state, "failed")
    code, words = _FAILURES.get(state, _FAILURE)
    is_made = word == "completed"
    if is_made:
        call.studio.link(job)  # the content's life is counted from here on
    return {
        "id": job.id,
        "object": "video",
        "model": job.asked.model,
        "status": word,
        "progress": 100 if is_made else int(job.progress(call.now) * 100) if word == "in_progress" else 0,
        "created_at": job.ordered // 1000,
        "completed_at": job.ends // 1000 if is_made else None,
        "expires_at": job.expires // 1000 if is_made else None,
        **job.asked.said,
        "prompt": job.asked.prompt,
        "remixed_from_video_id": None,
        "error": {"code": code, "message": words} if word == "failed" else None,
    }


OPENAI_VIDEOS = Wire(
    "openai-gateway",
    "/openai",
    (
        Route("create", "POST", "/v1/videos", _create),
        Route("list", "GET", "/v1/videos", _list),
        Route("poll", "GET", "/v1/videos/{id}", _poll),
        Route("cancel", "DELETE", "/v1/videos/{id}", _delete),
        Route("download", "GET", "/v1/videos/{id}/content", _content),
    ),
    bearer,
    openai_refuse,
)
