"""How long narration lasts, and which of its words fall on which shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil

from longtake.catalogue import load_voices
from longtake.media import ClipFacts, Digest
from longtake.planning.speaking import marked_seconds, rate_of
from longtake.planning.timings import Timings, speech_key
from longtake.storyboard import Narration, Scene, Shot, SpokenLine, Storyboard, shown_name
from longtake.storyboard.marks import respelt
from longtake.storyboard.phrasing import clauses, join_lines

__all__ = [
    "BREATH",
    "Speaker",
    "Speech",
    "is_voiced",
    "lines_of",
    "lines_text",
    "narrating",
    "said",
    "saying",
    "speaker_of",
    "speech_of",
    "spoken_ways",
    "words_by_shot",
    "words_given",
]

BREATH = Fraction(1, 4)
"""Seconds between what one says and what the next one does."""

_FASTER_BY = 25  # per cent: faster than that is hard to follow


@dataclass(frozen=True, slots=True)
class Speech:
    """How long a scene's narration lasts, in seconds. is_measured: whether something that exists says so: a recording,
    speech that was made, or times that the author wrote. how: where the length comes from, for people. rest: seconds
    of silence that are to follow it. is_held: whether its pictures wait for its end."""

    seconds: Fraction
    is_measured: bool
    how: str = "measured"
    rest: Fraction = Fraction(0)
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as it decides how that sounds. pace: in times the voice's own. lexicon: how words of the film
    are pronounced."""

    voice: str = ""
    pace: Fraction = Fraction(1)
    language: str = "en"
    lexicon: tuple[tuple[str, str], ...] = ()

    @property
    def is_heard(self) -> bool:
        """Whether there is such a voice: of a service, or of this machine. Anything else are words for one."""
        return "/" in self.voice or load_voices().embedded(self.voice) is not None

    def sounds(self, text: str) -> tuple[tuple[str, str], ...]:
        """The entries of the lexicon that occur in a text."""
        return respelt(dict(self.lexicon), text)

    def key(self, text: str) -> Digest:
        """What a text in this voice is known by."""
        return speech_key(text, self.voice, self.pace, self.language, self.sounds(text))


def speaker_of(storyboard: Storyboard, who: str | None) -> Speaker:
    """The voice of somebody from the cast, else the narrator's, at the narrator's pace."""
    narrator = storyboard.narrator
    member = storyboard.cast.get(who) if who else None
    voice = (member.voice if member else "") or (narrator.voice if narrator else "")
    pace = narrator.pace if narrator else Fraction(1)
    return Speaker(voice, pace, storyboard.language, tuple(storyboard.pronounce.items()))


def narrating(scene: Scene) -> str | None:
    """Who says a scene's narration: who is written, else the one person who speaks it in view, else the narrator
    (None)."""
    if scene.narration is None or scene.narration.who:
        return scene.narration.who if scene.narration else None
    in_view = {shot.avatar for shot in scene.shots if shot.avatar and shot.follows_speech and not shot.says}
    return in_view.pop() if len(in_view) == 1 else None


def saying(shot: Shot, line: SpokenLine) -> str | None:
    """Who says a line of a shot: who is written, else whoever speaks in view, else the narrator (None)."""
    return line.who or shot.avatar


def words_given(scene: Scene, shot: Shot) -> tuple[tuple[str, str | None], ...]:
    """The words that a take is made from which follows speech, each text a piece with who says it, the narrator if
    None; () where a recording says them."""
    narration = scene.narration
    if shot.says:
        return tuple((line.text, saying(shot, line)) for line in shot.says)
    if narration is None:
        return (("", shot.avatar),)
    return () if narration.file else tuple((text, narrating(scene)) for text in narration.pieces)


def is_voiced(storyboard: Storyboard, scene: Scene, shot: Shot) -> bool:
    """Whether its take is made from what voices say, all of it."""
    given = words_given(scene, shot) if shot.follows_speech else ()
    return bool(given) and all(speaker_of(storyboard, who).is_heard for _, who in given)


