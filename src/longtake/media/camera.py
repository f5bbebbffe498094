"""Camera moves, read from words: pure arithmetic from a frame's number to where the camera looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from longtake.media.picture import Size

__all__ = [
    "BREATH",
    "Move",
    "Pose",
    "Stage",
    "flat_move",
    "move_of",
    "names_a_move",
    "nearest_moves",
    "pose_of",
    "progress",
    "stage_for",
    "stage_of",
]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera looks: right and down of the middle in parts of the frame, and how many times nearer."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0


@dataclass(frozen=True, slots=True)
class Move:
    """A whole move. x, y: travel over the shot in parts of the frame (right, down); push: how much nearer it ends, or
    begins if negative; parallax: 0 for a turning head or a lens, 1 for a camera that travels; orbit: how far the
    nearer things slide against the farther ones; unrest: how far a hand shakes it."""

    x: float = 0.0
    y: float = 0.0
    push: float = 0.0
    parallax: float = 1.0
    orbit: float = 0.0
    unrest: float = 0.0

    @property
    def is_static(self) -> bool:
        return not (self.x or self.y or self.push or self.orbit or self.unrest)

    def scaled(self, factor: float) -> Move:
        return Move(
            self.x * factor, self.y * factor, self.push * factor, self.parallax, self.orbit * factor, self.unrest
        )


_STILLNESS = {"static", "locked", "fixed", "tripod", "still", "stationary"}
_LENS = {"pan", "pans", "panning", "tilt", "tilts", "tilting", "zoom", "zooms", "zooming"}
_SIDEWAYS = {
    "pan", "pans", "panning", "truck", "trucking", "slide", "slides", "track", "tracks", "tracking", "crab", "follow",
    "follows", "following",
}  # fmt: skip
_UPWARD = {"tilt", "tilts", "tilting", "crane", "boom", "pedestal", "jib"}
_ALONG = {"dolly", "dollies", "push", "pushes", "zoom", "zooms", "approach", "approaches", "creep", "creeps"}
_ROUND = {"orbit", "orbits", "orbiting", "arc", "arcs", "circle", "circles", "circling", "around"}
_BY_HAND = {"handheld", "shaky", "documentary"}
_WAYS = {
    "left": (-1, 0, 0), "right": (1, 0, 0),
    "up": (0, -1, 0), "upward": (0, -1, 0), "upwards": (0, -1, 0), "rise": (0, -1, 0), "rises": (0, -1, 0),
    "rising": (0, -1, 0), "raise": (0, -1, 0), "down": (0, 1, 0), "downward": (0, 1, 0), "downwards": (0, 1, 0),
    "descend": (0, 1, 0), "descends": (0, 1, 0), "descending": (0, 1, 0), "lowers": (0, 1, 0),
    "in": (0, 0, 1), "into": (0, 0, 1), "inward": (0, 0, 1), "closer": (0, 0, 1), "forward": (0, 0, 1),
    "forwards": (0, 0, 1), "out": (0, 0, -1), "outward": (0, 0, -1), "away": (0, 0, -1), "back": (0, 0, -1),
    "backward": (0, 0, -1), "backwards": (0, 0, -1), "pull": (0, 0, -1), "pulls": (0, 0, -1), "reveal": (0, 0, -1),
}  # fmt: skip
_PACE = {
    "slow": 0.7, "slowly": 0.7, "gentle": 0.6, "gently": 0.6, "subtle": 0.5, "slight": 0.5, "slightly": 0.5,
    "fast": 1.4, "quick": 1.4, "quickly": 1.4, "rapid": 1.5, "whip": 1.6,
}  # fmt: skip
_SWEEP, _CLIMB, _PUSH, _ORBIT, _UNREST = 0.14, 0.12, 0.16, 0.16, 0.012
_LENS_PARALLAX = 0.35  # a true pan has none; a little of it keeps a drawing from looking flat


def move_of(words: str, otherwise: Move) -> Move:
    """The move that `words` ask for; `otherwise` if they ask for none that is known."""
    said = re.findall(r"[a-z]+", words.lower().replace("hand-held", "handheld"))
    pace = 1.0
    for word in said:
        pace *= _PACE.get(word, 1.0)
    x, y, along = _way(said)
    move = Move(
        x=_SWEEP * x,
        y=_CLIMB * y,
        push=_PUSH * along,
        parallax=_LENS_PARALLAX if _LENS & set(said) else 1.0,
        orbit=(-_ORBIT if "left" in said else _ORBIT) if _ROUND & set(said) else 0.0,
        unrest=_UNREST if _BY_HAND & set(said) else 0.0,
    )
    if move.orbit:
        move = replace(move, x=0.0)  # its left and right say which way round
    if move.is_static:
        return Move() if _STILLNESS & set(said) else otherwise
    return move.scaled(min(max(pace, 0.4), 1.8))


def names_a_move(words: str) -> bool:
    """Whether `words` ask for a move that is known, standing still among them."""
    nothing = Move()
    return move_of(words, nothing) is not nothing


def nearest_moves(words: str) -> tuple[str, ...]:
    """The known words that are spelt most like one of `words`; at most three, the nearest first."""
    known = sorted(_STILLNESS | _LENS | _SIDEWAYS | _UPWARD | _ALONG | _ROUND | _BY_HAND | set(_WAYS))
    near = (get_close_matches(word, known, n=1) for word in re.findall(r"[a-z]+", words.lower()))
    return tuple(dict.fromkeys(match for matches in near for match in matches))[:3]


def _way(said: list[str]) -> tuple[int, int, int]:
    """The directions in `said`, each -1, 0 or 1; a verb with no direction gets its usual one."""
    if _STILLNESS & set(said) and not (_SIDEWAYS | _UPWARD | _ALONG) & set(said):
        return 0, 0, 0
    ways = [_WAYS[word] for word in said if word in _WAYS]
    x, y, along = (min(max(sum(way[axis] for way in ways), -1), 1) for axis in range(3))
    if not any((x, y, along)):
        x, y, along = (int(bool(verbs & set(said))) for verbs in (_SIDEWAYS, _UPWARD, _ALONG))
        return x, -y, along
    return x, y, along


def progress(number: int, frames: int) -> float:
    """How far through a shot of `frames` frames number `number` stands, 0 to 1, eased gently at both ends."""
    share = number / max(frames - 1, 1)
    return 0.45 * share + 0.55 * share * share * (3 - 2 * share)


def pose_of(move: Move, done: float, depth: float) -> Pose:
    """The pose for things at `depth` (0 far, 1 at the subject, more for nearer), when `done` of the move is done."""
    nearness = 1 + move.parallax * (depth - 1)
    swing = (done - 0.5) * nearness
    slide = move.orbit * (done - 0.5) * (depth - 0.55) * 1.6
    shake_x, shake_y = (move.unrest * nearness * _wander(done * 9 + phase) for phase in (0.0, 40.0))
    nearing = max(move.push, 0.0) * done + max(-move.push, 0.0) * (1 - done)
    return Pose(move.x * swing + slide + shake_x, move.y * swing + shake_y, 1 + nearing * nearness)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a move over a picture looks at. width, height: in parts of the frame, 1 or more; zoom: what the move starts
    from, so that it never sees beyond the stage."""

    width: float
    height: float
    zoom: float


