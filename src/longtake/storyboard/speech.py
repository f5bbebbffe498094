"""What is heard: who speaks, what is said, and the music under it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from longtake.storyboard.fields import (
    Budget,
    FadeOutText,
    LanguageText,
    Level,
    Moment,
    Name,
    OneOrMore,
    PathText,
    Said,
    Seconds,
    SpeedText,
    Words,
    Written,
)
from longtake.storyboard.marks import plain_words
from longtake.storyboard.soundtrack import Duck
from longtake.storyboard.units import Trim

__all__ = ["Cue", "Fade", "Music", "Narration", "Narrator", "SpokenLine"]


class Narrator(Written):
    """Who speaks the narration."""

    short = "voice"
    voice: Words = Field(description="The voice: elevenlabs/rachel of a service, or heart, an embedded one.")
    voices: dict[LanguageText, Words] = Field(
        default={}, description="The voice in each other language that the film is heard in: {ja: alpha, de: …}."
    )
    pace: SpeedText = Field(default=Fraction(1), description="How fast it speaks, in times its own pace: 1.1.")
    most: Budget | None = Field(
        default=None,
        alias="max_price",
        description="The most for one piece of anybody's speech, and what an uncertain price counts as. By default the "
        "route's.",
    )


class SpokenLine(Written):
    """Words that somebody says in a shot, seen to say them."""

    short = "text"
    who: Name | None = Field(default=None, description="Who says it: a name from cast.")
    text: Said = Field(description="The words, as they are said; marks as in a narration.")
    how: Words = Field(default="", description="How: whispering, to herself.")

    @property
    def words(self) -> str:
        """What is said, without marks."""
        return plain_words(self.text)


class Cue(Written):
    """A part of a narration with a time of its own."""

    at: Moment = Field(description="When it begins, from the start of the scene.")
    length: Seconds = Field(alias="for", description="How long it lasts.")
    text: Said = Field(description="The words.")


class Narration(Written):
    """What is said over a scene: text for a voice, text with its times, or a recording."""

    short = "text"
    text: Said = Field(
        default="",
        description="The words. They time the scene's auto shots and stand on animatic cards. Marks say how they are "
        "said: [pause 0.5s], *stressed*, [slow: …], [fast: …], [Aurora = uh roar uh].",
    )
    cues: OneOrMore[Cue] = Field(default=(), description="Instead of text: words with their times, as of subtitles.")
    who: Name | None = Field(
        default=None, description="Whose voice it is: a name from cast. By default the narrator's."
    )
    file: PathText | None = Field(default=None, description="A recording: it is heard, from the start of the scene.")
    files: dict[LanguageText, PathText] = Field(
        default={}, description="Recordings in other languages: {de: intro.de.wav}."
    )
    level: Level = Field(default=Fraction(0), description="Its gain. By default 0 dB.")
    longer: Literal["run on", "hold", "slow"] = Field(
        default="run on",
        description="Where it lasts longer than its shots: run on under the next ones (the default; a recording only "
        "where it is written), hold the scene's last shot that is drawn or made until it is over, or slow the scene's "
        "clips, to 0.8 of their speed at most.",
    )

    @property
    def words(self) -> str:
        """All that is said, timed or not, without marks."""
        return plain_words(self.text or " ".join(cue.text for cue in self.cues))

    @property
    def recordings(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Every recording with its field: the film's own, then those in other languages."""
        own = ((("file",), self.file),) if self.file else ()
        return (*own, *((("files", language), file) for language, file in self.files.items()))

    @property
    def pieces(self) -> tuple[str, ...]:
        """What is said at once, each by itself, with its marks: the text, or every cue."""
        return (self.text,) if self.text else tuple(cue.text for cue in self.cues)


def _read_loop(value: object) -> Trim | str:
    if isinstance(value, Trim):
        return value
    words = "on" if value is True else "off" if value is False else str(value).strip()
    words = "on-beat" if words == "on beat" else words
    return words if words in ("on", "off", "on-beat") else Trim.parse(words)


LoopText = Annotated[
    Trim | str,
    PlainValidator(_read_loop),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["on", "off", "8s..24s", "on-beat"]}),
]


class Fade(Written):
    """Fades at the two ends of a sound."""

    begin: Seconds | None = Field(default=None, alias="in", description="Fade in over this time. None by default.")
    end: FadeOutText | None = Field(
        default=None,
        alias="out",
        description="Fade out over this time, up to the end of the film; on-beat: from its last beat on.",
    )


class Music(Written):
    """A bed of music. Music that is shorter than what it lies under ends early, and the plan says so, or is looped."""

    short = "file"
    file: PathText = Field(description="A sound file in the project folder.")
    level: Level = Field(default=Fraction(-18), description="Its gain: -20 dB. By default -18 dB.")
    duck: Duck | None = Field(
        default=None, description="How far it steps back under speech: 12 dB, or {by: …, release: …}. By default not."
    )
    loop: LoopText = Field(
        default="off",
        description="Whether it goes on from its start when it ends: off (the default), on, or the part that goes "
        "round, such as 8s..24s; on-beat: from beat to beat, a whole number of fours.",
    )
    fade: Fade = Field(
        default=Fade.model_validate({"out": "2s"}), description="Fades: {in: 1s, out: 3s}. By default out over 2 s."
    )
