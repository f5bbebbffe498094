"""What the format can say and this version does not do: refused with advice, since nothing is ever dropped.

`not_made_yet` is what can be read, planned and quoted, and only making stops at: the film would come out other than it
says. A sketch (an animatic of the draft, in place of what a model makes for the final
film) stands for its shot whatever that waits for. So do reference pictures, and narration that is text: the plan says
of them in a notice that they wait.
"""

from __future__ import annotations

from collections.abc import Iterator

from longtake.storyboard.consistency import each_shot
from longtake.storyboard.model import Shot, Storyboard
from longtake.storyboard.stages import Stage, is_generated, is_sketch, stage_of
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["not_made_yet"]

_BY_A_MODEL = {
    "edit": "another clip is made of a clip",
    "enhance": "a clip is made larger or cleaner",
    "avatar": "somebody speaks into the camera",
    "driven_by": "a picture is driven by sound",
    "says": "words are said in view",
}
"""Fields that a drawing cannot stand for, and what happens there."""


def not_made_yet(storyboard: Storyboard, stage: Stage | None = None) -> Iterator[Remark]:
    """A remark for each thing that is planned and that making stops at. stage: what is to be made; by default the
    draft if the route has one."""
    stage = stage or stage_of(storyboard)
    for path, shot in each_shot(storyboard):
        if not is_generated(storyboard, shot, stage) and not is_sketch(storyboard, shot, stage):
            yield from _shot(storyboard, path, shot)


def _has_voices(storyboard: Storyboard, shot: Shot) -> bool:
    """Whether somebody's voice says each line over the shot, in place of a model that makes it said in view."""
    cast = storyboard.cast
    own = (bool(line.who and line.who in cast and cast[line.who].voice) for line in shot.says)
    return storyboard.narrator is not None or all(own)


def _shot(storyboard: Storyboard, path: KeyPath, shot: Shot) -> Iterator[Remark]:
    if shot.join and shot.join.kind == "continue":
        message = "continue starts a shot from the last picture of the one before, which takes a video model"
        advice = ("name one: route: {final: [a model]}", "or write join: cut", "or join: dissolve 0.5s")
        yield Remark((*path, "join"), f"{message}; none makes this shot", advice)
    for field, what in _BY_A_MODEL.items():
        if getattr(shot, field) and not (field == "says" and _has_voices(storyboard, shot)):
            ways = ("name one: route: {final: [a model]}", f"or take {field} out")
            yield Remark((*path, field), f"{what} by a video model, and none makes this shot", ways, on_key=True)
