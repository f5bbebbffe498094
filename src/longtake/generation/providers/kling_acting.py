"""Kling's actors: a portrait that speaks, a picture that moves as a clip does, and the lips of a clip that follow
speech. They have the older interface, and are as long as the sound or the clip that goes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from longtake.catalogue import Kind, Role
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Asset, Bill, Input, Job, JobState, Order
from longtake.generation.providers.kling import KlingLegacy
from longtake.generation.shaping import CannotAskError, base64_of, grade_of, only, shown_as
from longtake.generation.wire import Call

__all__ = ["KlingActing"]

_AVATAR, _MOTION, _LIPS = "avatar/image2video", "motion-control", "advanced-lip-sync"
_SHOWN: Mapping[str, tuple[Kind, Mapping[Role, str]]] = {
    _AVATAR: ("avatar", {"portrait": "image", "audio": "sound_file"}),
    _MOTION: ("video", {"reference": "image_url", "video": "video_url"}),
    _LIPS: ("video", {"video": "video_url", "audio": "sound_file"}),
}
"""The kind of take, and the fields of what each is made from: all of them, once."""
_GRADES = {"720p": "std", "1080p": "pro"}
_FACES = "identify-face"


class KlingActing(KlingLegacy):
    """Avatar, motion control, lip sync. Keys: as the older generation's."""

    most_inline = 5 << 20

    def goes_along(self, asset: Asset) -> bool:
        """Clips are taken by their address only."""
        return super().goes_along(asset) and not asset.media_type.startswith("video/")

    def placing(self, order: Order, account: Account) -> Call:
        """For lips, whose can be moved is asked first."""
        path, model = _parts(order.model)
        only(order)
        shown = {name: _given(one) for name, one in _shown(order).items()}
        if path == _LIPS:
            if not order.audio:
                raise CannotAskError(f"{order.model} cannot be asked for a take without sound")
            return Call("POST", f"/v1/videos/{_FACES}", {"video_url": shown["video_url"]}, is_free=True)
        mode = _GRADES[grade_of(order.size, tuple(_GRADES))]
        said: dict[str, Any] = _options(order) | shown | {"prompt": order.prompt, "mode": mode}
        if path == _MOTION:
            sound = "yes" if order.audio else "no"
            said |= {"model_name": model, "character_orientation": "video", "keep_original_sound": sound}
        return Call("POST", f"/v1/videos/{path}", said)

    def step(self, order: Order, call: Call, answer: Answer) -> Call | Job:
        if not call.is_free:
            return self.placed(order, answer.json())
        found = answer.json()["data"]
        if len(found["face_data"]) != 1:
            raise CannotAskError(f"{order.model} moves one pair of lips; the clip has {len(found['face_data'])} faces")
        (face,) = found["face_data"]
        lips = {"session_id": found["session_id"], "face_choose": [_lips(order, face)]}
        return Call("POST", f"/v1/videos/{_LIPS}", _options(order) | lips)

    def placed(self, order: Order, body: Any) -> Job:
        return self.adopted(body["data"]["task_id"], order.model, order.kind)

    def adopted(self, job: str, model: str, kind: str) -> Job:
        return Job(job, {"kind": _parts(model)[0]})

    def state(self, job: Job, body: Any) -> JobState:
        units = body["data"].get("final_unit_deduction")
        return replace(super().state(job, body), bill=Bill(Decimal(units), "units") if units else None)

    def finding(self, order: Order, since: Any, page: int) -> Call | None:
        return Call("GET", f"/v1/videos/{_parts(order.model)[0]}/{order.token}")


def _parts(model: str) -> tuple[str, str]:
    """The path of a model's name in the catalogue, and the version that stands behind it, "" for none."""
    path = next(path for path in _SHOWN if f"{model}/".startswith(f"{path}/"))
    return path, model[len(path) + 1 :]


def _shown(order: Order) -> Mapping[str, Input]:
    """Each input by its field. Raises CannotAskError where one is missing, too much, or of another kind."""
    kind, names = _SHOWN[_parts(order.model)[0]]
    if order.kind != kind:
        raise CannotAskError(f"how {order.model} is asked for a take from {order.kind} is not known")
    shown = shown_as(order, names)
    if sorted(name for name, _ in shown) != sorted(names.values()):
        raise CannotAskError(f"{order.model} is made from {' and '.join(names)}, each of them once")
    return dict(shown)


def _given(one: Input) -> str:
    """Bytes without the prefix of their address; an address as it is."""
    if one.address.startswith("data:") and one.role == "video":
        raise CannotAskError("Kling is shown a clip by its address, and not as bytes: name a bucket")
    return base64_of(one) if one.address.startswith("data:") else one.address


def _lips(order: Order, face: Any) -> dict[str, Any]:
    """The speech from its beginning, as long as the take, where the face is first seen; the clip's own sound is off."""
    return {
        "face_id": face["face_id"],
        "sound_file": _given(_shown(order)["sound_file"]),
        "sound_start_time": 0,
        "sound_end_time": int(order.seconds * 1000),
        "sound_insert_time": face["start_time"],
        "sound_volume": 1,
        "original_audio_volume": 0,
    }


def _options(order: Order) -> dict[str, Any]:
    called = {"callback_url": order.callback} if order.callback else {}
    return {"external_task_id": order.token, "watermark_info": {"enabled": False}} | called
