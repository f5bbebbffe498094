"""What is to be bought for a film, what it costs, and whether it may be: decided before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace

from longtake.generation.commission import Commission
from longtake.ledger import Ledger, Realm
from longtake.media import Digest, Money
from longtake.pipeline.approvals import Wanted, wanted_of
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.judging import approved, whole_key
from longtake.pipeline.preparing import PlannedFilm
from longtake.pipeline.terms import Terms
from longtake.planning import PlannedShot, Quote
from longtake.planning.pricing import TRIES, quote_of
from longtake.planning.segment import taken_as

__all__ = ["Shopping", "not_bought"]


@dataclass(frozen=True, slots=True)
class Shopping:
    """What a make buys. wanted: the shots whose takes may be bought; realm: of whom."""

    planned: PlannedFilm
    terms: Terms
    realm: Realm
    wanted: Wanted

    @classmethod
    def of(cls, planned: PlannedFilm, terms: Terms, realm: Realm, ledger: Ledger) -> Shopping:
        return cls(planned, terms, realm, wanted_of(planned, _approved(ledger, planned, realm)))

    def commissions(self, planned: PlannedFilm) -> tuple[Commission, ...]:
        """For the film as it is planned now, in film order."""
        models = {**planned.models, **planned.others}
        return commissions_of(planned.plan, models, self.wanted.keys, self.terms.tag, planned.passed)

    def to_pay(self, bought: Set[Digest]) -> Quote:
        """The price of what is not bought yet. bought: takes, by what they are known as."""
        plan = self.planned.plan
        shots = tuple(shot if shot.key in self.wanted.keys else replace(shot, segment=None) for shot in plan.shots)
        return quote_of(shots, plan.rate, plan.quote.cap, bought)

    def set_budget(self, ledger: Ledger, to_buy: Sequence[Commission]) -> None:
        """The budget that somebody wrote; else what is to be bought, with retries, beside what was committed before."""
        name, cap = self.planned.plan.title, self._written
        if cap is None:
            cap = self._with_retries(to_buy)
            if any(one.budget == name for one in ledger.purchases(film=name, realm=self.realm)):
                before = ledger.budget(name, self.realm)
                cap += before.spent + before.reserved
        ledger.set_budget(name, cap, self.realm)

    def raise_budget(self, ledger: Ledger, more: Sequence[Commission]) -> None:
        """Makes room for what is bought besides, where nobody wrote a budget."""
        if self._written is None:
            name = self.planned.plan.title
            ledger.set_budget(name, ledger.budget(name, self.realm).cap + self._with_retries(more), self.realm)

    @property
    def _written(self) -> Money | None:
        return self.terms.budget or self.planned.plan.quote.cap

    def _with_retries(self, commissions: Sequence[Commission]) -> Money:
        most = Money("0.00", self.planned.plan.quote.total.currency)
        for one in commissions:
            most += Money(one.reserved.amount * TRIES, one.reserved.currency)
        return most


def not_bought(commissions: Sequence[Commission], bought: Set[Digest]) -> list[Commission]:
    return [one for one in commissions if taken_as(one.order, one.take) not in bought]


def _approved(ledger: Ledger, planned: PlannedFilm, realm: Realm) -> Callable[[PlannedShot], bool]:
    """Which shots may be bought: where there is a draft, those of which somebody approved it. Of an emulator, all."""
    if planned.draft is None or realm == "emulated":
        return lambda shot: True
    keys = approved(ledger, planned.draft, realm)
    return lambda shot: whole_key(shot.key) in keys
