"""fal's queue: many models, one contract. What an app calls its fields stands in its model's file (`OrderForm`); its
addresses are followed as given."""

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

__all__ = ["Fal"]


class Fal(Wire):
    """Keys: `key`."""

    provider = "fal"
    poll_seconds = 5.0
    most_inline = 8 << 20
    words: ClassVar[Mapping[str, Status]] = {"IN_QUEUE": "queued", "IN_PROGRESS": "running", "COMPLETED": "succeeded"}
    rules = (
        Rule("403", "operator", "top up the balance at fal.ai/dashboard/billing", says="balance"),
        Rule("content_policy_violation", "refusal"),
        Rule("no_media_generated", "refusal"),
        Rule("request_cancelled", "invalid"),
        Rule("file_download_error", "invalid"),
        Rule("image_*", "invalid"),
        Rule("video_*", "invalid"),
        Rule("rate_limited", "transient"),
        Rule("422", "invalid"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Key ")}

    def placing(self, order: Order, account: Account) -> Call:
        asked = filled(order)
        query = (("fal_webhook", order.callback),) if order.callback else ()
        return Call("POST", f"/{asked.model}", asked.fields, query)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["request_id"], {name: body[f"{name}_url"] for name in ("status", "response", "cancel")})

    def adopted(self, job: str, model: str, kind: str) -> Job:
        """Requests lie below the app's owner and name, whatever path their order was sent to."""
        place = f"/{'/'.join(model.split('/')[:2])}/requests/{job}"
        return Job(job, {"status": f"{place}/status", "response": place, "cancel": f"{place}/cancel"})

    def polling(self, job: Job) -> Call:
        return Call("GET", job.links["status"], query=(("logs", "0"),))

    def state(self, job: Job, body: Any) -> JobState:
        if body["status"] == "COMPLETED" and body.get("error"):
            code = str(body.get("error_type") or "")
            if code == "request_cancelled":
                return JobState("cancelled")
            return JobState("failed", failure=self.job_failure(str(body["error"]), code))
        return JobState(self.status(body["status"]))

    def fetching(self, job: Job) -> Call:
        return Call("GET", job.links["response"])

    def fetched(self, job: Job, answer: Answer) -> JobState | None:
        """What failed is told here by its status, in the app's name and with the id of this very request; a gateway's
        own errors have another id or none, and say nothing of the job."""
        if answer.status == 200:
            body = answer.json()
            video = body["video"]
            output = Output(video["url"], video.get("content_type") or "video/mp4")
            return JobState("succeeded", result=Result((output,), seed=body.get("seed")))
        if "still in progress" in answer.text:
            return JobState("running")
        if answer.status in (408, 429) or answer.headers.get("x-fal-request-id") != job.id:
            return None
        told = self.told(answer)
        return JobState("failed", failure=self.job_failure(told.what, *told.codes))

    def cancelling(self, job: Job, status: Status) -> Call | None:
        return Call("PUT", job.links["cancel"])

    def told(self, answer: Answer) -> Told:
        body = answer.json()
        detail = body["detail"]
        if isinstance(detail, str):
            return Told(detail, (str(body.get("error_type") or answer.headers.get("x-fal-error-type", "")),))
        places = (".".join(map(str, one.get("loc", ()))) + ": " + str(one["msg"]) for one in detail)
        return Told(" · ".join(places), tuple(str(one["type"]) for one in detail))
