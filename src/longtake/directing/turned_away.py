"""What an endpoint says when it gives no answer, in our words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from longtake.errors import DirectorAccessError, DirectorError
from longtake.generation.secrets import Secret, scrubbed

if TYPE_CHECKING:
    import openai

__all__ = ["seconds_to_wait", "turned_away"]

_LONGEST_WAIT = 60
_LONGEST_WORDS = 300
_ACCESS = {
    401: "it does not take the key",
    402: "its balance is used up",
    403: "the key may not ask this model",
}


def seconds_to_wait(error: openai.APIError) -> int | None:
    """How long to wait before asking again, where the endpoint says so and it is a minute at most."""
    response = getattr(error, "response", None)
    if getattr(error, "status_code", 0) not in (429, 503) or response is None or _is_balance(error):
        return None
    said = response.headers.get("retry-after", "")
    return int(said) if re.fullmatch(r"\d{1,3}", said, re.ASCII) and int(said) <= _LONGEST_WAIT else None


def turned_away(error: openai.APIError, url: str, model: str, keys: tuple[Secret, ...]) -> DirectorError:
    """The error to raise; the endpoint's own words behind ours, without the key and without lines."""
    status = getattr(error, "status_code", 0)
    said = f" ({words})" if (words := _said(error, keys)) else ""
    if status in _ACCESS or _is_balance(error):
        message = _ACCESS.get(status, _ACCESS[402])
        ways_out = ("check LONGTAKE_DIRECTOR_KEY and the account behind it", "the key must be of this endpoint")
        return DirectorAccessError(message + said, place=url, advice=ways_out)
    message, advice = _in_our_words(status, model)
    return DirectorError(message + said, place=url, advice=advice)


def _in_our_words(status: int, model: str) -> tuple[str, tuple[str, ...]]:
    if status == 0:
        return "it cannot be reached", ("check the address", "a local model must be running")
    if status == 404:
        return f"it knows no model {model}, or no such address", ("check --model", "check --endpoint: most end in /v1")
    if status == 429:
        return "it asks for fewer requests", ("run it again later",)
    if 300 <= status < 400:
        return "it sends us to another address, and that is not followed", ("write --endpoint as it is meant",)
    if status >= 500:
        return f"it failed with status {status}", ("run it again later",)
    return f"it did not take the request, with status {status}", ("check that it is an OpenAI-compatible endpoint",)


def _is_balance(error: openai.APIError) -> bool:
    return getattr(error, "code", None) == "insufficient_quota"


def _said(error: openai.APIError, keys: tuple[Secret, ...]) -> str:
    body = getattr(error, "body", None)
    words = body.get("message") if isinstance(body, dict) else error.message
    return scrubbed(" ".join(str(words or "").split()), keys)[:_LONGEST_WORDS]
