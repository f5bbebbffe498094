"""Camera words: `slow dolly-in`, `pan left`, `handheld` as a path over the picture. Pure arithmetic.

The path runs at an even pace from the first frame to the last: an eased start would stand still in the handles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import pi, sin

__all__ = ["CameraMove", "View", "move_of"]

_AMOUNTS = {"slow": 0.04, "medium": 0.07, "fast": 0.14}
_SLOW = {"slow", "slowly", "gentle", "gently", "subtle", "slight", "slightly", "soft", "creep", "creeping", "drift"}
_FAST = {"fast", "quick", "quickly", "rapid", "rapidly", "whip", "crash", "dramatic", "swift"}
_STILL = {"static", "locked", "locked-off", "tripod", "still", "fixed", "none", "lock-off"}
_SHAKEN = {"handheld", "hand-held", "shaky", "shake", "steadicam", "verité"}

# Direction words: (zoom, x, y), each -1, 0 or 1. x and y are where the window goes over the picture.
_TOWARDS = {
    "in": (1, 0, 0), "forward": (1, 0, 0), "forwards": (1, 0, 0), "closer": (1, 0, 0), "towards": (1, 0, 0),
    "toward": (1, 0, 0), "out": (-1, 0, 0), "back": (-1, 0, 0), "backward": (-1, 0, 0), "backwards": (-1, 0, 0),
    "away": (-1, 0, 0), "left": (0, -1, 0), "right": (0, 1, 0), "up": (0, 0, -1), "upward": (0, 0, -1),
    "upwards": (0, 0, -1), "down": (0, 0, 1), "downward": (0, 0, 1), "downwards": (0, 0, 1),
}  # fmt: skip
# Verbs of moving, and where they go when no direction is said.
_VERBS = {
    "push": (1, 0, 0), "dolly": (1, 0, 0), "zoom": (1, 0, 0), "move": (1, 0, 0), "creep": (1, 0, 0),
    "fly": (1, 0, 0), "pull": (-1, 0, 0), "reveal": (-1, 0, 0), "pan": (0, 1, 0), "truck": (0, 1, 0),
    "track": (0, 1, 0), "slide": (0, 1, 0), "glide": (0, 1, 0), "follow": (0, 1, 0), "drift": (0, 1, 0),
    "orbit": (1, 1, 0), "arc": (1, 1, 0), "tilt": (0, 0, -1), "crane": (0, 0, -1), "boom": (0, 0, -1),
    "jib": (0, 0, -1), "pedestal": (0, 0, -1), "rise": (0, 0, -1), "lower": (0, 0, 1), "descend": (0, 0, 1),
}  # fmt: skip
_REACH = 3  # a direction stands at most so many words after its verb


@dataclass(frozen=True, slots=True)
class View:
    """A window on the picture. zoom: 1 shows what the frame holds at rest, 2 half of it. x, y: how far its centre
    stands from the picture's, in frames; right and down are positive."""

    zoom: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CameraMove:
    """A move over a whole shot. zoom: by how much it grows (negative: shrinks); x, y: travel, in frames; shake: reach
    of the hand, in frames. understood: whether the words named any move; without one the camera pushes in slowly."""

    zoom: float = 0.0
    x: float = 0.0
    y: float = 0.0
    shake: float = 0.0
    understood: bool = True

    @property
    def is_static(self) -> bool:
        return not (self.zoom or self.x or self.y or self.shake)

    @property
    def reach(self) -> float:
        """The furthest that the window's centre gets from the picture's, on either axis, in frames."""
        return max(abs(self.x), abs(self.y)) / 2 + 1.5 * self.shake

    def at(self, number: int, frames: int, seconds: float) -> View:
        """The window at frame `number` of `frames`, `seconds` after the first. Zoom is never under 1.

        The zoom grows by a constant factor a frame and travel by a constant step, so motion looks even.
        """
        part = number / (frames - 1) if frames > 1 else 0.0
        zoom = (1 + abs(self.zoom)) ** (part if self.zoom >= 0 else 1 - part)
        x, y = self.x * (part - 0.5), self.y * (part - 0.5)
        if self.shake:
            x += self.shake * (sin(2 * pi * 0.43 * seconds) + 0.5 * sin(2 * pi * 1.1 * seconds + 1))
            y += self.shake * (sin(2 * pi * 0.37 * seconds + 2) + 0.5 * sin(2 * pi * 0.97 * seconds))
        return View(zoom, x, y)


def move_of(words: str) -> CameraMove:
    """The move that the words name; several are added up. `static` holds still."""
    tokens = re.findall(r"[^\W\d_]+", words.lower())
    slow, fast = _SLOW.intersection(tokens), _FAST.intersection(tokens)
    amount = _AMOUNTS["slow" if slow else "fast" if fast else "medium"]
    moves = _directions(tokens)
    shaken = bool(_SHAKEN.intersection(tokens)) or "hand held" in " ".join(tokens)
    if not moves and not shaken:
        if _STILL.intersection(tokens):
            return CameraMove()
        return CameraMove(zoom=_AMOUNTS["slow"], understood=not tokens)
    zoom, x, y = (max(-1, min(1, sum(move[axis] for move in moves))) * amount for axis in range(3))
    return CameraMove(zoom, x, y, 0.006 if shaken else 0.0)


def _directions(tokens: list[str]) -> list[tuple[int, int, int]]:
    """One direction for each verb of moving: the first that follows it closely, else the verb's own."""
    verbs = [_stem(token) for token in tokens]
    moves = []
    for place, verb in enumerate(verbs):
        if verb is None:
            continue
        following = tokens[place + 1 : place + 1 + _REACH]
        said = [_TOWARDS[token] for token in following if token in _TOWARDS]
        moves.append(said[0] if said else _VERBS[verb])
    return moves


def _stem(token: str) -> str | None:
    """The verb that a word is a form of: `pans`, `tracking`, `tilted`."""
    for ending in ("", "s", "ing", "ed", "d"):
        stem = token.removesuffix(ending)
        if stem + ending != token:
            continue
        for candidate in (stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else stem):
            if candidate in _VERBS:
                return candidate
    return None
