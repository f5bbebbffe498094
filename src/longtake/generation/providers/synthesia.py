"""Synthesia's avatars by its second interface. Our token is the video's callbackId: the list of videos shows it, and so
a lost answer is found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Asset, Job, JobState, Order, Output, Result, Status
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, only, ratio_of
from longtake.generation.wire import Call, Found, Ticket, Told, Wire

__all__ = ["Synthesia"]

_RATIOS = ("16:9", "9:16", "1:1", "4:5", "5:4")
_SPEECH = "synthesia://"
_PAGE = 100
_KNOBS = {"avatar": "avatar", "background": "background", "language": "scriptLanguage"}


class Synthesia(Wire):
    """Keys: `key`. Three knobs say what the provider must be told and a film does not have: `avatar`, `background`
    (`white_studio`, `green_screen`, an asset's id) and the `language` of the recording (`en-GB`). A recording is worked
    on for a moment after it went up; an order that comes before that is refused, and works when it is run again."""

    provider = "synthesia"
    reconcile = "lookup"
    poll_seconds = 30.0
    remints = True
    uploads = "https://upload.api.synthesia.io"
    words: ClassVar[Mapping[str, Status]] = {
        "in_progress": "running",
        "approved": "running",
        "complete": "succeeded",
        "error": "failed",
        "rejected": "failed",
    }
    rules = (
        Rule("rejected", "refusal"),
        Rule("FEATURES_AUDIO_UPLOAD_DISABLED", "operator", "take a plan of Synthesia's that speaks recordings"),
        Rule("concurrency_limit", "capacity"),
        Rule("quota_exceeded", "operator", "see to the plan in Synthesia's console: its minutes are spent"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account)}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "settings")
        if order.kind != "avatar":
            raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
        if order.prompt:
            raise CannotAskError(f"{order.model} takes no words about movement, and the order has some")
        said = {
            "title": order.token,
            "callbackId": order.token,
            "test": False,
            "visibility": "private",
            "aspectRatio": ratio_of(order.size, _RATIOS),
            "input": [{**_told(order), "scriptAudio": _spoken(order)}],
        }
        return Call("POST", "/v2/videos", said)

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["id"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v2/videos/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        status = self.status(body["status"])
        if status == "failed":
            return JobState(status, failure=self.job_failure(f"the video is told as {body['status']}", body["status"]))
        return JobState(status, result=Result((Output(body["download"]),)) if status == "succeeded" else None)

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        return Call("GET", "/v2/videos", query=(("limit", str(_PAGE)), ("offset", str((page - 1) * _PAGE))))

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        videos = body["videos"]
        ours = tuple(Job(video["id"]) for video in videos if video.get("callbackId") == order.token)
        return Found(ours, is_last=bool(ours) or len(videos) < _PAGE)

    def uploading(self, asset: Asset) -> Call | None:
        if asset.media_type != "audio/mpeg":
            raise CannotAskError(f"it takes recordings as MP3 alone, and this file is {asset.media_type}")
        return Call("POST", "/v2/scriptAudio", asset.content, headers={"content-type": asset.media_type})

    def ticket(self, body: Any) -> Ticket:
        return Ticket("", {}, _SPEECH + body["id"])

    def told(self, answer: Answer) -> Told:
        """A problem of RFC 9457, or the older pair of `error` and `context`."""
        body = answer.json()
        what = body.get("detail") or body.get("context") or body.get("title") or body["error"]
        return Told(str(what), (str(body.get("code") or body["error"]),))


def _told(order: Order) -> dict[str, str]:
    """What the knobs say, in the provider's names."""
    if order.settings.keys() != _KNOBS.keys():
        raise CannotAskError(f"{order.model} is told its {', '.join(_KNOBS)} by knobs of these names, and nothing else")
    return {name: order.settings[knob] for knob, name in _KNOBS.items()}


def _spoken(order: Order) -> str:
    sounds = order.inputs_of("audio")
    if len(sounds) != 1 or len(order.inputs) != 1:
        raise CannotAskError(f"{order.model} is shown one recording and nothing else")
    if not sounds[0].address.startswith(_SPEECH):
        raise CannotAskError(f"{order.model} speaks a recording that was uploaded to it, not one at an address")
    return sounds[0].address.removeprefix(_SPEECH)
