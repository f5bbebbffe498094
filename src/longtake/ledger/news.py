"""News: a provider has called about a purchase, so it is time to poll. Nothing here says what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from longtake.ledger.rows import moment
from longtake.ledger.tables import news, purchases
from longtake.media import Digest

__all__ = ["MOST_NEWS", "News", "newest_news", "news_after", "write_news"]

MOST_NEWS = 32
"""Lines about one purchase: a provider calls a few times, and whoever calls more often costs nothing."""


@dataclass(frozen=True, slots=True)
class News:
    """One call. number: grows with each; token: of the purchase that it is about."""

    number: int
    token: str


def write_news(connection: Connection, purchase: int, call: Digest, at: datetime) -> bool:
    """Appends a line, unless this call was heard before or the purchase has had its share; whether it did. call: the
    digest that tells it from others."""
    heard = select(func.count()).select_from(news).where(news.c.purchase_id == purchase)
    if connection.execute(heard).scalar_one() >= MOST_NEWS:
        return False
    row = insert(news).values(purchase_id=purchase, call=call, at=moment(at)).on_conflict_do_nothing()
    return connection.execute(row).rowcount == 1


def newest_news(connection: Connection) -> int:
    """The number of the last line; 0 where there is none."""
    return int(connection.execute(select(func.max(news.c.id))).scalar_one() or 0)


def news_after(connection: Connection, number: int) -> tuple[News, ...]:
    """The lines after that number, oldest first."""
    joined = select(news.c.id, purchases.c.token).join(purchases, purchases.c.id == news.c.purchase_id)
    rows = connection.execute(joined.where(news.c.id > number).order_by(news.c.id))
    return tuple(News(row.id, row.token) for row in rows)
