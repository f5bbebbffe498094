"""`longtake quote`: the plan and what it will cost, before anything is bought."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.campaign import quote_campaign
from longtake.cli.prices import range_of, rounding_notes
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.text import count, emit, say, table
from longtake.cli.values import Films, value_options
from longtake.cli.wishes import candidates_option, catalogue_option, draft_option, language_option

if TYPE_CHECKING:
    from longtake.planning.plan import Plan
    from longtake.planning.quote import Quote, QuoteRow, SpeechRow
    from longtake.storyboard.stages import Stage

__all__ = ["head_text", "notes_of", "quote", "quote_text", "range_text", "seconds_text", "spoken_text", "unshown"]


@click.command()
@click.argument("storyboard", type=click.Path(path_type=Path))
@draft_option
@candidates_option
@language_option
@catalogue_option
@value_options
@shared_options
@click.pass_context
def quote(
    context: click.Context,
    storyboard: Path,
    films: Films,
    draft: bool,
    candidates: int | None,
    language: str | None,
    catalogue: tuple[Path, ...],
) -> None:
    """Show a plan and its price; nothing is bought. With --each, the price of each film and of all together."""
    import longtake

    settings = settings_of(context)
    stage: Stage = "draft" if draft else "final"
    shown: dict[str, Any] = {"language": language} if language else {}
    if films.campaign:
        if candidates:
            raise click.UsageError("--candidates and --each: quote one film of the campaign with its values")
        quote_campaign(storyboard, films, settings, stage=stage, catalogue=catalogue, **shown)
        return
    (film,) = films.all()
    wish: dict[str, Any] = {"values": film.values, "catalogue": catalogue, "workspace": settings.workspace}
    planned = longtake.plan(storyboard, stage=stage, **wish, **shown)
    plan = replace(planned.plan, quote=planned.quote_with(candidates or 1))
    estimate, warnings = longtake.estimate(planned, workspace=settings.workspace)
    other = None
    if planned.has_draft and not draft:
        sketch = longtake.plan(storyboard, stage="draft", **wish)
        other = sketch.quote.total
    if settings.json:
        emit(
            _quote_json(plan)
            | {"draft": str(other) if other else None, "estimate": asdict(estimate), "warnings": list(warnings)}
        )
    else:
        width = get_terminal_size().columns if sys.stdout.isatty() else None
        of_draft = [f"The draft costs {other.to_the_cent()}: longtake quote --draft shows it."] if other else []
        say(quote_text(plan, width, [*of_draft, *warnings]))


def quote_text(plan: Plan, width: int | None = None, warnings: Sequence[str] = ()) -> str:
    """The plan's shots with their prices, then what a person should know. width: of the terminal; None for any."""
    prices = [*(row.price for row in plan.quote.rows), *(row.price for row in plan.quote.speech)]
    known = [*notes_of(plan), *rounding_notes(prices, plan.quote.total), *_lost_answers(plan)]
    notes = [*known, *warnings, "Nothing was bought."]
    return "\n".join([head_text(plan), "", _rows_text(plan.quote, width), "", *notes])


def _rows_text(quote: Quote, width: int | None) -> str:
    """A row a shot, a row a voice, and the total; takes that are bought have their column only where some are."""
    rows = [("shot", "needs", "buys", "join", "model", "price", "why")]
    rows += [
        (
            row.shot,
            seconds_text(row.needs),
            seconds_text(row.buys),
            row.join,
            row.model,
            row.price_text,
            row.why,
        )
        for row in quote.rows
    ]
    rows += [
        (f"voice {row.voice}", seconds_text(row.seconds), "–", "–", row.model, range_text(row), spoken_text(row))
        for row in quote.speech
    ]
    bought = [row.buys for row in quote.rows if row.buys is not None]
    needs = sum((row.needs for row in quote.rows), Fraction(0))
    is_paid = quote.most is not None and quote.most.amount
    most = f"with retries at most {quote.most.to_the_cent(up=True)}" if quote.most and is_paid else ""
    cap = f"cap {quote.cap}" if quote.cap else ""
    span = range_of(*quote.span, joint=" to ") if quote.span else ""
    span = f"from {span} by the length of speech" if " to " in span else ""
    limits = " · ".join(filter(None, (span, most, cap)))
    buys = seconds_text(sum(bought, Fraction(0)))
    rows.append(("total", seconds_text(needs), buys, "", "", quote.total_text, limits))
    if bought:
        return table(rows, right=(1, 2, 5), width=width)
    return table([(*row[:2], *row[3:]) for row in rows], right=(1, 4), width=width)


