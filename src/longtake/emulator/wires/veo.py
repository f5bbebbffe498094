"""Veo, by Google's developer key and by Vertex: operations that run long."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from longtake.emulator.asked import Asked, Kind
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Refused, Route, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.google import FILTERED, RUNNING, download, file_link, refuse
from longtake.emulator.wires.links import bearer

__all__ = ["VEO_ROUTES", "VERTEX"]

_GEMINI_RESPONSE = "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse"
_VERTEX_RESPONSE = "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse"
_FAILED = "Video generation failed due to an internal server issue. Please try again in a few minutes."


def _asked(call: Call, provider: str) -> Asked:
    body = Fields(call.body)
    instances = [Fields(one, "instances") for one in body.list("instances")]
    if len(instances) != 1:
        raise Refused("invalid", "exactly one instance is taken")
    (given,), options = instances, body.fields("parameters")
    frames = [given.get(key) for key in ("image", "lastFrame") if key in given]
    references = [Fields(one).get("image") for one in given.list("referenceImages")]
    video = [given.get("video")] if "video" in given else []
    kind: Kind = "extension" if video else "references" if references else "image" if frames else "text"
    return Asked(
        provider,
        call.parts["model"],
        kind,
        given.text("prompt", "" if frames or video else None),
        options.seconds("durationSeconds", 8),
        shape_of(options.text("aspectRatio", "16:9"), options.text("resolution", "720p")),
        call.request,
        options.flag("generateAudio") is not False,
        options.whole("seed"),
        tuple(media_digest(one) for one in (*frames, *references, *video)),
        is_inline=provider == "vertex" and "storageUri" not in options,
    )


def _operation(job: Job, state: State, made: Mapping[str, Any], response: str) -> Answer:
    """An operation: without `done` while it runs, then with its response or its error."""
    if state in RUNNING:
        return Answer(200, {"name": job.id})
    done: dict[str, Any] = {"name": job.id, "done": True}
    if state not in ("finished", "refused", "empty"):
        return Answer(200, done | {"error": {"code": 13, "message": _FAILED}})
    return Answer(200, done | {"response": {"@type": response, **made}})


def _create(call: Call) -> Answer:
    asked = _asked(call, "google")
    name = f"models/{asked.model}/operations/"
    job = call.ordered(asked, lambda mine, _: f"{name}{mine[:16]}")
    return Answer(200, {"name": job.id})


def _poll(call: Call) -> Answer:
    job, state = call.known(call.studio.job(f"models/{call.parts['model']}/operations/{call.parts['id']}", "google"))
    return _operation(job, state, {"generateVideoResponse": _samples(call, job, state)}, _GEMINI_RESPONSE)


def _samples(call: Call, job: Job, state: State) -> Mapping[str, Any]:
    if state == "refused":
        return {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [FILTERED]}
    return {"generatedSamples": [{"video": {"uri": file_link(call, job)}}]} if state == "finished" else {}


_PROJECT = "projects/{project}/locations/{place}/publishers/google/models/{model}"


def _vertex_create(call: Call) -> Answer:
    name = _PROJECT.format(**call.parts) + "/operations/"
    asked = _asked(call, "vertex")
    job = call.ordered(asked, lambda mine, _: name + hexadecimal_uuid(mine))
    return Answer(200, {"name": job.id})


def _vertex_poll(call: Call) -> Answer:
    job, state = call.known(call.studio.job(Fields(call.body).text("operationName"), "vertex"))
    return _operation(job, state, _videos(call, job, state), _VERTEX_RESPONSE)


def _videos(call: Call, job: Job, state: State) -> Mapping[str, Any]:
    if state == "refused":
        return {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [FILTERED]}
    made = [_vertex_video(call, job)] if state == "finished" else []
    return {"raiMediaFilteredCount": 0, "videos": made}


def _vertex_video(call: Call, job: Job) -> Mapping[str, str]:
    if job.asked.is_inline:
        return {"bytesBase64Encoded": b64encode(call.take(job)).decode(), "mimeType": "video/mp4"}
    return {"gcsUri": f"gs://emulated/{call.studio.link(job)}/sample_0.mp4", "mimeType": "video/mp4"}


def _model(call: Call) -> Answer:
    """A model of the catalogue's; any other is not there."""
    name = call.parts["model"]
    known = (one for one in call.studio.catalogue.values() if (one.provider, one.wire_name) == ("google", name))
    model = next(known, None)
    if model is None:
        raise Refused("model")
    methods = ["predictLongRunning"] if name.startswith("veo") else ["createInteraction"]
    facts = {"name": f"models/{name}", "version": "1", "displayName": model.words}
    return Answer(200, facts | {"supportedGenerationMethods": methods})


VEO_ROUTES = (
    Route("account", "GET", "/v1beta/models/{model}", _model),
    Route("create", "POST", "/v1beta/models/{model}:predictLongRunning", _create),
    Route("poll", "GET", "/v1beta/models/{model}/operations/{id}", _poll),
)
_VERTEX_ROUTES = tuple(
    route
    for version in ("v1", "v1beta1")
    for route in (
        Route("create", "POST", f"/{version}/{_PROJECT}:predictLongRunning", _vertex_create),
        Route("poll", "POST", f"/{version}/{_PROJECT}:fetchPredictOperation", _vertex_poll),
    )
)
VERTEX = Wire(
    "vertex",
    "/vertex",
    (*_VERTEX_ROUTES, Route("download", "GET", "/storage/v1/b/emulated/o/{token}/sample_0.mp4", download)),
    bearer,
    refuse,
)
