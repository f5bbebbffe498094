"""Fetching a voice from its release: behind redirections, whole, and the very file, or nothing is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from longtake.errors import LongtakeError, SpeechError
from longtake.generation.http import Door
from longtake.media import digest_bytes
from longtake.speech.fetching import fetched
from longtake.speech.sources import VoiceFile

CONTENT = b"a voice" * 1000
FILE = VoiceFile("own.bin", digest_bytes(CONTENT), len(CONTENT), "https://releases.example/own.bin")

Answer = Callable[[httpx.Request], httpx.Response]


def fetch(folder: Path, answer: Answer, told: list[int] | None = None) -> Path:
    async def run() -> Path:
        async with Door(transport=httpx.MockTransport(answer)) as door:
            return await fetched(FILE, folder, door, (told if told is not None else []).append)

    return asyncio.run(run())


def streamed(content: bytes) -> httpx.Response:
    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(content), 1000):
            yield content[at : at + 1000]

    return httpx.Response(200, content=chunks())


def release(request: httpx.Request) -> httpx.Response:
    """Leads on to another host, as releases do."""
    if request.url.host == "releases.example":
        return httpx.Response(302, headers={"location": "https://files.example/own.bin?a=b"})
    return streamed(CONTENT)


def test_the_file_is_kept_under_its_name(tmp_path: Path) -> None:
    told = list[int]()
    assert fetch(tmp_path, release, told).read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["own.bin"]
    assert told[-1] == len(CONTENT)


WRONG: dict[str, tuple[Answer, str]] = {
    "another file": (lambda _: streamed(CONTENT[::-1]), "its SHA-256 is"),
    "a longer file": (lambda _: streamed(CONTENT + b"!"), "at most 7000 are taken"),
    "nothing there": (lambda _: httpx.Response(404), "its address answers with status 404"),
    "a circle": (
        lambda _: httpx.Response(302, headers={"location": FILE.url}),
        "its address leads on more than 5 times",
    ),
    "a way to this machine": (
        lambda _: httpx.Response(302, headers={"location": "https://127.0.0.1/own.bin"}),
        "127.0.0.1",
    ),
}


@pytest.mark.parametrize(("answer", "words"), WRONG.values(), ids=WRONG)
def test_anything_else_is_refused_and_nothing_is_kept(tmp_path: Path, answer: Answer, words: str) -> None:
    with pytest.raises(LongtakeError) as caught:
        fetch(tmp_path, answer)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_names_the_release_and_another_way(tmp_path: Path) -> None:
    with pytest.raises(SpeechError) as caught:
        fetch(tmp_path, WRONG["nothing there"][0])
    (found,) = caught.value.findings
    assert found.place == FILE.url
    assert "or fetch own.bin yourself and name its folder: LONGTAKE_VOICES=FOLDER" in found.advice
