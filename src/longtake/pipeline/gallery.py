"""The gallery: takes that were bought, decoded whole once in a limited child, and kept. The scheduler's port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from longtake.generation.commission import Commission
from longtake.generation.landing import Arrival
from longtake.generation.ports import SpoiltTakeError, UnfitTakeError
from longtake.inspection import Refused, admit, known_facts
from longtake.media import ClipFacts, Digest, FrameRate
from longtake.pipeline.facts import StoredFacts, StoredMeasures
from longtake.planning.handles import brief
from longtake.store import Workspace

__all__ = ["TakeGallery"]

_AT_ONCE = 2
"""Takes that are decoded or held against their digests at a time: each takes a core."""

_Found = TypeVar("_Found")


class TakeGallery:
    """See `generation.ports.Gallery`. rate: of the film, by which it is judged whether a take is long enough.
    is_measured: whether takes are measured as they are admitted."""

    def __init__(self, workspace: Workspace, rate: FrameRate, *, is_measured: bool = False) -> None:
        self._takes, self._facts, self._rate = workspace.takes, StoredFacts(workspace.store), rate
        self._measures = StoredMeasures(workspace.store) if is_measured else None
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def part(self, token: str) -> Path:
        return self._takes.part(token)

    async def admit(self, part: Path, commission: Commission) -> Arrival:
        return self._fit(await self._in_turn(lambda: self._admitted(part)), commission)

    async def held(self, digest: Digest, commission: Commission) -> Arrival | None:
        arrival = await self._in_turn(lambda: self._found(digest))
        return self._fit(arrival, commission) if arrival else None

    async def _in_turn(self, work: Callable[[], _Found]) -> _Found:
        async with self._turns:
            return await asyncio.to_thread(work)

    def _admitted(self, part: Path) -> Arrival:
        try:
            facts = self._measured(part)
        except SpoiltTakeError:
            part.unlink(missing_ok=True)
            raise
        path = self._takes.keep(part, facts.digest)
        return Arrival(facts.digest, path, facts.size_bytes, facts)

    def _found(self, digest: Digest) -> Arrival | None:
        path = self._takes.find(digest)
        if path is None:
            return None
        facts = known_facts(self._facts, digest) or self._measured(path)
        return Arrival(digest, path, facts.size_bytes, facts)

    def _measured(self, path: Path) -> ClipFacts:
        (result,) = admit([path], self._facts, measures=self._measures)
        if isinstance(result, Refused):
            (finding, *_) = result.error.findings
            raise SpoiltTakeError(f"the take cannot be decoded: {finding.message}", advice=_SPOILT)
        return result.facts

    def _fit(self, arrival: Arrival, commission: Commission) -> Arrival:
        """The take, if the film can show it. Raises UnfitTakeError."""
        picture = arrival.facts.picture
        if picture is None or arrival.facts.kind != "video":
            what = f"the take is a {arrival.facts.kind} without moving pictures"
            raise UnfitTakeError(arrival, what, _AGAIN)
        if picture.frames_on(self._rate) < self._rate.frames(commission.needs):
            shown, asked = brief(commission.needs), brief(commission.asked.seconds)
            what = f"the take lasts {brief(picture.seconds)}; {asked} were asked for, and the film shows {shown} of it"
            raise UnfitTakeError(arrival, what, _AGAIN, "or make the shot shorter: for: …")
        return arrival


_AGAIN = "buy another: longtake make --again SHOT"
_SPOILT = ("run the same command again: the take is paid for and is fetched, not made again", f"or {_AGAIN}")
