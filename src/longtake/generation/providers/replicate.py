"""Replicate: many models, one contract of predictions. What a model calls its fields stands in its file (`OrderForm`).

Inputs and takes are deleted an hour after a prediction is over, so a lost order is found for sure only until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from longtake.generation.failures import Rule
from longtake.generation.filling import filled
from longtake.generation.http import Answer, Form
from longtake.generation.provider import Account, Asset, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Found, Ticket, Told, Wire

__all__ = ["Replicate"]

_SKEW = timedelta(minutes=2)
"""Between our clock and theirs."""
_LIVES = timedelta(hours=1)


class Replicate(Wire):
    """Keys: `key`. A model is `owner/name`, or `owner/name:version` where Replicate does not run it as its own."""

    provider = "replicate"
    reconcile = "lookup"
    poll_seconds = 5.0
    most_inline = 256 << 10
    words: ClassVar[Mapping[str, Status]] = {
        "starting": "queued",
        "processing": "running",
        "succeeded": "succeeded",
        "failed": "failed",
        "canceled": "cancelled",
        "aborted": "cancelled",
    }
    rules = (
        Rule("failed", "refusal", says=r"sensitive|nsfw|moderat|\bE005\b"),
        Rule("failed", "invalid", says=r"\bE006\b|invalid input"),
        Rule("402", "operator", "add credit at replicate.com/account/billing"),
        Rule("422", "invalid"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        asked = filled(order)
        body: dict[str, Any] = {"input": asked.fields}
        if order.callback:
            body |= {"webhook": order.callback, "webhook_events_filter": ["completed"]}
        _, _, version = asked.model.partition(":")
        if version:
            return Call("POST", "/v1/predictions", {"version": version, **body})
        return Call("POST", f"/v1/models/{asked.model}/predictions", body)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/predictions/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["status"])
        if status == "failed":
            return JobState(status, failure=self.job_failure(str(body.get("error") or "")))
        if status != "succeeded":
            return JobState(status)
        made = body["output"]
        outputs = tuple(map(Output, [made] if isinstance(made, str) else made or ()))
        ended = body.get("completed_at")
        expires = datetime.fromisoformat(ended) + _LIVES if ended else None
        return JobState(status, 1.0, Result(outputs, version=str(body.get("version") or ""), expires=expires))

    def cancelling(self, job: Job, status: Status) -> Call | None:
        return Call("POST", f"/v1/predictions/{job.id}/cancel")

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", "/v1/predictions")

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        """The list is of all models, the newest first, a hundred a page. A prediction whose input was deleted may be
        any order of its model."""
        listed, asked = body["results"], filled(order)
        new = [one for one in listed if datetime.fromisoformat(one["created_at"]) >= since - _SKEW]
        ours = [one for one in new if asked.model in (one["model"], f"{one['model']}:{one.get('version')}")]
        words = {name: said for name, said in asked.fields.items() if not _is_file(said)}
        fitting = [one for one in ours if one.get("data_removed") or words.items() <= _plain(one["input"]).items()]
        following = str(body.get("next") or "")
        return Found(
            tuple(Job(one["id"]) for one in fitting),
            is_last=len(new) < len(listed) or not following,
            is_sure=not any(one.get("data_removed") for one in fitting),
            next=following,
        )

    def uploading(self, asset: Asset) -> Call | None:
        name = f"{asset.digest[:16]}.{asset.media_type.rpartition('/')[2]}"
        return Call("POST", "/v1/files", Form({}, name, asset.media_type, asset.content, field="content"))

    def ticket(self, body: Any) -> Ticket:
        return Ticket("", {}, body["urls"]["get"], timedelta(hours=24))

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        fields = (f"{one.get('field', '')}: {one.get('description', '')}" for one in body.get("invalid_fields") or ())
        return Told(" · ".join((str(body["detail"]), *fields)))


def _is_file(said: object) -> bool:
    """Whether a field holds a file, which Replicate may give another address."""
    one = said[0] if isinstance(said, list) and said else said
    return isinstance(one, dict) or (isinstance(one, str) and one.startswith(("data:", "https:")))


def _plain(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: said for name, said in given.items() if not _is_file(said)}
