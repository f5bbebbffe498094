"""A provider is asked what costs nothing, and what is not as expected is told in words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from exchanges import WIRE, FakeClock

from longtake.catalogue import load_catalogue
from longtake.emulator import Emulator, Fault, environment
from longtake.generation.accounts import accounts
from longtake.generation.checking import Checked, CheckResult, checked
from longtake.generation.http import Door
from longtake.generation.provider import Account
from longtake.generation.questions import questions
from longtake.generation.secrets import Secret
from longtake.generation.shape import ANY, differences

AGGREGATORS = ("atlas", "fal", "kie", "openai-gateway", "openrouter", "replicate")
OTHERS = ("ark", "comfyui", "google", "kling", "luma", "luma-dream-machine", "minimax", "runway", "topaz", "vertex")
ACTORS = ("dashscope", "heygen", "synthesia", "volcengine")
PROVIDERS = (*OTHERS, *ACTORS, *AGGREGATORS)
HERE = "http://127.0.0.1:8099"
Change = Callable[[dict[str, Any]], object]
each = pytest.mark.parametrize("provider", PROVIDERS)


class Altered(httpx.AsyncBaseTransport):
    """The emulator, with what it says changed."""

    def __init__(self, emulator: Emulator, change: Change) -> None:
        self._inner, self._change = httpx.ASGITransport(app=emulator.application), change

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        body = json.loads(await answer.aread())
        self._change(body)
        return httpx.Response(answer.status_code, stream=httpx.ByteStream(json.dumps(body).encode()))


def asked(provider: str, *faults: Fault, change: Change = lambda body: None, account: Account | None = None) -> Any:
    emulator = Emulator()
    for fault in faults:
        emulator.studio.faults.add(fault)

    async def run() -> CheckResult:
        door = Door(transport=Altered(emulator, change), allow_loopback=True)
        whom = account or accounts(environment(HERE))(provider)
        return await checked(whom, questions(provider, load_catalogue()), door, FakeClock())

    result = asyncio.run(run())
    assert not emulator.studio.jobs()
    return result


def only(result: CheckResult, what: str) -> Checked:
    return next(one for one in result.answers if what in one.question.what)


@each
def test_the_emulator_answers_as_expected_and_bills_nothing(provider: str) -> None:
    result = asked(provider)
    assert result.is_as_expected
    assert not result.needs_operator
    assert [one.status for one in result.answers] == [one.question.status for one in result.answers]
    assert not [one.differences for one in result.answers if one.differences]


@pytest.mark.parametrize(
    "question",
    [one for provider in PROVIDERS for one in questions(provider, load_catalogue())],
    ids=lambda one: f"{one.written}: {one.what}",
)
def test_what_is_expected_is_what_is_written_of_the_provider(question: Any) -> None:
    written = json.loads((WIRE / f"{question.written}.json").read_text())
    response = written["response"]
    status = response["body"]["code"] if question.written.startswith("kie/") else response["status"]
    assert (question.status, question.sure) == (status, written["source"]["sure"])
    assert question.call.method == written["request"]["method"]
    expected = written["response"]["body"]
    if question.written == "ark/list":
        assert question.body["items"][0].keys() == expected["items"][0].keys()
    assert not differences(question.body, expected)
    assert not differences(expected, _named(question.body))


def _named(example: Any) -> Any:
    """The example with a name of a model where any may stand."""
    if isinstance(example, dict):
        return {"gen4.5" if name == ANY else name: _named(value) for name, value in example.items()}
    return example


@each
def test_a_key_that_is_refused_needs_the_operator(provider: str) -> None:
    result = asked(provider, Fault("key"))
    (first, *_) = result.answers
    assert result.needs_operator
    assert first.failure is not None
    assert first.failure.cls == "operator"
    assert first.status == 401
    assert "key" in first.failure.next_step


@pytest.mark.parametrize(
    ("provider", "says"),
    [("fal", "Exhausted balance"), ("ark", "overdue balance"), ("kling", "balance not enough"), ("runway", "credits")],
)
def test_a_balance_that_is_spent_needs_the_operator(provider: str, says: str) -> None:
    result = asked(provider, Fault("balance"))
    assert result.needs_operator
    failure = result.answers[0].failure
    assert failure is not None
    assert says in failure.what


def test_an_account_without_a_credit_is_told_though_it_answers() -> None:
    def spent(body: dict[str, Any]) -> None:
        if "creditBalance" in body:
            body["creditBalance"] = 0

    account = only(asked("runway", change=spent), "account")
    assert str(account.failure) == "runway: no credits are left"
    assert account.failure is not None
    assert "buy some in its console" in account.failure.next_step
    assert only(asked("runway"), "account").note == "1000000 credits left"


def test_a_field_that_was_renamed_is_named() -> None:
    def renamed(body: dict[str, Any]) -> None:
        if "creditBalance" in body:
            body["credits"] = body.pop("creditBalance")

    result = asked("runway", change=renamed)
    assert not result.is_as_expected
    assert not result.needs_operator
    told = [str(one) for one in only(result, "account").differences]
    assert told == ["creditBalance is missing; a number was expected", "credits is new: a number"]


def test_a_field_that_is_new_does_no_harm() -> None:
    result = asked("kling", change=lambda body: body.update(region="sg"))
    assert result.is_as_expected
    assert [str(one) for one in result.answers[0].differences] == ["region is new: a text"]


def test_a_model_that_is_gone_is_named() -> None:
    result = asked("google", Fault("model", on="account", skip=2))
    (gone,) = (one for one in result.answers if not one.is_as_expected)
    assert gone.endpoint == "GET /v1beta/models/veo-3.1-fast-generate-preview"
    assert (gone.status, gone.question.status) == (404, 200)
    assert "was not found" in str(gone.failure)


def test_another_status_is_told_with_the_one_that_was_expected() -> None:
    async def fine(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"<html>"})

    async def run() -> CheckResult:
        door = Door(transport=httpx.ASGITransport(app=fine), allow_loopback=True)
        return await checked(accounts(environment(HERE))("runway"), questions("runway", {}), door, FakeClock())  # type: ignore[arg-type]

    account, job = asyncio.run(run()).answers
    assert str(account.failure) == "runway: its answer is no JSON"
    assert str(job.failure) == "runway: it answers with status 200, where 404 was expected"


def test_what_an_account_has_no_key_for_is_not_asked() -> None:
    keys = {"access": Secret("an-access-key"), "secret": Secret("a-secret-key")}
    result = asked("kling", account=Account("kling", "default", f"{HERE}/kling", keys, is_emulated=True))
    newer, older = result.answers
    assert newer.note == "not asked: kling needs a key, and the account default has no key"
    assert older.status == 404
    assert result.is_as_expected


def test_a_provider_that_is_not_there_could_not_be_asked() -> None:
    async def run() -> CheckResult:
        account = Account("fal", "default", "http://127.0.0.1:9", {"key": Secret("emulated")}, is_emulated=True)
        async with Door(allow_loopback=True) as door:
            return await checked(account, questions("fal", load_catalogue()), door, FakeClock())

    (answer,) = asyncio.run(run()).answers
    assert answer.status is None
    assert answer.failure is not None
    assert answer.failure.cls == "transient"
