"""`longtake usage` and `longtake budget`: what was spent, and what may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.amounts import budget_json, budget_text, cents, closed_text
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import emit, say, table

if TYPE_CHECKING:
    from longtake.ledger import Budget, Spending

__all__ = ["budget", "budgets_text", "usage", "usage_text"]

_emulated = click.option("--emulated", is_flag=True, help="What the emulator would have taken.")


@click.command()
@click.option(
    "--by",
    type=click.Choice(["provider", "model", "film", "tag", "month"]),
    default="provider",
    show_default=True,
    help="What each line is of.",
)
@_emulated
@shared_options
@click.pass_context
def usage(context: click.Context, by: Any, emulated: bool) -> None:
    """Show what was spent and is reserved."""
    import longtake

    settings = settings_of(context)
    found = longtake.usage(by, emulated=emulated, workspace=settings.workspace)
    if settings.json:
        for one in found:
            money = {"cost": str(one.cost), "reserved": str(one.reserved)}
            emit({"event": "usage", "by": by, "name": one.name, "purchases": one.purchases, **money})
    else:
        say(usage_text(found, by, emulated))


def usage_text(found: Sequence[Spending], by: str, emulated: bool = False) -> str:
    """A line a name, and a total for each currency."""
    if not found:
        return "Nothing was bought of the emulator." if emulated else "Nothing was bought."
    rows = [(by, "purchases", "spent", "reserved")]
    rows += [(one.name or "–", str(one.purchases), cents(one.cost), cents(one.reserved)) for one in found]
    for currency in sorted({one.cost.currency for one in found}):
        same = [one for one in found if one.cost.currency == currency]
        cost, reserved = same[0].cost, same[0].reserved
        for one in same[1:]:
            cost, reserved = cost + one.cost, reserved + one.reserved
        rows.append(("total", str(sum(one.purchases for one in same)), cents(cost), cents(reserved)))
    note = "\n\nNo money: this is what the emulator would have taken." if emulated else ""
    return table(rows, right=(1, 2, 3)) + note


@click.command()
@click.argument("film", metavar="TITLE", required=False)
@click.option("--open", "opens", is_flag=True, help="Let it be spent again, after a bill has closed it.")
@_emulated
@shared_options
@click.pass_context
def budget(context: click.Context, film: str | None, opens: bool, emulated: bool) -> None:
    """Show what of each budget is spent, or of one film's; open one that a bill has closed."""
    import longtake

    settings = settings_of(context)
    if opens and film is None:
        raise click.UsageError("say which budget is opened: longtake budget TITLE --open")
    if film is None:
        found = longtake.budgets(workspace=settings.workspace)
    else:
        ask = longtake.open_budget if opens else longtake.budget
        found = (ask(film, emulated=emulated, workspace=settings.workspace),)
    if settings.json:
        for one in found:
            emit(budget_json(one))
    else:
        say(budgets_text(found))


def budgets_text(found: Sequence[Budget]) -> str:
    """A line a budget, then those that are closed."""
    if not found:
        return "No budget was set: nothing was bought."
    realms = {"live": "", "emulated": " (emulated)"}
    lines = [f"{one.name}{realms[one.realm]}: {budget_text(one)}." for one in found]
    return "\n".join([*lines, *(closed_text(one) for one in found if one.closed)])
