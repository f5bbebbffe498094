"""Admission: files from strangers are decoded whole, once, in limited children; their facts belong to their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from longtake.errors import MediaError
from longtake.inspection.crew import measured
from longtake.inspection.limited_child import child_command
from longtake.inspection.limits import ChildLimits, Role
from longtake.libav.files import open_regular_file
from longtake.libav.limits import MediaLimits
from longtake.media import ClipFacts, Digest

__all__ = ["SURVEY", "Admission", "Admitted", "FactsStore", "Listener", "Refused", "admit"]

SURVEY = 3
"""The version of what facts mean: part of a store's key, so that facts of an older survey are not found."""


class FactsStore(Protocol):
    """Where facts are kept, by the digest of the file (and by `SURVEY`)."""

    def get(self, digest: Digest) -> str | None: ...

    def put(self, digest: Digest, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file and its facts. reused: whether the store knew them, so that nothing was decoded."""

    path: Path
    facts: ClipFacts
    reused: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, and why."""

    path: Path
    error: MediaError


Admission = Admitted | Refused
Listener = Callable[[int, Admission], None]
"""Called with the place of a file in the list, and its result."""


def admit(
    paths: Sequence[Path],
    store: FactsStore | None = None,
    *,
    limits: ChildLimits | None = None,
    workers: int = 1,
    command: Sequence[str] | None = None,
    on_result: Listener | None = None,
    role: Role = "clip",
) -> list[Admission]:
    """One result a path, in the order of `paths`; files of the same bytes are decoded once, known ones not at all.

    workers: how many children decode side by side. command: how a child is started, by default our own. on_result:
    called from this thread as results come. role: what all these files are to be; keep a store for each, since the
    same bytes have other facts in another role.

    A crash, a hang or a limit costs the file in hand and no other. Raises PipelineError if no child starts. Leaves no
    process behind, also on Ctrl-C.
    """
    limits = limits or ChildLimits()
    desk = _Desk(paths, store, on_result or _ignore)
    unknown = desk.look_up(limits.media, workers)
    files = [paths[places[0]].absolute() for places in unknown.values()]
    with closing(measured(files, limits, command or child_command(), workers, role)) as results:
        for number, result in results:
            digest = list(unknown)[number]
            desk.settle_measured(digest, unknown[digest], result)
    return [desk.results[place] for place in range(len(paths))]


def _ignore(place: int, result: Admission) -> None:
    pass


class _Desk:
    """Where results are gathered, told and stored."""

    def __init__(self, paths: Sequence[Path], store: FactsStore | None, on_result: Listener) -> None:
        self._paths, self._store, self._on_result = paths, store, on_result
        self.results: dict[int, Admission] = {}

    def look_up(self, limits: MediaLimits, workers: int) -> dict[Digest, list[int]]:
        """Settles what is known or cannot be read; the places of the rest, by digest.

        Digests are taken side by side: they are most of what admitting known files costs.
        """
        unknown: dict[Digest, list[int]] = {}
        threads = ThreadPoolExecutor(workers, "longtake-digests")
        try:
            digests = threads.map(lambda path: _digest_of(path, limits), self._paths)
            for place, (path, digest) in enumerate(zip(self._paths, digests, strict=True)):
                if isinstance(digest, MediaError):
                    self._refuse(place, digest)
                elif facts := self._stored(digest):
                    self._settle(place, Admitted(path, facts, reused=True))
                else:
                    unknown.setdefault(digest, []).append(place)
        finally:
            threads.shutdown(cancel_futures=True)
        return unknown

    def settle_measured(self, digest: Digest, places: list[int], result: ClipFacts | MediaError) -> None:
        if isinstance(result, ClipFacts) and result.digest != digest:
            result = MediaError("it changed while it was inspected", advice=["try again once it is written whole"])
        if isinstance(result, ClipFacts) and self._store is not None:
            self._store.put(digest, result.to_json())
        for place in places:
            if isinstance(result, ClipFacts):
                self._settle(place, Admitted(self._paths[place], result, reused=False))
            else:
                self._refuse(place, result)

    def _stored(self, digest: Digest) -> ClipFacts | None:
        text = self._store.get(digest) if self._store is not None else None
        try:
            return ClipFacts.from_json(text) if text else None
        except (KeyError, TypeError, ValueError):
            # Torn or foreign: the file is measured again and the text replaced.
            return None

    def _refuse(self, place: int, error: MediaError) -> None:
        """Names the file as the caller wrote it."""
        path, finding = self._paths[place], error.findings[0]
        self._settle(place, Refused(path, MediaError(finding.message, place=str(path), advice=finding.advice)))

    def _settle(self, place: int, result: Admission) -> None:
        self.results[place] = result
        self._on_result(place, result)


def _digest_of(path: Path, limits: MediaLimits) -> Digest | MediaError:
    try:
        with open_regular_file(path.absolute(), limits) as file:
            return Digest(hashlib.file_digest(file, "sha256").hexdigest())
    except MediaError as error:
        return error
    except OSError as error:
        return MediaError(f"it could not be read: {error.strerror}", advice=["check the disk"])
