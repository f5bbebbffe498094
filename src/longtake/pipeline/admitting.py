"""The door that a film's files come in by: each is inspected once, in the role that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from longtake.errors import Finding, InputError, MediaError
from longtake.inspection import Admitted, Refused, Role, admit
from longtake.media import ClipFacts
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.facts import StoredDigests, StoredFacts, StoredMeasures
from longtake.pipeline.materials import Stamp
from longtake.store import Workspace

__all__ = ["AdmissionDoor", "Lot", "Pointer", "inspected"]

Pointer = Callable[[str, Finding], Finding]
"""Says where the name of a file was written that a finding is about."""


def inspected(paths: Sequence[Path], workspace: Workspace, workers: int) -> list[ClipFacts | MediaError]:
    """What each file is, in the order given."""
    results = admit(paths, StoredFacts(workspace.store), workers=workers)
    return [result.facts if isinstance(result, Admitted) else result.error for result in results]


@dataclass(frozen=True, slots=True)
class Lot:
    """Files that come in one role, by what a film calls them. point: where a finding about one is shown."""

    role: Role
    files: Mapping[str, Path]
    point: Pointer


class AdmissionDoor:
    """Where files are admitted, one lot after another, and it is told how many of all are done."""

    def __init__(
        self, workspace: Workspace, workers: int, say: Listener, measures: StoredMeasures | None = None
    ) -> None:
        self._workspace, self._workers, self._say, self._measures = workspace, workers, say, measures
        self._total = self._done = self._reused = 0
        self._let_in: dict[Role, tuple[dict[str, ClipFacts], dict[str, Stamp]]] = {}
        self._refused: list[Finding] = []

    def admit(self, *lots: Lot) -> None:
        self._total += sum(len(lot.files) for lot in lots)
        for lot in lots:
            self._admit(lot.role, lot.files, lot.point)

    def _admit(self, role: Role, files: Mapping[str, Path], point: Pointer) -> None:
        stamps = {text: _stamp(path) for text, path in files.items()}
        results = admit(
            [stamp.path for stamp in stamps.values()],
            StoredFacts(self._workspace.store, role),
            workers=self._workers,
            on_result=self._told,
            role=role,
            measures=self._measures if role == "clip" else None,
            digests=StoredDigests(self._workspace.store),
        )
        found = dict(zip(files, results, strict=True))
        self._refused += [
            point(text, result.error.findings[0]) for text, result in found.items() if isinstance(result, Refused)
        ]
        facts = {text: result.facts for text, result in found.items() if isinstance(result, Admitted)}
        self._let_in[role] = facts, stamps

    def admitted(self, *roles: Role) -> tuple[dict[str, ClipFacts], dict[str, Stamp]]:
        """Facts and stamps of every file in these roles. Raises one MediaError with a finding for each file refused."""
        if self._refused:
            raise MediaError.of(self._refused)
        facts, stamps = dict[str, ClipFacts](), dict[str, Stamp]()
        for role in roles:
            facts |= self._let_in[role][0]
            stamps |= self._let_in[role][1]
        return facts, stamps

    def _told(self, _: int, result: Admitted | Refused) -> None:
        self._done += 1
        self._reused += isinstance(result, Admitted) and result.reused
        progress = Progress("clips", self._done, self._total, self._reused)
        if progress.is_worth_telling:
            self._say(progress)


def _stamp(path: Path) -> Stamp:
    try:
        return Stamp.of(path.absolute())
    except OSError as error:
        raise InputError(
            "there is no such file" if isinstance(error, FileNotFoundError) else f"it cannot be read: {error.strerror}",
            place=str(path),
            advice=("check the path",),
        ) from error
