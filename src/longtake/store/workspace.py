"""The workspace: where everything bought or made once lives, shared by films and by processes."""

from __future__ import annotations

import os
from pathlib import Path

from longtake.errors import StoreError
from longtake.store.objects import Store
from longtake.store.takes import TakeStore

__all__ = ["Workspace", "open_workspace"]


class Workspace:
    """A folder with a store of made things, the takes that were bought, speech, and the ledger. Deleting an output
    folder loses nothing that is in here."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store(root / "store")
        self.takes = TakeStore(root / "takes")
        self.speech = TakeStore(root / "speech", ".sound")

    @property
    def ledger(self) -> Path:
        """Where the ledger of what was bought and approved is, or will be."""
        return self.root / "ledger.sqlite"


def open_workspace(root: str | Path | None = None) -> Workspace:
    """The workspace at `root`, else at `LONGTAKE_WORKSPACE`, else in the user's data folder; made if it is missing."""
    chosen = root or os.environ.get("LONGTAKE_WORKSPACE")
    if chosen:
        path = Path(chosen).expanduser().absolute()
    else:
        from platformdirs import user_data_path

        path = user_data_path("longtake", appauthor=False)
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            f"the workspace cannot be made: {error.strerror}", place=str(path), advice=("choose one with --workspace",)
        ) from error
    return Workspace(path)
