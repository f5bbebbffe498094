"""What each voice can be told of how to say something; what it cannot is refused before anything is bought."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from longtake.errors import SpeechError
from longtake.speech.voice import Pause, Phrase, Utterance

__all__ = ["NO_MARKS", "Marks", "check"]

_TAG = re.compile(r"<[/#!?\w]")


@dataclass(frozen=True, slots=True)
class Marks:
    """most_pause: seconds of a pause, 0 where it takes none. emphasis: whether a phrase may be stressed. least_pace,
    most_pace: of the whole, in times its own; both 1 where it has one speed. phrase_pace: whether each phrase may have
    its own. tags: whether it reads marks that stand in the text, so that an author's text must hold none. How a word
    sounds is told to every voice by a respelling that stands in the word's place.
    """

    most_pause: Fraction = Fraction(0)
    emphasis: bool = False
    least_pace: Fraction = Fraction(1)
    most_pace: Fraction = Fraction(1)
    phrase_pace: bool = False
    tags: bool = False


NO_MARKS = Marks()


def check(utterance: Utterance, marks: Marks, name: str) -> None:
    """Raises SpeechError for what the voice cannot be told. name: of its model."""
    phrases = [part for part in utterance.parts if isinstance(part, Phrase)]
    if not utterance.text.strip():
        raise SpeechError("there is nothing to say", advice=("write a text, or take the line out",))
    _check_pauses(utterance, marks, name)
    if any(phrase.is_stressed for phrase in phrases) and not marks.emphasis:
        stressed = next(phrase.text for phrase in phrases if phrase.is_stressed)
        advice = ("take the mark out", "or name a voice that can: azure/…, google-neural2/…")
        raise SpeechError(f"{name} cannot be told to stress {stressed!r}", advice=advice)
    _check_pace(utterance.pace, marks, name, "narrator: {pace: …}")
    for phrase in phrases:
        if phrase.pace != 1 and not marks.phrase_pace:
            advice = ("set the pace of the whole: narrator: {pace: …}", "or name a voice that can: azure/…, cartesia/…")
            raise SpeechError(f"{name} cannot say {phrase.text!r} faster or slower than the rest", advice=advice)
        _check_pace(utterance.pace * phrase.pace, marks, name, "the mark")
        for text in (phrase.text, phrase.sounds):
            if marks.tags and (found := _TAG.search(text)):
                what = f"{name} would read {found.group()}… in {text!r} as a mark of its own"
                raise SpeechError(what, advice=("write the sign < in words",))


def _check_pauses(utterance: Utterance, marks: Marks, name: str) -> None:
    longest = max((part.seconds for part in utterance.parts if isinstance(part, Pause)), default=Fraction(0))
    if longest and not marks.most_pause:
        advice = ("write two sentences", "or name a voice that can: elevenlabs/…, cartesia/…, azure/…")
        raise SpeechError(f"{name} cannot be told to pause", advice=advice)
    if longest > marks.most_pause:
        what = f"{name} pauses for {float(marks.most_pause):g} s at most, and {float(longest):g} s are written"
        raise SpeechError(what, advice=("write a shorter pause", "or two lines"))


def _check_pace(pace: Fraction, marks: Marks, name: str, where: str) -> None:
    if marks.least_pace <= pace <= marks.most_pace:
        return
    if marks.least_pace == marks.most_pace:
        what, advice = f"{name} has one speed, and {float(pace):g} times it is written", f"take {where} out"
    else:
        what = f"{name} speaks {float(marks.least_pace):g} to {float(marks.most_pace):g} times as fast as usual"
        what, advice = f"{what}, and {float(pace):g} is written", f"change {where}"
    raise SpeechError(what, advice=(advice, "or name another voice: longtake voices"))
