"""What the emulator calls back, when, and how it is signed."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from emulator_bench import Bench, exchange

from longtake.emulator.calling import Calling, Due, due_of
from longtake.emulator.job import Fate, Job
from longtake.emulator.reception import Reception
from longtake.emulator.wire import Callback

CREATES = {"fal": "create-webhook"}
CALLS = {"ark": "callback", "fal": "webhook-ok", "kling": "callback", "luma": "callback", "minimax": "callback"}
WORDS = {"luma": "state"}


def finished(bench: Bench, folder: str) -> Job:
    reply, body = bench.play(exchange(folder, CREATES.get(folder, "create-text")))
    assert reply.status in (200, 201), body
    bench.finish()
    (job,) = bench.studio.jobs()
    return job


def called(bench: Bench, folder: str, job: Job, *, is_forged: bool = False) -> Callback:
    found = asyncio.run(Reception(bench.studio).call_of(job, f"http://127.0.0.1:8099/{folder}", is_forged))
    assert found is not None
    return found


@pytest.mark.parametrize("folder", CALLS)
def test_a_call_has_the_written_headers_and_shape(folder: str, bench: Bench) -> None:
    written = exchange(folder, CALLS[folder]).request
    callback = called(bench, folder, finished(bench, folder))
    assert {"content-type", *callback.headers} == set(written["headers"])
    said: dict[str, Any] = json.loads(callback.body)
    assert said.keys() - {"gateway_request_id"} == written["body"].keys() - {"gateway_request_id"}


@pytest.mark.parametrize("folder", CALLS)
def test_a_forged_call_says_what_is_not_so(folder: str, bench: Bench) -> None:
    job = finished(bench, folder)
    genuine, forged = (
        json.loads(called(bench, folder, job).body),
        json.loads(called(bench, folder, job, is_forged=True).body),
    )
    assert genuine[WORDS.get(folder, "status")] != forged[WORDS.get(folder, "status")]


@pytest.mark.parametrize(
    ("fate", "calls"),
    [
        ("", ["end"]),
        ("callback-lost", []),
        ("callback-late", ["late"]),
        ("callback-doubled", ["end", "end", "end"]),
        ("callback-early", ["order", "start", "end"]),
        ("callback-forged", ["order forged", "start forged", "end forged"]),
    ],
)
def test_calls_come_as_the_fate_of_a_job_lets_them(fate: str, calls: list[str], bench: Bench) -> None:
    job = replace(finished(bench, "ark"), fate=Fate(callback=fate))
    times = {job.ordered: "order", job.starts: "start", job.ends: "end", job.ends + 600_000: "late"}

    def said(due: Due) -> str:
        return times[due.at] + (" forged" if due.is_forged else "")

    assert [said(due) for due in due_of(job)] == calls


@pytest.mark.parametrize("answer", [b'{"challenge": "another"}', b""])
def test_minimax_calls_nobody_who_does_not_repeat_its_word(
    answer: bytes, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    async def posted(url: str, callback: Callback) -> tuple[int, bytes]:
        asked.append(callback.body)
        return 200, answer

    monkeypatch.setattr("longtake.emulator.calling._posted", posted)
    finished(bench, "minimax")
    bench.studio.to_call.append((bench.studio.jobs()[0].id, "minimax", "http://127.0.0.1:8099/minimax"))

    async def run() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(Calling(Reception(bench.studio)).run(), 0.15)

    asyncio.run(run())
    assert len(asked) == 1
    assert b"challenge" in asked[0]
