"""How the film sounds as a whole, what is heard in a shot, and how a sound steps back under speech."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from longtake.media import LOUDNESS_WORDS, LoudnessTarget
from longtake.storyboard.fields import Level, Moment, NativeSound, PathText, Seconds, Written
from longtake.storyboard.loudness import loudness_text, parse_loudness

__all__ = ["Duck", "FilmSound", "ShotSound"]


def _read_loudness(value: object) -> LoudnessTarget | str:
    return value if isinstance(value, LoudnessTarget) else parse_loudness(str(value))


LoudnessText = Annotated[
    LoudnessTarget | str,
    PlainValidator(_read_loudness),
    PlainSerializer(loudness_text),
    WithJsonSchema({"type": "string", "examples": [*LOUDNESS_WORDS, "-18 LUFS", "off"]}),
]
"""`streaming` and the like, `-18 LUFS`, or `off`."""


class Duck(Written):
    """How a sound steps back while somebody speaks, and comes up again."""

    short = "by"
    by: Level = Field(default=Fraction(-12), description="How far it goes down: 12 dB. The sign does not matter.")
    ahead: Seconds = Field(
        default=Fraction(1, 10), description="How long before the first word it is down. By default 100ms."
    )
    attack: Seconds = Field(default=Fraction(15, 100), description="How long it takes to go down. By default 150ms.")
    release: Seconds = Field(default=Fraction(6, 10), description="How long it takes to come up. By default 600ms.")


class FilmSound(Written):
    """How the film sounds as a whole."""

    short = "loudness"
    loudness: LoudnessText = Field(
        default=LOUDNESS_WORDS["streaming"],
        description="What it is brought to: streaming (-16 LUFS, the default), social (-14), broadcast (-23), "
        "US broadcast (-24), a figure such as -18 LUFS, or off.",
    )
    duck: Duck | None = Field(
        default=None, description="How far the clips' own sound steps back under the narration: 6 dB. By default not."
    )
    room_tone: Literal["on", "off"] = Field(
        default="off",
        description="Whether clips whose sound is shorter than their pictures go on with room tone made of it: on.",
    )


class ShotSound(Written):
    """What is heard in a shot: how loud its clip's own sound is, or a sound of the author's at a time."""

    short = "own"
    own: NativeSound | None = Field(default=None, description="Gain of the clip's own sound, or off. By default 0 dB.")
    file: PathText | None = Field(default=None, description="A sound file in the project folder: door.wav.")
    at: Moment = Field(default=Fraction(0), description="When it is heard, from the start of the shot. By default 0s.")
    level: Level = Field(default=Fraction(0), description="Its gain. By default 0 dB.")
    length: Seconds | None = Field(
        default=None, alias="for", description="How long it is heard. By default as long as it lasts."
    )
