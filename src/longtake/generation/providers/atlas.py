"""Atlas Cloud: many models, one contract of predictions; a model's fields stand beside its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from longtake.generation.failures import Rule
from longtake.generation.filling import filled
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told, Wire

__all__ = ["Atlas"]


class Atlas(Wire):
    """Keys: `key`."""

    provider = "atlas"
    poll_seconds = 5.0
    most_inline = 10 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "starting": "queued",
        "processing": "running",
        "completed": "succeeded",
        "succeeded": "succeeded",
        "failed": "failed",
        "timeout": "failed",
    }
    rules = (
        Rule("1039", "refusal"),
        Rule("failed", "refusal", says="moderat|sensitive|policy"),
        Rule("400", "refusal", says="moderat|sensitive|policy"),
        Rule("402", "operator", "top up at atlascloud.ai/console/billing"),
        Rule("451", "operator", "Atlas sells that model in other regions only"),
        Rule("413", "invalid", "make the files smaller"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        asked = filled(order)
        callback = {"webhook_url": order.callback} if order.callback else {}
        return Call("POST", "/api/v1/model/generateVideo", {"model": asked.model, **asked.fields, **callback})

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["data"]["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/api/v1/model/prediction/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        data = body["data"]
        status = self.status(data["status"])
        if status == "failed":
            failure = self.job_failure(str(data.get("error") or data["status"]), str(data.get("error_code") or ""))
            return JobState(status, failure=failure)
        if status != "succeeded":
            return JobState(status)
        return JobState(status, 1.0, Result(tuple(map(Output, data["outputs"] or ()))))

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        return Told(str(body["msg"]), (str(body["code"]),))
