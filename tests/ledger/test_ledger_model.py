"""Random interleavings of buying, answers, callbacks, crashes and restarts, and a provider that counts (R1–R4, R22)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from ledgers import CLIP, FREE, World, an_intent, usd

from longtake.ledger import OPEN, Budget, BudgetExceededError, Cost, Existing, Ledger, Output, Purchase, UnsettledError

SHOTS = {
    "keyed": "key",
    "keyed too": "key",
    "listed": "lookup",
    "listed too": "lookup",
    "blind": "blind",
    "dark": "blind",
}
PRICE = Decimal("0.75")
CAPS = ("1.70", "3.30", "100")
RESERVED = Decimal("0.80")


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Job:
    shot: str
    token: str
    ends: str = ""  # "succeeded", "failed", or still running


class Provider:
    """Takes orders and keeps its own bill. `failed` costs nothing."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}

    def order(self, shot: str, token: str) -> str:
        if SHOTS[shot] == "key" and (known := self.find(token)):
            return known
        name = f"job {len(self.jobs)}"
        self.jobs[name] = Job(shot, token)
        return name

    def find(self, token: str) -> str | None:
        return next((name for name, job in self.jobs.items() if job.token == token), None)

    @property
    def bill(self) -> Decimal:
        return PRICE * sum(job.ends == "succeeded" for job in self.jobs.values())


