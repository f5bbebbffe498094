"""Films whose providers call back: in time, not at all, late, early, again and again, or by somebody else's hand. The
film and what was paid are the same as without (F17-F21)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from films import SMALL, same_bytes

import longtake
from longtake.emulator import Emulator, Fault, environment
from longtake.ledger import Ledger
from longtake.pipeline.receiving import receiving

TEXT = """
storyboard: 1
title: Called
frame: {size: 320x180, rate: 24}
scenes:
  - id: film
    shots:
"""
SHOT = "      - {{action: a tram crosses square {}, for: 1s, model: {}}}\n"
SEEDED = ("fal-gemini-omni-1.2",) * 4 + ("seedance-1.5-pro",) * 4
"""Their takes follow from words and seed: the same film each time."""
FAULTS = (("fal", "doubled"), ("fal", "lost"), ("fal", "forged"), ("ark", "late"), ("ark", "early"), ("ark", "forged"))
SPEED = 200


@dataclass(frozen=True, slots=True)
class Made:
    """bytes: of the film; paid: what the ledger says of each purchase; heard: purchases that there was news of;
    answered: the statuses that calls were answered with, by provider and fault; polls: that were needed."""

    bytes: dict[str, str]
    paid: list[tuple[Any, ...]]
    heard: int
    answered: dict[tuple[str, str], set[int]]
    polls: int


def made(
    folder: Path, models: tuple[str, ...], faults: tuple[tuple[str, str], ...] = (), *, is_called: bool = True
) -> Made:
    """A film of those models, whose providers are asked to call back: one call of each provider with each fault."""
    folder.mkdir()
    (folder / "film.yaml").write_text(TEXT + "".join(SHOT.format(*one) for one in enumerate(models)))
    emulator, space = Emulator(speed=SPEED), folder / "space"
    for provider, kind in faults:
        emulator.studio.faults.add(Fault(f"callback-{kind}", provider=provider))
    with emulator.running() as address, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(address, SPEED).items():
            patch.setenv(name, value)
        with received(space) as base:
            if is_called:
                patch.setenv("LONGTAKE_CALLBACK_URL", base)
            package = longtake.make(folder / "film.yaml", folder / "out", workspace=space, **SMALL)
    with Ledger.open(space / "ledger.sqlite") as ledger:
        purchases, heard = ledger.purchases(realm="emulated"), {one.token for one in ledger.news(0)}
    paid = sorted((one.intent.shot, one.state, one.attempt, str(one.cost), str(one.digest)) for one in purchases)
    answered: dict[tuple[str, str], set[int]] = {}
    for call in emulator.studio.calls:
        if call.kind == "callback":
            answered.setdefault((call.provider, call.fault.removeprefix("callback-")), set()).add(call.status)
    polls = sum(call.kind == "poll" for call in emulator.studio.calls)
    return Made(same_bytes(package.folder), paid, len(heard), answered, polls)


@contextmanager
def received(space: Path) -> Iterator[str]:
    """`longtake receive` in a thread of its own; its address."""
    told: list[str] = []
    begun, over = Event(), Event()

    async def run() -> None:
        async with receiving(space, "127.0.0.1", 0) as address:
            told.append(address)
            begun.set()
            await asyncio.to_thread(over.wait)

    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert begun.wait(20)
    try:
        yield told[0]
    finally:
        over.set()
        thread.join()


@pytest.mark.proof
@pytest.mark.long
def test_whatever_becomes_of_calls_the_film_and_its_cost_are_those_of_a_film_without(tmp_path: Path) -> None:
    without = made(tmp_path / "without", SEEDED, is_called=False)
    film = made(tmp_path / "with", SEEDED, FAULTS)
    assert film.bytes == without.bytes
    assert film.paid == without.paid
    assert without.answered == {}
    assert film.answered.pop(("ark", "late"), {200}) == {200}  # the film may be done before it comes
    assert film.answered == {
        ("fal", ""): {200},
        ("fal", "doubled"): {200},
        ("fal", "forged"): {401},
        ("ark", ""): {200},
        ("ark", "early"): {200},
        ("ark", "forged"): {404},
    }
    assert 4 <= film.heard <= 5  # lost and forged calls are no news, and a late one only while its take is fetched


@pytest.mark.long
def test_klings_calls_are_told_apart_by_their_signature(tmp_path: Path) -> None:
    """Its takes have no seed, so each film is another."""
    film = made(tmp_path / "film", ("kling-3.0", "kling-2.5-turbo"), (("kling", "forged"),))
    assert film.answered == {("kling", ""): {200}, ("kling", "forged"): {401}}
    assert [state for _, state, *_ in film.paid] == ["verified", "verified"]
    assert film.heard == 1
