"""Why a commission ends without a take, raised from wherever that is found out."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.errors import LongtakeError
from longtake.generation.commission import Commission
from longtake.generation.failures import Failure, FailureClass
from longtake.generation.landing import Missed, MissedBy
from longtake.ledger import Purchase

__all__ = ["MissError", "missed_by", "missed_with", "stopped"]

_BY: Mapping[FailureClass, MissedBy] = {
    "transient": "transient",
    "capacity": "transient",
    "invalid": "invalid",
    "refusal": "refusal",
    "operator": "operator",
    "unknown": "unknown",
}

_OF_OURS: frozenset[MissedBy] = frozenset({"budget", "waits", "stopped"})
"""What no provider has a part in."""


class MissError(Exception):
    """There will be no take in this run. purchase: as it stands, None where nothing was intended."""

    def __init__(self, by: MissedBy, why: str, *advice: str, purchase: Purchase | None = None) -> None:
        super().__init__(why)
        self.by, self.why, self.advice, self.purchase = by, why, advice, purchase

    def of(self, commission: Commission, purchase: Purchase | None = None) -> Missed:
        """purchase: the commission's last, where this tells of none."""
        named = self.by not in _OF_OURS and commission.provider not in self.why
        why = f"{commission.provider}: {self.why}" if named else self.why
        return Missed(commission, self.by, why, self.advice, self.purchase or purchase)


def missed_by(failure: Failure, purchase: Purchase | None = None) -> MissError:
    """For a provider's failure."""
    return MissError(_BY[failure.cls], str(failure), failure.next_step, purchase=purchase)


def missed_with(by: MissedBy, error: LongtakeError, purchase: Purchase | None = None) -> MissError:
    """For an error of ours, in its own words."""
    (finding, *_) = error.findings
    return MissError(by, finding.message, *finding.advice, purchase=purchase)


def stopped(commission: Commission, purchase: Purchase | None) -> Missed:
    """For a run that the user stopped."""
    advice = ("run the same command again: what was bought is not bought again",)
    return Missed(commission, "stopped", "the run was stopped", advice, purchase)
