"""OmniHuman by Volcengine's visual interface: one path, and the query says what is called. What became of a job is told
as what becomes of a call. Takes are as long as their sound, where the address tells that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.job import State
from longtake.emulator.sounds import seconds_given
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest, shape_of
from longtake.emulator.wires.links import download
from longtake.media import Digest, digest_of

__all__ = ["OMNIHUMAN"]

_STATES: Mapping[State, str] = {"queued": "in_queue", "throttled": "in_queue", "running": "generating"}
_GATEWAY = {"key": (401, "InvalidAccessKey", "The access key is invalid.")}
_ERRORS: Mapping[str, tuple[int, int, str]] = {
    "invalid": (400, 50200, "Parameter error"),
    "precondition": (400, 50215, "Input invalid for this service."),
    "refused": (400, 50411, "Pre Img Risk Not Pass"),
    "refused-output": (400, 50516, "Post Video Risk Not Pass"),
    "failed": (400, 50520, "Risk Internal Error"),
    "balance": (401, 50400, "Access Denied"),
    "permission": (401, 50400, "Access Denied"),
    "model": (401, 50400, "Access Denied"),
    "gone": (404, 50402, "The interface does not exist."),
    "throttled": (429, 50429, "Request Has Reached API Limit, Please Try Later"),
    "capacity": (429, 50430, "Request Has Reached API Concurrent Limit, Please Try Later"),
    "internal": (500, 50500, "Internal Error"),
    "unavailable": (503, 50500, "Internal Error"),
    "gateway-timeout": (504, 50500, "Internal Error"),
}
_SIGNED = (
    r"HMAC-SHA256 Credential=([^/]+)/\d{8}/cn-north-1/cv/request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}"
)


def _refuse(trouble: Trouble) -> Answer:
    if trouble.word in _GATEWAY:
        status, code, words = _GATEWAY[trouble.word]
        about = {
            "RequestId": _request(trouble.word),
            "Action": "",
            "Version": "",
            "Service": "cv",
            "Region": "cn-north-1",
        }
        return Answer(status, {"ResponseMetadata": {**about, "Error": {"Code": code, "Message": words}}})
    status, number, words = _ERRORS[trouble.word]
    return Answer(status, {**_about(number, trouble.message or words), "data": None, "status": number})


def _about(code: int, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "request_id": _request(message), "time_elapsed": "104.852309ms"}


def _request(what: str) -> str:
    return f"20261121{digest_of(['request', what])[:26].upper()}"


def _create(call: Call) -> Answer:
    job = call.ordered(_asked(call), _name)
    return Answer(200, {**_about(10000, "Success"), "data": {"task_id": job.id}})


def _name(mine: Digest, now: int) -> str:
    return str(7 * 10**18 + int(mine[:14], 16))


def _asked(call: Call) -> Asked:
    body = Fields(call.body)
    return Asked(
        "volcengine",
        body.text("req_key"),
        "avatar",
        body.text("prompt", ""),
        seconds_given(call, _address(body, "audio_url")),
        shape_of("16:9", f"{body.whole('output_resolution') or 1080}p"),
        call.request,
        seed=body.whole("seed"),
        inputs=tuple(media_digest(_address(body, name)) for name in ("image_url", "audio_url")),
    )


def _address(body: Fields, name: str) -> str:
    address = body.text(name)
    if not address.startswith(("http://", "https://")):
        raise Refused("invalid", f"{name} is no address")
    return address


def _poll(call: Call) -> Answer:
    job = call.studio.job(Fields(call.body).text("task_id"), "volcengine")
    state = job.state(call.now) if job is not None and job.account == call.account else "vanished"
    task: dict[str, Any] = {"status": _STATES.get(state, "done"), "video_url": "", "aigc_meta_tagged": False}
    if job is None or state == "vanished":
        task["status"] = "not_found"
    elif state == "finished":
        task["video_url"] = f"{call.base}/takes/{call.studio.link(job)}/video.mp4"
    elif task["status"] == "done" and state != "empty":
        raise Refused("refused-output" if state == "refused" else "failed")
    return Answer(200, {**_about(10000, "Success"), "data": task, "status": 10000})


def _key(headers: Mapping[str, str]) -> str:
    signed = re.fullmatch(_SIGNED, headers.get("authorization", ""))
    return signed[1] if signed and "x-date" in headers and "x-content-sha256" in headers else ""


OMNIHUMAN = Wire(
    "omnihuman",
    "/omnihuman",
    (
        Route("create", "POST", "/", _create, asks=("Action", "CVSubmitTask")),
        Route("poll", "POST", "/", _poll, asks=("Action", "CVGetResult")),
        download("/takes/{token}/{file}", expired=403),
    ),
    _key,
    _refuse,
)
