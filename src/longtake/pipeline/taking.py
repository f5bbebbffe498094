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
from longtake.generation.landing import Landed, Missed, Outcome, Step
from longtake.generation.scheduling import Scheduler, Trade
from longtake.ledger import Ledger, State
from longtake.pipeline.books import written
from longtake.pipeline.events import Listener, Notice, Progress, Taking
from longtake.pipeline.falling import did, passed_over
from longtake.pipeline.gallery import TakeGallery
from longtake.pipeline.inputs import FilmInputs
from longtake.pipeline.leftovers import settle_leftovers
from longtake.pipeline.paying import PAID, paid_takes
from longtake.pipeline.preparing import PlannedFilm
from longtake.pipeline.rerouting import rerouted
from longtake.pipeline.selling import Sellers, sellers
from longtake.pipeline.shopping import Shopping, not_bought
from longtake.pipeline.taken import MissingTake, Takes
from longtake.pipeline.terms import Terms
from longtake.planning import Quote
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
    async with sellers(terms.speed, planned.models, planned.others) as market:
        with written(workspace) as ledger:
            if terms.speed is not None:
                settle_leftovers(ledger)
            shopping = Shopping.of(planned, terms, market.realm, ledger)
            bought = paid_takes(ledger, market.realm)
            to_buy = not_bought(shopping.commissions(planned), bought)
            market.check(to_buy)
            to_pay = shopping.to_pay(bought)
            terms.check(to_pay, market.realm)
            shopping.set_budget(ledger, to_buy)
            yield Taker(shopping, to_pay, market, ledger, workspace, say)


class Taker:
    """Buys the takes of one film, once. planned: the film as it is planned now: it changes where a shot is bought from
    another model than it was. to_pay: what of it was not paid for."""

    def __init__(
        self,
        shopping: Shopping,
        to_pay: Quote,
        market: Sellers,
        ledger: Ledger,
        workspace: Workspace,
        say: Listener,
    ) -> None:
        self.planned, self.to_pay = shopping.planned, to_pay
        self._shopping, self._ledger, self._say = shopping, ledger, say
        self._current = {one.shot: one for one in shopping.commissions(self.planned)}
        self._landed: dict[str, Landed] = {}
        self._missing: dict[str, MissingTake] = {one.shot: one for one in shopping.wanted.unapproved}
        self._doubtful: list[Missed] = []
        self._names = {shot.key: shot.name for shot in self.planned.plan.shots}
        self._reused = self._paid = 0
        self._asked = to_pay.total
        self._is_stopped = False
        self._kept: tuple[State, ...] = PAID if market.realm == "live" else ("verified",)  # an emulator ends with us
        self._inputs = FilmInputs(self.planned)
        draw = random.Random().uniform
        self._scheduler = Scheduler(
            Trade(
                ledger=ledger,
                budget=self.planned.plan.title,
                provider_of=market.provider_of,
                downloads=Downloads(market.door, SystemClock(), draw),
                gallery=TakeGallery(workspace, self.planned.plan.rate),
                inputs=self._inputs,
                clock=market.clock,
                draw=draw,
                tell=self._tell_step,
            )
        )

    @property
    def film(self) -> PlannedFilm:
        """With what is there by now."""
        return replace(self.planned, takes=Takes(dict(self._landed), dict(self._missing)))

    async def run(self, landed: Callable[[PlannedFilm], None]) -> PlannedFilm:
        """The film with all its takes. landed: is told what is there each time that it became more. Raises
        LedgerError."""
        landed(self.film)
        self._tell_progress()
        run = cast("AsyncGenerator[Outcome, None]", self._scheduler.run(tuple(self._current.values())))
        async with aclosing(run) as outcomes:
            async for outcome in outcomes:
                self._note(outcome)
                if self._doubtful and not self._scheduler.has_outcome:
                    await self._settle()
                landed(self.film)
        if self._is_stopped:
            kept = "1 take is" if self._paid == 1 else f"{self._paid} takes are"
            self._say(Notice("takes", f"{kept} paid for and kept; run the same command to go on"))
        times = await asyncio.to_thread(self._times)
        return replace(self.planned, takes=replace(self.film.takes, times=times))

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
        if self._current[one.shot] is not one:  # it waited for one that was missed, and goes on from another now
            return
        self._paid += purchase is not None and purchase.state in self._kept
        if isinstance(outcome, Missed):
            self._doubtful.append(outcome)
            return
        self._landed[one.shot] = outcome
        self._reused += outcome.is_reused
        self._say(Taking(one.name, "landed", "it was here already" if outcome.is_reused else ""))
        self._tell_progress()

    async def _settle(self) -> None:
        """Of takes that were missed, those that other models make are bought from them; the others are missing."""
        missed, self._doubtful = self._doubtful, []
        if self._shopping.terms.falls_back and not self._is_stopped:
            await self._fall_back(missed)
        for outcome in missed:
            one = outcome.commission
            if self._current[one.shot] is one:
                why = self._named(outcome.why)
                self._missing[one.shot] = MissingTake(one.shot, one.name, outcome.by, why, outcome.advice)
                if outcome.by != "stopped":
                    self._say(Taking(one.name, "missed", why))

    async def _fall_back(self, missed: Sequence[Missed]) -> None:
        shots = {shot.key: shot for shot in self.planned.plan.shots}
        found = {one.commission.shot: passed_over(one, shots[one.commission.shot]) for one in missed}
        more = {shot: passed for shot, passed in found.items() if passed is not None}
        if not more:
            return
        shopping, current = self._shopping, dict(self._current)
        again = await asyncio.to_thread(lambda: rerouted(self.planned, more, current, shopping.commissions))
        if not again.commissions or not self._may_cost(again.commissions):
            return
        await asyncio.to_thread(lambda: shopping.raise_budget(self._ledger, again.commissions))
        self.planned = again.planned
        self._inputs.plan_is(again.planned)
        self._scheduler.add(again.commissions)
        for one in again.commissions:
            self._current[one.shot] = one
            if one.shot in more:
                self._say(Taking(one.name, "fallback", f"{one.model.name}, since {did(more[one.shot])}"))

    def _may_cost(self, commissions: Sequence[Commission]) -> bool:
        """Whether a person allowed for what is bought instead, in a budget, by a yes, or since it is little."""
        asked = self._asked
        for one in commissions:
            asked += one.price
        is_allowed = self._shopping.terms.allows(asked, self.planned.plan.quote.cap, self._shopping.realm)
        if is_allowed:
            self._asked = asked
        else:
            names = ", ".join(one.name for one in commissions)
            what = f"with other models for {names} it would cost {asked.to_the_cent()}, and nobody has said yes to that"
            self._say(Notice("takes", f"{what}: --yes, or --budget AMOUNT"))
        return is_allowed

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
        if self._current:
            self._say(Progress("takes", len(self._landed), len(self._current), self._reused))
