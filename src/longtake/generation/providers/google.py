"""Veo by Google's long-running operations, with a developer key or on Vertex."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from longtake.catalogue import Role
from longtake.errors import OperatorError
from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Input, Job, JobState, Order, Output, Result
from longtake.generation.secrets import Secret
from longtake.generation.shaping import CannotAskError, base64_of, grade_of, only, ratio_of, shown_as, whole_seconds
from longtake.generation.wire import Call, Told, Wire

__all__ = ["Veo", "VertexVeo"]

_HOST = "generativelanguage.googleapis.com"
_BUCKETS = "storage.googleapis.com"
_RATIOS = ("16:9", "9:16")
_ROLES: Mapping[Role, str] = {
    "first frame": "image",
    "last frame": "lastFrame",
    "reference": "referenceImages",
    "video": "video",
}
_RULES: tuple[Rule, ...] = (
    Rule("API_KEY_INVALID", "operator"),
    Rule("INVALID_ARGUMENT", "refusal", says="safety|guideline|blocked|sensitive"),
    Rule("FAILED_PRECONDITION", "operator", "see to billing and regions in Google's console"),
    Rule("safety", "refusal"),
    Rule("invalid_request", "invalid"),
    Rule("3", "refusal", says="safety|guideline|blocked|sensitive"),
    Rule("3", "invalid"),
    Rule("8", "transient"),
    Rule("13", "transient"),
    Rule("14", "transient"),
)


class Veo(Wire):
    """Veo with a developer key. Keys: `key`. Takes always have sound, and no seed is taken."""

    provider = "google"
    most_inline = 20 << 20
    most_answer = 96 << 20
    rules: ClassVar[tuple[Rule, ...]] = _RULES

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"x-goog-api-key": self.key(account)}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "negative")
        if not order.audio:
            raise CannotAskError(f"{order.model} cannot be asked for a take without sound")
        return Call("POST", f"/v1beta/models/{order.model}:predictLongRunning", _request(order, "allow_adult"))

    def placed(self, order: Order, body: Any) -> Job:
        return Job(body["name"])

    def polling(self, job: Job) -> Call:
        return Call("GET", f"/v1beta/{job.id}")

    def state(self, job: Job, body: Any) -> JobState:
        if not body.get("done"):
            return JobState("running")
        if error := body.get("error"):
            return JobState("failed", failure=self.job_failure(str(error["message"]), str(error["code"])))
        answer = self.made(body["response"])
        if reasons := answer.get("raiMediaFilteredReasons") or answer.get("raiMediaFilteredCount"):
            what = " · ".join(reasons) if isinstance(reasons, list) else f"{reasons} takes were held back"
            return JobState("failed", failure=self.job_failure(what, "safety"))
        outputs = tuple(self.output(one) for one in answer.get("generatedSamples") or answer["videos"])
        return JobState("succeeded", 1.0, Result(outputs))

    def made(self, response: Any) -> Any:
        return response["generateVideoResponse"]

    def output(self, sample: Any) -> Output:
        return Output(sample["video"]["uri"])

    def address(self, url: str, account: Account) -> str:
        """A file's address names Google's host; an emulator's account stands elsewhere."""
        parts = urlsplit(url)
        is_theirs = parts.hostname == _HOST
        return f"{account.base}{parts.path}?{parts.query}".removesuffix("?") if is_theirs else url

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        reasons = (str(one["reason"]) for one in error.get("details", ()) if "reason" in one)
        return Told(str(error["message"]), (*reasons, str(error.get("status") or error["code"])))


class VertexVeo(Veo):
    """Veo on Vertex. Keys: `token`. Settings: `project`, `location`, and `bucket` (`gs://…`) for takes that are too
    large to come inside an answer."""

    provider = "vertex"
    key_hosts = (_BUCKETS,)

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account, "token").after("Bearer ")}

    def placing(self, order: Order, account: Account) -> Call:
        only(order, "negative", "seed")
        request = _request(order)
        request["parameters"]["generateAudio"] = order.audio
        if order.seed is not None:
            request["parameters"]["seed"] = order.seed
        if bucket := account.settings.get("bucket"):
            request["parameters"]["storageUri"] = bucket
        return Call(
            "POST", f"/v1beta1/{_place(account)}/publishers/google/models/{order.model}:predictLongRunning", request
        )

    def polling(self, job: Job) -> Call:
        model = job.id.partition("/operations/")[0]
        return Call("POST", f"/v1beta1/{model}:fetchPredictOperation", {"operationName": job.id})

    def made(self, response: Any) -> Any:
        return response

    def output(self, sample: Any) -> Output:
        if coded := sample.get("bytesBase64Encoded"):
            return Output("", sample["mimeType"], base64.b64decode(coded, validate=True))
        return Output(sample["gcsUri"], sample["mimeType"])

    def address(self, url: str, account: Account) -> str:
        """A bucket's object by Cloud Storage's JSON interface."""
        bucket, _, name = url.removeprefix("gs://").partition("/")
        host = account.base if account.is_emulated else f"https://{_BUCKETS}"
        return f"{host}/storage/v1/b/{quote(bucket, safe='')}/o/{quote(name, safe='')}?alt=media"


def _request(order: Order, people: str = "") -> dict[str, Any]:
    """A request for one take of Veo's. people: who may be shown, "" where nothing is said."""
    shown: dict[str, Any] = {}
    for name, one in shown_as(order, _ROLES):
        match name:
            case "video":
                shown[name] = {"uri": one.address}
            case "referenceImages":
                shown.setdefault(name, []).append({"image": _image(one), "referenceType": "ASSET"})
            case _:
                shown[name] = _image(one)
    asked = {
        "sampleCount": 1,
        "durationSeconds": whole_seconds(order.seconds),
        "aspectRatio": ratio_of(order.size, _RATIOS),
        "resolution": grade_of(order.size, ("720p", "1080p", "4k")),
    }
    asked |= {"personGeneration": people} if people else {}
    asked |= {"negativePrompt": order.negative} if order.negative else {}
    return {"instances": [{"prompt": order.prompt, **shown}], "parameters": asked}


def _image(one: Input) -> dict[str, str]:
    if one.address.startswith("gs://"):
        return {"gcsUri": one.address, "mimeType": one.media_type}
    return {"bytesBase64Encoded": base64_of(one), "mimeType": one.media_type}


def _place(account: Account) -> str:
    if not account.settings.get("project"):
        raise OperatorError("vertex needs a project", advice=("set GOOGLE_CLOUD_PROJECT in the environment",))
    return f"projects/{account.settings['project']}/locations/{account.settings['location']}"
