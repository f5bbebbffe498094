"""Synthesia's second interface: videos with the caller's own id, which the list shows. Takes are as long as
the recording that was uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.job import Job
from longtake.emulator.sounds import note_sound, seconds_given
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.links import download
from longtake.media import digest_of

__all__ = ["SYNTHESIA"]

_STATES = {
    "queued": "in_progress",
    "throttled": "in_progress",
    "running": "in_progress",
    "finished": "complete",
    "empty": "complete",
    "refused": "rejected",
}
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "validation_error", "Invalid request"),
    "precondition": (400, "bad_request", "Bad request"),
    "refused": (400, "bad_request", "Bad request"),
    "key": (401, "unauthenticated", "Unauthenticated"),
    "balance": (402, "quota_exceeded", "Quota exceeded"),
    "permission": (403, "forbidden", "Forbidden"),
    "model": (404, "unknown_reference", "Unknown reference"),
    "gone": (404, "not_found", "Not found"),
    "throttled": (429, "rate_limited", "Rate limit exceeded"),
    "capacity": (429, "concurrency_limit", "Concurrency limit exceeded"),
    "internal": (500, "internal", "Internal server error"),
    "unavailable": (503, "internal", "Internal server error"),
    "gateway-timeout": (504, "internal", "Internal server error"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, code, title = _ERRORS[trouble.word]
    problem = {
        "type": f"https://docs.synthesia.io/reference/errors#{code}",
        "title": title,
        "status": status,
        "detail": trouble.message or f"{title}.",
        "code": code,
        "requestId": hexadecimal_uuid(digest_of(["trouble", trouble.word, trouble.path])),
    }
    return Answer(status, problem)


def _create(call: Call) -> Answer:
    return Answer(201, _video(call, call.ordered(_asked(call), lambda mine, _: hexadecimal_uuid(mine))))


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    clips = [Fields(one, "input") for one in body.list("input")]
    if len(clips) != 1:
        raise Refused("invalid", "`input` must have one clip here")
    (clip,) = clips
    if "scriptText" in clip or not ("scriptAudio" in clip and "scriptLanguage" in clip):
        raise Refused("invalid", "`scriptAudio` must be used with `scriptLanguage`")
    return Asked(
        "synthesia",
        "synthesia",
        "avatar",
        "",
        seconds_given(call, clip.text("scriptAudio")),
        shape_of(body.text("aspectRatio", "16:9"), "1080p"),
        call.request,
        inputs=tuple(media_digest(clip.text(name)) for name in ("avatar", "background", "scriptAudio")),
        external=body.text("callbackId", ""),
        title=body.text("title", ""),
    )


def _poll(call: Call) -> Answer:
    job, _ = call.known(call.studio.job(call.parts["id"], "synthesia"))
    return Answer(200, _video(call, job))


def _video(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    video = {
        "id": job.id,
        "title": job.asked.title,
        "description": "",
        "visibility": "private",
        "status": _STATES.get(state, "error"),
        "callbackId": job.asked.external,
        "createdAt": job.ordered // 1000,
        "lastUpdatedAt": job.changed_at(call.now) // 1000,
    }
    if state != "finished":
        return video
    at = f"{call.base}/takes/{call.studio.link(job, is_fresh=True)}"
    made = {
        "download": f"{at}/video.mp4",
        "duration": _clock(job.asked.seconds),
        "captions": {"srt": f"{at}/captions.srt", "vtt": f"{at}/captions.vtt"},
        "thumbnail": {"image": f"{at}/thumbnail.jpg", "gif": f"{at}/thumbnail.gif"},
    }
    return video | made


def _clock(seconds: Fraction) -> str:
    """`0:00:05.000000`."""
    whole = str(timedelta(microseconds=round(seconds * 1_000_000)))
    return whole if "." in whole else f"{whole}.000000"


def _list(call: Call) -> Answer:
    limit, offset = int(call.one("limit", "20")), int(call.one("offset", "0"))
    jobs = [job for job in call.studio.jobs("synthesia", call.account) if job.state(call.now) != "vanished"]
    shown = jobs[offset : offset + limit]
    return Answer(200, {"videos": [_video(call, job) for job in shown], "nextOffset": offset + len(shown)})


def _upload(call: Call) -> Answer:
    nth = call.studio.times_asked(f"speech {call.account}")
    mine = hexadecimal_uuid(digest_of(["speech", call.account, nth]))
    note_sound(call, mine, Fields(call.body or {}))
    return Answer(200, {"id": mine})


SYNTHESIA = Wire(
    "synthesia",
    "/synthesia",
    (
        Route("create", "POST", "/v2/videos", _create),
        Route("list", "GET", "/v2/videos", _list),
        Route("poll", "GET", "/v2/videos/{id}", _poll),
        Route("upload", "POST", "/v2/scriptAudio", _upload),
        download("/takes/{token}/{file}", expired=403),
    ),
    lambda headers: headers.get("authorization", ""),
    _refuse,
)
