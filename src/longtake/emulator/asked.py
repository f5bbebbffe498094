"""What an order asks for, in one vocabulary for all providers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from longtake.media import Digest, Size

__all__ = ["Asked", "Kind", "Shape"]

Kind = Literal["text", "image", "references", "extension", "video", "avatar", "enhance", "audio"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture's shape as words say it: width to height, and the shorter side in pixels, 0 where nothing is said of
    it."""

    ratio: Fraction
    lines: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One take, as it was asked for.

    provider, model: in the catalogue's and the provider's words. size: in pixels, or as a shape. request: the digest of
    all that was sent. sound: None where the order does not say. inputs: digests of its pictures, clips and sounds, in
    order. external: the caller's own id, title: the caller's own name for it, callback: where to call once it is over,
    "" for none. tier: of service, by the catalogue's name; "" for the usual one. wants_last_frame, is_inline: extras of
    some providers. said: what was sent, for providers that repeat it.
    """

    provider: str
    model: str
    kind: Kind
    prompt: str
    seconds: Fraction
    size: Size | Shape
    request: Digest
    sound: bool | None = None
    seed: int | None = None
    inputs: tuple[Digest, ...] = ()
    external: str = ""
    tier: str = ""
    wants_last_frame: bool = False
    is_inline: bool = False
    title: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    callback: str = ""
