"""Takes that would be made from speech which nobody's voice says: planned and quoted, and making stops at them."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.planning.narration import speaker_of, words_given
from longtake.storyboard import Remark, Storyboard, each_shot
from longtake.storyboard.stages import Stage, is_generated

__all__ = ["voiceless"]


def voiceless(storyboard: Storyboard, stage: Stage) -> Iterator[Remark]:
    """A remark for each shot whose take is made from words without a voice. stage: what is to be made."""
    for path, shot in each_shot(storyboard):
        if not shot.follows_speech or not is_generated(storyboard, shot, stage):
            continue
        given = words_given(storyboard.scenes[int(path[1])], shot)
        for silent in [who for _, who in given if not speaker_of(storyboard, who).is_heard][:1]:
            field = "avatar" if shot.avatar else "driven_by"
            message = f"its take is made from what {silent or 'the narrator'} says, and no voice says it"
            theirs = (f"or one of their own: cast: {{{silent}: {{voice: …}}}}",) if silent else ()
            other = ("or give a recording: narration: {file: …}", "or driven_by: a sound file")
            advice = ("name a voice: narrator: {voice: heart}", *theirs, *other)
            yield Remark((*path, field), message, advice, on_key=True)
