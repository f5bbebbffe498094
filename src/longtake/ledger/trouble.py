"""What SQLite's and the system's refusals mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from longtake.errors import LedgerError

__all__ = ["DamagedLedgerError", "is_damage", "told"]

_ANSWERS = {
    "SQLITE_FULL": ("the disk is full", "free some space and run the same command again: what is done is kept"),
    "SQLITE_BUSY": ("another process has kept it busy", "wait for it and run the same command again"),
    "SQLITE_READONLY": ("it is not writable", "make it and its folder writable, or choose another with --workspace"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "make it and its folder writable, or choose another with --workspace"),
    "SQLITE_IOERR": ("the disk refused", "see to the disk and run the same command again: what is done is kept"),
    "SQLITE_CORRUPT": ("it is damaged", "run the same command again: it will be checked, and a copy kept"),
    "SQLITE_NOTADB": ("it is damaged", "run the same command again: it will be checked, and a copy kept"),
}


class DamagedLedgerError(LedgerError):
    """The ledger's file is damaged; a copy was kept, and nothing was bought."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raises LedgerError for what SQLite refuses about the ledger at `path`. What is a bug of ours stays as it is."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        answer = _ANSWERS.get(_kind(error))
        if answer is None:
            raise
        raise LedgerError(f"the ledger cannot be used: {answer[0]}", place=str(path), advice=(answer[1],)) from error


def is_damage(error: DBAPIError) -> bool:
    """Whether SQLite says that the file itself is broken."""
    return _kind(error) in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def _kind(error: DBAPIError | sqlite3.Error) -> str:
    """SQLite's primary name for it: `SQLITE_IOERR` for `SQLITE_IOERR_FSYNC`."""
    name = str(getattr(getattr(error, "orig", error), "sqlite_errorname", ""))
    return "_".join(name.split("_")[:2])
