"""Pictures that we draw: frames made as a span is encoded, with no file between.

Cards are values and light; the readers, which draw, are loaded when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from longtake.artwork.card import AnimaticCard

if TYPE_CHECKING:
    from longtake.artwork.animatic import AnimaticReader
    from longtake.artwork.lettering import unprintable
    from longtake.artwork.still import StandingStill, StillReader

__all__ = ["DRAWING", "AnimaticCard", "AnimaticReader", "StandingStill", "StillReader", "unprintable"]

DRAWING = 1
"""Version of the drawing: raised whenever the same card or still would give other pictures."""

_LATE = {"AnimaticReader": "animatic", "StandingStill": "still", "StillReader": "still", "unprintable": "lettering"}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
