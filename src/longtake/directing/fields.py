"""What a director may say of a film: words about what is seen and heard, and nothing that is paid, opened or sent.

A list of what is open, not of what is closed: a field that the format gains is closed until it is named here.
"""

from __future__ import annotations

from longtake.storyboard import (
    CastMember,
    Narration,
    Place,
    Prop,
    Scene,
    Shot,
    SpokenLine,
    Storyboard,
    Style,
    Title,
)
from longtake.storyboard.fields import Written

__all__ = ["OPEN", "PARTS", "all_keys"]

OPEN: dict[type[Written], tuple[str, ...]] = {
    Storyboard: ("title", "language", "lasts", "style", "cast", "places", "props", "scenes"),
    Style: ("look", "light", "palette", "avoid", "camera", "lens", "grain"),
    CastMember: ("is", "wears"),
    Place: ("is",),
    Prop: ("is",),
    Scene: ("id", "at", "narration", "shots"),
    Narration: ("text", "who"),
    Shot: ("id", "action", "camera", "motion", "energy", "beats", "says", "avoid", "for", "join", "title"),
    SpokenLine: ("who", "text", "how"),
    Title: ("text", "style"),
}
"""The keys that are open, of each part of a storyboard."""

PARTS: dict[tuple[type[Written], str], type[Written]] = {
    (Storyboard, "style"): Style,
    (Storyboard, "cast"): CastMember,
    (Storyboard, "places"): Place,
    (Storyboard, "props"): Prop,
    (Storyboard, "scenes"): Scene,
    (Scene, "narration"): Narration,
    (Scene, "shots"): Shot,
    (Shot, "says"): SpokenLine,
    (Shot, "title"): Title,
}
"""What stands under a key, where that is a part of its own, a list of them or a group of them by name."""


def all_keys(part: type[Written]) -> frozenset[str]:
    """Every key of a part, open or not."""
    return frozenset(field.alias or name for name, field in part.model_fields.items())
