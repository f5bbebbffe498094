"""Opening the ledger's file: made whole or not at all, checked, brought up to date, and never guessed at.

A file that is damaged, foreign or of a newer version is left as it is; of a damaged and of a newer one a copy is kept
beside it. The file is never opened but by SQLite: closing a file ends all of a process's locks on it, and with them
another ledger's hold of its log.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from longtake.errors import LedgerError
from longtake.ledger.migrations import APPLICATION_ID, NEWEST, take_steps, version_of
from longtake.ledger.trouble import DamagedLedgerError, is_damage, told
from longtake.media import digest_file

__all__ = ["close_file", "open_file", "writing"]

_BUSY_S = 60.0
_PRAGMAS = (
    "PRAGMA synchronous = FULL",  # each commit is on the disk before the next step is taken
    "PRAGMA fullfsync = ON",  # macOS: through the drive's own cache, too
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # an address that was dropped is overwritten
    "PRAGMA trusted_schema = OFF",
)


def open_file(path: Path) -> Engine:
    """The ledger's engine. Raises LedgerError where the file can't be made, opened, read or written, DamagedLedgerError
    where it is damaged."""
    from filelock import FileLock, Timeout

    try:
        with told(path), FileLock(path.with_name(f"{path.name}.lock"), timeout=_BUSY_S, mode=0o600):
            if not path.exists():
                _make(path)
            return _checked(path)
    except Timeout:
        raise LedgerError("another process has kept the ledger busy", place=str(path), advice=("try again",)) from None
    except OSError as error:
        advice = ("make its folder writable, or choose another with --workspace",)
        raise LedgerError(f"the ledger cannot be opened: {error.strerror}", place=str(path), advice=advice) from error


def close_file(engine: Engine) -> None:
    """Moves the log into the file, if nobody else reads, and closes it. With the log go addresses that were dropped."""
    with suppress(sqlite3.OperationalError), _aside(engine) as connection:  # what was committed stands in the log, too
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes SQLite's one place for writers as it begins, so that what it reads still holds when it
    writes."""
    with engine.connect() as connection, connection.execution_options(writes=True).begin():
        yield connection


def _make(path: Path) -> None:
    """A new ledger, complete before it has its name: an empty file of that name is damage, never a new ledger."""
    if _log_of(path).exists():
        raise _damaged(path, "the file is gone, and its log is still there")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _private(beside)
    engine = _engine(beside)
    try:
        with _aside(engine) as connection:
            connection.execute("PRAGMA journal_mode = WAL").close()
        with writing(engine) as transaction:
            take_steps(transaction)
        close_file(engine)
        beside.replace(path)
        _sync_folder(path.parent)
    finally:
        engine.dispose()
        for left in (beside, _log_of(beside), beside.with_name(f"{beside.name}-shm")):
            left.unlink(missing_ok=True)


def _checked(path: Path) -> Engine:
    engine = _engine(path)
    try:
        _bring_up_to_date(engine, path)
    except DBAPIError as error:
        if not is_damage(error):
            raise
        raise _damaged(path, str(error.orig)) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        version = _admitted_version(connection, path)
    if version > NEWEST:
        raise _newer(path, version, _copy(engine, path, version))
    if version < NEWEST:
        _copy(engine, path, version)
    with _aside(engine) as aside:
        aside.execute("PRAGMA journal_mode = WAL").close()  # a copy that was put back may have lost it
    with writing(engine) as transaction:  # also tells, before anything is paid, whether the file can be written
        take_steps(transaction)


def _admitted_version(connection: Connection, path: Path) -> int:
    if path.stat().st_size == 0:
        raise _damaged(path, "the file is empty")
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        if _looks_like_ours(connection):
            raise _damaged(path, "its first page is not that of a ledger")
        raise LedgerError(
            "this file is no ledger of longtake", place=str(path), advice=("choose another folder with --workspace",)
        )
    found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    if found != "ok":
        raise _damaged(path, found)
    return version_of(connection)


def _looks_like_ours(connection: Connection) -> bool:
    named = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'purchases'")
    return bool(named.scalar_one())


def _newer(path: Path, version: int, copy: Path) -> LedgerError:
    return LedgerError(
        f"the ledger is of version {version}, and this longtake knows up to {NEWEST}; nothing was changed, and a copy "
        f"is kept in {copy.name}",
        place=str(path),
        advice=("use the newer longtake that wrote it", "or choose another folder with --workspace"),
    )


def _damaged(path: Path, found: str) -> DamagedLedgerError:
    copy = _raw_copy(path)
    line = " ".join(found.split())
    return DamagedLedgerError(
        f"the ledger is damaged ({line}); nothing was bought, and a copy is kept in {copy.name}",
        place=str(path),
        advice=(
            "put back a copy that you have",
            "or bring back its rows with the .recover command of sqlite3",
            "or move it away, with its -wal file, to begin anew: what was bought would be forgotten, and bought again",
        ),
    )


def _copy(engine: Engine, path: Path, version: int) -> Path:
    """A copy beside the ledger, named after its version; the newest of a version is kept."""
    copy = path.with_name(f"{path.stem}.v{version}{path.suffix}")
    beside = path.with_name(f".{copy.name}.{secrets.token_hex(4)}")
    _private(beside)
    try:
        with _aside(engine) as connection, closing(sqlite3.connect(beside)) as target:
            connection.backup(target)
        beside.replace(copy)
    finally:
        beside.unlink(missing_ok=True)
    return copy


def _raw_copy(path: Path) -> Path:
    """A copy of a damaged ledger and its log, byte for byte, named after the content, so that each damage is kept once.
    Read past SQLite: nobody can rely on the locks of a damaged file any more."""
    kept = [one for one in (path, _log_of(path)) if one.exists()]
    name = f"{path.stem}.damaged-{digest_file(kept[0])[:12]}{path.suffix}"
    for one in kept:
        copy = path.with_name(name + one.name.removeprefix(path.name))
        if not copy.exists():
            _private(copy)
            shutil.copyfile(one, copy)
    return path.with_name(name)


def _engine(path: Path) -> Engine:
    """Each transaction says as it begins whether it writes. Statements are told without their values, which hold
    addresses."""
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": _BUSY_S}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _aside(engine: Engine) -> Iterator[sqlite3.Connection]:
    """SQLite's own connection, outside any transaction."""
    pooled = engine.raw_connection()
    try:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        yield connection
    finally:
        pooled.close()


def _private(path: Path) -> None:
    """An empty file that only its owner may read; SQLite gives its log the same mode."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _sync_folder(folder: Path) -> None:
    """Makes the rename last. Windows opens no folders, and keeps its own journal of names."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
