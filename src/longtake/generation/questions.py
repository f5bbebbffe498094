"""What a provider can be asked without buying anything, and the answer that is expected, as an example of it.

The examples are those of `fixtures/wire`, which says where each comes from; `written` names the file.
"""

from __future__ import annotations

from collections.abc import Mapping

from longtake.catalogue import Catalogue
from longtake.generation.actors import ACTORS
from longtake.generation.aggregators import AGGREGATORS
from longtake.generation.question import NOBODYS, PLACEHOLDER, Question, gone
from longtake.generation.shape import ANY
from longtake.generation.wire import Call

__all__ = ["questions"]


def questions(provider: str, catalogue: Catalogue) -> tuple[Question, ...]:
    """What a provider is asked, in that order. catalogue: its models are asked after where that costs nothing."""
    models = [model.wire_name for model in catalogue.values() if model.provider == provider]
    after = [_google_model(name) for name in sorted(set(models))] if provider == "google" else []
    return (*_ASKED.get(provider, ()), *after)


_GOOGLE_GONE = {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}
_VERTEX_MODEL = "projects/{project}/locations/{location}/publishers/google/models/veo-3.1-generate-001"
_ARK_TASK = {
    "id": "cgt-20261121100000-x7k2m",
    "model": "dreamina-seedance-2-0-260128",
    "status": "queued",
    "error": None,
    "updated_at": 1795255200,
    "created_at": 1795255200,
    "seed": 11,
    "resolution": "720p",
    "ratio": "16:9",
    "duration": 5,
    "framespersecond": 24,
    "generate_audio": True,
    "service_tier": "default",
    "execution_expires_after": 172800,
}
_WAN_TASK = {
    "api_key_id": "1",
    "caller_parent_id": "2",
    "caller_uid": "3",
    "end_time": 1795255350512,
    "gmt_create": 1795255200512,
    "model_name": "wan2.6-t2v",
    "region": "ap-southeast-1",
    "request_id": "5ddcdba0-9b22-93c1-946e-1eb152b77efa",
    "start_time": 1795255207512,
    "status": "PENDING",
    "task_id": PLACEHOLDER,
    "user_api_unique_key": "apikey:v1:aigc:video-generation:video-synthesis:wan2.6-t2v",
}
_KLING = {"code": 0, "message": "SUCCEED", "request_id": "CmNh8GhWq0kAAAAAAJ5xYQ"}


def _google_model(name: str) -> Question:
    body = {
        "name": f"models/{name}",
        "version": "3.1",
        "displayName": "Veo 3.1",
        "supportedGenerationMethods": ["predictLongRunning"],
    }
    call = Call("GET", f"/v1beta/models/{name}")
    return Question(f"the model {name}", name, call, 200, body, "sdk source", "gemini/model")


