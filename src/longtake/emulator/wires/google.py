"""What Google's three interfaces share: errors, keys, and the files that takes are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longtake.emulator.job import Job
from longtake.emulator.wire import Answer, Call, Media, Refused, Trouble

__all__ = ["FILTERED", "RUNNING", "developer_key", "download", "file_link", "refuse"]

RUNNING = ("queued", "throttled", "running")
FILTERED = "The prompt could not be submitted. It was blocked by a safety filter. Support code: 15236754"
_RPC = "type.googleapis.com/google.rpc"
_HOST = "https://generativelanguage.googleapis.com"
_QUOTA = "You exceeded your current quota, please check your plan and billing details."
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
    "precondition": (400, "FAILED_PRECONDITION", "Billing must be enabled for this project to use this model."),
    "refused": (400, "INVALID_ARGUMENT", FILTERED),
    "key": (401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
    "permission": (403, "PERMISSION_DENIED", "The caller does not have permission"),
    "balance": (429, "RESOURCE_EXHAUSTED", _QUOTA),
    "model": (404, "NOT_FOUND", "The model was not found or is not supported for this method."),
    "gone": (404, "NOT_FOUND", "Requested entity was not found."),
    "throttled": (429, "RESOURCE_EXHAUSTED", _QUOTA),
    "capacity": (429, "RESOURCE_EXHAUSTED", "Too many requests are being processed."),
    "internal": (500, "INTERNAL", "An internal error has occurred. Please retry."),
    "unavailable": (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    "gateway-timeout": (504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
}


def refuse(trouble: Trouble) -> Answer:
    """Interactions name an error by a word in small letters, the others by a number and a status."""
    status, name, words = _ERRORS[trouble.word]
    error: dict[str, Any] = {"code": status, "message": trouble.message or words, "status": name}
    if "/interactions" in trouble.path:
        error = {"code": _INTERACTIONS.get(name, name.lower()), "message": trouble.message or words}
    elif trouble.word == "throttled":
        delay = f"{trouble.wait}s" if trouble.wait.isdecimal() else "12s"
        error["details"] = [{"@type": f"{_RPC}.RetryInfo", "retryDelay": delay}]
    return Answer(status, {"error": error})


_INTERACTIONS = {"INVALID_ARGUMENT": "invalid_request"}


def developer_key(headers: Mapping[str, str]) -> str:
    return headers.get("x-goog-api-key", "")


def file_link(call: Call, job: Job) -> str:
    """Where a take's file lies. Google's own client takes only the id out of an address that begins with https, and
    asks the host that it was pointed at."""
    agent = call.headers.get("x-goog-api-client", "") + call.headers.get("user-agent", "")
    host = _HOST if "google-genai-sdk" in agent else call.base
    return f"{host}/v1beta/files/{call.studio.link(job)}:download?alt=media"


def download(call: Call) -> Answer:
    """A take by the token of its link."""
    link, job = call.studio.linked(call.parts["token"]), call.studio.linked_job(call.parts["token"])
    if link is None or job is None or call.now >= link.expires:
        raise Refused("gone")
    return Answer(200, Media(job))
