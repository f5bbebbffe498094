"""Which LUT lies over a shot: its own, else its scene's, else the film's."""

from __future__ import annotations

from longtake.storyboard.model import Scene, Shot, Storyboard

__all__ = ["OFF", "lut_of"]

OFF = "off"
"""What a scene or a shot writes to have none."""


def lut_of(storyboard: Storyboard, scene: Scene, shot: Shot) -> str | None:
    """The path text of the LUT over a shot; None for none, and for what is drawn, which keeps its own colours."""
    said = shot.lut or scene.lut or storyboard.style.lut
    return said if said != OFF and (shot.clip or shot.image) else None
