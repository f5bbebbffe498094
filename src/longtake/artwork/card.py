"""The words on an animatic card. A card is a recipe: the same card draws the same pictures."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DRAWING", "AnimaticCard"]

DRAWING = 1
"""The version of how everything in this room is drawn: raise it when the same card would give other pictures."""


@dataclass(frozen=True, slots=True)
class AnimaticCard:
    """A shot that has no footage yet, in the author's own words. Any text may be empty.

    camera: the move (`slow dolly-in`, `pan left`, `static`); it moves the picture. palette: colour words or #rrggbb.
    style and light: the look and where light comes from. scene: cards of one scene share their set.
    """

    shot: str
    action: str
    narration: str = ""
    camera: str = ""
    palette: tuple[str, ...] = ()
    style: str = ""
    light: str = ""
    scene: str = ""
