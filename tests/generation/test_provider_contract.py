"""One contract for all providers, each played by the emulator over real connections: order, poll, refuse, fail,
throttle, vanish, reconcile, cancel, expire. The emulator's own bill says what was bought."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from exchanges import BLIND, CLIP, MODELS, PIXEL, PREFIXES, USUAL, VOICE

from longtake.emulator import Emulator, Fault, ManualClock
from longtake.generation.accounts import account_of
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.download import Download, DownloadFailedError, Downloads, Link
from longtake.generation.failures import CallFailedError
from longtake.generation.http import Door, Limits
from longtake.generation.provider import Asset, Input, Job, JobState, Order
from longtake.generation.providers import wire_of
from longtake.media import digest_bytes

PROVIDERS = {
    "ark": "ark",
    "dashscope": "dashscope",
    "comfyui": "comfyui",
    "fal": "fal",
    "gemini": "google",
    "h3": "minimax",
    "heygen": "heygen",
    "atlas": "atlas",
    "kie": "kie",
    "kling": "kling",
    "kling-acting": "kling",
    "legacy": "kling",
    "luma": "luma-dream-machine",
    "luma-agents": "luma",
    "minimax": "minimax",
    "omni": "google",
    "openai": "openai-gateway",
    "openrouter": "openrouter",
    "replicate": "replicate",
    "omnihuman": "volcengine",
    "runway": "runway",
    "synthesia": "synthesia",
    "topaz": "topaz",
    "vertex": "vertex",
}
UNSURE = ("dashscope", "h3")
LIPS = "advanced-lip-sync"
BY_ADDRESS = ("luma",)
UNREFUSED = ("comfyui", "topaz")
"""Nobody says how they refuse, or nobody does."""
CANCELS = dict.fromkeys(("ark", "comfyui", "dashscope", "fal", "h3", "omni", "replicate", "runway", "topaz"), "asked")
DOWNLOAD = Limits(total=20.0, read=3.0, most_bytes=1 << 26)


@dataclass
class Both:
    """Our clock and the emulator's, as one."""

    theirs: ManualClock

    def now(self) -> float:
        return self.theirs.now() / 1000

    def today(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)

    async def sleep(self, seconds: float) -> None:
        self.theirs.advance(int(seconds * 1000))


@dataclass
class Stage:
    """One provider as the emulator plays it."""

    folder: str
    emulator: Emulator
    provider: Adapter
    door: Door
    clock: Both

    @property
    def order(self) -> Order:
        return USUAL[self.folder]

    @property
    def bought(self) -> int:
        return len(self.emulator.studio.jobs())

    def fault(self, kind: str, **more: object) -> None:
        self.emulator.studio.faults.add(Fault(kind, **more))  # type: ignore[arg-type]

    async def over(self, job: Job) -> JobState:
        for _ in range(2000):
            state = await self.provider.poll(job)
            if state.is_over or state.status == "unknown":
                return state
            await self.clock.sleep(self.provider.poll_seconds)
        raise AssertionError(f"{job} never ends: {state}")

    async def fetched(self, state: JobState, folder: Path) -> Download:
        assert state.result is not None, state
        how = Downloads(self.door, self.clock, random.Random(1).uniform, DOWNLOAD, Backoff(tries=3, base=0.01))
        return await how.fetch(self.provider.link(state.result.outputs[0]), folder / "take.part")


def staged(folder: str, play: Callable[[Stage], Awaitable[None]]) -> None:
    async def run() -> None:
        clock = ManualClock()
        emulator = Emulator(clock=clock)
        async with emulator.serving() as address, Door(allow_loopback=True) as door:
            name = PROVIDERS[folder]
            account = account_of(name, {}, emulator=f"{address}/{PREFIXES.get(name, name)}")
            provider = Adapter(wire_of(name, MODELS[folder]), account, door, Both(clock))
            await play(Stage(folder, emulator, provider, door, Both(clock)))

    asyncio.run(run())


