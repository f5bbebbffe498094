"""What a provider calls back is a hint that it signed; nothing that anybody else sends changes anything."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from exchanges import TODAY, WIRE, FakeClock
from ledgers import an_intent, usd

from longtake.generation.http import Door
from longtake.ledger import Ledger, Purchase
from needs import need

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from longtake.generation.callbacks import Callbacks, application
    from longtake.generation.signatures import FalSignatures, ForgedError, KeysMissingError, check_fal, keys_of_set
except ImportError:
    need(False, "cryptography is not here: pip install 'longtake[callbacks]'.")

NOW = int(TODAY.timestamp())
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
WRITTEN = json.loads((WIRE / "fal" / "webhook-ok.json").read_text())
JOB = WRITTEN["job"]
BODY = json.dumps(WRITTEN["request"]["body"]).encode()


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def key_set(*keys: Ed25519PrivateKey) -> dict[str, Any]:
    named = [base64.urlsafe_b64encode(public(key)).decode().rstrip("=") for key in keys]
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": name, "kid": str(n)} for n, name in enumerate(named)]}


def signed(body: bytes = BODY, job: str = JOB, at: int | str = NOW, key: Any = KEY) -> dict[str, str]:
    """The headers of a call, with the names and in the order of the written one."""
    user = "github|12345"
    message = f"{job}\n{user}\n{at}\n{hashlib.sha256(body).hexdigest()}"
    values = (job, user, str(at), key.sign(message.encode()).hex())
    names = [name for name in WRITTEN["request"]["headers"] if name.startswith("x-fal")]
    return {"content-type": "application/json", **dict(zip(names, values, strict=True))}


def test_a_call_that_the_provider_signed_names_its_job() -> None:
    assert check_fal(signed(), BODY, [public(KEY)], TODAY) == JOB
    assert check_fal(signed(), BODY, [public(OTHER), public(KEY)], TODAY) == JOB


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed().items() if key != name}


@pytest.mark.parametrize(
    ("headers", "body", "says"),
    [
        (signed(), BODY + b" ", "no key of the provider's"),
        (signed(key=OTHER), BODY, "no key of the provider's"),
        ({**signed(), "x-fal-webhook-request-id": "another"}, BODY, "no key of the provider's"),
        ({**signed(), "x-fal-webhook-user-id": "another"}, BODY, "no key of the provider's"),
        ({**signed(), "x-fal-webhook-timestamp": str(NOW + 1)}, BODY, "no key of the provider's"),
        (signed(at=NOW - 301), BODY, "five minutes old, or ahead"),
        (signed(at=NOW + 301), BODY, "five minutes old, or ahead"),
        (signed(at="soon"), BODY, "is no time"),
        (signed(at="²"), BODY, "is no time"),
        ({**signed(), "x-fal-webhook-signature": "xyz"}, BODY, "no hexadecimal"),
        *((without(name), BODY, "is missing") for name in signed() if name.startswith("x-fal")),
    ],
)
def test_a_call_that_is_forged_changed_or_old_is_refused(headers: dict[str, str], body: bytes, says: str) -> None:
    with pytest.raises(ForgedError, match=says):
        check_fal(headers, body, [public(KEY)], TODAY)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_clocks_may_be_five_minutes_apart(seconds: int) -> None:
    assert check_fal(signed(at=NOW + seconds), BODY, [public(KEY)], TODAY) == JOB


def test_without_keys_nothing_is_signed() -> None:
    with pytest.raises(ForgedError):
        check_fal(signed(), BODY, [], TODAY)


def test_only_keys_of_the_right_kind_are_taken_from_a_set() -> None:
    found = key_set(KEY)
    found["keys"] += [{"kty": "RSA", "n": "x"}, {"kty": "OKP", "crv": "X25519", "x": "AA"}]
    assert keys_of_set(found) == (public(KEY),)
    for odd in ([], {"keys": [1]}, {"keys": None}, {}):
        with pytest.raises(ValueError, match="no set of keys"):
            keys_of_set(odd)


class Published(httpx.AsyncBaseTransport):
    """Where fal publishes its keys."""

    def __init__(self, *sets: object) -> None:
        self.sets, self.asked = list(sets), 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "https://rest.fal.ai/.well-known/jwks.json"
        assert "authorization" not in request.headers
        self.asked += 1
        found = self.sets.pop(0) if len(self.sets) > 1 else self.sets[0]
        status = 503 if found is None else 200
        return httpx.Response(status, stream=httpx.ByteStream(json.dumps(found).encode()))


def test_keys_are_fetched_once_and_anew_when_they_change() -> None:
    async def run() -> None:
        published, clock = Published(key_set(KEY), key_set(OTHER)), FakeClock()
        falls = FalSignatures(Door(transport=published), clock)
        assert [await falls.check(signed(), BODY) for _ in range(3)] == [JOB] * 3
        assert published.asked == 1
        clock.seconds += 100
        assert await falls.check(signed(key=OTHER), BODY) == JOB
        assert published.asked == 2
        for _ in range(5):
            with pytest.raises(ForgedError):
                await falls.check(signed(), BODY)
        assert published.asked == 2

    asyncio.run(run())


def test_where_the_keys_are_not_there_nothing_is_believed() -> None:
    async def run() -> None:
        falls = FalSignatures(Door(transport=Published(None)), FakeClock())
        with pytest.raises(KeysMissingError, match="HTTP 503"):
            await falls.check(signed(), BODY)

    asyncio.run(run())


# The receiver


class Stage:
    """A purchase at fal, and the receiver of its calls."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        intent = an_intent("waking.1", provider="fal")
        bought = ledger.intend(intent, "film", ledger.hold_for(_owner(), 60))
        assert isinstance(bought, Purchase)
        self.bought = bought
        self.keys = Published(key_set(KEY))
        fal = FalSignatures(Door(transport=self.keys), FakeClock())
        self.callbacks = Callbacks("https://me.example/hooks", ledger, {"fal": fal}, FakeClock())
        self.path = self.callbacks.address("fal", bought.token).removeprefix("https://me.example")

    @property
    def is_called(self) -> bool:
        return self.callbacks.called(self.bought.token).is_set()

    def call(self, *, path: str = "", headers: dict[str, str] | None = None, body: bytes = BODY, times: int = 1) -> Any:
        """The statuses of calls made at once."""

        async def run() -> list[int]:
            transport = httpx.ASGITransport(app=application(self.callbacks))
            async with httpx.AsyncClient(transport=transport, base_url="https://me.example") as client:
                sent = headers if headers is not None else signed()
                made = (client.post(path or self.path, content=body, headers=sent) for _ in range(times))
                return [answer.status_code for answer in await asyncio.gather(*made)]

        found = asyncio.run(run())
        return found[0] if times == 1 else found


