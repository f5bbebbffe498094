"""What a child that decodes files from strangers may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from longtake.libav.limits import MediaLimits

__all__ = ["ChildLimits", "Order", "Role"]

Role = Literal["clip", "overlay", "font"]
"""What a file is to be: a clip, a still or a sound; a picture over the film, which may be animated; a font."""


@dataclass(frozen=True, slots=True)
class Order:
    """One file for a child. path: absolute. is_measured: whether measures are taken beside the facts."""

    path: Path
    role: Role = "clip"
    is_measured: bool = False


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """memory_bytes: address space. cpu_seconds, wall_seconds: for one file. start_seconds: until the child is ready.
    media: what a file may claim to be."""

    memory_bytes: int = 4 << 30
    cpu_seconds: int = 15 * 60
    wall_seconds: float = 30 * 60
    start_seconds: float = 60
    media: MediaLimits = field(default_factory=MediaLimits)
