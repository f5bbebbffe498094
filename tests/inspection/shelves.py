"""Where tests keep what was measured of a file."""

from __future__ import annotations

from longtake.media import Digest

__all__ = ["Shelf"]


class Shelf:
    """A store of facts, or of measures; false when empty, as mappings are."""

    def __init__(self) -> None:
        self.texts: dict[Digest, str] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def get(self, digest: Digest) -> str | None:
        return self.texts.get(digest)

    def put(self, digest: Digest, text: str) -> None:
        self.texts[digest] = text
