"""What is sent to Acme, and what its answers mean. Pure functions: Longtake does the asking, waiting and fetching."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from longtake.generation.authoring import (
    Account,
    Answer,
    Bill,
    Call,
    CannotAskError,
    Found,
    Job,
    JobState,
    Order,
    Output,
    Result,
    Role,
    Rule,
    Secret,
    Status,
    Told,
    Wire,
    only,
    shown_as,
    whole_seconds,
)

__all__ = ["AcmeWire"]

_SHOWN: Mapping[Role, str] = {"first frame": "image"}


class AcmeWire(Wire):
    """Keys: `key`. Acme takes a reference of ours, so an order whose answer was lost is found again."""

    provider = "acme"
    reconcile = "key"
    poll_seconds = 5.0
    remints = True
    most_inline = 8 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "waiting": "queued",
        "working": "running",
        "done": "succeeded",
        "failed": "failed",
        "cancelled": "cancelled",
    }
    rules = (
        Rule("policy", "refusal"),
        Rule("credit", "operator", "buy credit in Acme's console"),
        Rule("reference_used", "unknown", "it was ordered before: it is looked for"),
    )

    # Who asks

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    # What is said

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "seed")
        if order.kind not in ("text", "image"):
            raise CannotAskError(f"{order.model} makes no take from {order.kind}")
        if order.audio:
            raise CannotAskError(f"{order.model} makes no sound")
        body: dict[str, Any] = {
            "model": order.model,
            "prompt": order.prompt,
            "seconds": whole_seconds(order.seconds),
            "size": str(order.size),
            "reference": order.token,
        }
        body |= {} if order.seed is None else {"seed": order.seed}
        return Call("POST", "/v1/jobs", body | {name: one.address for name, one in shown_as(order, _SHOWN)})

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/jobs/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["status"])
        if status == "failed":
            return JobState(status, failure=self.job_failure(body["error"]["message"], body["error"]["code"]))
        if status != "succeeded":
            return JobState(status)
        bill = Bill(Decimal(body["cost"]["amount"]), body["cost"]["currency"])
        return JobState(status, 1.0, Result((Output(body["video"]),), seed=body.get("seed")), bill=bill)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", "/v1/jobs", query=(("reference", order.token),))

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        return Found(tuple(Job(one["id"]) for one in body["jobs"]))

    def cancelling(self, job: Job, status: Status) -> Call | None:
        return Call("DELETE", f"/v1/jobs/{job.id}") if status == "queued" else None

    # What goes wrong

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        return Told(str(error["message"]), (str(error["code"]),))