each = pytest.mark.parametrize("folder", PROVIDERS)
drawing = pytest.mark.parametrize(
    "folder", [name for name in PROVIDERS if USUAL[name].kind == "text" and USUAL[name].workflow is None]
)
"""Whose takes are made from words, so that a picture may go along; a workflow has places for pictures or has none."""


@each
def test_an_order_becomes_a_take_that_is_fetched_whole(folder: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        job = await stage.provider.submit(stage.order)
        state = await stage.over(Job.parse(str(job)))
        assert state.status == "succeeded"
        done = await stage.fetched(state, tmp_path)
        assert (tmp_path / "take.part").read_bytes()[4:8] == b"ftyp"
        assert done.size > 1000
        again = await stage.provider.fetch(job)
        assert len(again.outputs) == 1
        assert stage.bought == 1

    staged(folder, play)


@drawing
def test_a_picture_goes_along(folder: str) -> None:
    async def play(stage: Stage) -> None:
        address = "https://bucket.example/first.png" if folder in BY_ADDRESS else PIXEL
        order = replace(stage.order, kind="image", inputs=(Input("first frame", address, "image/png"),))
        assert (await stage.over(await stage.provider.submit(order))).status == "succeeded"

    staged(folder, play)


def test_lips_that_follow_speech_are_asked_for_twice_and_bought_once() -> None:
    async def play(stage: Stage) -> None:
        provider = Adapter(wire_of("kling", LIPS), stage.provider.account, stage.door, stage.clock)
        order = replace(stage.order, model=LIPS, kind="video", inputs=(CLIP, VOICE))
        state = await stage.over(await provider.submit(order))
        assert state.bill is not None
        assert state.bill.unit == "units"
        assert await provider.find(order, stage.clock.today(), ()) is not None
        assert stage.bought == 1

    staged("kling-acting", play)


INLINE = "data:video/mp4;base64,AAAAIGZ0eXBpc29t"


def inline(stage: Stage) -> Order:
    return replace(stage.order, inputs=(Input("video", INLINE, "video/mp4"),))


def test_a_clip_that_goes_along_to_topaz_is_bought_once_it_lies_there() -> None:
    async def play(stage: Stage) -> None:
        state = await stage.over(await stage.provider.submit(inline(stage)))
        assert state.status == "succeeded"
        assert [call.method for call in stage.emulator.studio.calls[:2]] == ["POST", "PUT"]
        assert stage.bought == 1

    staged("topaz", play)


def test_an_order_that_was_lost_before_its_clip_was_sent_cost_nothing() -> None:
    async def play(stage: Stage) -> None:
        stage.fault("lost", on="create", after=True)
        with pytest.raises(CallFailedError) as caught:
            await stage.provider.submit(inline(stage))
        assert caught.value.failure.cls == "transient"
        assert stage.bought == 0

    staged("topaz", play)


def test_a_clip_whose_arrival_nobody_knows_of_is_asked_after_by_its_job() -> None:
    async def play(stage: Stage) -> None:
        stage.fault("lost", on="upload", after=True)
        job = await stage.provider.submit(inline(stage))
        assert (await stage.over(job)).status == "succeeded"
        assert stage.bought == 1

    staged("topaz", play)


def test_a_clip_that_the_storage_does_not_take_is_not_bought() -> None:
    async def play(stage: Stage) -> None:
        stage.fault("unavailable", on="upload")
        with pytest.raises(CallFailedError, match="storage answers the file with HTTP 503") as caught:
            await stage.provider.submit(inline(stage))
        assert caught.value.failure.cls == "transient"
        assert stage.bought == 0

    staged("topaz", play)


@pytest.mark.parametrize(
    ("folder", "size", "begins"), [("runway", 4 << 20, "runway://"), ("luma-agents", 11 << 20, "luma-file:")]
)
def test_a_file_too_large_to_go_along_is_uploaded_first(folder: str, size: int, begins: str) -> None:
    async def play(stage: Stage) -> None:
        large = bytes(size)
        uploaded = await stage.provider.upload(Asset(digest_bytes(large), "image/png", large))
        assert uploaded.address.startswith(begins)
        order = replace(stage.order, kind="image", inputs=(Input("first frame", uploaded.address, "image/png"),))
        assert (await stage.over(await stage.provider.submit(order))).status == "succeeded"

    staged(folder, play)


def test_a_portrait_and_its_speech_are_uploaded_first() -> None:
    async def play(stage: Stage) -> None:
        files = [Asset(digest_bytes(kind.encode()), kind, kind.encode()) for kind in ("image/png", "audio/wav")]
        face, voice = [(await stage.provider.upload(file)).address for file in files]
        assert face.startswith("heygen://")
        assert face != voice
        order = replace(stage.order, inputs=(Input("portrait", face, "image/png"), Input("audio", voice, "audio/wav")))
        assert (await stage.over(await stage.provider.submit(order))).status == "succeeded"

    staged("heygen", play)


@each
@pytest.mark.parametrize(
    ("kind", "cls"),
    [
        ("throttled", "transient"),
        ("invalid", "invalid"),
        ("key", "operator"),
        ("internal", "unknown"),
        ("unavailable", "unknown"),
        ("gateway-timeout", "unknown"),
        ("reset", "unknown"),
        ("garbage", "unknown"),
    ],
)
def test_an_order_that_goes_wrong_has_its_class(folder: str, kind: str, cls: str) -> None:
    async def play(stage: Stage) -> None:
        stage.fault(kind, on="create")
        with pytest.raises(CallFailedError) as caught:
            await stage.provider.submit(stage.order)
        assert caught.value.failure.cls == cls

    staged(folder, play)


@each
@pytest.mark.parametrize(("told", "seconds"), [("12", 12.0), ("ms:1500", 1.5)])
def test_a_wait_that_is_asked_for_is_told_in_each_form(folder: str, told: str, seconds: float) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("throttled", on="create", retry_after=told)
        with pytest.raises(CallFailedError) as caught:
            await stage.provider.submit(stage.order)
        assert caught.value.failure.retry_after == pytest.approx(seconds, abs=1.0)

    staged(folder, play)


@each
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("job-failed", "failed transient"), ("job-refused", "failed refusal"), ("job-vanishes", "unknown")],
)
def test_a_job_that_fails_is_refused_or_vanishes_says_so(folder: str, kind: str, outcome: str) -> None:
    async def play(stage: Stage) -> None:
        stage.fault(kind)
        state = await stage.over(await stage.provider.submit(stage.order))
        expected = "failed" if folder in UNREFUSED and kind == "job-refused" else outcome
        assert " ".join((state.status, state.failure.cls if state.failure else "")).startswith(expected)

    staged(folder, play)


