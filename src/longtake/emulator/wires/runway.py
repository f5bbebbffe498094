"""Runway: one contract for its own models and other makers'."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from longtake.emulator.asked import Asked, Kind
from longtake.emulator.clock import iso_time
from longtake.emulator.job import Job
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest, pixels
from longtake.emulator.wires.links import bearer, download

__all__ = ["RUNWAY"]

_VERSION = "2024-11-06"
_CREDIT = Decimal("0.01")
_STATES = {
    "queued": "PENDING",
    "throttled": "THROTTLED",
    "running": "RUNNING",
    "finished": "SUCCEEDED",
    "empty": "SUCCEEDED",
    "cancelled": "CANCELLED",
}
_FAILURES = {
    ("refused", ""): ("SAFETY.INPUT.TEXT", "The text prompt did not pass content moderation."),
    ("refused", "output"): ("SAFETY.OUTPUT.VIDEO", "The generated video did not pass content moderation."),
    ("failed", "asset"): ("ASSET.INVALID", "The provided asset is invalid."),
}
_FAILURE = ("INTERNAL.BAD_OUTPUT.CODE01", "An unexpected error occurred.")
_ERRORS: Mapping[str, tuple[int, str]] = {
    "invalid": (400, "Validation of body failed"),
    "version": (400, "Missing required header: X-Runway-Version"),
    "precondition": (400, "This model is not available to your organization."),
    "refused": (400, "The text prompt did not pass content moderation."),
    "balance": (400, "You do not have enough credits to run this task."),
    "key": (401, "Unauthorized"),
    "permission": (403, "Forbidden"),
    "model": (404, "Not found"),
    "gone": (404, "Not found"),
    "throttled": (429, "Too many requests"),
    "capacity": (429, "Too many requests"),
    "internal": (500, "Internal server error"),
    "unavailable": (503, "Service unavailable"),
    "gateway-timeout": (504, "Gateway timeout"),
}
_REFERENCES = ("references", "referenceAudio", "referenceVideos")
_DOCS = "https://docs.dev.runwayml.com/api/"


def _refuse(trouble: Trouble) -> Answer:
    word, message = trouble.word, trouble.message
    status, words = _ERRORS[word]
    if word == "invalid":
        issue = {"code": "invalid_value", "path": ["body"], "message": message or "Invalid option"}
        return Answer(status, {"error": words, "issues": [issue], "docUrl": _DOCS})
    return Answer(status, {"error": message or words})


def _create(call: Call) -> Answer:
    _check_version(call)
    job = call.ordered(_asked(call), lambda mine, _: hexadecimal_uuid(mine))
    return Answer(200, {"id": job.id, "estimatedCost": {"credits": _credits(job)}})


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    given = body.get("promptImage", [])
    is_one = isinstance(given, str)
    images = [Fields({"uri": given, "position": "first"})] if is_one else _images(body)
    kind: Kind = "text"
    if images:
        kind = "image" if any("position" in image for image in images) else "references"
    images += [Fields(one, key) for key in _REFERENCES for one in body.list(key)]
    kind = "references" if images and kind == "text" else kind
    return Asked(
        "runway",
        body.text("model"),
        kind,
        body.text("promptText", "" if images else None),
        body.seconds("duration", 5),
        pixels(body.text("ratio", "1280:720")),
        call.request,
        body.flag("audio"),
        body.whole("seed"),
        tuple(media_digest(image.text("uri")) for image in images),
    )


def _images(body: Fields) -> list[Fields]:
    return [Fields(image, "promptImage") for image in body.list("promptImage")]


def _poll(call: Call) -> Answer:
    _check_version(call)
    job, state = call.known(call.studio.job(call.parts["id"], "runway"))
    task: dict[str, Any] = {"id": job.id, "status": _STATES.get(state, "FAILED")}
    task["createdAt"] = iso_time(job.ordered).replace("Z", ".000Z")
    if state in ("queued", "throttled", "running"):
        task |= {"progress": round(float(job.progress(call.now)), 4)} if state == "running" else {}
        return Answer(200, task | {"estimatedCost": {"credits": _credits(job)}})
    if state in ("finished", "empty"):
        link = f"{call.base}/takes/{call.studio.link(job, is_fresh=True)}/output.mp4"
        task["output"] = [link] if state == "finished" else []
    elif state != "cancelled":
        code, words = _FAILURES.get((state, job.fate.detail), _FAILURE)
        task |= {"failure": words, "failureCode": code}
    return Answer(200, task | {"cost": {"credits": _credits(job) if job.charge(call.now) else 0}})


def _cancel(call: Call) -> Answer:
    _check_version(call)
    job, state = call.known(call.studio.job(call.parts["id"], "runway"))
    is_over = state not in ("queued", "throttled", "running")
    _ = call.studio.delete(job) if is_over else call.studio.cancel(job)
    return Answer(204)


def _organization(call: Call) -> Answer:
    models = sorted({job.asked.model for job in call.studio.jobs("runway", call.account)} | {"gen4.5"})
    slots = call.studio.slots or 20
    limit = {"maxConcurrentGenerations": slots, "maxDailyGenerations": 25_000}
    used = {model: {"dailyGenerations": _used(call, model)} for model in models}
    tier = {"maxMonthlyCreditSpend": 10_000_000, "models": dict.fromkeys(models, limit)}
    return Answer(200, {"creditBalance": 1_000_000, "tier": tier, "usage": {"models": used}})


def _used(call: Call, model: str) -> int:
    return sum(job.asked.model == model for job in call.studio.jobs("runway", call.account))


def _upload(call: Call) -> Answer:
    mine = media_digest(f"{call.account} {Fields(call.body).text('filename')}")
    fields = {"key": f"ephemeral/{mine[:16]}", "policy": mine[16:40]}
    return Answer(200, {"uploadUrl": f"{call.base}/uploads", "fields": fields, "runwayUri": f"runway://{mine}"})


def _check_version(call: Call) -> None:
    if call.headers.get("x-runway-version") != _VERSION:
        raise Refused("version")


def _credits(job: Job) -> int:
    return int((job.price.amount / _CREDIT).to_integral_value(ROUND_CEILING))


RUNWAY = Wire(
    "runway",
    "/runway",
    (
        Route("create", "POST", "/v1/text_to_video", _create),
        Route("create", "POST", "/v1/image_to_video", _create),
        Route("poll", "GET", "/v1/tasks/{id}", _poll),
        Route("cancel", "DELETE", "/v1/tasks/{id}", _cancel),
        Route("account", "GET", "/v1/organization", _organization),
        Route("upload", "POST", "/v1/uploads", _upload),
        Route("upload", "POST", "/uploads", lambda call: Answer(204), is_open=True),
        download("/takes/{token}/output.mp4", expired=403),
    ),
    bearer,
    _refuse,
)
