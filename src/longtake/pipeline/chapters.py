"""The chapters of a film: its scenes, under their titles."""

from __future__ import annotations

import re

from longtake.packaging import Chapter
from longtake.planning import Plan, PlannedScene

__all__ = ["chapters_of", "title_of"]


def chapters_of(plan: Plan) -> tuple[Chapter, ...]:
    """One for each scene, where there is more than one; a film of one scene has no chapters."""
    if len(plan.scenes) < 2:
        return ()
    return tuple(Chapter(scene.start, title_of(scene)) for scene in plan.scenes)


def title_of(scene: PlannedScene) -> str:
    """As its author wrote it, else its name in words: `the-long-road` is "The long road"."""
    if scene.title:
        return scene.title
    words = re.sub(r"[-_]+", " ", scene.name).strip()
    return words[:1].upper() + words[1:]
