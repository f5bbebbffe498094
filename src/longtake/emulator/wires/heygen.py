"""HeyGen's third interface: an order that is sent again under its Idempotency-Key is answered with the first one's
video. Takes are as long as the speech that was uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.job import Job, State
from longtake.emulator.sounds import note_sound, seconds_given
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.links import download
from longtake.media import digest_of

__all__ = ["HEYGEN"]

_STATES = {
    "queued": "pending",
    "throttled": "waiting",
    "running": "processing",
    "finished": "completed",
    "empty": "completed",
}
_FAILURES = {
    "refused": ("content_policy_violation", "The content does not follow our moderation policy."),
    "failed": ("internal_error", "Video generation failed. Please try again."),
}
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "invalid_parameter", "Invalid parameter."),
    "precondition": (400, "invalid_parameter", "The avatar does not support this engine."),
    "refused": (400, "content_policy_violation", "The content does not follow our moderation policy."),
    "key": (401, "unauthorized", "Unauthorized"),
    "balance": (402, "insufficient_credit", "Your account has 5 credits but this video requires 10 credits."),
    "permission": (403, "forbidden", "The API key is valid but does not have permission to perform this action."),
    "model": (404, "avatar_not_found", "The requested avatar does not exist."),
    "gone": (404, "video_not_found", "Video not found"),
    "throttled": (429, "rate_limit_exceeded", "Too many requests. Please slow down."),
    "capacity": (429, "rate_limit_exceeded", "Too many videos are being made at once."),
    "internal": (500, "internal_error", "Something went wrong on our end."),
    "unavailable": (503, "service_unavailable", "The service is temporarily unavailable."),
    "gateway-timeout": (504, "gateway_timeout", "The request timed out."),
}
_DOCS = "https://developers.heygen.com/docs/error-codes#"


def _refuse(trouble: Trouble) -> Answer:
    status, code, words = _ERRORS[trouble.word]
    error = {"code": code, "message": trouble.message or words, "doc_url": _DOCS + code.replace("_", "-")}
    return Answer(status, {"error": error | ({"param": "body"} if trouble.word == "invalid" else {})})


def _create(call: Call) -> Answer:
    asked = _asked(call)
    before = call.studio.external(asked.external, "heygen", call.account) if asked.external else None
    job = before or call.ordered(asked, lambda mine, _: mine[:32])
    return Answer(200, {"data": {"video_id": job.id, "status": "waiting", "output_format": "mp4"}})


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    speech = [body.text(key) for key in ("audio_url", "audio_asset_id") if key in body]
    if len(speech) != 1:
        raise Refused("invalid", "Provide exactly one of audio_url and audio_asset_id.")
    is_image = body.text("type") == "image"
    image = body.fields("image")
    seen = image.text(image.text("type")) if is_image else body.text("avatar_id")
    return Asked(
        "heygen",
        "avatar_iv" if is_image else body.fields("engine").text("type", "avatar_iv"),
        "avatar",
        body.text("motion_prompt", ""),
        seconds_given(call, speech[0]),
        shape_of(body.text("aspect_ratio", "16:9").replace("auto", "16:9"), body.text("resolution", "1080p")),
        call.request,
        inputs=(media_digest(seen), media_digest(speech[0])),
        external=call.headers.get("idempotency-key", ""),
        title=body.text("title", ""),
    )


def _poll(call: Call) -> Answer:
    job, _ = call.known(call.studio.job(call.parts["id"], "heygen"))
    return Answer(200, {"data": _video(call, job)})


def _video(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    video: dict[str, Any] = {"id": job.id, "title": job.asked.title, "status": _word(state)}
    video["created_at"] = job.ordered // 1000
    if _word(state) == "failed":
        code, words = _FAILURES.get(state, _FAILURES["failed"])
        video |= {"failure_code": code, "failure_message": words}
    if _word(state) == "completed":
        video |= {"completed_at": job.ends // 1000, "duration": float(job.asked.seconds)}
        link = f"{call.base}/takes/{call.studio.link(job, is_fresh=True)}/video.mp4"
        video |= {"video_url": link} if state == "finished" else {}
    return video


def _word(state: State) -> str:
    return _STATES.get(state, "failed")


def _list(call: Call) -> Answer:
    jobs = (job for job in call.studio.jobs("heygen", call.account) if job.state(call.now) != "vanished")
    found = [_video(call, job) for job in jobs if call.one("title") in job.asked.title]
    return Answer(200, {"data": found, "has_more": False, "next_token": None})


def _upload(call: Call) -> Answer:
    nth = call.studio.times_asked(f"asset {call.account}")
    mine = digest_of(["asset", call.account, nth])[:32]
    url = f"{call.base}/assets/{mine}"
    note_sound(call, mine, Fields(call.body or {}).fields("file"))
    return Answer(200, {"data": {"asset_id": mine, "url": url, "mime_type": "image/png", "size_bytes": 204_800}})


HEYGEN = Wire(
    "heygen",
    "/heygen",
    (
        Route("create", "POST", "/v3/videos", _create),
        Route("list", "GET", "/v3/videos", _list),
        Route("poll", "GET", "/v3/videos/{id}", _poll),
        Route("upload", "POST", "/v3/assets", _upload),
        download("/takes/{token}/{file}", expired=403),
    ),
    lambda headers: headers.get("x-api-key", ""),
    _refuse,
)
