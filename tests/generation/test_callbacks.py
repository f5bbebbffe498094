"""What a provider calls back is a hint that it signed; nothing that anybody else sends changes anything."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import httpx
import pytest
from exchanges import TODAY, WIRE, FakeClock
from ledgers import an_intent, usd

from longtake.generation.callbacks import LARGEST, Receiver, application
from longtake.generation.callers import signatures_of
from longtake.generation.http import Door
from longtake.generation.secrets import Secret
from longtake.generation.signing import ForgedError, KeysMissingError, Signatures
from longtake.ledger import Cost, Ledger, Purchase, this_owner
from longtake.ledger.news import MOST_NEWS
from needs import need

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from longtake.generation.signatures import FalSignatures, check_fal, keys_of_set
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
    """A purchase at a provider, and the receiver of its calls."""

    def __init__(self, ledger: Ledger, provider: str = "fal", signatures: Signatures | None = None) -> None:
        self.ledger, self.clock = ledger, FakeClock()
        intent = an_intent("waking.1", provider=provider)
        bought = ledger.intend(intent, "film", ledger.hold_for(this_owner(), 60))
        assert isinstance(bought, Purchase)
        self.bought = bought
        self.keys = Published(key_set(KEY))
        checks = signatures or FalSignatures(Door(transport=self.keys), FakeClock())
        self.receiver = Receiver(ledger, {provider: checks}, self.clock)
        self.path = f"/hooks/callbacks/{provider}/{bought.token}"

    @property
    def heard(self) -> int:
        """How often there was news of the purchase."""
        return sum(one.token == self.bought.token for one in self.ledger.news(0))

    def calls(
        self,
        *,
        path: str = "",
        headers: dict[str, str] | None = None,
        body: bytes = BODY,
        times: int = 1,
        method: str = "POST",
    ) -> list[httpx.Response]:
        """The answers to calls made at once."""

        async def receiver() -> Receiver:
            return self.receiver

        async def close() -> None:
            pass

        async def run() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=application(receiver, close))
            async with httpx.AsyncClient(transport=transport, base_url="https://me.example") as client:
                sent = headers if headers is not None else signed()
                made = (client.request(method, path or self.path, content=body, headers=sent) for _ in range(times))
                return await asyncio.gather(*made)

        return asyncio.run(run())

    def call(self, **how: Any) -> int:
        (answer,) = self.calls(**how)
        assert answer.headers.keys() <= {"content-length", "content-type"}
        return answer.status_code


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        opened.set_budget("film", usd("10"))
        yield opened


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


def test_a_call_before_the_answer_to_the_order_is_kept_for_whoever_polls(stage: Stage) -> None:
    """F21."""
    before = stage.ledger.history(stage.bought.id)
    assert stage.call() == 200
    assert stage.heard == 1
    assert stage.ledger.purchase(stage.bought.id) == stage.bought
    assert stage.ledger.history(stage.bought.id) == before


def test_a_call_twice_is_answered_twice_and_heard_once(stage: Stage) -> None:
    """F17, in parallel too."""
    stage.ledger.submitted(stage.bought.id, JOB)
    assert [one.status_code for one in stage.calls(times=3)] == [200] * 3
    assert stage.call() == 200
    assert stage.heard == 1


@pytest.mark.parametrize("order", list(permutations(("IN_QUEUE", "IN_PROGRESS", "OK"))), ids=str)
def test_what_calls_say_of_a_state_changes_none_whatever_their_order(stage: Stage, order: tuple[str, ...]) -> None:
    """F18, S52: a body may say what it likes."""
    stage.ledger.submitted(stage.bought.id, JOB)
    was = stage.ledger.purchase(stage.bought.id)
    for status in order:
        body = json.dumps({"status": status, "payload": {"video": {"url": "http://169.254.169.254/"}}}).encode()
        assert stage.call(headers=signed(body), body=body) == 200
    assert stage.ledger.purchase(stage.bought.id) == was
    assert stage.heard == 3


def test_a_call_for_what_is_over_is_taken_and_changes_nothing(stage: Stage) -> None:
    stage.ledger.failed(stage.bought.id, "transient", "no take", Cost(usd("0"), "computed"))
    assert stage.call() == 200
    assert stage.heard == 0


def test_a_provider_that_calls_without_end_is_heard_so_many_times(ledger: Ledger) -> None:
    stage = Stage(ledger, "ark", signatures_of("ark", None, FakeClock()))
    headers = {"content-type": "application/json"}
    assert {stage.call(headers=headers, body=b'{"n": %d}' % n) for n in range(MOST_NEWS + 5)} == {200}
    assert stage.heard == MOST_NEWS


@pytest.mark.parametrize(
    "path",
    [
        "/hooks/callbacks/fal/{0}x",
        "/hooks/callbacks/fal/",
        "/hooks/callbacks/fal",
        "/hooks/callbacks/fal/{0}/{0}",
        "/hooks/callbacks/runway/{0}",
        "/hooks/callbacks/google/{0}",
        "/",
    ],
)
def test_an_address_that_was_given_to_nobody_is_not_there(stage: Stage, path: str) -> None:
    """F20, S53."""
    assert stage.call(path=path.format(stage.bought.token)) == 404
    assert stage.heard == 0
    assert stage.keys.asked == 0


def test_a_call_for_another_job_than_the_purchases_is_not_taken(stage: Stage) -> None:
    """F20."""
    stage.ledger.submitted(stage.bought.id, "another-job")
    assert stage.call() == 404
    assert stage.heard == 0


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (signed(key=OTHER), BODY, 401),
        (signed(at=NOW - 301), BODY, 401),
        ({"content-type": "application/json"}, BODY, 401),
        (signed(body=b"{"), b"{", 400),
        ({**signed(), "content-type": "text/plain"}, BODY, 415),
        (signed(), bytes(LARGEST + 1), 413),
    ],
)
def test_a_call_that_is_no_good_is_told_a_status_and_no_more(
    stage: Stage, headers: dict[str, str], body: bytes, status: int
) -> None:
    """F20, S51."""
    (answer,) = stage.calls(headers=headers, body=body)
    assert (answer.status_code, answer.content) == (status, b"")
    assert stage.heard == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_a_call_is_a_post(stage: Stage, method: str) -> None:
    assert stage.call(method=method) == 405


def test_while_the_keys_are_not_there_the_provider_is_told_to_call_again(stage: Stage) -> None:
    stage.keys.sets = [None]
    assert stage.call() == 503
    assert stage.heard == 0


def test_a_ledger_that_cannot_be_written_is_told_without_a_word_of_it(stage: Stage) -> None:
    stage.ledger.close()
    stage.ledger.path.unlink()
    stage.ledger.path.mkdir()
    (answer,) = stage.calls()
    assert (answer.status_code, answer.content) == (503, b"")


def test_more_calls_than_anybody_needs_are_turned_away(stage: Stage) -> None:
    """S53."""
    found = [one.status_code for one in stage.calls(path="/hooks/callbacks/fal/none", times=601)]
    assert found.count(404) == 600
    assert found[-1] == 429
    stage.clock.seconds += 61
    assert stage.call() == 200


def test_an_account_s_own_address_finds_the_purchase_by_the_job_that_was_signed_for(ledger: Ledger) -> None:
    stage = Stage(ledger, "openai-gateway", signatures_of("openai-gateway", Secret("whsec_c2VjcmV0"), FakeClock()))
    stage.ledger.submitted(stage.bought.id, "video_1")
    told = {
        job: json.dumps({"type": "video.completed", "data": {"id": job}}).encode() for job in ("video_1", "video_2")
    }
    for job, status in (("video_1", 200), ("video_2", 404)):
        headers = {"content-type": "application/json", **standard(b"secret", told[job])}
        assert stage.call(path="/callbacks/openai-gateway", headers=headers, body=told[job]) == status
        assert stage.call(headers=headers, body=told[job]) == 404
    assert stage.heard == 1


def standard(key: bytes, body: bytes) -> dict[str, str]:
    code = hmac.new(key, f"msg_1.{NOW}.".encode() + body, hashlib.sha256).digest()
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return dict(zip(names, ("msg_1", str(NOW), f"v1,{base64.b64encode(code).decode()}"), strict=True))


def test_minimax_hears_its_challenge_again_and_nobody_else_does(ledger: Ledger) -> None:
    headers, body = {"content-type": "application/json"}, b'{"challenge": "2c1f"}'
    stage = Stage(ledger, "minimax", signatures_of("minimax", None, FakeClock()))
    (answer,) = stage.calls(headers=headers, body=body)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "2c1f"})
    assert stage.heard == 0
    (answer,) = stage.calls(headers=headers, body=b'{"task_id": "1", "status": "success"}')
    assert answer.json() == {"status": "success"}
    assert stage.heard == 1
    for other in (b'{"challenge": 3}', b'{"challenge": "%s"}' % (b"x" * 300), b'["challenge"]'):
        assert b"challenge" not in stage.calls(headers=headers, body=other)[0].content
    assert stage.calls(path="/callbacks/minimax/none", headers=headers, body=body)[0].content == b""


def test_another_provider_s_challenge_is_not_answered(ledger: Ledger) -> None:
    stage = Stage(ledger, "ark", signatures_of("ark", None, FakeClock()))
    (answer,) = stage.calls(headers={"content-type": "application/json"}, body=b'{"challenge": "2c1f"}')
    assert answer.content == b""