BREATH = Move(push=0.04)
"""What a still does that no words move."""

_REACH = 0.55  # a photograph bears less of a move than a drawing: what leaves the frame is lost


def flat_move(words: str, otherwise: Move) -> Move:
    """The move over something flat, a photograph or a clip: going round it becomes going past it."""
    move = move_of(words, otherwise)
    flat = move.scaled(_REACH if move != otherwise else 1.0)
    return Move(flat.x + flat.orbit * 0.5, flat.y, flat.push, 0.0, 0.0, flat.unrest * 0.5)


def stage_for(picture: Size, film: Size, fit: Literal["fill", "blur"], move: Move) -> Stage:
    """The stage: as much of the picture beyond the frame as a sideways move can use, else a nearer view."""
    wider = (picture.width * film.height) / (picture.height * film.width) if fit == "fill" else 1.0
    return stage_of(wider, move)


def stage_of(wider: float, move: Move) -> Stage:
    """The stage in a picture whose shape (width / height) is `wider` times the frame's."""
    width = min(max(1.0, wider), 1 + abs(move.x) + 2 * move.unrest)
    height = min(max(1.0, 1 / wider), 1 + abs(move.y) + 2 * move.unrest)
    across, down = width - abs(move.x) - 2 * move.unrest, height - abs(move.y) - 2 * move.unrest
    return Stage(width, height, max(1.0, 1 / across, 1 / down))


def _wander(at: float) -> float:
    """A smooth wander between -1 and 1 through fixed stations, one a unit of `at`."""
    station = int(at)
    here, there = (((number * 7919 + 104729) % 1013) / 506 - 1 for number in (station, station + 1))
    part = at - station
    return here + (there - here) * part * part * (3 - 2 * part)
