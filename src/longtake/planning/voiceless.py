"""Takes that would be made from speech which nobody's voice says: planned and quoted, and making stops at them."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.planning.narration import narrating, saying, speaker_of
from longtake.storyboard import Remark, Scene, Shot, Storyboard, each_shot
from longtake.storyboard.stages import Stage, is_generated

__all__ = ["voiceless"]


def voiceless(storyboard: Storyboard, stage: Stage) -> Iterator[Remark]:
    """A remark for each shot whose take is made from words without a voice. stage: what is to be made."""
    for path, shot in each_shot(storyboard):
        if not shot.follows_speech or not is_generated(storyboard, shot, stage):
            continue
        speakers = _speakers(storyboard.scenes[int(path[1])], shot)
        for silent in [who for who in speakers if not speaker_of(storyboard, who).is_heard][:1]:
            field = "avatar" if shot.avatar else "driven_by"
            message = f"its take is made from what {silent or 'the narrator'} says, and no voice says it"
            theirs = (f"or one of their own: cast: {{{silent}: {{voice: …}}}}",) if silent else ()
            other = ("or give a recording: narration: {file: …}", "or driven_by: a sound file")
            advice = ("name a voice: narrator: {voice: heart}", *theirs, *other)
            yield Remark((*path, field), message, advice, on_key=True)


def _speakers(scene: Scene, shot: Shot) -> tuple[str | None, ...]:
    """Who says what the take is made from; () where a recording does."""
    if shot.says:
        return tuple(saying(shot, line) for line in shot.says)
    return () if scene.narration and scene.narration.file else (narrating(scene),)
