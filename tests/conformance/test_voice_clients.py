"""The services' own Python clients speak at the emulator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtake.emulator import Emulator, Fault

Run = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.long

RAISED = {
    "openai_speech": {
        "key": {"raised": "AuthenticationError", "code": "invalid_api_key"},
        "throttled": {"raised": "RateLimitError", "code": "rate_limit_exceeded"},
        "refused": {"raised": "BadRequestError", "code": "moderation_blocked"},
    },
    "elevenlabs_speech": {
        "key": {"raised": 401, "status": "invalid_api_key"},
        "capacity": {"raised": 429, "status": "too_many_concurrent_requests"},
        "balance": {"raised": 401, "status": "quota_exceeded"},
    },
    "cartesia_speech": {
        "key": {"raised": "AuthenticationError", "status": 401},
        "capacity": {"raised": "RateLimitError", "status": 429},
        "internal": {"raised": "InternalServerError", "status": 500},
    },
    "elevenlabs_music": {
        "refused": {"raised": 400, "status": "content_against_policy"},
        "throttled": {"raised": 429, "status": "system_busy"},
    },
    "genai_speech": {
        "key": {"raised": 401, "status": "UNAUTHENTICATED"},
        "throttled": {"raised": 429, "status": "RESOURCE_EXHAUSTED"},
    },
}


def test_openai_reads_samples(run: Run) -> None:
    assert run("later", "openai_speech")["bytes"] > 48_000


def test_elevenlabs_reads_samples_and_characters(run: Run) -> None:
    said = run("later", "elevenlabs_speech")
    assert said["characters"] == 'It befell <break time="1s"/> in the month of May.'
    assert 1.0 < said["ends"] <= said["bytes"] / 48_000
    assert said["plain"] > 24_000


def test_cartesia_reads_events_with_words(run: Run) -> None:
    said = run("later", "cartesia_speech")
    assert " ".join(said["words"]) == "It befell in the month of May."
    assert 1.0 < said["ends"] <= said["bytes"] / 88_200
    assert (said["done"], said["wav"]) == (True, "RIFF")


def test_elevenlabs_reads_music(run: Run) -> None:
    assert run("later", "elevenlabs_music")["bytes"] > 48_000


def test_google_genai_reads_samples(run: Run) -> None:
    said = run("later", "genai_speech")
    assert said["bytes"] > 48_000
    assert said["type"] == "audio/L16;codec=pcm;rate=24000"


@pytest.mark.parametrize(("client", "kind"), [(client, kind) for client, kinds in RAISED.items() for kind in kinds])
def test_each_client_raises_its_own_error(run: Run, emulator: Emulator, client: str, kind: str) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    assert run("later", client) == RAISED[client][kind]
