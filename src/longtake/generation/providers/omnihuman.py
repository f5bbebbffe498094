"""OmniHuman by Volcengine's visual interface: a portrait speaks a recording, both at public addresses. Each call is
signed for itself: by its query, its body, its host and its time."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from longtake.catalogue import Role
from longtake.generation.failures import Rule, failed
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, only, shown_as
from longtake.generation.wire import Call, Told, Wire

__all__ = ["OmniHuman"]

_VERSION = "2022-08-31"
_SCOPE = "cn-north-1/cv/request"
_ROLES: Mapping[Role, str] = {"portrait": "image_url", "audio": "audio_url"}
_LINES = {"720p": 720, "1080p": 1080}
_NOT_THE_JOBS = ("50400",)
"""Codes of an answer of status 400 that say nothing of the job that was asked after."""


class OmniHuman(Wire):
    """Keys: `access`, `secret`. What became of a job is told as what becomes of a call: status 400 with a code is the
    job's own end; 429 and 5xx may be either, and are asked again."""

    provider = "volcengine"
    poll_seconds = 10.0
    words: ClassVar[Mapping[str, Status]] = {"in_queue": "queued", "generating": "running", "done": "succeeded"}
    rules = (
        Rule("5041[1-3]", "refusal"),
        Rule("5051[1-9]", "refusal"),
        Rule("60208", "refusal"),
        Rule("60102", "invalid"),
        Rule("502??", "invalid"),
        Rule("50400", "operator", "switch OmniHuman on in Volcengine's console, and see to what the key may"),
        Rule("50430", "capacity"),
        Rule("InvalidAccessKey*", "operator"),
        Rule("Signature*", "operator", "see to the secret key, and to this machine's clock"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {}

    def asking(self, call: Call, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        access, secret = self.key(account, "access"), self.key(account, "secret")
        base, date = urlsplit(account.base), f"{today:%Y%m%dT%H%M%SZ}"
        told = {
            "content-type": "application/json",
            "host": base.netloc,
            "x-content-sha256": hashlib.sha256(call.body).hexdigest(),
            "x-date": date,
        }
        asked = (
            call.method,
            quote(base.path + call.path, safe="/-_.~"),
            urlencode(sorted(call.query), quote_via=quote),
        )
        names, scope = ";".join(told), f"{date[:8]}/{_SCOPE}"
        lines = "".join(f"{name}:{value}\n" for name, value in told.items())
        request = "\n".join((*asked, lines, names, told["x-content-sha256"]))
        digest = hashlib.sha256(request.encode()).hexdigest()
        sign = _signature(secret.reveal(), scope, f"HMAC-SHA256\n{date}\n{scope}\n{digest}")
        before = f"HMAC-SHA256 Credential={access.reveal()}/{scope}, SignedHeaders={names}, Signature="
        return {**told, "authorization": Secret(sign, before)}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "seed")
        if order.kind != "avatar":
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        shown = [(name, one.address) for name, one in shown_as(order, _ROLES)]
        if sorted(name for name, _ in shown) != sorted(_ROLES.values()):
            raise CannotAskError(f"{order.model} is shown one portrait and one recording, and nothing else")
        if any(address.startswith("data:") for _, address in shown):
            raise CannotAskError(f"{order.model} takes files at public addresses alone, not their bytes")
        said = {"req_key": order.model, **dict(shown), "pe_fast_mode": False}
        said["output_resolution"] = _LINES[grade_of(order.size, tuple(_LINES))]
        said |= {"prompt": order.prompt} if order.prompt else {}
        return _call("CVSubmitTask", said | ({} if order.seed is None else {"seed": order.seed}))

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["data"]["task_id"], {"model": order.model})

    def adopted(self, job: str, model: str, kind: str) -> Job:
        return Job(job, {"model": model})

    def polling(self, job: Job) -> Call:
        return _call("CVGetResult", {"req_key": job.links["model"], "task_id": job.id})

    def over(self, job: Job, answer: Answer) -> JobState | None:
        told = self.told(answer)
        if answer.status != 400 or not told.codes[0].isdecimal() or told.codes[0] in _NOT_THE_JOBS:
            return None
        return JobState("failed", failure=self.job_failure(told.what, *told.codes))

    def state(self, job: Job, body: Any) -> JobState:
        task = body["data"]
        status = self.status(task["status"])
        if status == "unknown":
            what = f"it tells of the task as {task['status']}: after 12 hours it forgets a task"
            return JobState(status, failure=failed(self.provider, "unknown", what))
        return JobState(status, result=Result((Output(task["video_url"]),)) if status == "succeeded" else None)

    def told(self, answer: Answer) -> Told:
        """The service's code and words, or its gateway's."""
        body = answer.json()
        gateway = (body.get("ResponseMetadata") or {}).get("Error")
        if gateway:
            return Told(str(gateway["Message"]), (str(gateway["Code"]),))
        return Told(str(body["message"]), (str(body["code"]),))


def _call(action: str, said: Mapping[str, Any]) -> Call:
    """The body goes as the bytes that are signed."""
    body = json.dumps(said, ensure_ascii=False).encode()
    return Call("POST", "/", body, (("Action", action), ("Version", _VERSION)))


def _signature(secret: str, scope: str, text: str) -> str:
    """Volcengine's signature, version 4: a chain of HMACs over the parts of the scope."""
    key = secret.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()
