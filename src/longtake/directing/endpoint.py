"""A language model behind an OpenAI-compatible endpoint, hosted or on this machine.

The one place that opens a connection and the one that holds the key. What comes back is bounded in size and time, and
no redirect is followed: the key and the script go to the address that the caller named, and to no other.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from longtake.directing.address import checked_address, is_loopback
from longtake.directing.messages import Message
from longtake.directing.tokens import Tokens
from longtake.directing.turned_away import seconds_to_wait, turned_away
from longtake.errors import DirectorError, Finding, InputError, LostAnswerError, MissingExtraError
from longtake.generation.secrets import Secret, scrubbed

if TYPE_CHECKING:
    import httpx2
    import openai

__all__ = ["Answer", "Director", "Endpoint"]

_MOST_BYTES = 4_000_000
_MOST_REQUESTS = 5
_BYTES_A_TOKEN = 3
# The last is the library's own mark of a request whose answer we read ourselves; it looks for it there afterwards.
_SENT = (
    "host",
    "accept",
    "content-type",
    "content-length",
    "transfer-encoding",
    "connection",
    "user-agent",
    "x-stainless-raw-response",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a director wrote. ending: `cut` where it ran out of tokens, `refused` where it would not."""

    text: str
    tokens: Tokens
    ending: Literal["whole", "cut", "refused"] = "whole"


class Director(Protocol):
    """A language model. notes: what the caller should know of how it was asked."""

    @property
    def model(self) -> str: ...

    @property
    def notes(self) -> tuple[Finding, ...]: ...

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any], most_tokens: int) -> Answer:
        """One answer of at most `most_tokens`. Raises DirectorError; LostAnswerError where one may have been paid for
        that did not come."""
        ...


