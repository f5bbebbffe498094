"""`longtake status`: what is done in an output folder and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from longtake.cli.amounts import budget_json, budget_text, closed_text
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table

if TYPE_CHECKING:
    from longtake import Status
    from longtake.pipeline.accounting import FilmAccount

__all__ = ["status"]


@click.command()
@click.argument("out", metavar="FOLDER", type=click.Path(path_type=Path))
@shared_options
@click.pass_context
def status(context: click.Context, out: Path) -> None:
    """Show what of a film is done and what is left."""
    import longtake

    settings = settings_of(context)
    found = longtake.status(out)
    if settings.json:
        emit(_status_json(found))
    else:
        say(_status_text(found))


def _status_text(found: Status) -> str:
    done = [
        ("pictures", f"{found.spans_done} of {found.spans_total} spans"),
        ("sound", f"{found.sound_done} of {found.sound_total} pieces"),
        *_bought(found),
    ]
    head = f"{found.title} · {count(found.shots, 'shot')} · {found.folder}"
    return "\n".join([head, "", table(done), "", _state(found), *_troubles(found)])


def _bought(found: Status) -> Iterator[tuple[str, str]]:
    """Where takes are, what of the money is spent, what people said; nothing for a film for which nothing is."""
    for account in found.accounts:
        realm = " (emulated)" if account.realm == "emulated" else ""
        if account.takes:
            yield f"takes{realm}", " · ".join(f"{number} {place}" for place, number in account.takes.items())
        for budget in account.budgets:
            yield f"money{realm}", budget_text(budget)
    if said := Counter(one.verdict for one in found.verdicts):
        yield "verdicts", " · ".join(f"{number} {verdict}" for verdict, number in said.items())


def _troubles(found: Status) -> Iterator[str]:
    if any(account.takes.get("unknown") for account in found.accounts):
        yield "Nobody knows what became of some orders: longtake jobs says how to settle them."
    for account in found.accounts:
        yield from (closed_text(budget) for budget in account.budgets if budget.closed)


def _state(found: Status) -> str:
    if found.held_by is not None:
        return f"Process {found.held_by} is making it."
    if found.finished:
        return "Finished: every file is as it was written."
    return "Not finished. Run the same command to go on; what is done is kept."


def _status_json(found: Status) -> dict[str, object]:
    names = ("title", "shots", "spans_done", "spans_total", "sound_done", "sound_total", "finished", "held_by")
    return {
        "event": "status",
        "folder": str(found.folder),
        **{name: getattr(found, name) for name in names},
        "accounts": [_account_json(account) for account in found.accounts],
        "verdicts": [{"shot": one.shot, "verdict": one.verdict, "note": one.note} for one in found.verdicts],
    }


def _account_json(account: FilmAccount) -> dict[str, object]:
    """Money with its currency, as text."""
    return {
        "realm": account.realm,
        "takes": dict(account.takes),
        "budgets": [budget_json(budget) for budget in account.budgets],
    }
