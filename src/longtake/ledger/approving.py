"""Approvals as rows, in the caller's transaction."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, insert, select

from longtake.ledger.approval import Approval
from longtake.ledger.rows import moment, time_of
from longtake.ledger.tables import approvals
from longtake.media import Digest

__all__ = ["approvals_of", "write_approval"]


def write_approval(connection: Connection, said: Approval) -> None:
    row = insert(approvals).values(
        take=said.take,
        words=said.words,
        film=said.film,
        shot=said.shot,
        verdict=said.verdict,
        note=said.note,
        at=moment(said.at),
    )
    connection.execute(row)


def approvals_of(connection: Connection, *wanted: ColumnElement[bool]) -> tuple[Approval, ...]:
    """Those for which all of `wanted` hold, oldest first."""
    rows = connection.execute(select(approvals).where(*wanted).order_by(approvals.c.id))
    return tuple(
        Approval(Digest(row.take), Digest(row.words), row.film, row.shot, row.verdict, row.note, time_of(row.at))
        for row in rows
    )
