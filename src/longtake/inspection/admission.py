"""Admission: files from strangers are decoded whole, once, in limited children; their facts belong to their digest."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from longtake.errors import MediaError
from longtake.inspection.crew import examined
from longtake.inspection.examined import Examined
from longtake.inspection.limited_child import child_command
from longtake.inspection.limits import ChildLimits, Order, Role
from longtake.inspection.sighting import Sighting
from longtake.libav.files import open_regular_file
from longtake.libav.limits import MediaLimits
from longtake.media import ClipFacts, Digest, Measures

__all__ = [
    "MEASURING",
    "SURVEY",
    "Admission",
    "Admitted",
    "DigestStore",
    "FactsStore",
    "Listener",
    "Refused",
    "admit",
    "known_facts",
]

SURVEY = 3
"""The version of what facts mean: part of a store's key, so that facts of an older survey are not found."""


MEASURING = 2
"""The version of what measures mean: part of a store's key, as `SURVEY` is of facts'."""


class FactsStore(Protocol):
    """Where facts or measures are kept, by the digest of the file (and by `SURVEY` or `MEASURING`)."""

    def get(self, digest: Digest) -> str | None: ...

    def put(self, digest: Digest, text: str) -> None: ...


class DigestStore(Protocol):
    """Where digests are kept, by what is seen of a file without reading it. Asked from several threads."""

    def get(self, sighting: Sighting) -> Digest | None: ...

    def put(self, sighting: Sighting, digest: Digest) -> None: ...


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file and its facts. reused: whether the store knew them, so that nothing was decoded. measures: of a clip,
    where they were asked for."""

    path: Path
    facts: ClipFacts
    reused: bool
    measures: Measures | None = None


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
    measures: FactsStore | None = None,
    digests: DigestStore | None = None,
) -> list[Admission]:
    """One result a path, in the order of `paths`; files of the same bytes are decoded once, known ones not at all.

    workers: how many children decode side by side. command: how a child is started, by default our own. on_result:
    called from this thread as results come. role: what all these files are to be; keep a store for each, since the
    same bytes have other facts in another role. measures: where the measures of clips are kept; where it is given, they
    are taken in the same pass. digests: what knows a file again that nobody touched since it was read; without it
    every file is read.

    A crash, a hang or a limit costs the file in hand and no other. Raises PipelineError if no child starts. Leaves no
    process behind, also on Ctrl-C.
    """
    limits = limits or ChildLimits()
    desk = _Desk(paths, store, measures, digests, on_result or _ignore)
    unknown = desk.look_up(limits.media, workers)
    orders = [Order(paths[places[0]].absolute(), role, measures is not None) for places in unknown.values()]
    with closing(examined(orders, limits, command or child_command(), workers)) as results:
        for number, result in results:
            digest = list(unknown)[number]
            desk.settle_examined(digest, unknown[digest], result)
    return [desk.results[place] for place in range(len(paths))]


def known_facts(store: FactsStore | None, digest: Digest) -> ClipFacts | None:
    """The facts of the file of that digest, if the store has them."""
    text = store.get(digest) if store is not None else None
    try:
        return ClipFacts.from_json(text) if text else None
    except (KeyError, TypeError, ValueError):
        # Torn or foreign: the file is examined again and the text replaced.
        return None


def _ignore(place: int, result: Admission) -> None:
    pass


class _Desk:
    """Where results are gathered, told and stored."""

    def __init__(
        self,
        paths: Sequence[Path],
        store: FactsStore | None,
        measures: FactsStore | None,
        digests: DigestStore | None,
        on_result: Listener,
    ) -> None:
        self._paths, self._store, self._measures, self._digests = paths, store, measures, digests
        self._on_result = on_result
        self.results: dict[int, Admission] = {}

    def look_up(self, limits: MediaLimits, workers: int) -> dict[Digest, list[int]]:
        """Settles what is known or cannot be read; the places of the rest, by digest."""
        unknown: dict[Digest, list[int]] = {}
        with closing(self._each_digest(limits, workers)) as digests:
            for place, (path, digest) in enumerate(zip(self._paths, digests, strict=True)):
                if isinstance(digest, MediaError):
                    self._refuse(place, digest)
                elif known := self._stored(digest):
                    self._settle(place, Admitted(path, known.facts, reused=True, measures=known.measures))
                else:
                    unknown.setdefault(digest, []).append(place)
        return unknown

    def _each_digest(self, limits: MediaLimits, workers: int) -> Generator[Digest | MediaError, None, None]:
        """Files that nobody touched since they were read are not read again; the others are, side by side, for that is
        most of what admitting known files costs."""
        known = [_known_digest(path, limits, self._digests) for path in self._paths]
        others = [path for path, digest in zip(self._paths, known, strict=True) if digest is None]
        threads = ThreadPoolExecutor(workers, "longtake-digests")
        try:
            read = threads.map(lambda path: _digest_of(path, limits, self._digests), others)
            for digest in known:
                yield digest or next(read)
        finally:
            threads.shutdown(cancel_futures=True)

    def settle_examined(self, digest: Digest, places: list[int], result: Examined | MediaError) -> None:
        if isinstance(result, Examined) and result.facts.digest != digest:
            result = MediaError("it changed while it was inspected", advice=["try again once it is written whole"])
        if isinstance(result, Examined):
            self._keep(digest, result)
        for place in places:
            if isinstance(result, Examined):
                self._settle(place, Admitted(self._paths[place], result.facts, reused=False, measures=result.measures))
            else:
                self._refuse(place, result)

    def _keep(self, digest: Digest, result: Examined) -> None:
        if self._measures is not None and result.measures:
            self._measures.put(digest, result.measures.to_json())
        if self._store is not None:
            self._store.put(digest, result.facts.to_json())

    def _stored(self, digest: Digest) -> Examined | None:
        """What is known of a file, if all that is asked for is."""
        facts = known_facts(self._store, digest)
        if facts is None or self._measures is None or facts.kind not in ("video", "sound"):
            return Examined(facts) if facts else None
        try:
            measured = self._measures.get(digest)
            return Examined(facts, Measures.from_json(measured)) if measured else None
        except (KeyError, TypeError, ValueError, zlib.error):
            # Torn or foreign: the file is examined again and the text replaced.
            return None

    def _refuse(self, place: int, error: MediaError) -> None:
        """Names the file as the caller wrote it."""
        path, finding = self._paths[place], error.findings[0]
        self._settle(place, Refused(path, MediaError(finding.message, place=str(path), advice=finding.advice)))

    def _settle(self, place: int, result: Admission) -> None:
        self.results[place] = result
        self._on_result(place, result)


def _known_digest(path: Path, limits: MediaLimits, known: DigestStore | None) -> Digest | None:
    if known is None:
        return None
    try:
        with open_regular_file(path.absolute(), limits) as file:
            return known.get(Sighting.of(file))
    except (MediaError, OSError):
        return None  # whoever reads it says why


def _digest_of(path: Path, limits: MediaLimits, known: DigestStore | None) -> Digest | MediaError:
    """It is kept only if a change since the reading began would show."""
    try:
        with open_regular_file(path.absolute(), limits) as file:
            sighting, began = Sighting.of(file), time.time_ns()
            digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
            is_lasting = sighting.is_settled(began) and Sighting.of(file) == sighting
    except MediaError as error:
        return error
    except OSError as error:
        return MediaError(f"it could not be read: {error.strerror}", advice=["check the disk"])
    if known is not None and is_lasting:
        known.put(sighting, digest)
    return digest