@each
def test_an_order_whose_answer_was_lost_is_found_or_cannot_be(folder: str) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("lost", on="create", after=True)
        since = stage.clock.today()
        with pytest.raises(CallFailedError) as caught:
            await stage.provider.submit(stage.order)
        assert caught.value.failure.cls == "unknown"
        assert stage.bought == 1
        if folder in BLIND:
            with pytest.raises(CallFailedError, match="cannot be looked up"):
                await stage.provider.find(stage.order, since, ())
            return
        if folder in UNSURE:
            with pytest.raises(CallFailedError, match="1 job may be the one"):
                await stage.provider.find(stage.order, since, ())
            return
        job = await stage.provider.find(stage.order, since, ())
        assert job is not None
        assert (await stage.over(job)).status == "succeeded"
        assert await stage.provider.find(stage.order, since, (job.id,)) is None or stage.provider.reconcile == "key"
        assert stage.bought == 1

    staged(folder, play)


@pytest.mark.parametrize("folder", [name for name in PROVIDERS if name not in BLIND])
def test_an_order_that_never_arrived_is_not_found(folder: str) -> None:
    async def play(stage: Stage) -> None:
        assert await stage.provider.find(stage.order, stage.clock.today(), ()) is None

    staged(folder, play)


@pytest.mark.parametrize("folder", ["kling", "kling-acting", "legacy"])
def test_an_order_that_is_sent_again_under_its_key_is_not_made_again(folder: str) -> None:
    async def play(stage: Stage) -> None:
        await stage.provider.submit(stage.order)
        with pytest.raises(CallFailedError) as caught:
            await stage.provider.submit(stage.order)
        assert caught.value.failure.cls == "unknown"
        assert stage.bought == 1

    staged(folder, play)


