"""Questions and a person's answers about what was bought: purchases, their settling, what was spent, budgets.

A question never makes a ledger; where there is none, nothing was bought.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import BudgetError, GenerationError, InputError, LedgerError
from longtake.ledger import LONGEST_HOLD_NS, OPEN, Cost, Existing, Hold, plain, this_owner
from longtake.media import Money
from longtake.pipeline.books import asked
from longtake.pipeline.leftovers import is_leftover
from longtake.store import open_workspace

if TYPE_CHECKING:
    from longtake.ledger import Budget, Fact, Grouping, Ledger, Purchase, Realm, Spending, State

__all__ = [
    "JobEntry",
    "abandon_job",
    "accept_duplicate",
    "adopt_job",
    "budget",
    "budgets",
    "job",
    "jobs",
    "open_budget",
    "usage",
]

_GROUPINGS = ("provider", "model", "film", "tag", "month")
_ACCEPTED = "accepted by a person: the next make sends it"
_ADOPTABLE: tuple[State, ...] = ("unknown", "abandoned", "duplicated")


@dataclass(frozen=True, slots=True)
class JobEntry:
    """A purchase as it stands. job: the provider's id of it. since: when it came to its state. held_by: the process
    that sees to it now. budget: that it is paid under. steps: what can be done about it. history: every fact, oldest
    first, where this one purchase was asked for."""

    purchase: Purchase
    job: str | None
    since: datetime
    held_by: int | None
    budget: Budget
    steps: tuple[str, ...]
    history: tuple[Fact, ...] = ()

    @property
    def needs_a_person(self) -> bool:
        """Whether nobody but a person can tell what became of it."""
        return self.held_by is None and _is_blind(self.purchase)


def jobs(
    film: str | None = None, *, all_states: bool = False, workspace: str | Path | None = None
) -> tuple[JobEntry, ...]:
    """The purchases for which something is still to be done, oldest first. film: of this title only. all_states: those
    that came to an end, too."""
    with asked(open_workspace(workspace)) as ledger:
        found = ledger.purchases(film=film, states=None if all_states else OPEN) if ledger else ()
        return tuple(_entries(ledger, found)) if ledger else ()


def job(number: int, *, workspace: str | Path | None = None) -> JobEntry:
    """One purchase with its history. Raises NoPurchaseError if there is none of that number."""
    with _ledger_with(number, workspace) as ledger:
        return _entry(ledger, number)


def adopt_job(number: int, job: str, *, workspace: str | Path | None = None) -> JobEntry:
    """Names the provider's job of an unknown purchase; the next make fetches its take.

    Raises InputError where nothing is unknown, and where the job belongs to another purchase.
    """
    name = plain(job)
    if not name:
        raise InputError("no job is named", place="job", advice=("copy its number from the provider's own list",))
    with _ledger_with(number, workspace) as ledger:
        was = _own_up(ledger, number, _ADOPTABLE, "adopt")
        _refuse_claimed(ledger, was, name)
        ledger.adopt(number, _whole_job(was, name))
        return _entry(ledger, number)


def abandon_job(number: int, cost: Money | str | None = None, *, workspace: str | Path | None = None) -> JobEntry:
    """Gives up an unknown purchase; its shot may be bought again. cost: as found in the provider's bill, such as
    `0 USD`; without it, the most that it may have cost stays reserved. Raises InputError where nothing is unknown."""
    paid = None if cost is None else Cost(_money(cost), "billed")
    with _ledger_with(number, workspace) as ledger:
        _own_up(ledger, number, ("unknown",), "abandon")
        ledger.abandon(number, paid)
        return _entry(ledger, number)


def accept_duplicate(number: int, *, workspace: str | Path | None = None) -> JobEntry:
    """Lets the next make send the order of an unknown purchase again, beside the first, whose reservation stands: the
    new attempt. Raises InputError where nothing is unknown, and BudgetError where there is no money for both."""
    hold = Hold(this_owner(), time.monotonic_ns() + LONGEST_HOLD_NS // 2)
    with _ledger_with(number, workspace) as ledger:
        was = _own_up(ledger, number, ("unknown",), "accept")
        made = ledger.accept_duplicate(number, was.intent.reserved, hold)
        if isinstance(made, Existing):
            return _entry(ledger, made.purchase.id)
        # Nothing is sent here. An attempt that stood as intended would look as if it may have been.
        free = Cost(Money(0, was.intent.reserved.currency), "computed")
        return _entry(ledger, ledger.cancelled(made.id, _ACCEPTED, free).id)


def usage(
    by: Grouping = "provider", *, emulated: bool = False, workspace: str | Path | None = None
) -> tuple[Spending, ...]:
    """What was spent and is reserved, a line for each name and currency. by: `provider`, `model`, `film`, `tag` or
    `month`. emulated: what the emulator would have taken. Raises InputError for another grouping."""
    if by not in _GROUPINGS:
        raise InputError(f"nothing is summed by {by!r}", place="by", advice=(f"use {', '.join(_GROUPINGS)}",))
    with asked(open_workspace(workspace)) as ledger:
        return ledger.spent(by, _realm(emulated)) if ledger else ()


def budget(film: str, *, emulated: bool = False, workspace: str | Path | None = None) -> Budget:
    """The budget of a film, by its title. Raises InputError if none was set."""
    with asked(open_workspace(workspace)) as ledger:
        return _budget(ledger, film, _realm(emulated))


def budgets(*, workspace: str | Path | None = None) -> tuple[Budget, ...]:
    """Every budget that was set, by title; of one title the live one first."""
    with asked(open_workspace(workspace)) as ledger:
        return ledger.budgets() if ledger else ()


def open_budget(film: str, *, emulated: bool = False, workspace: str | Path | None = None) -> Budget:
    """Lets a budget be spent again that a bill has closed. Raises InputError if none was set."""
    with asked(open_workspace(workspace)) as ledger:
        _budget(ledger, film, _realm(emulated))
        assert ledger is not None
        return ledger.open_budget(film, _realm(emulated))


def _realm(emulated: bool) -> Realm:
    return "emulated" if emulated else "live"


def _budget(ledger: Ledger | None, film: str, realm: Realm) -> Budget:
    advice = ("longtake usage --by film lists the films", "a budget is set by a make that buys")
    try:
        if ledger is not None:
            return ledger.budget(film, realm)
    except BudgetError:
        pass
    raise InputError(f"no budget was set for {realm} purchases of a film of that title", place=film, advice=advice)


def _money(cost: Money | str) -> Money:
    if isinstance(cost, Money):
        return cost
    try:
        return Money.parse(cost)
    except ValueError as error:
        raise InputError(str(error), place="cost") from None


@contextmanager
def _ledger_with(number: int, workspace: str | Path | None) -> Iterator[Ledger]:
    """The ledger. Raises InputError where there is none, so no purchase either."""
    with asked(open_workspace(workspace)) as ledger:
        if ledger is None:
            raise InputError(f"there is no purchase {number}: nothing was bought here", advice=("see to --workspace",))
        yield ledger


def _own_up(ledger: Ledger, number: int, states: tuple[State, ...], act: str) -> Purchase:
    """The purchase, which a person may now settle in this way. One that was left behind before anybody could tell
    whether it was sent is unknown from here on. Raises InputError for any other, and LedgerError while a living process
    sees to it."""
    was = ledger.purchase(number)
    place = f"shot {plain(was.intent.shot)}"
    holder = ledger.holder(number) if was.state in OPEN else None
    if holder is not None:
        raise LedgerError(
            f"process {holder.pid} sees to purchase {number}", place=place, advice=("wait for it, or stop it",)
        )
    if was.state == "intended" and was.intent.reconcile == "blind":
        return ledger.unknown(number, "left behind; nobody can tell whether it was sent")
    if was.state not in states:
        settles = ("the next make settles it by itself",) if was.state in OPEN else ()
        raise InputError(
            f"purchase {number} is {was.state}: there is nothing to {act}",
            place=place,
            advice=(*settles, "longtake jobs lists those that are unknown"),
        )
    return was


def _whole_job(purchase: Purchase, job: str) -> str:
    """The job as the ledger keeps those that a provider named itself: with what it takes to ask after it."""
    from longtake.generation.providers import wire_of  # here: needs an extra, and only who buys has it

    asked = purchase.intent.request
    model, kind = str(asked.get("model", "")), str(asked.get("kind", ""))
    try:
        return str(wire_of(purchase.intent.provider, model).adopted(job, model, kind))
    except GenerationError:
        return job  # of a provider that this version does not speak to; who bought there knows what the id means


def _refuse_claimed(ledger: Ledger, was: Purchase, job: str) -> None:
    """Raises InputError where the job belongs to another purchase, whatever else is kept with its id. An emulator that
    was started again gives out its ids again, so there only open purchases count."""
    its = was.intent
    for other in ledger.purchases(realm=its.realm, states=OPEN if its.realm == "emulated" else None):
        same = (other.intent.provider, other.intent.host, other.intent.account) == (its.provider, its.host, its.account)
        if same and other.id != was.id and _job_id(other) == job:
            raise InputError(
                f"job {job} of {its.provider} belongs to purchase {other.id} of shot {other.intent.shot}",
                place=f"shot {its.shot}",
                advice=("name the job of this shot", f"see what was bought: longtake jobs show {other.id}"),
            )


def _job_id(purchase: Purchase) -> str | None:
    """The id that a provider's list shows, of a job that may be kept with addresses."""
    kept = purchase.provider_job
    return str(json.loads(kept)["id"]) if kept and kept.startswith("{") else kept