def head_text(plan: Plan) -> str:
    """The film in a line: title, how much of what, size and rate."""
    from longtake.media import clock

    scenes, shots = count(len(plan.scenes), "scene"), count(len(plan.shots), "shot")
    length = f"{clock(plan.seconds)} at {plan.rate}"
    return f"{plan.title} · {scenes} · {shots} · {length} · {plan.size.width}×{plan.size.height}"


def notes_of(plan: Plan) -> list[str]:
    """What a person should know, a line each."""
    from longtake.media import clock

    spoken = [scene.narration for scene in plan.scenes if scene.narration is not None]
    notes = [f"{notice.about}: {notice.message}" for notice in plan.notices]
    if spoken:
        length = clock(sum(spoken, Fraction(0)))
        is_guessed = any(scene.is_estimated for scene in plan.scenes)
        notes.append(f"Narration about {length} (estimated)." if is_guessed else f"Narration {length}.")
    if spare := unshown(plan.quote):
        notes.append(f"{seconds_text(spare)} are bought and not shown: handles and slots.")
    return notes


def _lost_answers(plan: Plan) -> list[str]:
    """What a person may have to settle, where some model's provider can't be asked what it took."""
    blind = [model for model, found in _found_again(plan).items() if found == "blind"]
    if not blind:
        return []
    models = " or ".join(blind)
    return [f"If the answer to an order for {models} is lost, it may have been paid: its shot waits for your word."]


def _found_again(plan: Plan) -> dict[str, str]:
    """How an order is found again whose answer was lost, by model."""
    return {shot.segment.model: shot.segment.reconcile for shot in plan.shots if shot.segment}


def range_text(row: SpeechRow) -> str:
    """A voice's price, or from what to what while nobody knows how long it speaks: `0.02–0.03 USD`."""
    return range_of(row.least, row.greatest)


def spoken_text(row: SpeechRow) -> str:
    """How much a voice says, and what there is to know of its price."""
    said = f"{count(row.characters, 'character')} in {count(row.pieces, 'piece')}"
    return f"{said}; {row.why}" if row.why else said


def unshown(quote: Quote) -> Fraction:
    """Seconds that are bought and not shown."""
    return sum((row.buys - row.needs for row in quote.rows if row.buys is not None), Fraction(0))


def seconds_text(seconds: Fraction | None) -> str:
    """Seconds for people; a dash for none."""
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
        "speech": [_speech_json(row) for row in plan.quote.speech],
        "total": str(plan.quote.total),
        "span": [str(end) for end in plan.quote.span] if plan.quote.span else None,
        "most": str(plan.quote.most) if plan.quote.most else None,
        "cap": str(plan.quote.cap) if plan.quote.cap else None,
        "stage": plan.stage,
        "unshown": str(unshown(plan.quote)),
        "reconcile": _found_again(plan),
        "notices": [{"about": notice.about, "message": notice.message} for notice in plan.notices],
    }


def _row_json(row: QuoteRow) -> dict[str, str | None]:
    """Seconds as exact fractions and money with its currency, both as text."""
    buys = None if row.buys is None else str(row.buys)
    words = {"shot": row.shot, "join": row.join, "model": row.model, "price": str(row.price), "why": row.why}
    return {**words, "needs": str(row.needs), "buys": buys, "price_is": row.price_is or None}


def _speech_json(row: SpeechRow) -> dict[str, object]:
    """Seconds as exact fractions and money with its currency, both as text."""
    words = {"voice": row.voice, "model": row.model, "why": row.why, "seconds": str(row.seconds)}
    prices = {"price": str(row.price), "least": str(row.least), "greatest": str(row.greatest)}
    return {**words, **prices, "pieces": row.pieces, "characters": row.characters}
