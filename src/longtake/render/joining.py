"""Mixing the two sides of a join, picture by picture, and keeping how much of a flow join had to be dissolved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.media import Digest, Size, digest_of
from longtake.render.mixing import dissolve, weight_of
from longtake.render.morph import Morph, morph_toolchain
from longtake.timeline import Dissolve, Span

if TYPE_CHECKING:
    import av

__all__ = ["FlowRecord", "Joiner", "flow_record_key"]

_MAGIC = "longtake flow record 1"


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """Of the pictures of flow joins in one span, in order: the share of each, in ten-thousandths, that was dissolved
    since flow was unreliable there."""

    dissolved: tuple[int, ...]

    def to_bytes(self) -> bytes:
        return json.dumps({"flow": _MAGIC, "dissolved": self.dissolved}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> FlowRecord:
        """Raises ValueError or KeyError if `data` is not what `to_bytes` writes."""
        kept = json.loads(data)
        if kept["flow"] != _MAGIC:
            raise ValueError("no record of flow")
        return cls(tuple(map(int, kept["dissolved"])))


def flow_record_key(span: Span, size: Size) -> Digest:
    """The name of a span's flow record in a film of this size, whatever its rungs are."""
    return digest_of([_MAGIC, span.recipe, size, morph_toolchain()])


class Joiner:
    """Makes the pictures of one span's joins."""

    def __init__(self, morph: Morph | None) -> None:
        self._morph = morph
        self._dissolved: list[int] = []

    def mixed(self, piece: Dissolve, offset: int, outgoing: av.VideoFrame, incoming: av.VideoFrame) -> av.VideoFrame:
        """Picture `offset` of the piece, of its two sides."""
        weight = weight_of(piece.first + offset, piece.total)
        if not piece.by_flow:
            return dissolve(outgoing, incoming, weight)
        assert self._morph
        morphed = self._morph(outgoing, incoming, weight)
        self._dissolved.append(round(10_000 * morphed.dissolved))
        return morphed.frame

    @property
    def record(self) -> FlowRecord | None:
        """What became of the flow so far; None without any."""
        return FlowRecord(tuple(self._dissolved)) if self._dissolved else None
