"""OpenRouter's videos: one set of words for many makers' models, and a list of what each takes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from longtake.catalogue import Mode, Model
from longtake.emulator.asked import Asked, Kind
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest, pixels, shape_of
from longtake.emulator.wires.links import bearer, content_of

__all__ = ["OPENROUTER"]

_WORDS: Mapping[State, str] = {
    "queued": "pending",
    "throttled": "pending",
    "running": "in_progress",
    "finished": "completed",
    "empty": "completed",
    "cancelled": "cancelled",
    "expired": "expired",
}
_GRADES = {496: "480p", 2160: "4K"}
_FAILURES: Mapping[State, str] = {"refused": "The request was flagged by the provider's content moderation"}
_ERRORS: Mapping[str, tuple[int, str]] = {
    "invalid": (400, "Invalid request"),
    "early": (400, "The video is not ready yet"),
    "key": (401, "No auth credentials found"),
    "balance": (402, "Insufficient credits. Add more using https://openrouter.ai/credits"),
    "permission": (403, "Only management keys can perform this operation"),
    "precondition": (403, "Only management keys can perform this operation"),
    "refused": (403, "The input was flagged by moderation"),
    "model": (404, "No endpoints found for that model"),
    "gone": (404, "Job not found"),
    "throttled": (429, "Rate limit exceeded"),
    "capacity": (429, "Rate limit exceeded"),
    "internal": (500, "Internal Server Error"),
    "unavailable": (503, "There is no available model provider that meets your routing requirements"),
    "gateway-timeout": (504, "The upstream provider did not answer in time"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, words = _ERRORS[trouble.word]
    error: dict[str, Any] = {"code": status, "message": trouble.message or words}
    if trouble.word == "refused":
        error["metadata"] = {"reasons": ["violence"], "flagged_input": "A tram…", "provider_name": "Emulated"}
    return Answer(status, {"error": error})


def _create(call: Call) -> Answer:
    job = call.ordered(_asked(call), lambda mine, now: f"gen-vid-{now // 1000}-{mine[:20]}")
    return Answer(202, {"id": job.id, "polling_url": _place(call, job), "status": "pending"})


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    frames = [Fields(one, "frame_images") for one in body.list("frame_images")]
    shown = [Fields(one, "input_references") for one in body.list("input_references")]
    kind: Kind = "image" if frames else "references" if shown else "text"
    size = body.text("size", "")
    return Asked(
        "openrouter",
        body.text("model"),
        kind,
        body.text("prompt", "" if frames else None),
        body.seconds("duration", 8),
        pixels(size) if size else shape_of(body.text("aspect_ratio", "16:9"), body.text("resolution", "720p")),
        call.request,
        body.flag("generate_audio"),
        body.whole("seed"),
        tuple(media_digest(one.fields(one.text("type")).text("url")) for one in (*frames, *shown)),
        external=body.text("session_id", ""),
    )


def _poll(call: Call) -> Answer:
    job, state = _found(call)
    word = _WORDS.get(state, "failed")
    told: dict[str, Any] = {"id": job.id, "polling_url": _place(call, job), "status": word}
    if word == "completed":
        content = f"{call.base}/api/v1/videos/{job.id}/content?index=0"
        told |= {"generation_id": job.id, "unsigned_urls": [content] if state == "finished" else []}
        call.studio.link(job)  # the content's life is counted from here on
        told["usage"] = {"cost": float(job.price.amount), "is_byok": False}
    if word in ("failed", "expired"):
        told["error"] = _FAILURES.get(state, "The video generation failed")
    return Answer(200, told)


def _content(call: Call) -> Answer:
    return content_of(call, *_found(call), expired="The output is no longer available")


def _models(call: Call) -> Answer:
    models = [model for model in call.studio.catalogue.values() if model.provider == "openrouter"]
    return Answer(200, {"data": [_model(model) for model in models]})


def _model(model: Model) -> Mapping[str, Any]:
    """What the list says of a model of the catalogue."""
    sizes = sorted({size for mode in model.modes for size in mode.sizes}, key=lambda size: (size.pixels, size.width))
    frames = [mode for mode in model.modes if mode.kind == "image"]
    roles = {one.role for mode in frames for one in mode.inputs}
    return {
        "id": model.wire_name,
        "canonical_slug": model.wire_name,
        "name": model.words.removesuffix(" at OpenRouter"),
        "description": model.words,
        "created": 1_760_000_000,
        "hugging_face_id": None,
        "allowed_passthrough_parameters": [],
        "creativity": None,
        "upscale_factor": None,
        "generate_audio": any(mode.sound != "never" for mode in model.modes),
        "seed": model.takes_seed,
        "supported_aspect_ratios": ["16:9", "9:16"],
        "supported_durations": sorted({seconds for mode in model.modes for seconds in _seconds(mode)}),
        "supported_frame_images": [name for name in ("first_frame", "last_frame") if name.replace("_", " ") in roles],
        "supported_resolutions": list(
            dict.fromkeys(_GRADES.get(size.short_side, f"{size.short_side}p") for size in sizes)
        ),
        "supported_sizes": [str(size) for size in sizes],
        "pricing_skus": {"duration_seconds": "0.10"},
    }


def _seconds(mode: Mode) -> list[int]:
    lengths = mode.lengths
    if lengths.these:
        return [int(one) for one in lengths.these]
    steps = int((lengths.most - lengths.least) / lengths.step)
    return [int(lengths.least + Fraction(at) * lengths.step) for at in range(steps + 1)]


def _found(call: Call) -> tuple[Job, State]:
    return call.known(call.studio.job(call.parts["id"], "openrouter"))


def _place(call: Call, job: Job) -> str:
    return f"{call.base}/api/v1/videos/{job.id}"


OPENROUTER = Wire(
    "openrouter",
    "/openrouter",
    (
        Route("create", "POST", "/api/v1/videos", _create),
        Route("account", "GET", "/api/v1/videos/models", _models, is_open=True),
        Route("poll", "GET", "/api/v1/videos/{id}", _poll),
        Route("download", "GET", "/api/v1/videos/{id}/content", _content),
    ),
    bearer,
    _refuse,
)