class Endpoint:
    """A Director at an address. patience: seconds that an answer may take. wait: how a wait of some seconds is spent.

    Raises InputError for an address, a model's name or a key that cannot be used, MissingExtraError without the extra.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: Secret | None,
        *,
        patience: float = 300,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = checked_address(url)
        self.model = _checked_model(model)
        self.notes: tuple[Finding, ...] = ()
        self._keys, self._patience, self._wait = _checked_key(key, self.url), patience, wait
        self._cap, self._has_schema = "max_tokens", True
        self._openai = _library()

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any], most_tokens: int) -> Answer:
        with self._client() as client:
            for _ in range(_MOST_REQUESTS):
                wish = self._wish(schema, most_tokens)
                try:
                    return self._answer(self._body(client, messages, wish), messages)
                except self._openai.APIError as error:
                    self._get_over(error)
        raise DirectorError(f"it turned {_MOST_REQUESTS} requests away", place=self.url, advice=("run it again later",))

    def _client(self) -> openai.OpenAI:
        """A client that sends what we say and no more: neither headers nor keys that it finds in the environment."""
        inner = self._openai.DefaultHttpxClient(
            timeout=self._patience,
            follow_redirects=False,
            trust_env=not is_loopback(self.url),
            event_hooks={"request": [self._only_ours]},
        )
        client: openai.OpenAI = self._openai.OpenAI(base_url=self.url, api_key="none", max_retries=0, http_client=inner)
        return client

    def _only_ours(self, request: httpx2.Request) -> None:
        for name in [name for name in request.headers if name.lower() not in _SENT]:
            del request.headers[name]
        request.headers["accept-encoding"] = "identity"
        for key in self._keys:
            request.headers["authorization"] = key.after("Bearer ").reveal()

    def _wish(self, schema: Mapping[str, Any], most_tokens: int) -> dict[str, Any]:
        wish: dict[str, Any] = {self._cap: most_tokens}
        if self._has_schema:
            shape = {"name": "storyboard", "schema": schema, "strict": False}
            wish["response_format"] = {"type": "json_schema", "json_schema": shape}
        return wish

    def _body(self, client: openai.OpenAI, messages: Sequence[Message], wish: dict[str, Any]) -> bytes:
        """The bytes of the response, within a size and a time. Raises openai.APIError, LostAnswerError."""
        import httpx2

        create: Any = client.chat.completions.with_streaming_response.create
        until, body = time.monotonic() + self._patience, bytearray()
        try:
            with create(model=self.model, messages=list(messages), **wish) as response:
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > _MOST_BYTES:
                        raise LostAnswerError("its answer is longer than 4 MB", place=self.url)
                    if time.monotonic() > until:
                        raise self._too_slow()
        except (self._openai.APITimeoutError, httpx2.TimeoutException):
            raise self._too_slow() from None
        except httpx2.HTTPError as error:
            raise self._broken(error) from None
        except self._openai.APIConnectionError as error:
            if not isinstance(error.__cause__, httpx2.ConnectError):
                raise self._broken(error.__cause__ or error) from None
            raise
        return bytes(body)

    def _broken(self, error: BaseException) -> DirectorError:
        message = f"the connection broke: {scrubbed(str(error), self._keys)}"
        return LostAnswerError(message, place=self.url, advice=("run it again",))

    def _too_slow(self) -> DirectorError:
        advice = ("run it again, or ask a faster model", "the endpoint may have charged for what it wrote till then")
        return LostAnswerError(f"no answer in {self._patience:g} s", place=self.url, advice=advice)

    def _answer(self, body: bytes, messages: Sequence[Message]) -> Answer:
        text = scrubbed(body.decode("utf-8", "replace"), self._keys)
        try:
            whole = json.loads(text)
            choice = whole["choices"][0]
            message, ending = choice["message"], choice.get("finish_reason")
            words, refusal = message.get("content"), message.get("refusal")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            advice = ("check the address: most end in /v1",)
            message = "what it sent is no answer of a chat endpoint"
            raise DirectorError(message, place=self.url, advice=advice) from None
        content = _text(words)
        tokens = _tokens(whole.get("usage"), messages, content)
        if refusal or ending == "content_filter":
            return Answer(_text(refusal)[:300], tokens, "refused")
        return Answer(content, tokens, "cut" if ending == "length" else "whole")

    def _get_over(self, error: openai.APIError) -> None:
        """Changes the next request, or waits, as the endpoint asks. Raises DirectorError where that is no use."""
        said = str(getattr(error, "body", None) or error)
        is_bad = getattr(error, "status_code", 0) in (400, 422)
        if is_bad and self._has_schema and re.search("response_format|json_schema|structured", said):
            self._has_schema = False
            message = "it takes no schema for its answers, so the schema stood in the question only"
            self.notes = (*self.notes, Finding(self.url, message))
        elif is_bad and self._cap == "max_tokens" and "max_completion_tokens" in said:
            self._cap = "max_completion_tokens"
        elif (seconds := seconds_to_wait(error)) is not None:
            self._wait(seconds)
        else:
            raise turned_away(error, self.url, self.model, self._keys) from None


def _library() -> Any:
    try:
        import openai
    except ModuleNotFoundError as error:
        advice = ('pip install "longtake[director]"', "or leave --director out: scripts are read without a model")
        raise MissingExtraError(
            f"a director needs the package {error.name}", place="--director", advice=advice
        ) from None
    return openai


def _checked_model(model: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][\w.:/@+-]{0,199}", model, re.ASCII):
        advice = ("write --model as the endpoint calls it", "or set LONGTAKE_DIRECTOR_MODEL")
        message = f"{model[:40]!r} is no model's name" if model else "no model is named"
        raise InputError(message, place="--model", advice=advice)
    return model


def _checked_key(key: Secret | None, url: str) -> tuple[Secret, ...]:
    """The key, or none for this machine."""
    if not key and not is_loopback(url):
        advice = ("set LONGTAKE_DIRECTOR_KEY", "to any word, if the endpoint asks for no key")
        raise InputError(f"no key for {url}", place="LONGTAKE_DIRECTOR_KEY", advice=advice)
    return (key,) if key else ()


def _text(words: object) -> str:
    """The words without halves of characters, which could not be sent back."""
    return words.encode("utf-8", "replace").decode() if isinstance(words, str) else ""


def _tokens(usage: object, messages: Sequence[Message], content: str) -> Tokens:
    """As the endpoint counts them; by length where it does not."""
    with suppress(TypeError, KeyError, ValueError):
        counted = [int(usage[name]) for name in ("prompt_tokens", "completion_tokens")]  # type: ignore[index]
        if min(counted) >= 0:
            return Tokens(counted[0], counted[1])
    asked = sum(len(message["content"].encode()) for message in messages)
    return Tokens(asked // _BYTES_A_TOKEN, len(content.encode()) // _BYTES_A_TOKEN, is_sure=False)
