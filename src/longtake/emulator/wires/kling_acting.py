"""Kling's actors: avatar, motion control, and lip sync in two calls. Their tasks are those of the older interface."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.job import Job
from longtake.emulator.sounds import seconds_given
from longtake.emulator.wire import Answer, Call, Refused, Route
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.kling import LINES, accepted, good, legacy_found, legacy_task

__all__ = ["KLING_ACTING"]

_AVATAR, _MOTION, _LIPS = "avatar/image2video", "motion-control", "advanced-lip-sync"
_UNIT = Decimal("0.14")
"""USD."""


def _avatar(call: Call) -> Answer:
    body = Fields(call.body)
    image, sound = body.text("image"), body.text("sound_file")
    return _taken(call, _AVATAR, image, sound, seconds=seconds_given(call, sound))


def _motion(call: Call) -> Answer:
    body = Fields(call.body)
    if body.text("character_orientation") not in ("image", "video"):
        raise Refused("invalid", "character_orientation value is invalid")
    model = f"{_MOTION}/{body.text('model_name', 'kling-v2-6')}"
    return _taken(call, model, body.text("image_url"), _clip(body))


def _faces(call: Call) -> Answer:
    """One face in each clip. The session is known by the clip's address."""
    session = media_digest(_clip(Fields(call.body)))
    image = f"{call.base}/faces/{session[:16]}.png"
    face = {"face_id": "0", "face_image": image, "start_time": 0, "end_time": 5200}
    return good({"session_id": str(int(session[:15], 16)), "face_data": [face]})


def _lips(call: Call) -> Answer:
    body = Fields(call.body)
    faces = [Fields(one, "face_choose") for one in body.list("face_choose")]
    if len(faces) != 1:
        raise Refused("invalid", "face_choose must have one face")
    (face,) = faces
    start, end = face.whole("sound_start_time") or 0, face.whole("sound_end_time") or 0
    if end - start < 2000 or face.whole("sound_insert_time") is None:
        raise Refused("invalid", "the sound must be 2 s long at least")
    return _taken(
        call, _LIPS, body.text("session_id"), face.text("sound_file"), seconds=Fraction((end - start) // 1000)
    )


def _clip(body: Fields) -> str:
    address = body.text("video_url")
    if not address.startswith("http"):
        raise Refused("invalid", "video_url must be an address")
    return address


def _taken(call: Call, model: str, *shown: str, seconds: Fraction = Fraction(5)) -> Answer:
    """A new task. How long clips are cannot be seen here: 5 s, where nothing says it."""
    body = Fields(call.body)
    if any(one.startswith("data:") for one in shown):
        raise Refused("invalid", "File is not in a valid base64 format")
    asked = Asked(
        "kling",
        model,
        "avatar" if model == _AVATAR else "video",
        body.text("prompt", ""),
        body.seconds("duration", 0) if "duration" in body else seconds,
        shape_of("16:9", LINES.get(body.text("mode", "std"), "")),
        call.request,
        body.text("keep_original_sound", "yes") == "yes",
        None,
        tuple(map(media_digest, shown)),
        body.text("external_task_id", ""),
    )
    return good(legacy_task(call, accepted(call, asked)))


def _poll(call: Call) -> Answer:
    job = legacy_found(call)
    return good({**legacy_task(call, job), **_cost(call, job)})


def _cost(call: Call, job: Job) -> Mapping[str, Any]:
    """In units, of which Kling sells packs."""
    charge = job.charge(call.now)
    return {"final_unit_deduction": f"{charge.amount.amount / _UNIT:.2f}"} if charge else {}


KLING_ACTING = (
    Route("create", "POST", f"/v1/videos/{_AVATAR}", _avatar),
    Route("poll", "GET", f"/v1/videos/{_AVATAR}/{{id}}", _poll),
    Route("create", "POST", f"/v1/videos/{_MOTION}", _motion),
    Route("poll", "GET", f"/v1/videos/{_MOTION}/{{id}}", _poll),
    Route("account", "POST", "/v1/videos/identify-face", _faces),
    Route("create", "POST", f"/v1/videos/{_LIPS}", _lips),
    Route("poll", "GET", f"/v1/videos/{_LIPS}/{{id}}", _poll),
)
