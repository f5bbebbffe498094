"""Taking: the takes that a plan asks for are bought, or found, and handed on one by one as they land."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import cast

from longtake.generation.clock import SystemClock
from longtake.generation.commission import Commission
from longtake.generation.download import Downloads
from longtake.generation.landing import Landed, Outcome
from longtake.generation.scheduling import Scheduler, Trade
from longtake.inspection import Verdict
from longtake.ledger import Ledger, State
from longtake.media import Digest
from longtake.pipeline.appraisals import appraisals_of
from longtake.pipeline.books import written
from longtake.pipeline.candidates import rivals_of
from longtake.pipeline.choosing import as_asked, as_judged, choice_of, ranked
from longtake.pipeline.events import Listener
from longtake.pipeline.falling import is_over, passed_over
from longtake.pipeline.gallery import TakeGallery
from longtake.pipeline.giving import check_given
from longtake.pipeline.inputs import FilmInputs
from longtake.pipeline.judging import whole_key
from longtake.pipeline.leftovers import settle_leftovers
from longtake.pipeline.paying import HERE, PAID, paid_takes
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.receiving import hints_for
from longtake.pipeline.rerouting import rerouted
from longtake.pipeline.seaming import is_open
from longtake.pipeline.selling import Sellers, sellers
from longtake.pipeline.shopping import Shopping, not_bought
from longtake.pipeline.take_news import TakeNews
from longtake.pipeline.taken import MissingTake, Takes
from longtake.pipeline.terms import Terms
from longtake.pipeline.tries import Tries
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
        check_given(planned, market.realm)
        with written(workspace) as ledger:
            if terms.speed is not None:
                settle_leftovers(ledger)
            bought = paid_takes(ledger, market.realm)
            shopping = Shopping.of(planned, terms, market.realm, ledger, bought)
            to_buy = not_bought(shopping.commissions(planned), bought)
            market.check(to_buy)
            to_pay = shopping.to_pay(bought)
            # A job that is on its way may fail, and its order be placed again.
            terms.check(to_pay if terms.buys else shopping.to_pay(paid_takes(ledger, market.realm, HERE)), market.realm)
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
        self._shopping, self._ledger, self._workspace = shopping, ledger, workspace
        self._news = TakeNews(say, {shot.key: shot.name for shot in self.planned.plan.shots})
        self._tries = Tries(shopping.commissions(self.planned))
        self._landed: dict[str, Landed] = {}
        self._missing: dict[str, MissingTake] = {one.shot: one for one in shopping.wanted.unapproved}
        self._ended: list[str] = []
        self._reused = self._paid = 0
        self._asked = to_pay.total
        self._wanted = dict(self.planned.wanted)
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
                gallery=TakeGallery(workspace, self.planned.plan.rate, is_measured=is_open(self.planned.plan)),
                inputs=self._inputs,
                clock=market.clock,
                draw=draw,
                tell=self._news.step,
                calls=hints_for(os.environ, market.realm, market.clock),
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
        run = cast("AsyncGenerator[Outcome, None]", self._scheduler.run(await self._begun()))
        async with aclosing(run) as outcomes:
            async for outcome in outcomes:
                self._note(outcome)
                if self._ended and not self._scheduler.has_outcome:
                    await self._settle()
                landed(self.film)
        self._miss_unbegun()
        await self._show_chosen()
        if self._is_stopped:
            self._news.stopped(self._paid)
        shown = {shot: landed.purchase for shot, landed in self._landed.items()}
        rivals = await asyncio.to_thread(
            lambda: rivals_of(self._ledger, self.planned.plan.title, self._shopping.realm, shown)
        )
        times = await asyncio.to_thread(self._times)
        verdicts = {} if self._is_stopped else await asyncio.to_thread(self._verdicts, [*self._landed.values()])
        said = {
            shot: verdicts[digest] for shot, one in self._landed.items() if (digest := one.arrival.digest) in verdicts
        }
        return replace(self.planned, takes=replace(self.film.takes, times=times, rivals=rivals, verdicts=said))

    def _verdicts(self, takes: Sequence[Landed]) -> dict[Digest, Verdict]:
        return appraisals_of(takes, self.planned.plan, self._workspace)

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

    async def _begun(self) -> tuple[Commission, ...]:
        """What may be bought now and is not under way."""
        several = self._shopping.several
        due = self._tries.due(lambda shot: several.takes(shot) == 1 or shot in self._landed)
        commissions = due
        if any(several.takes(one.shot) > 1 for one in due):
            commissions = await asyncio.to_thread(lambda: self._shopping.candidates(self.planned, due))
        self._tries.begin(commissions)
        return tuple(commissions)

    def _note(self, outcome: Outcome) -> None:
        one, purchase = outcome.commission, outcome.purchase
        if not self._tries.is_current(one):  # it waited for one that was missed, and goes on from another now
            return
        self._paid += purchase is not None and purchase.state in self._kept
        is_alone = one.candidacy is None
        if isinstance(outcome, Landed):
            self._reused += outcome.is_reused
            self._news.landed(outcome)
            if is_alone:
                self._landed[one.shot] = outcome
                self._tell_progress()
        elif not is_alone and outcome.by != "stopped":
            self._news.candidate_missed(outcome)
        if self._tries.note(outcome) and not (is_alone and isinstance(outcome, Landed)):
            self._ended.append(one.shot)

    async def _settle(self) -> None:
        """Of shots whose takes have ended: the best candidate is chosen; what was missed is bought from another model,
        or is missing. What waited for that is begun."""
        ended, self._ended = self._ended, []
        await self._choose([shot for shot in ended if self._tries.landed(shot)])
        missed = [shot for shot in ended if not self._tries.landed(shot)]
        if self._shopping.terms.falls_back and not self._is_stopped:
            await self._fall_back(missed)
        for shot in missed:
            for outcome in self._tries.missed(shot)[:1]:  # none, where it is begun anew
                self._miss(outcome.commission, outcome.by, self._news.named(outcome.why), outcome.advice)
        if not self._is_stopped:
            self._scheduler.add(await self._begun())

    async def _choose(self, shots: Sequence[str]) -> None:
        """The best of the candidates for each of these shots is its take from here on."""
        planned, found = self.planned.plan, {shot.key: shot for shot in self.planned.plan.shots}
        for shot in shots:
            rivals = self._tries.landed(shot)
            verdicts = await asyncio.to_thread(self._verdicts, rivals)
            judge = as_judged(verdicts) if len(verdicts) == len({one.arrival.digest for one in rivals}) else as_asked
            best, *others = ranked(rivals, found[shot], planned.rate, judge)
            self._landed[shot] = best
            if best.commission.take != self._wanted.get(shot, 1):
                self._wanted[shot] = best.commission.take
            self._news.chosen(best.commission, self._shopping.several.takes(shot))
            self._tell_progress()
            if all(is_over(one) for one in self._tries.missed(shot)):
                words = self.planned.words[whole_key(shot)]
                self._ledger.chosen(best.purchase.id, choice_of([best, *others], words))
        if any(one.waits_for in shots for one in self._tries.unbegun):
            await self._show_chosen()

    async def _show_chosen(self) -> None:
        """Plans the film with the takes that were chosen."""
        if self._wanted != self.planned.wanted:
            wanted = dict(self._wanted)
            again = await asyncio.to_thread(lambda: self.planned.replanned(wanted, self.planned.passed))
            self._plan_is(again, self._shopping.commissions(again))

    async def _fall_back(self, missed: Sequence[str]) -> None:
        """Begins these shots anew with other models, as far as there are some that may make them."""
        shots = {shot.key: shot for shot in self.planned.plan.shots}
        found = {shot: [passed_over(one, shots[shot]) for one in self._tries.missed(shot)] for shot in missed}
        more = {shot: passed[0] for shot, passed in found.items() if passed[0] is not None and all(passed)}
        if not more:
            return
        shopping, planned = self._shopping, self._tries.planned
        again = await asyncio.to_thread(lambda: rerouted(self.planned, more, planned, shopping.commissions))
        each = shopping.each_take(again.commissions)
        if not again.commissions or not self._may_cost(each):
            return
        await asyncio.to_thread(lambda: shopping.raise_budget(self._ledger, each))
        self._tries.give_up(one.shot for one in again.commissions)
        self._plan_is(again.planned, again.commissions)
        for one in again.commissions:
            if one.shot in more:
                self._news.falls_back(one, more[one.shot])

    def _plan_is(self, planned: PlannedFilm, commissions: Sequence[Commission]) -> None:
        self.planned = planned
        self._inputs.plan_is(planned)
        self._tries.plan_is(commissions)

    def _miss(self, one: Commission, by: str, why: str, advice: tuple[str, ...]) -> None:
        self._missing[one.shot] = MissingTake(one.shot, one.name, by, why, advice)
        if by != "stopped":
            self._news.missed(one, why)

    def _miss_unbegun(self) -> None:
        """Shots that waited for a choice that never came."""
        for one in self._tries.unbegun:
            if self._is_stopped:
                self._miss(one, "stopped", "the run was stopped", ("run the same command again",))
            else:
                before = self._news.name(one.waits_for)
                why = f"it begins from the take of {before}, which is missing"
                self._miss(one, "waits", why, (f"see to {before} first",))

    def _may_cost(self, commissions: Sequence[Commission]) -> bool:
        """Whether a person allowed for what is bought instead, in a budget, by a yes, or since it is little."""
        asked = self._asked
        for one in commissions:
            asked += one.price
        is_allowed = self._shopping.terms.allows(asked, self.planned.plan.quote.cap, self._shopping.realm)
        if is_allowed:
            self._asked = asked
        else:
            self._news.too_dear(commissions, asked)
        return is_allowed

    def _tell_progress(self) -> None:
        self._news.progress(len(self._landed), len(self._tries), self._reused)