def _owner() -> Any:
    from longtake.ledger import this_owner

    return this_owner()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.set_budget("film", usd("10"))
        yield Stage(ledger)


def test_a_call_before_the_answer_to_the_order_is_kept_for_whoever_polls(stage: Stage) -> None:
    before = stage.ledger.history(stage.bought.id)
    assert stage.call() == 200
    assert stage.is_called
    assert stage.ledger.purchase(stage.bought.id) == stage.bought
    assert stage.ledger.history(stage.bought.id) == before


def test_a_call_twice_is_answered_twice_and_heard_once(stage: Stage) -> None:
    stage.ledger.submitted(stage.bought.id, JOB)
    assert stage.call(times=3) == [200] * 3
    stage.callbacks.called(stage.bought.token).clear()
    assert stage.call() == 200
    assert not stage.is_called


def test_a_call_for_what_is_over_is_taken_and_changes_nothing(stage: Stage) -> None:
    from longtake.ledger import Cost

    stage.ledger.failed(stage.bought.id, "transient", "no take", Cost(usd("0"), "computed"))
    assert stage.call() == 200
    assert not stage.is_called


@pytest.mark.parametrize(
    "path", ["/hooks/callbacks/fal/{0}x", "/hooks/callbacks/fal/", "/hooks/callbacks/runway/{0}", "/"]
)
def test_an_address_that_was_given_to_nobody_is_not_there(stage: Stage, path: str) -> None:
    assert stage.call(path=path.format(stage.bought.token)) == 404
    assert not stage.is_called
    assert stage.keys.asked == 0


def test_a_call_for_another_job_than_the_purchases_is_not_taken(stage: Stage) -> None:
    stage.ledger.submitted(stage.bought.id, "another-job")
    assert stage.call() == 404
    assert not stage.is_called


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (signed(key=OTHER), BODY, 401),
        (signed(at=NOW - 301), BODY, 401),
        ({"content-type": "application/json"}, BODY, 401),
        (signed(body=b"{"), b"{", 400),
        ({**signed(), "content-type": "text/plain"}, BODY, 415),
        (signed(), bytes(1 << 21), 413),
    ],
)
def test_a_call_that_is_no_good_is_told_a_status_and_no_more(
    stage: Stage, headers: dict[str, str], body: bytes, status: int
) -> None:
    assert stage.call(headers=headers, body=body) == status
    assert not stage.is_called


def test_while_the_keys_are_not_there_the_provider_is_told_to_call_again(stage: Stage) -> None:
    stage.keys.sets = [None]
    assert stage.call() == 503
    assert not stage.is_called


def test_more_calls_than_anybody_needs_are_turned_away(stage: Stage) -> None:
    found = stage.call(path="/hooks/callbacks/fal/none", times=601)
    assert found.count(404) == 600
    assert found[-1] == 429


def test_a_provider_that_is_not_listened_to_gets_no_address(stage: Stage) -> None:
    assert stage.callbacks.address("runway", "token") == ""
