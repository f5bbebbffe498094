"""`longtake jobs`: what was sent to providers and has not come to an end, and how a person settles what is unknown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.amounts import budget_json, cents, closed_text
from longtake.cli.settings import Settings, settings_of, shared_options
from longtake.cli.text import count, emit, say, table
from longtake.media.amounts import bytes_text

if TYPE_CHECKING:
    from longtake import JobEntry
    from longtake.ledger import Fact, Purchase

__all__ = ["job_text", "jobs", "jobs_text", "settled_text"]

_ABOVE = ("attempt", "digest", "key", "probed", "size")
_NUMBER = click.argument("number", type=click.IntRange(min=1))


@click.group(invoke_without_command=True)
@click.option("--film", metavar="TITLE", help="Only purchases for this film.")
@click.option("--all", "all_states", is_flag=True, help="Also those that came to an end.")
@shared_options
@click.pass_context
def jobs(context: click.Context, film: str | None, all_states: bool) -> None:
    """Show purchases that have not come to an end.

    Those of which nobody can tell what became of them wait for your word: adopt, abandon or accept-duplicate.
    """
    if context.invoked_subcommand is not None:
        if film or all_states:
            raise click.UsageError(
                f"--film and --all choose what is listed, and {context.invoked_subcommand} lists none"
            )
        return
    import longtake

    settings = settings_of(context)
    found = longtake.jobs(film, all_states=all_states, workspace=settings.workspace)
    budgets = longtake.budgets(workspace=settings.workspace)
    closed = [one for one in budgets if one.closed and film in (None, one.name)]
    if settings.json:
        for told in (*map(_entry_json, found), *map(budget_json, closed)):
            emit(told)
    else:
        width = get_terminal_size().columns if sys.stdout.isatty() else None
        say("\n\n".join([jobs_text(found, all_states, width), *map(closed_text, closed)]))


@jobs.command()
@_NUMBER
@shared_options
@click.pass_context
def show(context: click.Context, number: int) -> None:
    """Show one purchase with its history."""
    import longtake

    settings = settings_of(context)
    _tell(longtake.job(number, workspace=settings.workspace), settings, job_text)


@jobs.command()
@_NUMBER
@click.argument("job")
@shared_options
@click.pass_context
def adopt(context: click.Context, number: int, job: str) -> None:
    """Name the JOB of an unknown purchase.

    The next make fetches its take.
    """
    import longtake

    settings = settings_of(context)
    _tell(longtake.adopt_job(number, job, workspace=settings.workspace), settings, settled_text)


@jobs.command()
@_NUMBER
@click.option("--cost", metavar="AMOUNT", help="What the provider's bill says: 0.80 USD. Without it the most is held.")
@shared_options
@click.pass_context
def abandon(context: click.Context, number: int, cost: str | None) -> None:
    """Give up an unknown purchase.

    Its shot can be bought again.
    """
    import longtake

    settings = settings_of(context)
    _tell(longtake.abandon_job(number, cost, workspace=settings.workspace), settings, settled_text)


@jobs.command(name="accept-duplicate")
@_NUMBER
@shared_options
@click.pass_context
def accept_duplicate(context: click.Context, number: int) -> None:
    """Send an unknown purchase once more.

    The next make does; both may have to be paid.
    """
    import longtake

    settings = settings_of(context)
    _tell(longtake.accept_duplicate(number, workspace=settings.workspace), settings, settled_text)


def jobs_text(found: Sequence[JobEntry], all_states: bool = False, width: int | None = None) -> str:
    """A row a purchase, then what a person is asked to settle. width: of the terminal; None for any."""
    if not found:
        return "Nothing was bought here." if all_states else "No purchase is open. longtake jobs --all shows all."
    head = ("number", "film", "shot", "model", "state", "since (UTC)", "money", "job", "next")
    lines = [table([head, *map(_row, found)], right=(0,), width=width)]
    if unknown := [one for one in found if one.needs_a_person]:
        lines += ["", f"{count(len(unknown), 'purchase')} that only you can settle:"]
        for one in unknown:
            lines += [f"{one.purchase.id}: {one.purchase.why or 'left behind before anybody knew'}", *_indented(one)]
    return "\n".join(lines)


def job_text(entry: JobEntry) -> str:
    """All that the ledger has of one purchase."""
    its = entry.purchase
    head = f"Purchase {its.id} · {its.intent.film} · {its.intent.shot} · {its.state} since {_moment(entry.since)} UTC"
    facts = [(_moment(fact.at), fact.name, _fact_text(fact)) for fact in entry.history]
    lines = [head, "", table(list(_provenance(entry))), "", table(facts)]
    if entry.steps:
        lines += ["", *_indented(entry)]
    return "\n".join(lines)


def settled_text(entry: JobEntry) -> str:
    """What became of a purchase by a person's word, and what happens next."""
    its = entry.purchase
    lines = [f"Purchase {its.id} of {its.intent.shot}, attempt {its.attempt}: {its.state}, {_money_text(its)}."]
    closed = [closed_text(entry.budget)] if entry.budget.closed else []
    return "\n".join([*lines, *_indented(entry), *closed])