class Buying(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.provider = Provider()
        self.world = World()
        self.process = 1
        self.commits_left: int | None = None
        self.world.passing = self._passing
        self._read: tuple[Budget, tuple[Purchase, ...]] | None = None
        self.ledger = self._opened()
        self.ledger.set_budget("film", usd("0"))

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @initialize(cap=st.sampled_from(CAPS))
    def a_budget_is_set(self, cap: str) -> None:
        self.ledger.set_budget("film", usd(cap))
        self._read = None

    @rule(passings=st.integers(0, 5))
    def crash_soon(self, passings: int) -> None:
        """Ends the process at one of the next points, which stand before and after each commit."""
        self.commits_left = passings

    @rule(shot=st.sampled_from(sorted(SHOTS)), is_answered=st.booleans())
    def make(self, shot: str, is_answered: bool) -> None:
        self._run(lambda: self._buy(shot, is_answered))

    @rule(shot=st.sampled_from(sorted(SHOTS)), ends=st.sampled_from(["succeeded", "failed"]))
    def the_provider_ends(self, shot: str, ends: str) -> None:
        for job in self.provider.jobs.values():
            if job.shot == shot and not job.ends:
                job.ends = ends

    @rule(shot=st.sampled_from(sorted(SHOTS)))
    def poll(self, shot: str) -> None:
        self._run(lambda: self._poll(shot))

    @rule(shot=st.sampled_from(sorted(SHOTS)))
    def a_callback_comes(self, shot: str) -> None:
        for job in self.provider.jobs.values():
            if job.shot == shot and job.ends:
                self._run(lambda token=job.token, ends=job.ends: self._tell(self._by(token), ends))  # type: ignore[misc]

    @rule(shot=st.sampled_from(sorted(SHOTS)))
    def fetch(self, shot: str) -> None:
        for one in self.ledger.purchases(shot=shot, states={"known"}):
            self._run(lambda one=one: self.ledger.verified(one.id, CLIP, 1, {}))  # type: ignore[misc]

    @precondition(lambda self: any(one.state == "unknown" for one in self.purchases))
    @rule()
    def a_person_settles_what_is_unknown(self) -> None:
        for one in self.ledger.purchases(states={"unknown"}):
            job = self.provider.find(one.token)
            self._run(
                lambda one=one, job=job: self.ledger.adopt(one.id, job) if job else self.ledger.abandon(one.id, FREE)  # type: ignore[misc]
            )

    @property
    def budget(self) -> Budget:
        return self._what_stands()[0]

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        return self._what_stands()[1]

    def _what_stands(self) -> tuple[Budget, tuple[Purchase, ...]]:
        """What the ledger's file says, read once for all that is asked between two things that happen."""
        if self._read is None:
            self._read = self.ledger.budget("film"), self.ledger.purchases()
        return self._read

    @invariant()
    def no_shot_is_bought_twice(self) -> None:
        for shot in SHOTS:
            paid = [job for job in self.provider.jobs.values() if job.shot == shot and job.ends != "failed"]
            assert len(paid) <= 1, f"{shot} was bought {len(paid)} times"

    @invariant()
    def the_cap_is_never_crossed(self) -> None:
        budget = self.budget
        assert budget.reserved.amount + budget.spent.amount <= budget.cap.amount
        assert not budget.closed

    @invariant()
    def what_the_provider_may_bill_is_covered(self) -> None:
        budget = self.budget
        running = sum(not job.ends for job in self.provider.jobs.values())
        assert self.provider.bill + PRICE * running <= budget.reserved.amount + budget.spent.amount

    @invariant()
    def what_is_reserved_is_what_has_no_cost_yet(self) -> None:
        unpriced = [one for one in self.purchases if one.cost is None]
        assert self.budget.reserved.amount == RESERVED * len(unpriced)

    @invariant()
    def what_the_ledger_says_was_spent_is_on_the_bill(self) -> None:
        priced = [one for one in self.purchases if one.state in {"known", "verified"}]
        assert sum(one.cost.amount.amount for one in priced if one.cost) == self.budget.spent.amount
        jobs = [self.provider.jobs[one.provider_job or self.provider.find(one.token) or ""] for one in priced]
        assert all(job.ends == "succeeded" for job in jobs)
        assert PRICE * len(jobs) == self.budget.spent.amount

    @invariant()
    def a_purchase_stands_as_its_history_says(self) -> None:
        for one in self.purchases:
            assert [fact.name for fact in self.ledger.history(one.id) if fact.name != "job"][-1] == one.state

    @invariant()
    def what_is_done_is_held_by_nobody(self) -> None:
        for one in self.purchases:
            assert one.state in OPEN or self.ledger.holder(one.id) is None

    # What a maker does, as the scheduler will

    def _buy(self, shot: str, is_answered: bool) -> None:
        intent = an_intent(shot, reserved=str(RESERVED), reconcile=SHOTS[shot])
        try:
            found = self.ledger.intend(intent, "film", self.world.hold(pid=self.process))
            if isinstance(found, Existing) and found.purchase.state in {"failed", "abandoned"}:
                hold = self.world.hold(pid=self.process)
                found = self.ledger.again(found.purchase.id, usd(str(RESERVED)), hold)
        except (BudgetExceededError, UnsettledError):
            return
        if isinstance(found, Purchase):
            self._send(found, is_answered)
        elif found.purchase.state in {"intended", "unknown"} and found.holder is None:
            self._reconcile(found.purchase, is_answered)

    def _reconcile(self, left: Purchase, is_answered: bool) -> None:
        job = self.provider.find(left.token) if left.intent.reconcile == "lookup" else None
        if job:
            self.ledger.submitted(left.id, job)
        elif left.intent.reconcile == "blind":
            self.ledger.unknown(left.id, "nobody can look it up")
        else:
            self._send(left, is_answered)

    def _send(self, purchase: Purchase, is_answered: bool) -> None:
        job = self.provider.order(purchase.intent.shot, purchase.token)
        if is_answered:
            self.ledger.submitted(purchase.id, job)
        else:
            self.ledger.unknown(purchase.id, "the answer was lost")

    def _poll(self, shot: str) -> None:
        for one in self.ledger.purchases(shot=shot, states={"submitted"}):
            job = self.provider.jobs[one.provider_job or ""]
            if job.ends:
                self._tell(one, job.ends)

    def _tell(self, purchase: Purchase | None, ends: str) -> None:
        assert purchase is not None, "an order was sent that nobody had intended"
        if ends == "succeeded":
            self.ledger.known(purchase.id, [Output("https://x.example/1.mp4?k=1")], Cost(usd(str(PRICE)), "billed"))
        else:
            self.ledger.failed(purchase.id, "transient", "out of capacity", FREE)

    def _by(self, token: str) -> Purchase | None:
        return self.ledger.by_token(token)

    def _run(self, what: Callable[[], object]) -> None:
        """Does it; where the process ends meanwhile, another one begins."""
        self._read = None
        try:
            what()
        except Crash:
            self.commits_left = None
            self.world.ended.add(self.process)
            self.process += 1
            self.ledger.close()
            self.ledger = self._opened()

    def _opened(self) -> Ledger:
        return Ledger.open(Path(self.folder.name) / "ledger.sqlite", self.world.around())

    def _passing(self, point: str) -> None:
        if self.commits_left is None:
            return
        if self.commits_left == 0:
            raise Crash
        self.commits_left -= 1


def check(examples: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Buying, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None))


def test_no_interleaving_of_answers_and_crashes_buys_twice_or_loses_money() -> None:
    check(examples=10)


@pytest.mark.proof
@pytest.mark.long
def test_no_interleaving_of_answers_and_crashes_buys_twice_or_loses_money_in_many_tries() -> None:
    check(examples=150)
