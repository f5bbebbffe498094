"""What the providers of many makers' models can be asked without buying anything."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.generation.question import NOBODYS, PLACEHOLDER, Question, gone
from longtake.generation.wire import Call

__all__ = ["AGGREGATORS"]

_NOT_FOUND = {"title": "…", "detail": "…", "status": 404}
_OPENAI_GONE = {"error": {"message": "…", "type": "invalid_request_error", "param": None, "code": None}}
_OPENROUTER_MODEL = {
    "id": "google/veo-3.1",
    "canonical_slug": "google/veo-3.1",
    "name": "…",
    "description": "…",
    "created": 1760000000,
    "hugging_face_id": None,
    "allowed_passthrough_parameters": [],
    "creativity": None,
    "upscale_factor": None,
    "generate_audio": True,
    "seed": True,
    "supported_aspect_ratios": ["16:9"],
    "supported_durations": [8],
    "supported_frame_images": ["first_frame"],
    "supported_resolutions": ["720p"],
    "supported_sizes": ["1280x720"],
    "pricing_skus": None,
}

AGGREGATORS: Mapping[str, tuple[Question, ...]] = {
    "atlas": (
        gone(
            "bytedance/seedance-2.0",
            f"/api/v1/model/prediction/{PLACEHOLDER.replace('-', '')}",
            {"code": 404, "msg": "…", "request_id": "…", "data": None},
            "documented",
            "atlas/poll-gone",
        ),
    ),
    "fal": (
        Question(
            what=NOBODYS,
            model="fal-ai/veo3.1",
            call=Call("GET", f"/fal-ai/veo3.1/requests/{PLACEHOLDER}/status", query=(("logs", "0"),)),
            status=404,
            body={"detail": "Request not found"},
            sure="recalled",
            written="fal/poll-gone",
        ),
    ),
    "kie": (
        Question(
            what=NOBODYS,
            model="kling-3.0/video",
            call=Call("GET", "/api/v1/jobs/recordInfo", query=(("taskId", "task_none"),)),
            status=422,
            body={"code": 422, "msg": "…", "data": None},
            sure="recalled",
            written="kie/poll-gone",
        ),
    ),
    "openai-gateway": (
        Question(
            what="the account's videos",
            model="sora-2",
            call=Call("GET", "/v1/videos", query=(("limit", "1"), ("order", "desc"))),
            status=200,
            body={"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False},
            sure="wire-traced",
            written="openai/list",
        ),
        gone("sora-2", "/v1/videos/video_none", _OPENAI_GONE, "wire-traced", "openai/poll-gone"),
    ),
    "openrouter": (
        Question(
            what="the models that are on offer",
            model="google/veo-3.1",
            call=Call("GET", "/api/v1/videos/models"),
            status=200,
            body={"data": [_OPENROUTER_MODEL]},
            sure="sdk source",
            written="openrouter/models",
        ),
        gone(
            "google/veo-3.1",
            "/api/v1/videos/gen-vid-0000000000-none",
            {"error": {"code": 404, "message": "…"}},
            "sdk source",
            "openrouter/poll-gone",
        ),
    ),
    "replicate": (
        Question(
            what="the account's predictions",
            model="google/veo-3.1-fast",
            call=Call("GET", "/v1/predictions"),
            status=200,
            body={"previous": None, "next": None, "results": []},
            sure="wire-traced",
            written="replicate/list",
        ),
        gone("google/veo-3.1-fast", f"/v1/predictions/{'0' * 26}", _NOT_FOUND, "documented", "replicate/poll-gone"),
    ),
}