_ASKED: Mapping[str, tuple[Question, ...]] = {
    **ACTORS,
    **AGGREGATORS,
    "ark": (
        Question(
            what="the account's tasks",
            model="dreamina-seedance-2-0-260128",
            call=Call("GET", "/api/v3/contents/generations/tasks", query=(("page_num", "1"), ("page_size", "20"))),
            status=200,
            body={"total": 1, "items": [_ARK_TASK]},
            sure="wire-traced",
            written="ark/list",
        ),
        Question(
            what=NOBODYS,
            model="dreamina-seedance-2-0-260128",
            call=Call("GET", "/api/v3/contents/generations/tasks/cgt-20200101000000-none"),
            status=404,
            body={"error": {"code": "ResourceNotFound", "message": "…", "param": "", "type": "NotFound"}},
            sure="recalled",
            written="ark/error-gone",
        ),
    ),
    "comfyui": (
        Question(
            what="the queue",
            model="workflow",
            call=Call("GET", "/queue"),
            status=200,
            body={"queue_running": [], "queue_pending": []},
            sure="sdk source",
            written="comfyui/poll-over",
        ),
    ),
    "dashscope": (
        Question(
            what="the account's tasks",
            model="wan2.6",
            call=Call("GET", "/api/v1/tasks", query=(("page_no", "1"), ("page_size", "20"))),
            status=200,
            body={"request_id": "…", "data": [_WAN_TASK], "total": 1, "total_page": 1, "page_no": 1, "page_size": 20},
            sure="sdk source",
            written="dashscope/list",
        ),
        Question(
            what=NOBODYS,
            model="wan2.6",
            call=Call("GET", f"/api/v1/tasks/{PLACEHOLDER}"),
            status=200,
            body={"request_id": "…", "output": {"task_id": PLACEHOLDER, "task_status": "UNKNOWN"}},
            sure="documented",
            written="dashscope/poll-gone",
        ),
    ),
    "google": (
        Question(
            what=f"{NOBODYS}, of Veo",
            model="veo-3.1-generate-preview",
            call=Call("GET", "/v1beta/models/veo-3.1-generate-preview/operations/none0000none"),
            status=404,
            body=_GOOGLE_GONE,
            sure="sdk source",
            written="gemini/error-gone",
        ),
        Question(
            what=f"{NOBODYS}, of Gemini Omni",
            model="gemini-omni-1.2-flash",
            call=Call("GET", "/v1/interactions/v1_none0000none", query=(("stream", "false"),)),
            status=404,
            body={"error": {"code": "not_found", "message": "…"}},
            sure="recalled",
            written="omni/error-gone",
        ),
    ),
    "kling": (
        Question(
            what=f"{NOBODYS}, of Kling 3",
            model="kling-3.0",
            call=Call("GET", "/tasks", query=(("external_task_ids", "longtake-none"),)),
            status=200,
            body={**_KLING, "data": []},
            sure="third party",
            written="kling/find-none",
        ),
        Question(
            what=f"{NOBODYS}, of older Klings",
            model="kling-v2-6",
            call=Call("GET", "/v1/videos/text2video/longtake-none"),
            status=404,
            body={**_KLING, "code": 1203},
            sure="recalled",
            written="kling/legacy-error-gone",
        ),
    ),
    "luma": (
        gone(
            "ray-3.2",
            f"/v1/generations/{PLACEHOLDER}",
            {"detail": "Generation not found"},
            "documented",
            "luma-agents/poll-gone",
        ),
    ),
    "luma-dream-machine": (
        gone(
            "ray-2",
            f"/dream-machine/v1/generations/{PLACEHOLDER}",
            {"detail": "Generation not found"},
            "recalled",
            "luma/poll-gone",
        ),
    ),
    "minimax": (
        gone(
            "MiniMax-H3",
            "/v2/query/video_generation/100000000000000",
            {"type": "error", "error": {"type": "…", "message": "…", "http_code": "400"}, "request_id": "…"},
            "documented",
            "h3/poll-gone",
            status=400,
        ),
    ),
    "runway": (
        Question(
            what="the account",
            model="gen4.5",
            call=Call("GET", "/v1/organization"),
            status=200,
            body={
                "creditBalance": 1000,
                "tier": {
                    "maxMonthlyCreditSpend": 100000,
                    "models": {ANY: {"maxConcurrentGenerations": 1, "maxDailyGenerations": 50}},
                },
                "usage": {"models": {ANY: {"dailyGenerations": 2}}},
            },
            sure="wire-traced",
            written="runway/organization",
            balance="creditBalance",
            unit="credits",
        ),
        Question(
            what=NOBODYS,
            model="gen4.5",
            call=Call("GET", f"/v1/tasks/{PLACEHOLDER}"),
            status=404,
            body={"error": "Not found"},
            sure="wire-traced",
            written="runway/poll-gone",
        ),
    ),
    "topaz": (
        gone(
            "prob-4",
            f"/video/{PLACEHOLDER}/status",
            {"message": "…", "errorCode": "…"},
            "unconfirmed",
            "topaz/poll-gone",
        ),
    ),
    "vertex": (
        Question(
            what=NOBODYS,
            model="veo-3.1-generate-001",
            call=Call(
                "POST",
                f"/v1beta1/{_VERTEX_MODEL}:fetchPredictOperation",
                {"operationName": f"{_VERTEX_MODEL}/operations/{PLACEHOLDER}"},
            ),
            status=404,
            body=_GOOGLE_GONE,
            sure="sdk source",
            written="vertex/error-gone",
        ),
    ),
}
