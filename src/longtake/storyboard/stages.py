"""The two films that a storyboard may become, a draft and the final one, and which models make a shot of each."""

from __future__ import annotations

from typing import Literal

from longtake.storyboard.model import ANIMATIC, Shot, Storyboard

__all__ = ["Stage", "is_own", "is_sketch", "models_of", "stage_of"]

Stage = Literal["draft", "final"]


def stage_of(storyboard: Storyboard) -> Stage:
    """What is made where nobody says: the draft if the route has one, else the final film."""
    return "draft" if storyboard.route.draft else "final"


def is_own(shot: Shot) -> bool:
    """Whether the author brings its pictures as they are: a clip or a still."""
    return bool(shot.clip or shot.image)


def models_of(storyboard: Storyboard, shot: Shot, stage: Stage) -> tuple[str, ...]:
    """The models that may make a shot, in the author's order; none, or `animatic` first: it is drawn.

    A shot's own `model` stands in for the final route; drafts are made by the draft's.
    """
    if stage == "draft":
        return storyboard.route.draft
    return shot.model or storyboard.route.final


def is_sketch(storyboard: Storyboard, shot: Shot, stage: Stage) -> bool:
    """Whether the stage draws this shot in place of what a model makes for the final film."""
    now, later = models_of(storyboard, shot, stage)[:1], models_of(storyboard, shot, "final")
    return stage == "draft" and now in ((), (ANIMATIC,)) and bool(later) and later[0] != ANIMATIC
