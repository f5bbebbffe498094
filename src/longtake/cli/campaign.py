"""A campaign's quote: a row a film, and what all of them cost together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longtake.cli.prices import rounding_notes
from longtake.cli.settings import Settings
from longtake.cli.text import count, emit, say, table
from longtake.cli.values import Films

if TYPE_CHECKING:
    from longtake.media import Money
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.planning.plan import Plan

__all__ = ["campaign_text", "quote_campaign"]

NamedPlan = tuple[str, "Plan"]


def quote_campaign(storyboard: Path, films: Films, settings: Settings, **wish: Any) -> None:
    """Quotes every film of a campaign; what several of them show is bought, and counted, once. wish: of each plan."""
    import longtake
    from longtake.planning import quoted_together
    from longtake.storyboard import in_no_film

    named: list[tuple[str, PlannedFilm]] = []
    for film in films.all():
        with film.told():
            planned = longtake.plan(storyboard, values=film.values, workspace=settings.workspace, **wish)
        named.append((film.name, planned))
    left_out = [film.left_out for _, film in named]
    plans = quoted_together((film.plan for _, film in named), named[0][1].paid if named else frozenset())
    quoted = [(name, plan) for (name, _), plan in zip(named, plans, strict=True)]
    nowhere = in_no_film(left_out)
    if settings.json:
        absent = [{"scene": scene, "when": when} for scene, when in nowhere]
        emit(
            {
                "event": "campaign",
                "films": [_film_json(*film) for film in quoted],
                "totals": [str(total) for total in _totals(quoted)],
                "in_no_film": absent,
            }
        )
    else:
        say(campaign_text(quoted, [f"{scene}: it is in none of these films: when: {when}" for scene, when in nowhere]))


def campaign_text(films: Sequence[NamedPlan], notes: Sequence[str] = ()) -> str:
    """A row a film, with what it adds to the price of those before it, and the total. notes: what there is to know."""
    from longtake.media import clock

    has_speech = any(plan.quote.speech for _, plan in films)
    rows = [("film", "lasts", "shots", "buys", "shared", *(["speech"] if has_speech else []), "price", "title")]
    for name, plan in films:
        buys, shared = _bought(plan)
        row = (name, clock(plan.seconds), str(len(plan.shots)), str(buys), str(shared))
        rows.append(
            (
                *row,
                *([said.to_the_cent() if (said := _speech(plan)) else "–"] if has_speech else []),
                plan.quote.total.to_the_cent(),
                plan.title,
            )
        )
    sums = [sum(numbers) for numbers in zip(*((len(plan.shots), *_bought(plan)) for _, plan in films), strict=True)]
    lasts = clock(sum((plan.seconds for _, plan in films), Fraction(0)))
    price = " + ".join(total.to_the_cent() for total in _totals(films))
    rows.append(("total", lasts, *map(str, sums), *[""] * has_speech, price, ""))
    head = f"{count(len(films), 'film')} of one storyboard; a shot that films share is bought once."
    rounded = [note for total in _totals(films) for note in rounding_notes(_prices(films, total.currency), total)]
    return "\n".join(
        [head, "", table(rows, right=range(1, len(rows[0]) - 1)), "", *notes, *rounded, "Nothing was bought."]
    )


def _prices(films: Sequence[NamedPlan], currency: str) -> list[Money]:
    return [plan.quote.total for _, plan in films if plan.quote.total.currency == currency]


def _bought(plan: Plan) -> tuple[int, int]:
    """How many takes are bought for a film, and how many more it has from the films before it, or has twice."""
    wanted = sum(shot.segment is not None for shot in plan.shots)
    buys = sum(row.buys is not None for row in plan.quote.rows)
    return buys, wanted - buys


def _speech(plan: Plan) -> Money | None:
    """What the voices of a film add to the price of the films before it; None where none are bought."""
    prices = [row.price for row in plan.quote.speech]
    return sum(prices[1:], prices[0]) if prices else None


def _totals(films: Sequence[NamedPlan]) -> list[Money]:
    """The sum of all quotes, one for each currency."""
    totals: dict[str, Money] = {}
    for _, plan in films:
        price = plan.quote.total
        totals[price.currency] = totals[price.currency] + price if price.currency in totals else price
    return list(totals.values())


def _film_json(name: str, plan: Plan) -> dict[str, object]:
    buys, shared = _bought(plan)
    return {
        "film": name,
        "title": plan.title,
        "seconds": str(plan.seconds),
        "shots": len(plan.shots),
        "buys": buys,
        "shared": shared,
        "speech": str(said) if (said := _speech(plan)) else None,
        "price": str(plan.quote.total),
    }
