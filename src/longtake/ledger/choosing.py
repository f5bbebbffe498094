"""Choices among candidates as lines of the history of the best one, in the caller's transaction."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, select

from longtake.ledger.chosen import Chosen
from longtake.ledger.purchase import Purchase, Realm
from longtake.ledger.rows import write_fact
from longtake.ledger.tables import facts, purchases
from longtake.media import Digest

__all__ = ["chosen_of", "write_chosen"]

_NAME = "chosen"


def write_chosen(connection: Connection, best: Purchase, chosen: Chosen, now: datetime) -> None:
    told = {"words": chosen.words, "takes": list(chosen.takes), "keys": list(chosen.keys)}
    write_fact(connection, best.id, _NAME, told, now)


def chosen_of(connection: Connection, film: str, realm: Realm) -> tuple[Chosen, ...]:
    """Every choice for a film, oldest first."""
    asked = (facts.c.name == _NAME, purchases.c.film == film, purchases.c.realm == realm)
    both = facts.join(purchases, facts.c.purchase_id == purchases.c.id)
    columns = (facts.c.data, purchases.c.shot, purchases.c.model)
    rows = connection.execute(select(*columns).select_from(both).where(*asked).order_by(facts.c.id))
    return tuple(_chosen(row.shot, row.model, json.loads(row.data)) for row in rows)


def _chosen(shot: str, model: str, told: dict[str, list[str]]) -> Chosen:
    takes = tuple(int(take) for take in told["takes"])
    return Chosen(shot, model, Digest(str(told["words"])), takes, tuple(map(Digest, told["keys"])))
