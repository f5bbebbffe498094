"""Kie.ai's market: jobs of many models; every answer comes with HTTP 200 and its own code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from longtake.emulator.job import Job, State
from longtake.emulator.signing import kie_signed
from longtake.emulator.wire import Answer, Call, Callback, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.forms import asked_by_form
from longtake.emulator.wires.links import bearer, download

__all__ = ["KIE"]

_WORDS: Mapping[State, str] = {
    "queued": "waiting",
    "throttled": "queuing",
    "running": "generating",
    "finished": "success",
    "empty": "success",
}
_FAILURES: Mapping[State, tuple[str, str]] = {
    "refused": ("400", "Your prompt was flagged by Website as violating content policies."),
}
_FAILURE = ("500", "Internal Error, Please try again later.")
_ERRORS: Mapping[str, tuple[int, str]] = {
    "key": (401, "You do not have access permissions"),
    "permission": (401, "You do not have access permissions"),
    "balance": (402, "Credits insufficient"),
    "model": (404, "The model name you specified is not supported."),
    "invalid": (422, "This field is required"),
    "refused": (422, "Your prompt was flagged as violating content policies."),
    "gone": (422, "recordInfo is null"),
    "throttled": (429, "Too Many Requests"),
    "capacity": (429, "Too Many Requests"),
    "unavailable": (455, "The server is currently undergoing maintenance."),
    "internal": (500, "Server exception, please try again later or contact customer service"),
    "gateway-timeout": (500, "Server exception, please try again later or contact customer service"),
    "precondition": (505, "The feature is disabled"),
}


def _refuse(trouble: Trouble) -> Answer:
    code, words = _ERRORS[trouble.word]
    return Answer(200, {"code": code, "msg": trouble.message or words, "data": None})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    asked = asked_by_form(call, "kie", body.text("model"), body.fields("input"))
    job = call.ordered(replace(asked, said=call.body), lambda mine, _: f"task_{mine[:24]}")
    return Answer(200, {"code": 200, "msg": "success", "data": {"taskId": job.id}})


def _poll(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.one("taskId"), "kie"))
    word = _WORDS.get(state, "fail")
    links = [f"{call.base}/takes/{call.studio.link(job)}/output.mp4"] if state == "finished" else []
    code, words = _FAILURES.get(state, _FAILURE) if word == "fail" else ("", "")
    is_over = word in ("success", "fail")
    data: dict[str, Any] = {
        "taskId": job.id,
        "model": job.asked.model,
        "state": word,
        "param": json.dumps(job.asked.said),
        "resultJson": json.dumps({"resultUrls": links}) if word == "success" else "",
        "failCode": code,
        "failMsg": words,
        "costTime": job.ends - job.starts if is_over else None,
        "completeTime": job.ends if is_over else None,
        "createTime": job.ordered,
        "updateTime": job.changed_at(call.now),
    }
    return Answer(200, {"code": 200, "message": "success", "data": data})


def _called(call: Call, job: Job, is_forged: bool) -> Callback:
    """As a poll says it; the task and the time are signed."""
    said = _poll(replace(call, query={"taskId": (job.id,)})).body
    said = {**said, "data": {**said["data"], **({"state": "fail"} if is_forged else {})}}
    return Callback(kie_signed(job.id, is_forged), json.dumps(said).encode())


KIE = Wire(
    "kie",
    "/kie",
    (
        Route("create", "POST", "/api/v1/jobs/createTask", _create),
        Route("poll", "GET", "/api/v1/jobs/recordInfo", _poll),
        download("/takes/{token}/output.mp4", expired=403),
    ),
    bearer,
    _refuse,
    _called,
)
