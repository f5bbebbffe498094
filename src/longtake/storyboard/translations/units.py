"""What is to be translated: every text that is said or shown as a caption, once."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.storyboard.consistency import each_shot
from longtake.storyboard.model import Storyboard
from longtake.storyboard.tree import KeyPath

__all__ = ["units_of"]


def units_of(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Each text with its key path, scene by scene, then the lines of shots."""
    for number, scene in enumerate(storyboard.scenes):
        path: KeyPath = ("scenes", number)
        if scene.narration and scene.narration.text:
            yield (*path, "narration", "text"), scene.narration.text
        elif scene.narration:
            for at, cue in enumerate(scene.narration.cues):
                yield (*path, "narration", "cues", at, "text"), cue.text
        yield from (((*path, "caption", at, "text"), mark.text) for at, mark in enumerate(scene.caption))
    for path, shot in each_shot(storyboard):
        yield from (((*path, "says", at, "text"), line.text) for at, line in enumerate(shot.says))
