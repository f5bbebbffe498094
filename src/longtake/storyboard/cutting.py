"""Whether cuts are moved to beats of the music: for the film, a scene, or one shot."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from longtake.storyboard.units import Refused

if TYPE_CHECKING:
    from longtake.storyboard.model import Scene, Shot, Storyboard

__all__ = ["CUT_WORDS", "CutWord", "each_cut", "is_cut_on_beat", "parse_cut"]

CutWord = Literal["on-beat", "off"]
CUT_WORDS: tuple[CutWord, ...] = ("on-beat", "off")


def parse_cut(text: str) -> CutWord:
    """Reads `on-beat`, also `on beat`, or `off`. Raises Refused."""
    word = "-".join(text.split())
    for known in CUT_WORDS:
        if word == known:
            return known
    near = get_close_matches(word, CUT_WORDS, n=1)
    hint = (f"did you mean {near[0]}?",) if near else ()
    raise Refused(f"{text!r} does not say where a shot begins", *hint, "write on-beat or off")


def is_cut_on_beat(storyboard: Storyboard, scene: Scene, shot: Shot) -> bool:
    """Whether the cut before a shot goes to a beat: as the nearest of shot, scene and film says."""
    said = (one for one in (shot.cut, scene.cut, storyboard.cut) if one is not None)
    return next(said, "off") == "on-beat"


def each_cut(storyboard: Storyboard) -> Iterator[tuple[tuple[str | int, ...], CutWord]]:
    """Each field `cut` that is written, with its key path: the film's, then scenes', each before those of its shots."""
    if storyboard.cut:
        yield ("cut",), storyboard.cut
    for number, scene in enumerate(storyboard.scenes):
        if scene.cut:
            yield ("scenes", number, "cut"), scene.cut
        for place, shot in enumerate(scene.shots):
            if shot.cut:
                yield ("scenes", number, "shots", place, "cut"), shot.cut
