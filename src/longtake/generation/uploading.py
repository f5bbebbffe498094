"""What goes along in orders, under the addresses that a provider gave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from longtake.generation.commission import CommissionInput
from longtake.generation.landing import Arrival
from longtake.generation.lines import Line
from longtake.generation.ports import Inputs
from longtake.generation.provider import Input, Provider
from longtake.generation.uploads import Uploads
from longtake.media import Digest

__all__ = ["Enclosed", "Enclosures"]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An input as it is sent, and the digest of its bytes."""

    sent: Input
    digest: Digest


class Enclosures:
    """The inputs of orders, each uploaded once."""

    def __init__(self, inputs: Inputs, uploads: Uploads) -> None:
        self._inputs, self._uploads = inputs, uploads

    async def enclosed(
        self, one: CommissionInput, before: Arrival | None, provider: Provider, line: Line, note: Callable[[str], None]
    ) -> Enclosed:
        """Raises CallFailedError, and what the port raises."""
        asset = await self._inputs.asset(one, before)
        uploaded = await line.place(lambda: self._uploads.put(provider, asset), note)
        return Enclosed(Input(one.role, uploaded.address, asset.media_type, one.tag), asset.digest)
