"""Status: what of a film is done and what is left, from the notes that its last make left in the folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import FolderError
from longtake.media import Digest
from longtake.pipeline.accounting import FilmAccount, accounts_of, last_words
from longtake.pipeline.books import asked
from longtake.pipeline.job import Job
from longtake.store import OutputFolder, Store, Workspace

if TYPE_CHECKING:
    from longtake.ledger import Approval

__all__ = ["Status", "note_work", "status_of"]

_NOTE = "work.json"


@dataclass(frozen=True, slots=True)
class Status:
    """How far the film in a folder is. held_by: the process that is making it now, None if none is.

    finished: whether the film of the last make stands there, every file as it was written. accounts: what was bought
    for films of this title, live and emulated; verdicts: the last word on each of their shots.
    """

    folder: Path
    title: str
    shots: int
    spans_done: int
    spans_total: int
    sound_done: int
    sound_total: int
    finished: bool
    held_by: int | None
    workspace: Path
    accounts: tuple[FilmAccount, ...] = ()
    verdicts: tuple[Approval, ...] = ()


def note_work(folder: OutputFolder, job: Job, workspace: Workspace) -> None:
    """Notes what a make is about to do, for `status_of`."""
    folder.note(
        _NOTE,
        {
            "film": job.digest,
            "title": job.planned.plan.title,
            "shots": len(job.planned.plan.shots),
            "workspace": str(workspace.root),
            "spans": [list(keys) for keys in zip(*job.span_keys, strict=True)],
            "sound": [[key] for key in job.sound_keys],
        },
    )


def status_of(out: str | Path) -> Status:
    """Raises FolderError if no film was ever begun in the folder."""
    folder = OutputFolder(out)
    note = folder.noted(_NOTE)
    if not note:
        raise FolderError("no film was begun here", place=str(folder.path), advice=("longtake make … -o this folder",))
    workspace = Workspace(Path(note["workspace"]))
    store = workspace.store
    with asked(workspace) as ledger:
        accounts = accounts_of(ledger, note["title"]) if ledger else ()
        verdicts = last_words(ledger, note["title"]) if ledger else ()
    return Status(
        folder=folder.path,
        title=note["title"],
        shots=note["shots"],
        spans_done=_done(note["spans"], store),
        spans_total=len(note["spans"]),
        sound_done=_done(note["sound"], store),
        sound_total=len(note["sound"]),
        finished=folder.stands(note["film"]),
        held_by=_alive(folder.maker()),
        workspace=workspace.root,
        accounts=accounts,
        verdicts=verdicts,
    )


def _done(parts: list[list[str]], store: Store) -> int:
    return sum(all(store.has(Digest(key)) for key in keys) for keys in parts)


def _alive(pid: int | None) -> int | None:
    """The process if it lives; a killed maker leaves its number behind."""
    if pid is None:
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return pid
