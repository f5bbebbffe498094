"""The contract that every provider keeps, for authors of their own: rules by name, each tried against an emulator of
the provider over real connections. Nothing leaves this machine, and nothing is bought."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from longtake.emulator import Emulator, ManualClock
from longtake.generation.adapter import Adapter
from longtake.generation.download import DownloadFailedError
from longtake.generation.failures import CallFailedError
from longtake.generation.http import Door
from longtake.generation.own import OwnProvider
from longtake.generation.provider import Account, Order
from longtake.generation.secrets import Secret
from longtake.generation.wire import Wire
from longtake.pipeline.contract_rules import RULES
from longtake.pipeline.contract_stage import BrokenContractError, OneClock, Stage

__all__ = ["BrokenContractError", "ProviderContract"]


@dataclass(frozen=True)
class ProviderContract:
    """name: of the provider; own: what its package offers, with a wire and what the emulator plays for it; order: one
    that it takes, from words alone; can: what else is tried, of `image` (a first frame goes along) and `cancel` (a job
    that waits can be called back)."""

    name: str
    own: OwnProvider
    order: Order
    can: frozenset[str] = frozenset()

    rules: ClassVar[tuple[str, ...]] = tuple(RULES)
    """What is tried, as sentences."""

    def check(self, rule: str) -> None:
        """Tries one rule. Raises BrokenContractError with what was wanted and what came."""
        if self.own.wire is None or self.own.played is None:
            raise BrokenContractError(
                f"{self.name} has nothing that the contract could be tried against",
                advice=("give its OwnProvider a wire, and what the emulator plays for it (`played`)",),
            )
        with TemporaryDirectory(prefix="longtake-contract-") as folder:
            asyncio.run(self._tried(rule, self.own.wire(self.order.model), self.own.played(), Path(folder)))

    async def _tried(self, rule: str, wire: Wire, played: Any, folder: Path) -> None:
        clock = ManualClock()
        emulator = Emulator(clock=clock, wires=(played,))
        async with emulator.serving() as address, Door(allow_loopback=True) as door:
            keys = dict.fromkeys(self.own.enough[0], Secret("emulated"))
            settings = dict.fromkeys(self.own.settings, "emulated")
            account = Account(self.name, "default", f"{address}{played.prefix}", keys, settings, is_emulated=True)
            adapter = Adapter(wire, account, door, OneClock(clock))
            stage = Stage(rule, self.order, self.can, emulator, adapter, door, OneClock(clock), folder)
            try:
                await RULES[rule](stage)
            except (CallFailedError, DownloadFailedError) as error:
                stage.breaks(f"a call failed that must not: {error}")
