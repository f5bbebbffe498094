"""Sound files that cannot be what the storyboard says: music, recordings, sounds of shots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from longtake.media import ClipFacts, SoundMeasures
from longtake.planning.handles import brief
from longtake.planning.voice_activity import is_silent
from longtake.storyboard import (
    KeyPath,
    Remark,
    Storyboard,
    Trim,
    each_effect,
    each_music,
    each_shot,
    scene_name,
)

__all__ = ["wrong_sounds"]

_SHORTEST_MUSIC = 1
_SHORTEST_LOOP = Fraction(1, 2)


def wrong_sounds(
    storyboard: Storyboard, facts: Mapping[str, ClipFacts], measures: Mapping[str, SoundMeasures]
) -> Iterator[Remark]:
    """Music, recordings and sounds without any sound in them; music that is too short to be a bed; loops that are not
    in their music. measures: of sounds, as far as they are known."""
    for path, what, asset in _named(storyboard):
        found = measures.get(asset)
        if asset not in facts:
            yield Remark(path, f"{what} ({asset}) was not measured", ("give its ClipFacts with the others",))
        elif not (sound := facts[asset].sound) or not sound.samples:
            yield Remark(path, f"{what} ({asset}) has no sound in it", ("name a file with sound",))
        elif found and is_silent(found):
            yield Remark(path, f"{what} ({asset}) is silent from start to end", ("name a file with sound in it",))
        elif what == "music" and sound.seconds < _SHORTEST_MUSIC:
            message = f"music ({asset}) lasts {brief(sound.seconds)}; a bed of music lasts 1 s at least"
            yield Remark(path, message, ("name a longer file", "or play it once, as sound: {file: …} of a shot"))
    yield from _wrong_loops(storyboard, facts)


def _named(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str, str]]:
    """Every sound file with its key path and what it is for."""
    for place, music in each_music(storyboard):
        yield (*place, "file"), "music", music.file
    for number, scene in enumerate(storyboard.scenes):
        for field, file in scene.narration.recordings if scene.narration else ():
            yield ("scenes", number, "narration", *field), f"narration of scene {scene_name(number, scene.id)}", file
    for path, shot in each_shot(storyboard):
        for place, _, file in each_effect(path, shot):
            yield (*place, "file"), "sound", file


def _wrong_loops(storyboard: Storyboard, facts: Mapping[str, ClipFacts]) -> Iterator[Remark]:
    """Loops that are not in their music."""
    for path, music in each_music(storyboard):
        sound = facts[music.file].sound if music.file in facts else None
        if not sound or not isinstance(music.loop, Trim):
            continue
        end = min(music.loop.end or sound.seconds, sound.seconds)
        if (music.loop.end or 0) > sound.seconds or end - music.loop.start < _SHORTEST_LOOP:
            message = f"{music.loop} of {music.file}, which lasts {brief(sound.seconds)}, is no part that can go round"
            yield Remark((*path, "loop"), message, ("name a part of it of half a second at least", "or write loop: on"))
