"""Facts, measures and digests of files in the store: nothing is decoded twice to be measured, nor read to be known."""

from __future__ import annotations

from longtake.inspection import MEASURING, SURVEY, Role, Sighting
from longtake.media import Digest, digest_of
from longtake.store import DamagedObjectError, Store

__all__ = ["StoredDigests", "StoredEchoes", "StoredFacts", "StoredMeasures"]


_ECHOING = 1
"""The version of how repeated pictures are looked for, as `SURVEY` is of facts."""


class _StoredTexts:
    """Texts about files in the store, by the file's digest."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, digest: Digest) -> str | None:
        key = self._key(digest)
        return self._store.read(key).decode() if self._store.has(key) else None

    def put(self, digest: Digest, text: str) -> None:
        self._store.write(self._key(digest), text.encode())

    def _key(self, digest: Digest) -> Digest:
        raise NotImplementedError


class StoredFacts(_StoredTexts):
    """Facts by the digest of the file they were measured from and what it is to be."""

    def __init__(self, store: Store, role: Role = "clip") -> None:
        super().__init__(store)
        self._role = role

    def _key(self, digest: Digest) -> Digest:
        return digest_of(["facts", SURVEY, digest, *([] if self._role == "clip" else [self._role])])


class StoredMeasures(_StoredTexts):
    """Measures by the digest of the clip that they were taken of."""

    def _key(self, digest: Digest) -> Digest:
        return digest_of(["measures", MEASURING, digest])


class StoredEchoes(_StoredTexts):
    """How many pictures a clip repeats of another one, by what is seen of both their ends."""

    def _key(self, digest: Digest) -> Digest:
        return digest_of(["echo", _ECHOING, digest])


class StoredDigests:
    """Digests of files that were read before, by what is seen of a file without reading it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, sighting: Sighting) -> Digest | None:
        try:
            return Digest(self._store.read(self._key(sighting)).decode())
        except (KeyError, DamagedObjectError):
            return None

    def put(self, sighting: Sighting, digest: Digest) -> None:
        self._store.write(self._key(sighting), digest.encode())

    def _key(self, sighting: Sighting) -> Digest:
        return digest_of(["digest of", sighting])