def speech_of(
    narration: Narration,
    recording: ClipFacts | None,
    speaker: Speaker = Speaker(),  # frozen
    timings: Timings = Timings(),  # noqa: B008  # frozen
) -> Speech:
    """A recording counts as long as its sound lasts, cues as the author timed them, words as they were measured; words
    that nobody has measured are estimated by a rate of speaking."""
    if recording and recording.sound:
        return Speech(recording.sound.seconds, is_measured=True)
    if narration.cues and not narration.text:
        return Speech(max(cue.at + cue.length for cue in narration.cues), True, "as its cues are timed")
    return said(narration.text, speaker, timings)


def said(text: str, speaker: Speaker, timings: Timings) -> Speech:
    """How long words last: measured if they are among the timings, else estimated."""
    measured = timings.seconds.get(speaker.key(text))
    if measured is not None:
        return Speech(measured, is_measured=True, rest=BREATH if speaker.is_heard else Fraction(0))
    at_pace = "" if speaker.pace == 1 else f", {float(speaker.pace):.3g} times as fast"
    rate = rate_of(speaker.language)
    as_english = "" if rate.is_known else f", as English, for no rate is known for {speaker.language}"
    how = f"estimated at {rate.text}{at_pace}{as_english}"
    return Speech(marked_seconds(text, speaker.language, speaker.pace), is_measured=False, how=how)


def lines_of(storyboard: Storyboard, shot: Shot, timings: Timings) -> Speech | None:
    """How long the lines of a shot take with a breath after each; None for a shot in which nobody speaks."""
    spoken = [said(line.text, speaker_of(storyboard, saying(shot, line)), timings) for line in shot.says]
    if not spoken:
        return None
    seconds = sum((speech.seconds + BREATH for speech in spoken), Fraction(0))
    guessed = next((speech for speech in spoken if not speech.is_measured), spoken[0])
    return Speech(seconds, guessed.is_measured, guessed.how)


def lines_text(shot: Shot) -> str:
    """What is said in view, each line after its speaker's name: `Mara: Good morning.`"""
    return " ".join(
        f"{shown_name(line.who, is_person=True)}: {line.words}" if line.who else line.words for line in shot.says
    )


def spoken_ways(speech: Speech, room: Fraction) -> tuple[str, ...]:
    """Ways to make words last no longer than there is room, in seconds: a faster pace within limits, fewer words."""
    faster = ceil(100 * speech.seconds / room) - 100
    pace = (f"speak {faster} % faster: narrator: {{pace: …}}",) if faster <= _FASTER_BY else ()
    return (*pace, f"or cut {ceil(100 - 100 * room / speech.seconds)} % of the words")


def words_by_shot(text: str, frames: Sequence[int], language: str = "en") -> tuple[str, ...]:
    """The text divided over shots of these lengths, so that each gets about the words said while it shows: whole
    clauses, if that leaves no shot without any, else words. A text without either stays whole, with the first shot.

    Together the parts are the text's words, in order.
    """
    if len(frames) < 2 or not text:
        return (" ".join(text.split()), *[""] * (len(frames) - 1)) if frames else ()
    words, total = text.split(), sum(frames)
    by_clause = _clauses_by_shot(clauses(text, language), frames)
    if all(by_clause):
        return by_clause
    ends = [len(words) * at // total if total else 0 for at in accumulate(frames)]
    return tuple(" ".join(words[start:end]) for start, end in zip([0, *ends], ends, strict=False))


def _clauses_by_shot(pieces: Sequence[str], frames: Sequence[int]) -> tuple[str, ...]:
    """Each clause with the shot that shows when the middle of it is said."""
    shots: list[list[str]] = [[] for _ in frames]
    said, signs, total = 0, sum(map(len, pieces)), sum(frames)
    ends = list(accumulate(frames))
    for piece in pieces:
        middle = Fraction(2 * said + len(piece), 2 * signs) * total
        shots[next(at for at, end in enumerate(ends) if middle <= end)].append(piece)
        said += len(piece)
    return tuple(join_lines([" ".join(piece.split()) for piece in shot]) for shot in shots)
