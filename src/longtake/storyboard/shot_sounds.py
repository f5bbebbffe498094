"""What the sounds of a shot mean together, and all music that a film plays."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.storyboard.model import Shot, Storyboard
from longtake.storyboard.soundtrack import ShotSound
from longtake.storyboard.speech import Music
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["each_effect", "each_music", "wrong_shot_sounds"]


def each_music(storyboard: Storyboard) -> Iterator[tuple[KeyPath, Music]]:
    """All music of the film with its key path, the bed under it all first."""
    if storyboard.music:
        yield ("music",), storyboard.music
    for number, scene in enumerate(storyboard.scenes):
        if scene.music:
            yield ("scenes", number, "music"), scene.music


def each_effect(path: KeyPath, shot: Shot) -> Iterator[tuple[KeyPath, ShotSound, str]]:
    """Each sound of the author's in a shot, with its key path and its file."""
    for number, sound in enumerate(shot.sound):
        if sound.file:
            yield (*path, "sound", number), sound, sound.file


def wrong_shot_sounds(path: KeyPath, shot: Shot) -> Iterator[Remark]:
    own = [number for number, sound in enumerate(shot.sound) if sound.own is not None]
    if own and shot.own_sound != "off" and not shot.clip:
        yield Remark((*path, "sound"), "only a clip has a sound of its own", ("take sound out",), on_key=True)
    for number in own[1:]:
        yield Remark((*path, "sound", number), "the clip's own sound has a gain already", ("keep one of them",))
    for number, sound in enumerate(shot.sound):
        here = (*path, "sound", number)
        if sound.own is None and sound.file is None:
            yield Remark(here, "nothing is heard of it", ("write file: with a sound file, or own: with a gain",))
        if sound.own is not None and sound.file is not None:
            advice = ("write two: sound: [-6 dB, {file: door.wav}]",)
            yield Remark(here, "the clip's own sound and a sound file are two sounds", advice)
