"""fal's queue: many models, one contract. An app's own fields are rows of a table; its addresses are followed as
given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, grade_of, knobs, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Told, Wire

__all__ = ["Fal"]

_TALL, _ALL = ("16:9", "9:16"), ("16:9", "9:16", "1:1")


@dataclass(frozen=True, slots=True)
class _App:
    """An app. paths: below its name, by what a take is made from; inputs: the field for each role, by the same;
    seconds: how a length is written; ratios, grades: () where there is no such field; audio: the field, "" for none;
    takes: of `seed`, `negative`, `shots`, `settings`."""

    paths: Mapping[str, str]
    inputs: Mapping[str, Mapping[Role, str]] = field(default_factory=dict)
    seconds: Callable[[int], Any] | None = str
    ratios: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    audio: str = ""
    takes: tuple[str, ...] = ()


_APPS = {
    "fal-ai/veo3.1": _App(
        paths={"text": "", "image": "/image-to-video", "frames": "/first-last-frame-to-video"},
        inputs={
            "image": {"first frame": "image_url"},
            "frames": {"first frame": "first_frame_url", "last frame": "last_frame_url"},
        },
        seconds="{}s".format,
        ratios=_TALL,
        grades=("720p", "1080p", "4k"),
        audio="generate_audio",
        takes=("seed", "negative"),
    ),
    "fal-ai/kling-video/v3/pro": _App(
        paths={"text": "/text-to-video", "image": "/image-to-video", "frames": "/image-to-video"},
        inputs={
            "image": {"first frame": "start_image_url"},
            "frames": {"first frame": "start_image_url", "last frame": "end_image_url"},
        },
        ratios=_ALL,
        audio="generate_audio",
        takes=("negative", "shots", "settings"),
    ),
    "fal-ai/pika/v2.2": _App(
        paths={"text": "/text-to-video", "image": "/image-to-video"},
        inputs={"image": {"first frame": "image_url"}},
        seconds=int,
        ratios=_ALL,
        grades=("720p", "1080p"),
        takes=("seed", "negative"),
    ),
    "google/gemini-omni-flash/v1.2": _App(
        paths={"text": "/text-to-video", "image": "/image-to-video"},
        inputs={"image": {"first frame": "image_url"}},
        ratios=_TALL,
        grades=("360p", "720p", "1080p", "4k"),
        takes=("seed",),
    ),
    "fal-ai/bytedance/omnihuman/v1.5": _App(
        paths={"avatar": ""},
        inputs={"avatar": {"portrait": "image_url", "audio": "audio_url"}},
        seconds=None,
        grades=("720p", "1080p"),
    ),
}


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
        app = _APPS.get(order.model)
        family = "frames" if order.kind == "image" and order.inputs_of("last frame") else order.kind
        if app is None or family not in app.paths:
            raise CannotAskError(f"how {order.model} is asked for a take from {family} is not known")
        only(order, *app.takes)
        shown = {name: one.address for name, one in shown_as(order, app.inputs.get(family, {}))}
        query = (("fal_webhook", order.callback),) if order.callback else ()
        return Call("POST", f"/{order.model}{app.paths[family]}", _said(order, app) | shown, query)

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


def _said(order: Order, app: _App) -> dict[str, Any]:
    """What is said in words and numbers."""
    said: dict[str, Any] = {"prompt": order.prompt, **knobs(order)}
    if app.seconds is not None:
        said["duration"] = app.seconds(whole_seconds(order.seconds))
    if app.ratios:
        said["aspect_ratio"] = ratio_of(order.size, app.ratios)
    if app.grades:
        said["resolution"] = grade_of(order.size, app.grades)
    if app.audio:
        said[app.audio] = order.audio
    if order.negative:
        said["negative_prompt"] = order.negative
    if order.seed is not None:
        said["seed"] = order.seed
    if order.shots:
        said["multi_prompt"] = [
            {"prompt": text, "duration": str(whole_seconds(length))} for text, length in order.shots
        ]
        del said["prompt"]
    return said
