"""Opening the workspace's ledger: to write in it, or only to ask it, which never makes one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.store import Workspace, open_workspace

if TYPE_CHECKING:
    from longtake.ledger import Ledger

__all__ = ["asked", "written"]


@contextmanager
def asked(workspace: Workspace) -> Iterator[Ledger | None]:
    """The ledger; None where nothing was ever bought or judged."""
    if not any(map(Path.exists, (workspace.ledger, workspace.ledger.with_name(f"{workspace.ledger.name}-wal")))):
        yield None
        return
    with written(workspace) as ledger:
        yield ledger


@contextmanager
def written(workspace: Workspace | str | Path | None) -> Iterator[Ledger]:
    """The ledger, made if there is none."""
    from longtake.ledger import Ledger  # here: values of this room are wanted where SQLAlchemy is not

    place = workspace if isinstance(workspace, Workspace) else open_workspace(workspace)
    with Ledger.open(place.ledger) as ledger:
        yield ledger
