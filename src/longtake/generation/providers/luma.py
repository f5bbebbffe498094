"""Ray 3.2 by Luma's agents API: pictures stand at frames of the take, by number. Nothing can be listed or cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from longtake.catalogue import Role
from longtake.generation.failures import Rule, failed, raised
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Asset, Input, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, base64_of, grade_of, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Ticket, Told, Wire

__all__ = ["Luma", "detail", "earlier"]

_RATIOS = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
_GRADES = ("360p", "540p", "720p", "1080p")
_RATE = 24
_STRENGTH = "video.edit.strength"
_FILE = "luma-file:"
_ROLES: Mapping[str, Mapping[Role, str]] = {
    "text": {},
    "image": {"first frame": "first", "last frame": "last"},
    "extension": {"video": "earlier"},
    "video": {"video": "source"},
}


class Luma(Wire):
    """Keys: `key`. Another poll gives fresh addresses, so an expired one costs nothing."""

    provider = "luma"
    poll_seconds = 5.0
    remints = True
    most_inline = 10 << 20
    words: ClassVar[Mapping[str, Status]] = {
        "queued": "queued",
        "processing": "running",
        "completed": "succeeded",
        "failed": "failed",
    }
    rules = (
        Rule("content_moderated", "refusal"),
        Rule("budget_exhausted", "operator", "add credits in Luma's console"),
        Rule("402", "operator", "add credits in Luma's console"),
        Rule("image_too_large", "invalid"),
        Rule("unsupported_format", "invalid"),
        Rule("corrupt_input", "invalid"),
        Rule("invalid_request", "invalid"),
        Rule("429", "capacity", says="concurrent"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "settings")
        if set(order.settings) - ({_STRENGTH} if order.kind == "video" else set()):
            raise CannotAskError(f"{order.model} has one knob, {_STRENGTH}, and that for edits only")
        if order.kind not in _ROLES:
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if order.audio:
            raise CannotAskError(f"{order.model} makes no sound")
        shown = shown_as(order, _ROLES[order.kind])
        said: dict[str, Any] = {"model": order.model, "type": "video", "prompt": order.prompt}
        video: dict[str, Any] = {"resolution": grade_of(order.size, _GRADES)}
        if order.kind == "video":
            said |= {"type": "video_edit", "source": _reference(shown[0][1])}
            strength = order.settings.get(_STRENGTH)
            video["edit"] = {"strength": strength} if strength else {"auto_controls": True}
        else:
            said["aspect_ratio"] = ratio_of(order.size, _RATIOS)
            video["duration"] = f"{whole_seconds(order.seconds)}s"
        if order.kind == "extension":
            video["start_frame"] = {"generation_id": earlier(order, shown[0][1])}
        if order.kind == "image":
            at = {"first": 0, "last": _RATE * whole_seconds(order.seconds)}
            video["keyframes"] = [_reference(one) for _, one in shown]
            video["keyframe_indexes"] = [at[name] for name, _ in shown]
        return Call("POST", "/v1/generations", said | {"video": video})

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1/generations/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["state"])
        if status == "failed":
            failure = self.job_failure(str(body.get("failure_reason") or ""), str(body.get("failure_code") or ""))
            return JobState(status, failure=failure)
        if status != "succeeded":
            return JobState(status)
        outputs = tuple(Output(one["url"]) for one in body["output"] if one["type"] == "video")
        return JobState(status, 1.0, Result(outputs, version=body["model"]))

    def uploading(self, asset: Asset) -> Call | None:
        """A file that is too large to go along."""
        name = f"{asset.digest[:32]}.{asset.media_type.rpartition('/')[2]}"
        said = {"mime_type": asset.media_type, "size_bytes": len(asset.content), "filename": name, "purpose": "input"}
        return Call("POST", "/v1/files", said)

    def ticket(self, body: Any) -> Ticket:
        """A file stays until somebody deletes it; after a week it is uploaded anew."""
        closing = Call("POST", f"/v1/files/{body['id']}/complete")
        upload = body["upload"]
        return Ticket(upload["url"], {}, f"{_FILE}{body['id']}", timedelta(days=7), upload["headers"], closing)

    def settling(self, body: Any) -> Call | None:
        """Luma looks through each file first."""
        if body["state"] == "failed":
            raise raised(failed(self.provider, "refusal", str(body.get("failure_reason") or "the file was refused")))
        return None if body["state"] == "ready" else Call("GET", f"/v1/files/{body['id']}")

    def told(self, answer: Answer) -> Told:
        return Told(detail(answer))


def detail(answer: Answer) -> str:
    """What both of Luma's interfaces say of an error."""
    return str(answer.json()["detail"])


def earlier(order: Order, one: Input) -> str:
    """The id of the take that the order's goes on from. Raises CannotAskError for anything but a take made there."""
    if ":" in one.address:
        raise CannotAskError(f"{order.model} goes on from a take that Luma made itself, by its id")
    return one.address


def _reference(one: Input) -> dict[str, str]:
    if one.address.startswith(_FILE):
        return {"file_id": one.address.removeprefix(_FILE)}
    if one.address.startswith("data:"):
        return {"data": base64_of(one), "media_type": one.media_type}
    return {"url": one.address, "media_type": one.media_type}