def _entry(ledger: Ledger, number: int) -> JobEntry:
    """One purchase with its history."""
    (entry,) = _entries(ledger, [ledger.purchase(number)], with_history=True)
    return entry


def _entries(ledger: Ledger, found: Iterable[Purchase], *, with_history: bool = False) -> Iterator[JobEntry]:
    budgets: dict[tuple[str, Realm], Budget] = {}
    for one in found:
        name = one.budget, one.intent.realm
        if name not in budgets:
            budgets[name] = ledger.budget(*name)
        holder = ledger.holder(one.id) if one.state in OPEN else None
        held_by = holder.pid if holder else None
        history = ledger.history(one.id)
        yield JobEntry(
            purchase=one,
            job=_job_id(one),
            since=history[-1].at,
            held_by=held_by,
            budget=budgets[name],
            steps=_steps(one, held_by),
            history=history if with_history else (),
        )


def _is_blind(purchase: Purchase) -> bool:
    """Whether it may have been sent, and its provider cannot be asked."""
    is_told = purchase.intent.reconcile != "blind" or is_leftover(purchase)
    return not is_told and purchase.state in ("intended", "unknown")


def _steps(purchase: Purchase, held_by: int | None) -> tuple[str, ...]:
    """What can be done about a purchase as it stands."""
    number, provider = purchase.id, plain(purchase.intent.provider)
    if held_by is not None:
        return (f"process {held_by} sees to it",)
    if is_leftover(purchase):
        return ("its emulator is gone; the next make asks again",)
    if _is_blind(purchase):
        return (
            f"look at {provider}'s own list of jobs; if it is there: longtake jobs adopt {number} JOB",
            f"if it is not, or you give it up: longtake jobs abandon {number} --cost '0 {purchase.reserved.currency}'",
            f"to send it again without knowing: longtake jobs accept-duplicate {number}",
        )
    by_itself: dict[State, str] = {
        "intended": "the next make goes on with it",
        "unknown": f"the next make asks {provider} for it",
        "submitted": f"it is at {provider}; the next make fetches it",
        "known": f"it is finished at {provider}; the next make fetches it",
        "abandoned": "the next make may buy it again",
    }
    if purchase.state == "cancelled" and purchase.why == _ACCEPTED:
        return (_ACCEPTED,)
    return (by_itself[purchase.state],) if purchase.state in by_itself else ()