def _tell(entry: JobEntry, settings: Settings, text: Callable[[JobEntry], str]) -> None:
    if settings.json:
        emit(_entry_json(entry))
    else:
        say(text(entry))


def _row(entry: JobEntry) -> tuple[str, ...]:
    its = entry.purchase
    step = "see below" if entry.needs_a_person else " ".join(entry.steps)
    named = str(its.id), its.intent.film, its.intent.shot, _model_text(its), its.state
    return (*named, _moment(entry.since), _money_text(its), entry.job or "–", step)


def _model_text(purchase: Purchase) -> str:
    return purchase.intent.model + (" (emulated)" if purchase.intent.realm == "emulated" else "")


def _money_text(purchase: Purchase) -> str:
    held = f"up to {cents(purchase.reserved)}" if purchase.reserved.amount else ""
    paid = cents(purchase.cost.amount) if purchase.cost else ""
    return ", ".join(filter(None, (paid, held))) or "–"


def _provenance(entry: JobEntry) -> Iterator[tuple[str, str]]:
    purchase, its = entry.purchase, entry.purchase.intent
    yield "asked", f"{its.provider} at {its.host}, account {its.account}"
    yield "model", _model_text(purchase) + (f", version {purchase.model_version}" if purchase.model_version else "")
    yield "take", f"{its.take}, attempt {purchase.attempt}" + (f", tag {its.tag}" if its.tag else "")
    yield "order", its.order
    yield from (("instead of", f"{model}: {why}") for model, _, _, why in _instead_of(its.request))
    yield from _told({name: value for name, value in its.request.items() if name != "instead_of"})
    yield "job", entry.job or "–"
    yield "seed", "–" if purchase.seed is None else str(purchase.seed)
    yield "money", _money_text(purchase) + (f" ({purchase.cost.source})" if purchase.cost else "")
    if purchase.digest:
        yield "here", f"{purchase.digest}, {bytes_text(purchase.size or 0)}"
        yield from _told(purchase.probed or {})
    if purchase.why:
        yield "why", f"{purchase.failure}: {purchase.why}" if purchase.failure else purchase.why


def _instead_of(request: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    """Models that were asked before: name, what the take would be known as, why in a word, and for people."""
    return tuple(request.get("instead_of", ()))


def _told(recipe: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What of a recipe says anything."""
    for name, value in recipe.items():
        if value not in (None, "", [], {}):
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fact_text(fact: Fact) -> str:
    """A fact's data in a line, without what stands above the history."""
    said = {name: value for name, value in _data_of(fact).items() if name not in _ABOVE}
    files = [f"{one['kind']} {one['url']}" for one in said.pop("outputs", [])]
    return " · ".join([*(f"{name} {value}" for name, value in _told(said)), *files])


def _data_of(fact: Fact) -> dict[str, Any]:
    """What a fact says, but for the token, by which providers know our calls."""
    return {name: value for name, value in json.loads(fact.data).items() if name != "token"}


def _indented(entry: JobEntry) -> list[str]:
    return [f"   {step}" for step in entry.steps]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def _entry_json(entry: JobEntry) -> dict[str, object]:
    """Money with its currency, moments in ISO 8601, both as text."""
    its, intent = entry.purchase, entry.purchase.intent
    same = ("film", "shot", "provider", "model", "host", "account", "realm", "kind", "take", "order", "tag")
    facts = [{"name": one.name, "at": one.at.isoformat(), "data": _data_of(one)} for one in entry.history]
    return {
        "event": "job",
        "number": its.id,
        **{name: getattr(intent, name) for name in same},
        "state": its.state,
        "since": entry.since.isoformat(),
        "attempt": its.attempt,
        "job": entry.job,
        "cost": str(its.cost.amount) if its.cost else None,
        "cost_is": its.cost.source if its.cost else None,
        "reserved": str(its.reserved),
        "failure": its.failure or None,
        "why": its.why or None,
        "digest": its.digest,
        "held_by": entry.held_by,
        "needs_a_person": entry.needs_a_person,
        "budget_closed": entry.budget.closed or None,
        "next": list(entry.steps),
    } | ({"request": dict(intent.request), "history": facts} if facts else {})
