"""Who and what a storyboard names: by @name in words, by name in fields. What is defined and never named is told."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.storyboard.model import Scene, Shot, Storyboard
from longtake.storyboard.names import MENTION
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["NAMED", "names_in", "names_of_words", "unused", "words_of"]

NAMED = ("cast", "places", "props")
"""The groups whose members are named with an @."""


def names_of_words(text: str) -> tuple[str, ...]:
    """The names behind an @ in a text, each once, in their order. An e-mail address has none."""
    return tuple(dict.fromkeys(MENTION.findall(text)))


def words_of(shot: Shot) -> Iterator[tuple[KeyPath, str]]:
    """The texts of a shot in which people, places and things may be named, with their key paths inside the shot."""
    yield ("action",), shot.action
    yield from ((("beats", number), text) for number, text in enumerate(shot.beats))
    yield ("camera",), shot.camera
    yield ("motion",), shot.motion


def names_in(storyboard: Storyboard) -> set[str]:
    """Every name that a scene or a shot says."""
    return {name for scene in storyboard.scenes for name in _names(scene)}


def _names(scene: Scene) -> Iterator[str]:
    if scene.at:
        yield scene.at
    if scene.narration and scene.narration.who:
        yield scene.narration.who
    for shot in scene.shots:
        if shot.avatar:
            yield shot.avatar
        yield from (line.who for line in shot.says if line.who)
        for _, text in words_of(shot):
            yield from names_of_words(text)


def unused(storyboard: Storyboard) -> Iterator[Remark]:
    """A remark for each person, place and thing that is defined and never named: for a notice, nothing stops at it."""
    named = names_in(storyboard)
    for group in NAMED:
        for name in getattr(storyboard, group):
            if name not in named:
                advice = ("name it with at: in a scene",) if group == "places" else ()
                yield Remark((group, name), f"{name} is never named", (f"write @{name} in an action", *advice))
