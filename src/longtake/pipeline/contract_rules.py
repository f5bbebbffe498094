"""The rules of the contract: what the scheduler relies on, provider by provider."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from longtake.generation.download import DownloadFailedError, Link
from longtake.generation.provider import Input
from longtake.pipeline.contract_stage import Stage

__all__ = ["RULES"]

_PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def _made(stage: Stage) -> None:
    state = await stage.over(await stage.provider.submit(stage.order))
    stage.see("the job", "succeeded", state.status)
    await stage.fetched(state)
    head = (stage.folder / "take.part").read_bytes()[4:8]
    stage.see("the take begins with", b"ftyp", head)
    stage.see("jobs at the provider", 1, stage.bought)


async def _shown(stage: Stage) -> None:
    if "image" not in stage.can:
        return
    order = replace(stage.order, kind="image", inputs=(Input("first frame", _PIXEL, "image/png"),))
    state = await stage.over(await stage.provider.submit(order))
    stage.see("the job", "succeeded", state.status)
    (job,) = stage.emulator.studio.jobs()
    stage.see("pictures in the order", 1, len(job.asked.inputs))


async def _goes_wrong(stage: Stage, kind: str, cls: str) -> None:
    stage.fault(kind, on="create")
    failure = await stage.failure(stage.provider.submit(stage.order))
    stage.see(f"the class of {kind!r}", cls, failure.cls)


async def _waits(stage: Stage) -> None:
    stage.fault("throttled", on="create", retry_after="12")
    failure = await stage.failure(stage.provider.submit(stage.order))
    stage.see("seconds to wait", 12.0, failure.retry_after)


async def _ends(stage: Stage, kind: str, status: str, cls: str) -> None:
    stage.fault(kind)
    state = await stage.over(await stage.provider.submit(stage.order))
    stage.see("the job", status, state.status)
    if cls:
        stage.see("the class of its failure", cls, state.failure.cls if state.failure else "")


async def _lost(stage: Stage) -> None:
    stage.fault("lost", on="create", after=True)
    since = stage.clock.today()
    failure = await stage.failure(stage.provider.submit(stage.order))
    stage.see("the class of a lost answer", "unknown", failure.cls)
    if stage.provider.reconcile == "blind":
        failure = await stage.failure(stage.provider.find(stage.order, since, ()))
        stage.see("the class of a search where there is none", "unknown", failure.cls)
        return
    job = await stage.provider.find(stage.order, since, ())
    if job is None:
        stage.breaks(f"its reconcile is {stage.provider.reconcile!r}, and the order is not found")
    else:
        stage.see("the job that was found", "succeeded", (await stage.over(job)).status)
    stage.see("jobs at the provider", 1, stage.bought)


async def _never(stage: Stage) -> None:
    if stage.provider.reconcile != "blind":
        stage.see("what is found", None, await stage.provider.find(stage.order, stage.clock.today(), ()))


async def _twice(stage: Stage) -> None:
    if stage.provider.reconcile != "key":
        return
    await stage.provider.submit(stage.order)
    failure = await stage.failure(stage.provider.submit(stage.order))
    stage.see("the class of a second sending", "unknown", failure.cls)
    stage.see("jobs at the provider", 1, stage.bought)


async def _cancelled(stage: Stage) -> None:
    stage.fault("job-throttled")
    job = await stage.provider.submit(stage.order)
    said = await stage.provider.cancel(job)
    stage.see("what is said", "asked" if "cancel" in stage.can else "not offered", said)
    if said == "asked":
        state = await stage.over(job)
        stage.see("the job is cancelled, or gone", True, state.status in ("cancelled", "unknown"))
        stage.see("charges", 0, len(stage.emulator.studio.bill()))


async def _survives(stage: Stage) -> None:
    job = await stage.provider.submit(stage.order)
    await stage.over(job)
    stage.see("what is said", "too late", await stage.provider.cancel(job))
    stage.see("the job", "succeeded", (await stage.provider.poll(job)).status)


async def _expires(stage: Stage) -> None:
    job = await stage.provider.submit(stage.order)
    state = await stage.over(job)
    stage.emulator.studio.expire_links()

    async def minted() -> Link:
        return stage.provider.link((await stage.provider.fetch(job)).outputs[0])

    output = state.result.outputs[0] if state.result else None
    if output is None:
        stage.breaks(f"a job that succeeded has no output: {state}")
        return
    again = minted if stage.provider.remints else None
    try:
        await stage.downloads().fetch(stage.provider.link(output), stage.folder / "take.part", again)
    except DownloadFailedError as error:
        stage.see("why it is not fetched", "expired", error.why)
        stage.see("remints", False, stage.provider.remints)
    stage.see("jobs at the provider", 1, stage.bought)


Rule = Callable[[Stage], Awaitable[None]]
_WRONG = {
    "throttled": "transient",
    "invalid": "invalid",
    "key": "operator",
    "internal": "unknown",
    "unavailable": "unknown",
    "gateway-timeout": "unknown",
    "reset": "unknown",
    "garbage": "unknown",
}
_ENDS = {
    "job-failed": ("failed", "transient"),
    "job-refused": ("failed", "refusal"),
    "job-vanishes": ("unknown", ""),
}
RULES: Mapping[str, Rule] = {
    "an order becomes a take that is fetched whole": _made,
    "a picture goes along": _shown,
    **{
        f"an order that ends in {kind} is {cls}": partial(_goes_wrong, kind=kind, cls=cls)
        for kind, cls in _WRONG.items()
    },
    "a wait that is asked for is told": _waits,
    **{
        f"a {kind.replace('-', ' that ', 1)} says so": partial(_ends, kind=kind, status=status, cls=cls)
        for kind, (status, cls) in _ENDS.items()
    },
    "an order whose answer was lost is found, or cannot be looked for": _lost,
    "an order that never arrived is not found": _never,
    "an order that is sent again under its key is not made again": _twice,
    "a job that waits is cancelled where that is offered": _cancelled,
    "a finished take survives being cancelled": _survives,
    "an address that has expired is minted anew, or told": _expires,
}
