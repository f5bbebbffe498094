"""Kie.ai's market: many models, one contract of jobs. Errors arrive with HTTP 200, and a result is JSON within JSON.

Files go by address only. Kie's own store for files stands at another host, which is told in two ways; so the key is not
sent there, and files need a bucket.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from longtake.generation.failures import Rule
from longtake.generation.filling import filled
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told, Wire

__all__ = ["Kie"]

_MAINTENANCE = 455


class Kie(Wire):
    """Keys: `key`."""

    provider = "kie"
    poll_seconds = 10.0
    words: ClassVar[Mapping[str, Status]] = {
        "waiting": "queued",
        "queuing": "queued",
        "generating": "running",
        "success": "succeeded",
        "fail": "failed",
    }
    rules = (
        Rule("*", "refusal", says=r"sensitive|nsfw|moderat|content polic|prohibited|flagged"),
        Rule("402", "operator", "buy credits at kie.ai/pricing"),
        Rule("422", "unknown", says="null|not found|not exist"),
        Rule("422", "invalid"),
        Rule("501", "transient"),
        Rule("505", "operator", "the model is switched off at Kie: route the shot to another"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def status_of(self, answer: Answer) -> int:
        try:
            code = answer.json()["code"]
        except (ValueError, LookupError, TypeError):
            return answer.status
        if answer.status != 200 or not isinstance(code, int):
            return answer.status
        return 503 if code == _MAINTENANCE else code

    def placing(self, order: Order, account: Account) -> Call:
        asked = filled(order)
        body: dict[str, Any] = {"model": asked.model, "input": asked.fields}
        return Call(
            "POST", "/api/v1/jobs/createTask", body | ({"callBackUrl": order.callback} if order.callback else {})
        )

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["data"]["taskId"])

    def polling(self, job: Job) -> Call:
        return Call("GET", "/api/v1/jobs/recordInfo", query=(("taskId", job.id),))

    def state(self, job: Job, body: Any) -> JobState:
        data = body["data"]
        status = self.status(data["state"])
        if status == "failed":
            failure = self.job_failure(str(data.get("failMsg") or ""), str(data.get("failCode") or ""))
            return JobState(status, failure=failure)
        if status != "succeeded":
            return JobState(status)
        links = json.loads(data["resultJson"])["resultUrls"]
        return JobState(status, 1.0, Result(tuple(Output(link) for link in links)))

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        return Told(str(body.get("msg") or body["message"]), (str(body["code"]),))
