"""Buying a film's takes while what is known already is encoded; and telling its plan before anything is paid."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from longtake.media import Ladder
from longtake.pipeline.ahead import Ahead
from longtake.pipeline.events import Listener, Notice, Planned
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.production import Production
from longtake.pipeline.terms import Terms
from longtake.planning import Plan

__all__ = ["tell_plan", "with_bought_takes"]


async def with_bought_takes(planned: PlannedFilm, ladder: Ladder, terms: Terms, means: Production) -> PlannedFilm:
    """The plan with its takes, changed where shots are bought from other models. What is known already is encoded while
    they land, and its keys go to `means.ours`."""
    from longtake.pipeline.taking import taker_of  # here: a film that buys nothing needs neither SQLAlchemy nor httpx

    async with taker_of(planned, terms, means.workspace, means.say) as taker:
        tell_plan(planned.plan, str(taker.to_pay.total), means.say)
        ahead = Ahead(planned, ladder, means.store, means.pool, means.say, means.ours, means.preview)
        buying, encoding = asyncio.create_task(taker.run(ahead.landed)), asyncio.create_task(ahead.run())
        try:
            bought = await _carried_through(buying, encoding, taker.stop)
            ahead.end()
            await encoding
        finally:
            for task in (buying, encoding):
                task.cancel()
            await asyncio.gather(buying, encoding, return_exceptions=True)
    return bought


async def _carried_through(
    buying: asyncio.Task[PlannedFilm], encoding: asyncio.Task[None], stop: Callable[[], None]
) -> PlannedFilm:
    """The film with all takes. Cancelled once, or where encoding fails, the buying is stopped in good order before this
    ends; cancelled twice, it is left as it stands in the ledger."""
    try:
        await asyncio.wait([buying, encoding], return_when=asyncio.FIRST_COMPLETED)
        if not buying.done():
            stop()
            await encoding
        return await buying
    except asyncio.CancelledError:
        stop()
        await asyncio.wait([buying])
        raise


def tell_plan(plan: Plan, price: str, say: Listener) -> None:
    say(Planned(plan.title, len(plan.shots), plan.frames, float(plan.seconds), price))
    for notice in plan.notices:
        say(Notice(notice.about, notice.message))
