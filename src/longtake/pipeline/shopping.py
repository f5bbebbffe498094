"""What is to be bought for a film, what it costs, and whether it may be: decided before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace

from longtake.generation.commission import Candidacy, Commission
from longtake.ledger import Ledger, Realm
from longtake.media import Digest, Money
from longtake.pipeline.approvals import Wanted, wanted_of
from longtake.pipeline.candidates import Candidates, candidates_of
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.judging import approved, whole_key
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.terms import Terms
from longtake.planning import PlannedShot, Quote
from longtake.planning.pricing import TRIES, quote_of
from longtake.planning.segment import taken_as

__all__ = ["Shopping", "not_bought"]


@dataclass(frozen=True, slots=True)
class Shopping:
    """What a make buys. wanted: the shots whose takes may be bought; realm: of whom; several: of which shots several
    takes are bought."""

    planned: PlannedFilm
    terms: Terms
    realm: Realm
    wanted: Wanted
    several: Candidates

    @classmethod
    def of(cls, planned: PlannedFilm, terms: Terms, realm: Realm, ledger: Ledger, bought: Set[Digest]) -> Shopping:
        """bought: takes that are paid for, by what they are known as."""
        wanted = wanted_of(planned, _approved(ledger, planned, realm))
        several = candidates_of(ledger, planned, realm, wanted.keys, terms.candidates, bought)
        return cls(planned, terms, realm, wanted, several)

    def commissions(self, planned: PlannedFilm) -> tuple[Commission, ...]:
        """For the film as it is planned now, in film order."""
        models = {**planned.models, **planned.others}
        return commissions_of(planned.plan, models, self.wanted.keys, self.terms.tag, planned.passed)

    def candidates(self, planned: PlannedFilm, first: Sequence[Commission]) -> list[Commission]:
        """Those, and of shots of which several takes are bought the others, each with a number and a seed of its own.
        first: of shots that do not wait for one another's choice."""
        made = [self._as_candidate(one, one) for one in first]
        for nth in range(1, max((self.several.takes(one.shot) for one in first), default=1)):
            some = [one for one in first if self.several.takes(one.shot) > nth]
            takes = {one.shot: one.take + nth for one in some}
            again = self.commissions(planned.replanned({**planned.wanted, **takes}, planned.passed))
            found = {one.shot: one for one in again}
            made += [self._as_candidate(found[one.shot], one) for one in some]
        return made

    def _as_candidate(self, one: Commission, first: Commission) -> Commission:
        of = self.several.takes(one.shot)
        return replace(one, candidacy=Candidacy(taken_as(first.order, first.take), of)) if of > 1 else one

    def to_pay(self, bought: Set[Digest]) -> Quote:
        """The price of what is not bought yet. bought: takes, by what they are known as."""
        plan = self.planned.plan
        shots = tuple(shot if shot.key in self.wanted.keys else replace(shot, segment=None) for shot in plan.shots)
        return quote_of(shots, plan.rate, plan.quote.cap, bought, more=self.several.more)

    def set_budget(self, ledger: Ledger, to_buy: Sequence[Commission]) -> None:
        """The budget that somebody wrote; else what is to be bought, with retries, beside what was committed before.
        to_buy: the first takes of it."""
        name, cap, more = self.planned.plan.title, self._written, self.several.more
        if cap is None:
            besides = [one for one in self.commissions(self.planned) for _ in range(more.get(one.shot, 0))]
            cap = self._with_retries([*to_buy, *besides])
            if any(one.budget == name for one in ledger.purchases(film=name, realm=self.realm)):
                before = ledger.budget(name, self.realm)
                cap += before.spent + before.reserved
        ledger.set_budget(name, cap, self.realm)

    def raise_budget(self, ledger: Ledger, more: Sequence[Commission]) -> None:
        """Makes room for what is bought besides, where nobody wrote a budget."""
        if self._written is None:
            name = self.planned.plan.title
            ledger.set_budget(name, ledger.budget(name, self.realm).cap + self._with_retries(more), self.realm)

    def each_take(self, commissions: Sequence[Commission]) -> list[Commission]:
        """Each as often as takes of its shot are bought."""
        return [one for one in commissions for _ in range(self.several.takes(one.shot))]

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
