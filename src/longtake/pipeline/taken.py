"""What became of the takes that a film needs: those that are here, and those that are missing. Values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from longtake.errors import BudgetError, Finding, GenerationError, LongtakeError, OperatorError
from longtake.media import Money

if TYPE_CHECKING:
    from longtake.generation.landing import Arrival, Landed, MissedBy
    from longtake.inspection import Verdict
    from longtake.ledger import Purchase

__all__ = ["NO_TAKES", "ApprovalMissingError", "MissingTake", "Takes"]


class ApprovalMissingError(LongtakeError):
    """A person has not said yes to what would be bought. Nothing was sent."""

    exit_code = 3


_ERRORS: Mapping[str, type[LongtakeError]] = {
    "approval": ApprovalMissingError,
    "budget": BudgetError,
    "operator": OperatorError,
}


@dataclass(frozen=True, slots=True)
class MissingTake:
    """A shot whose take is not there, so that an animatic stands in. by: why, in a word; `approval` where nobody said
    yes to it."""

    shot: str
    name: str
    by: MissedBy | str
    why: str
    advice: tuple[str, ...] = ()

    @property
    def error(self) -> LongtakeError:
        """As the command tells it, with the exit code of its reason."""
        kind = _ERRORS.get(self.by, GenerationError)
        message = f"its take is missing, and an animatic stands in: {self.why}"
        return kind.of([Finding(f"shot {self.name}", message, self.advice)])


@dataclass(frozen=True, slots=True)
class Takes:
    """By the keys of shots. landed: takes that are here; missing: shots whose take will not come in this run; times: of
    each step towards a take that is here, in UTC; rivals: candidates that were bought, too, and are not shown;
    verdicts: of takes that are here and could be measured."""

    landed: Mapping[str, Landed] = field(default_factory=dict)
    missing: Mapping[str, MissingTake] = field(default_factory=dict)
    times: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rivals: Mapping[str, tuple[Purchase, ...]] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)

    def of(self, shot: str) -> Arrival | None:
        """The take of a shot; None where there is none, or not yet."""
        landed = self.landed.get(shot)
        return landed.arrival if landed else None

    @property
    def cost(self) -> Money | None:
        """What those that are here and their rivals cost, each purchase once; None where nothing is here."""
        return _sum(one for shot in self.landed for one in self._bought(shot))

    def cost_of(self, shot: str) -> Money | None:
        """What the shot's take and its rivals cost; None where nothing is here."""
        return _sum(self._bought(shot))

    @property
    def is_cost_most(self) -> bool:
        """Whether some of the cost is only the most that it may have been, for nobody states the price."""
        return any(map(self.is_cost_of_most, self.landed))

    @property
    def is_paid_before(self) -> bool:
        """Whether takes are here and this run bought none of them."""
        return bool(self.landed) and all(one.is_reused for one in self.landed.values())

    def is_cost_of_most(self, shot: str) -> bool:
        """The same of one shot's."""
        return any(one.cost is not None and one.cost.source == "at most" for one in self._bought(shot))

    def _bought(self, shot: str) -> list[Purchase]:
        landed = self.landed.get(shot)
        return [landed.purchase, *self.rivals.get(shot, ())] if landed else []

    @property
    def is_emulated(self) -> bool:
        """Whether any of them is an emulator's."""
        return any(one.purchase.intent.realm == "emulated" for one in self.landed.values())


def _sum(purchases: Iterable[Purchase]) -> Money | None:
    amounts = list({one.id: one.cost.amount for one in purchases if one.cost}.values())
    return reduce(add, amounts) if amounts else None


NO_TAKES = Takes()
"""Of a film that buys nothing, or before anything has landed."""
