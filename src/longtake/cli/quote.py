"""`longtake quote`: the plan and what it will cost, before anything is bought."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from longtake.cli.campaign import quote_campaign
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table
from longtake.cli.values import Films, value_options

if TYPE_CHECKING:
    from longtake.planning.plan import Plan, Quote, QuoteRow

__all__ = ["quote", "quote_text"]


@click.command()
@click.argument("storyboard", type=click.Path(path_type=Path))
@value_options
@shared_options
@click.pass_context
def quote(context: click.Context, storyboard: Path, films: Films) -> None:
    """Show a plan and its price; nothing is bought. With --each, the price of each film and of all together."""
    import longtake

    settings = settings_of(context)
    if films.campaign:
        quote_campaign(storyboard, films, settings)
        return
    (film,) = films.all()
    planned = longtake.plan(storyboard, values=film.values, workspace=settings.workspace)
    plan = planned.plan
    estimate, warnings = longtake.estimate(planned, workspace=settings.workspace)
    if settings.json:
        emit(_quote_json(plan) | {"estimate": asdict(estimate), "warnings": list(warnings)})
    else:
        width = get_terminal_size().columns if sys.stdout.isatty() else None
        say(quote_text(plan, width, warnings))


def quote_text(plan: Plan, width: int | None = None, warnings: Sequence[str] = ()) -> str:
    """The plan's shots with their prices, then what a person should know. width: of the terminal; None for any."""
    notes = [*_notes(plan), *warnings, "Nothing was bought."]
    return "\n".join([_head(plan), "", _rows_text(plan.quote, width), "", *notes])


def _rows_text(quote: Quote, width: int | None) -> str:
    """A row a shot and the total; what is bought has its column only where something is."""
    rows = [("shot", "needs", "buys", "join", "model", "price", "why")]
    rows += [
        (row.shot, _seconds(row.needs), _seconds(row.buys), row.join, row.model, str(row.price), row.why)
        for row in quote.rows
    ]
    bought = [row.buys for row in quote.rows if row.buys is not None]
    cap = f"cap {quote.cap}" if quote.cap else ""
    rows.append(("total", "", _seconds(sum(bought, Fraction(0))), "", "", str(quote.total), cap))
    if bought:
        return table(rows, right=(1, 2, 5), width=width)
    return table([(*row[:2], *row[3:]) for row in rows], right=(1, 4), width=width)


def _head(plan: Plan) -> str:
    from longtake.media import clock

    scenes, shots = count(len(plan.scenes), "scene"), count(len(plan.shots), "shot")
    length = f"{clock(plan.seconds)} at {plan.rate}"
    return f"{plan.title} · {scenes} · {shots} · {length} · {plan.size.width}×{plan.size.height}"


def _notes(plan: Plan) -> list[str]:
    from longtake.media import clock

    spoken = [scene.narration for scene in plan.scenes if scene.narration is not None]
    notes = [f"{notice.about}: {notice.message}" for notice in plan.notices]
    if spoken:
        length = clock(sum(spoken, Fraction(0)))
        estimated = " (estimated)" if any(scene.is_estimated for scene in plan.scenes) else ""
        notes.append(f"Narration about {length}{estimated}.")
    return notes


def _seconds(seconds: Fraction | None) -> str:
    return "–" if seconds is None else f"{float(seconds):.1f} s"


def _quote_json(plan: Plan) -> dict[str, object]:
    return {
        "event": "quote",
        "title": plan.title,
        "size": str(plan.size),
        "rate": str(plan.rate),
        "frames": plan.frames,
        "seconds": str(plan.seconds),
        "rows": [_row_json(row) for row in plan.quote.rows],
        "total": str(plan.quote.total),
        "cap": str(plan.quote.cap) if plan.quote.cap else None,
        "notices": [{"about": notice.about, "message": notice.message} for notice in plan.notices],
    }


def _row_json(row: QuoteRow) -> dict[str, str | None]:
    """Seconds as exact fractions and money with its currency, both as text."""
    buys = None if row.buys is None else str(row.buys)
    words = {"shot": row.shot, "join": row.join, "model": row.model, "price": str(row.price), "why": row.why}
    return {**words, "needs": str(row.needs), "buys": buys}
