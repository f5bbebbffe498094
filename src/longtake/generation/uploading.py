"""What goes along in orders, under the addresses that a provider gave it: made once for an account, until it
expires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from longtake.generation.clock import Clock
from longtake.generation.commission import CommissionInput
from longtake.generation.landing import Arrival
from longtake.generation.lines import Line
from longtake.generation.ports import Inputs
from longtake.generation.provider import Account, Input, Provider, Uploaded
from longtake.media import Digest

__all__ = ["Enclosed", "Uploads"]

_SPARE = timedelta(minutes=10)
"""An address that dies sooner is made anew: a job may wait before it is begun."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An input as it is sent, and the digest of its bytes."""

    sent: Input
    digest: Digest


class Uploads:
    """Those of one run. Files that go along as bytes are not kept."""

    def __init__(self, inputs: Inputs, clock: Clock) -> None:
        self._inputs, self._clock = inputs, clock
        self._kept: dict[tuple[str, str, Digest], Uploaded] = {}

    async def enclosed(
        self, one: CommissionInput, before: Arrival | None, provider: Provider, line: Line, note: Callable[[str], None]
    ) -> Enclosed:
        """Raises CallFailedError, and what the port raises."""
        asset = await self._inputs.asset(one, before)
        key = (*_who(provider.account), asset.digest)
        uploaded = self._kept.get(key)
        if uploaded is None or not self._lives(uploaded):
            uploaded = await line.place(lambda: provider.upload(asset), note)
            if not uploaded.address.startswith("data:"):
                self._kept[key] = uploaded
        return Enclosed(Input(one.role, uploaded.address, asset.media_type, one.tag), asset.digest)

    def _lives(self, uploaded: Uploaded) -> bool:
        return uploaded.expires is None or self._clock.today() + _SPARE < uploaded.expires


def _who(account: Account) -> tuple[str, str]:
    return account.base, account.name
