"""Taking: the takes that a plan asks for are bought, or found, and handed on one by one as they land."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import cast

from longtake.generation.clock import SystemClock
from longtake.generation.commission import Commission
from longtake.generation.download import Downloads
from longtake.generation.landing import Landed, Outcome, Step
from longtake.generation.scheduling import Scheduler, Trade
from longtake.ledger import Ledger, Realm, State
from longtake.media import Money
from longtake.pipeline.approvals import Wanted, wanted_of
from longtake.pipeline.books import written
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.events import Listener, Notice, Progress, Taking
from longtake.pipeline.gallery import TakeGallery
from longtake.pipeline.inputs import FilmInputs
from longtake.pipeline.judging import approved, whole_key
from longtake.pipeline.leftovers import settle_leftovers
from longtake.pipeline.paying import PAID, paid_takes
from longtake.pipeline.preparing import PlannedFilm
from longtake.pipeline.selling import Sellers, sellers
from longtake.pipeline.taken import MissingTake, Takes
from longtake.pipeline.terms import Terms
from longtake.planning import PlannedShot, Quote
from longtake.planning.pricing import TRIES, quote_of
from longtake.planning.segment import taken_as
from longtake.store import Workspace

__all__ = ["Taker", "taker_of"]

_STEPS = ("intended", "submitted", "known", "verified")


@asynccontextmanager
async def taker_of(
    planned: PlannedFilm,
    terms: Terms,
    workspace: Workspace,
    say: Listener,
) -> AsyncIterator[Taker]:
    """Opens the ledger and the sellers, and sees that all may be bought, before anything is.

    Raises NotYetError for models that nobody here can ask, OperatorError for keys that are missing,
    ApprovalMissingError and BudgetError where a person has to say yes first.
    """
    async with sellers(terms.speed, planned.models) as market:
        with written(workspace) as ledger:
            wanted = wanted_of(planned, _approved(ledger, planned, market.realm))
            commissions = commissions_of(planned.plan, planned.models, wanted.keys, terms.tag)
            if terms.speed is not None:
                settle_leftovers(ledger)
            bought = paid_takes(ledger, market.realm)
            to_buy = [one for one in commissions if taken_as(one.order, one.take) not in bought]
            market.check(to_buy)
            shots = tuple(
                shot if shot.key in wanted.keys else replace(shot, segment=None) for shot in planned.plan.shots
            )
            to_pay = quote_of(shots, planned.plan.rate, planned.plan.quote.cap, bought)
            terms.check(to_pay, market.realm)
            _set_budget(ledger, planned, terms, market, to_buy)
            yield Taker(planned, wanted, commissions, to_pay, market, ledger, workspace, say)


def _approved(ledger: Ledger, planned: PlannedFilm, realm: Realm) -> Callable[[PlannedShot], bool]:
    """Which shots may be bought: where there is a draft, those of which somebody approved it. Of an emulator, all."""
    if planned.draft is None or realm == "emulated":
        return lambda shot: True
    keys = approved(ledger, planned.draft, realm)
    return lambda shot: whole_key(shot.key) in keys


def _set_budget(
    ledger: Ledger, planned: PlannedFilm, terms: Terms, market: Sellers, to_buy: Sequence[Commission]
) -> None:
    """The budget that somebody wrote; else what is to be bought, with retries, beside what was committed before."""
    name, cap = planned.plan.title, terms.budget or planned.plan.quote.cap
    if cap is None:
        cap = Money("0.00", planned.plan.quote.total.currency)
        for one in to_buy:
            cap += Money(one.reserved.amount * TRIES, one.reserved.currency)
        if any(one.budget == name for one in ledger.purchases(film=name, realm=market.realm)):
            before = ledger.budget(name, market.realm)
            cap += before.spent + before.reserved
    ledger.set_budget(name, cap, market.realm)


class Taker:
    """Buys the takes of one film, once. to_pay: what of it is not paid for yet."""

    def __init__(
        self,
        planned: PlannedFilm,
        wanted: Wanted,
        commissions: tuple[Commission, ...],
        to_pay: Quote,
        market: Sellers,
        ledger: Ledger,
        workspace: Workspace,
        say: Listener,
    ) -> None:
        self.to_pay, self._ledger = to_pay, ledger
        self._planned, self._commissions, self._say = planned, commissions, say
        self._landed: dict[str, Landed] = {}
        self._missing: dict[str, MissingTake] = {one.shot: one for one in wanted.unapproved}
        self._names = {shot.key: shot.name for shot in planned.plan.shots}
        self._reused = self._paid = 0
        self._is_stopped = False
        self._kept: tuple[State, ...] = PAID if market.realm == "live" else ("verified",)  # an emulator ends with us
        draw = random.Random().uniform
        self._scheduler = Scheduler(
            Trade(
                ledger=ledger,
                budget=planned.plan.title,
                provider_of=market.provider_of,
                downloads=Downloads(market.door, SystemClock(), draw),
                gallery=TakeGallery(workspace, planned.plan.rate),
                inputs=FilmInputs(planned),
                clock=market.clock,
                draw=draw,
                tell=self._tell_step,
            )
        )

    @property
    def takes(self) -> Takes:
        """What is there by now."""
        return Takes(dict(self._landed), dict(self._missing))

    async def run(self, landed: Callable[[Takes], None]) -> Takes:
        """All takes. landed: is told what is there each time that it became more. Raises LedgerError."""
        landed(self.takes)
        self._tell_progress()
        run = cast("AsyncGenerator[Outcome, None]", self._scheduler.run(self._commissions))
        async with aclosing(run) as outcomes:
            async for outcome in outcomes:
                self._note(outcome)
                landed(self.takes)
        if self._is_stopped:
            kept = "1 take is" if self._paid == 1 else f"{self._paid} takes are"
            self._say(Notice("takes", f"{kept} paid for and kept; run the same command to go on"))
        return replace(self.takes, times=await asyncio.to_thread(self._times))

    def stop(self) -> None:
        """Nothing more is sent, what is being made is left at its provider, and the run ends soon."""
        self._is_stopped = True
        self._scheduler.stop()

    def _times(self) -> dict[str, dict[str, str]]:
        """When each step towards a take was written down."""
        told = self._ledger.histories([landed.purchase.id for landed in self._landed.values()])
        return {
            shot: {
                fact.name: fact.at.isoformat(timespec="seconds")
                for fact in told[landed.purchase.id]
                if fact.name in _STEPS
            }
            for shot, landed in self._landed.items()
        }

    def _note(self, outcome: Outcome) -> None:
        one = outcome.commission
        purchase = outcome.purchase
        self._paid += purchase is not None and purchase.state in self._kept
        if isinstance(outcome, Landed):
            self._landed[one.shot] = outcome
            self._reused += outcome.is_reused
            self._say(Taking(one.name, "landed", "it was here already" if outcome.is_reused else ""))
            self._tell_progress()
            return
        why = self._named(outcome.why)
        self._missing[one.shot] = MissingTake(one.shot, one.name, outcome.by, why, outcome.advice)
        if outcome.by != "stopped":
            self._say(Taking(one.name, "missed", why))

    def _tell_step(self, step: Step) -> None:
        one, note = step.commission, step.note
        if step.stage == "waits" and one.waits_for and one.waits_for in note:
            note = f"for {self._names[one.waits_for]}"
        self._say(Taking(one.name, step.stage, self._named(note), step.progress))

    def _named(self, text: str) -> str:
        """The text with names for keys, by which the ledger and the scheduler know shots."""
        for key, name in self._names.items():
            text = text.replace(key, name) if key != name and key in text else text
        return text

    def _tell_progress(self) -> None:
        if self._commissions:
            self._say(Progress("takes", len(self._landed), len(self._commissions), self._reused))
