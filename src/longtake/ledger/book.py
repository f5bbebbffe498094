"""The file that a ledger is kept in: opened, read in one state, changed in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from longtake.ledger.opening import close_file, open_file, writing
from longtake.ledger.surroundings import Surroundings, surroundings
from longtake.ledger.trouble import told

__all__ = ["Book"]


class Book:
    """Each part of the ledger is a book of its own over the same file."""

    def __init__(self, engine: Engine, path: Path, around: Surroundings) -> None:
        self.path = path
        self._engine = engine
        self._around = around

    @classmethod
    def open(cls, path: str | Path, around: Surroundings | None = None) -> Self:
        """The ledger at `path`, made if it is missing. Raises LedgerError where it can't be written or is of a newer
        version, DamagedLedgerError where it is damaged; both keep a copy."""
        whole = Path(path).absolute()
        return cls(open_file(whole), whole, around or surroundings())

    def close(self) -> None:
        close_file(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _write(self, name: str) -> Iterator[Connection]:
        """One transaction; on the disk when it ends."""
        with told(self.path):
            with writing(self._engine) as connection:
                yield connection
                self._around.passing(f"before {name}")
            self._around.passing(f"after {name}")

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """One state of the ledger, whatever others write meanwhile."""
        with told(self.path), self._engine.connect() as connection:
            yield connection
