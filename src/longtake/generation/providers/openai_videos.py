"""Gateways that speak as OpenAI's videos did (Sora's shape). OpenAI switched its own service off on 24 September 2026,
so a gateway's address is needed, and what models it has is its own to say."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from longtake.generation.failures import Rule
from longtake.generation.http import Answer, Form
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, base64_of, only, shown_as, whole_seconds
from longtake.generation.wire import Call, Found, Told, Wire

__all__ = ["OpenAIVideos"]

_SKEW = timedelta(minutes=2)
"""Between our clock and theirs."""
_PAGE = 100


class OpenAIVideos(Wire):
    """Keys: `key`. The address is the gateway's, without `/v1`."""

    provider = "openai-gateway"
    reconcile = "lookup"
    poll_seconds = 10.0
    most_inline = 20 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "queued": "queued",
        "in_progress": "running",
        "completed": "succeeded",
        "failed": "failed",
    }
    rules = (
        Rule("*moderation*", "refusal"),
        Rule("content_policy_violation", "refusal"),
        Rule("insufficient_quota", "operator"),
        Rule("billing_*", "operator"),
        Rule("rate_limit_exceeded", "transient"),
        Rule("409", "transient"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        """A form, as OpenAI's own client sends it."""
        if order.kind not in ("text", "image"):
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if not order.audio:
            raise CannotAskError(f"{order.model} cannot be asked for a take without sound")
        only(order)
        shown = [one for _, one in shown_as(order, {"first frame": "input_reference"})]
        if len(shown) != (order.kind == "image"):
            raise CannotAskError(f"{order.model} is shown one first frame for a take from an image, and else none")
        fields = _said(order)
        if not shown:
            return Call("POST", "/v1/videos", Form(fields))
        kind = shown[0].media_type
        content = base64.b64decode(base64_of(shown[0]))
        name = f"first.{kind.rpartition('/')[2]}"
        return Call("POST", "/v1/videos", Form(fields, name, kind, content, field="input_reference"))

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/videos/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status, progress = self.status(body["status"]), body.get("progress")
        if status == "failed":
            error = body.get("error") or {}
            what = str(error.get("message") or "the video could not be made")
            return JobState(status, failure=self.job_failure(what, str(error.get("code") or "")))
        if status != "succeeded":
            return JobState(status, None if progress is None else progress / 100)
        until = body.get("expires_at")
        expires = datetime.fromtimestamp(until, UTC) if until else None
        return JobState(status, 1.0, Result((Output(f"/v1/videos/{job.id}/content"),), expires=expires))

    def address(self, url: str, account: Account) -> str:
        return account.base + url

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", f"/v1/videos?limit={_PAGE}&order=desc")

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        """The newest first. A video says its model, words, length and size; a gateway may leave the words out."""
        listed, asked = body["data"], _said(order)
        new = [one for one in listed if one["created_at"] >= (since - _SKEW).timestamp()]
        fitting = [one for one in new if all(one.get(name) in (None, said) for name, said in asked.items())]
        is_last = len(new) < len(listed) or not body.get("has_more")
        following = "" if is_last else f"/v1/videos?limit={_PAGE}&order=desc&after={listed[-1]['id']}"
        is_sure = all(one.get(name) is not None for one in fitting for name in asked)
        return Found(tuple(Job(one["id"]) for one in fitting), is_last, is_sure, following)

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        codes = (error.get("code"), error.get("type"))
        return Told(str(error["message"]), tuple(str(code) for code in codes if code))


def _said(order: Order) -> dict[str, str]:
    return {
        "model": order.model,
        "prompt": order.prompt,
        "seconds": str(whole_seconds(order.seconds)),
        "size": str(order.size),
    }