def test_an_order_that_is_sent_again_under_its_key_is_answered_with_the_first_one() -> None:
    async def play(stage: Stage) -> None:
        first = await stage.provider.submit(stage.order)
        assert await stage.provider.submit(stage.order) == first
        assert await stage.provider.submit(replace(stage.order, token="longtake-another")) != first
        assert stage.bought == 2

    staged("heygen", play)


@each
def test_a_waiting_job_is_cancelled_where_that_is_offered(folder: str) -> None:
    async def play(stage: Stage) -> None:
        stage.fault("job-throttled")
        job = await stage.provider.submit(stage.order)
        said = await stage.provider.cancel(job)
        assert said == CANCELS.get(folder, "not offered")
        if said == "asked":
            assert (await stage.over(job)).status in ("cancelled", "unknown")
            assert not stage.emulator.studio.bill()

    staged(folder, play)


@each
def test_a_finished_take_survives_being_cancelled(folder: str) -> None:
    async def play(stage: Stage) -> None:
        job = await stage.provider.submit(stage.order)
        await stage.over(job)
        assert await stage.provider.cancel(job) == "too late"
        assert (await stage.provider.poll(job)).status == "succeeded"

    staged(folder, play)


@pytest.mark.parametrize("folder", [name for name in PROVIDERS if name != "vertex"])
def test_an_expired_address_is_minted_anew_where_the_provider_does(folder: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        job = await stage.provider.submit(stage.order)
        state = await stage.over(job)
        assert state.result is not None
        stage.emulator.studio.expire_links()
        how = Downloads(stage.door, stage.clock, random.Random(1).uniform, DOWNLOAD)

        async def minted() -> Link:
            return stage.provider.link((await stage.provider.fetch(job)).outputs[0])

        link = stage.provider.link(state.result.outputs[0])
        if stage.provider.remints:
            assert (await how.fetch(link, tmp_path / "take.part", minted)).size > 1000
        else:
            with pytest.raises(DownloadFailedError) as caught:
                await how.fetch(link, tmp_path / "take.part")
            assert caught.value.why == "expired"
        assert stage.bought == 1

    staged(folder, play)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("truncated", ""),
        ("wrong-length", ""),
        ("take-html", "content"),
        ("take-json", "content"),
        ("take-nothing", "content"),
        ("take-endless", "too large"),
        ("redirect-private", "forbidden"),
        ("dead-link", "expired"),
    ],
)
@pytest.mark.parametrize("folder", ["fal", "gemini"])
def test_what_comes_in_place_of_a_take_is_told_apart(folder: str, kind: str, why: str, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.fault(kind)
        state = await stage.over(await stage.provider.submit(stage.order))
        if not why:
            assert (await stage.fetched(state, tmp_path)).size > 1000
            return
        with pytest.raises(DownloadFailedError) as caught:
            await stage.fetched(state, tmp_path)
        assert caught.value.why == why

    staged(folder, play)
    assert not list(tmp_path.iterdir()) or not why


@pytest.mark.parametrize(
    ("folder", "unit"), [("ark", "tokens"), ("kling", "cash"), ("openrouter", "USD"), ("runway", "credits")]
)
def test_a_provider_that_states_its_bill_states_what_is_owed(folder: str, unit: str) -> None:
    async def play(stage: Stage) -> None:
        state = await stage.over(await stage.provider.submit(stage.order))
        (charge,) = stage.emulator.studio.bill()
        assert state.bill is not None
        assert state.bill.unit == unit
        in_money = {"credits": state.bill.amount / 100, "cash": state.bill.amount, "USD": state.bill.amount}
        assert in_money.get(unit, charge.amount.amount) == charge.amount.amount

    staged(folder, play)
