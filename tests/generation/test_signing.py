"""Signatures with a secret that both sides know: the six cases of Standard Webhooks, and those that go beyond (S50,
S51)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from exchanges import TODAY, FakeClock

from longtake.errors import OperatorError
from longtake.generation.callers import CALLERS, called_for, callers_of, signatures_of
from longtake.generation.secrets import Secret
from longtake.generation.signing import (
    ElevenLabsSignatures,
    ForgedError,
    KieSignatures,
    Signatures,
    StandardSignatures,
    Unsigned,
)

NOW = int(TODAY.timestamp())
KEY = b"twenty-four bytes, or so"
SECRET = Secret(f"whsec_{base64.b64encode(KEY).decode()}")
BODY = json.dumps({"type": "video.completed", "data": {"id": "video_1", "task_id": "task_1"}}).encode()


def checked(signatures: Signatures, headers: Mapping[str, str], body: bytes = BODY) -> str:
    return asyncio.run(signatures.check(headers, body))


def mac(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def standard(at: int | str = NOW, key: bytes = KEY, version: str = "v1") -> dict[str, str]:
    code = base64.b64encode(mac(key, f"msg_1.{at}.".encode() + BODY)).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": f"{version},{code}"}


STANDARD = StandardSignatures(SECRET, FakeClock(), ("data", "id"))


def test_a_good_call_names_its_job() -> None:
    assert checked(STANDARD, standard()) == "video_1"


def test_one_good_signature_among_several_is_enough() -> None:
    good, wrong = standard(), standard(key=b"an older secret")
    both = f"{wrong['webhook-signature']} v2,x {good['webhook-signature']}"
    assert checked(STANDARD, {**good, "webhook-signature": both}) == "video_1"


@pytest.mark.parametrize("seconds", [-300, 300])
def test_clocks_may_be_five_minutes_apart(seconds: int) -> None:
    assert checked(STANDARD, standard(NOW + seconds)) == "video_1"


@pytest.mark.parametrize(
    ("headers", "body", "says"),
    [
        (standard(), BODY + b" ", "no secret of ours"),
        (standard(key=b"guessed"), BODY, "no secret of ours"),
        (standard(version="v1a"), BODY, "no secret of ours"),
        ({**standard(), "webhook-id": "msg_2"}, BODY, "no secret of ours"),
        ({**standard(), "webhook-timestamp": str(NOW + 1)}, BODY, "no secret of ours"),
        ({**standard(), "webhook-signature": "v1,"}, BODY, "no secret of ours"),
        ({**standard(), "webhook-signature": "v1,é"}, BODY, "no secret of ours"),
        (standard(NOW - 301), BODY, "five minutes old, or ahead"),
        (standard(NOW + 301), BODY, "five minutes old, or ahead"),
        (standard("soon"), BODY, "is no time"),
        *(({k: v for k, v in standard().items() if k != name}, BODY, "is missing") for name in standard()),
    ],
)
def test_a_call_that_is_forged_changed_or_old_is_refused(headers: dict[str, str], body: bytes, says: str) -> None:
    with pytest.raises(ForgedError, match=says):
        checked(STANDARD, headers, body)


@pytest.mark.parametrize("text", ["whsec_", "whsec_not base64!", "whsec_é"])
def test_an_empty_or_broken_secret_opens_nothing(text: str) -> None:
    with pytest.raises((OperatorError, ValueError)):
        StandardSignatures(Secret(text), FakeClock())


def test_a_secret_without_the_prefix_is_taken_as_it_stands() -> None:
    plain = StandardSignatures(Secret("plain text"), FakeClock())
    assert checked(plain, standard(key=b"plain text")) == ""


def test_the_official_client_of_openai_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    openai = pytest.importorskip("openai")
    monkeypatch.setattr("time.time", lambda: NOW)
    client = openai.OpenAI(api_key="none", webhook_secret=SECRET.reveal())
    client.webhooks.verify_signature(BODY.decode(), standard())
    with pytest.raises(openai.InvalidWebhookSignatureError):
        client.webhooks.verify_signature(BODY.decode() + " ", standard())
    client.close()


def elevenlabs(at: int | str = NOW, key: bytes = b"secret") -> dict[str, str]:
    return {"elevenlabs-signature": f"t={at},v0={mac(key, f'{at}.'.encode() + BODY).hex()}"}


ELEVEN = ElevenLabsSignatures(Secret("secret"), FakeClock(), ("data", "id"))


@pytest.mark.parametrize("seconds", [-1800, 0, 1800])
def test_elevenlabs_own_form_is_read_for_half_an_hour(seconds: int) -> None:
    assert checked(ELEVEN, elevenlabs(NOW + seconds)) == "video_1"


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        (elevenlabs(key=b"guessed"), "no secret of ours"),
        (elevenlabs(NOW - 1801), "thirty minutes old"),
        (elevenlabs("1e9"), "is no time"),
        ({"elevenlabs-signature": f"t={NOW}"}, "is missing"),
        ({}, "is missing"),
    ],
)
def test_what_elevenlabs_did_not_sign_is_refused(headers: dict[str, str], says: str) -> None:
    with pytest.raises(ForgedError, match=says):
        checked(ELEVEN, headers)


def kie(at: int = NOW, key: bytes = b"secret", task: str = "task_1") -> dict[str, str]:
    code = base64.b64encode(mac(key, f"{task}.{at}".encode())).decode()
    return {"x-webhook-timestamp": str(at), "x-webhook-signature": code}


def test_kie_vouches_for_its_task() -> None:
    own = KieSignatures(Secret("secret"), FakeClock())
    assert checked(own, kie()) == "task_1"
    for headers in (kie(key=b"guessed"), kie(task="task_2"), kie(NOW - 301), {}):
        with pytest.raises(ForgedError):
            checked(own, headers)
    with pytest.raises(ForgedError):
        checked(own, kie(task=""), b"{}")


# Who is listened to


def test_without_secrets_only_those_are_heard_that_may_come_without() -> None:
    assert set(callers_of({}, {})) == {
        *("ark", "atlas", "fal", "kie", "kling", "luma-dream-machine", "minimax", "openrouter")
    }


def test_a_secret_in_the_file_of_keys_comes_before_the_environment() -> None:
    environ = {
        "KLING_WEBHOOK_SECRET": "one",
        "REPLICATE_WEBHOOK_SECRET": "whsec_c2VjcmV0",
        "OPENAI_WEBHOOK_SECRET": "x",
    }
    found = callers_of(environ, {"kling": {"callback": "two"}})
    assert found["kling"] == Secret("two")
    assert found["replicate"] == Secret("whsec_c2VjcmV0")
    assert called_for("replicate", found)
    assert not called_for("openai-gateway", found)
    assert not called_for("google", found)


def test_a_provider_whose_secret_is_known_is_never_believed_without(tmp_path: Path) -> None:
    for name, one in CALLERS.items():
        if one.secret:
            made = signatures_of(name, Secret("whsec_c2VjcmV0"), FakeClock())
            assert not isinstance(made, Unsigned)
            with pytest.raises(ForgedError):
                checked(made, {})
