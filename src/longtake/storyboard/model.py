"""The storyboard: what an author wrote, validated and frozen. It knows no prompts, no money but the budget, no pixels.

One format for all versions to come. What is well-formed but not made yet (`join: continue`, a hosted model) has its
field here and is refused with advice in `refusals.py`; it is never dropped.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from longtake.media import FrameRate, Size
from longtake.storyboard.captions import Caption, Captions
from longtake.storyboard.fields import (
    Budget,
    CutText,
    FilmRate,
    FilmSize,
    FitText,
    LanguageText,
    Name,
    OneOrMore,
    PathText,
    RetimeText,
    Seconds,
    Seed,
    Several,
    VariableText,
    Words,
    Written,
)
from longtake.storyboard.overlays import Overlay, Title
from longtake.storyboard.poster import Poster
from longtake.storyboard.route import ANIMATIC, Edit, Enhance, Route
from longtake.storyboard.shot import Shot, Speed, ViewMove
from longtake.storyboard.soundtrack import Duck, FilmSound, ShotSound
from longtake.storyboard.speech import Cue, Fade, Music, Narration, Narrator, SpokenLine
from longtake.storyboard.units import Refused
from longtake.storyboard.world import Brand, CastMember, Place, Prop, Style

__all__ = [
    "ANIMATIC",
    "Brand",
    "Caption",
    "Captions",
    "CastMember",
    "Cue",
    "Duck",
    "Edit",
    "Enhance",
    "Fade",
    "FilmSound",
    "FrameShape",
    "Music",
    "Narration",
    "Narrator",
    "Overlay",
    "Place",
    "Prop",
    "Route",
    "Scene",
    "Shot",
    "ShotSound",
    "Speed",
    "SpokenLine",
    "Storyboard",
    "Style",
    "Title",
    "Variable",
    "ViewMove",
]


class FrameShape(Written):
    """Size and rate of the film, and how pictures of another shape stand in it."""

    size: FilmSize = Field(default=Size(1920, 1080), description="Width x height in pixels, even, 64 to 4096 each way.")
    rate: FilmRate = Field(
        default=FrameRate(24), description="Frames a second: a whole number or an exact fraction such as 24000/1001."
    )
    fit: FitText = Field(
        default="auto",
        description="How pictures of another shape stand in the frame: fill (cropped), blur (whole, over a blurred "
        "copy), letterbox (whole, between black bars), auto: fill in a scene where that cuts at most 8 %, else blur.",
    )
    retime: RetimeText = Field(
        default="auto",
        description="How clips of other rates are brought to this one: auto, nearest, speed, blend or flow.",
    )


class Scene(Written):
    """Shots that belong together: one place, one narration."""

    id: Name | None = Field(
        default=None, description="Its name, such as opening. Shots are called after it: opening.1."
    )
    title: Words | None = Field(default=None, description="What its chapter is called, for people. By default its id.")
    when: Words | None = Field(
        default=None, description="The variable that decides whether the scene is there: premium, or audience = new."
    )
    at: Name | None = Field(default=None, description="Where it plays: a name from places.")
    narration: Narration | None = Field(
        default=None, description="What is said over it: text, {cues: …} with times, or {file: …}."
    )
    caption: OneOrMore[Caption] = Field(
        default=(), description="Words for what is heard and not said, [soft music]: a text, or {text: …}, or a list."
    )
    music: Music | None = Field(
        default=None, description="Music from here on, until a scene has other music. By default what plays goes on."
    )
    cut: CutText | None = Field(
        default=None, description="Where its shots begin: on-beat or off. By default as the film says."
    )
    fit: FitText | None = Field(default=None, description="How its pictures stand in the frame, if not as the film's.")
    lut: PathText | None = Field(default=None, description="A .cube file for its clips and stills, or off.")
    shots: Several[Shot] = Field(description="Its shots, in order. A shot may be one line of text.")


def _version(value: object) -> object:
    if value in ("1", 1):
        return 1
    raise Refused(f"format version {value} is not known here", "write storyboard: 1, or install a later Longtake")


class Variable(Written):
    """A word that is put in where the text says ${name}; another one for each film, if wanted."""

    short = "value"
    short_type = ("string", "number", "boolean")
    kind: Literal["text", "number", "yes or no"] = Field(
        default="text", alias="type", description="What it is: text (the default), number, yes or no."
    )
    of: OneOrMore[Words] = Field(default=(), description="The only values that it may have.")
    value: VariableText | None = Field(
        default=None, description="Its value where none is given. Without one it must be."
    )
    about: Words = Field(default="", alias="is", description="What it means, for people.")


Version = Annotated[Literal[1], BeforeValidator(_version), WithJsonSchema({"const": 1})]


class Storyboard(Written):
    """A film as its author wrote it. Paths are text; `assets_of` turns them into files."""

    version: Version = Field(alias="storyboard", description="The version of this format: 1.")
    title: Words = Field(default="Untitled", description="The film's title.")
    frame: FrameShape = Field(default=FrameShape(), description="Size and rate: {size: 1280x720, rate: 24}.")
    style: Style = Field(default=Style(), description="How everything looks.")
    cast: dict[Name, CastMember] = Field(default={}, description="The people, by name.")
    places: dict[Name, Place] = Field(default={}, description="The places, by name.")
    props: dict[Name, Prop] = Field(default={}, description="The things that matter, by name.")
    brand: Brand | None = Field(default=None, description="Logo, font, colours, intro, outro, call to action.")
    variables: dict[Name, Variable] = Field(
        default={}, description="Words that are put in where a text says ${name}: a default each, or {type: …}."
    )
    language: LanguageText = Field(default="en", description="The language of what is said: en, de, ja, pt-BR.")
    languages: OneOrMore[LanguageText] = Field(
        default=(),
        description="The languages that captions are made in besides: [ja, de]. Their words: translations. It is heard "
        "in those, too, that a voice (narrator: voices) or a recording (narration: files) is named for.",
    )
    translations: OneOrMore[PathText] = Field(
        default=(),
        description="Files with what is said in other languages, and titles that are shown in them: .po, .xliff, or a "
        "table (.csv, .tsv; a column each).",
    )
    lasts: Seconds | None = Field(default=None, description="How long the film should last: 60s. Checked, not forced.")
    seed: Seed | None = Field(
        default=None, description="A number that all seeds come from; another gives other takes of everything."
    )
    narrator: Narrator | None = Field(default=None, description="Who speaks the narration.")
    pronounce: dict[Words, Words] = Field(
        default={},
        description="How words are said wherever they are: {Aurora: uh roar uh}, or in sounds: {Aurora: /əˈɹɔːɹə/}.",
    )
    music: Music | None = Field(default=None, description="Music under the film: a file, its level and fades.")
    cut: CutText | None = Field(
        default=None,
        description="Where shots begin: on-beat, their cuts moved to the nearest beat of the music, within their "
        "handles. By default as they are timed.",
    )
    captions: Captions = Field(
        default=Captions(), description="What is said as words: on (the default), burned, off, or {style: boxed}."
    )
    poster: Poster | None = Field(
        default=None,
        description="The shot whose picture stands for the film before it plays: waking.1. By default the first one.",
    )
    sound: FilmSound = Field(
        default=FilmSound(), description="How loud the film is, and what steps back under the narration: broadcast."
    )
    budget: Budget | None = Field(default=None, description="The most that may be spent: 12 USD.")
    route: Route = Field(default=Route(), description="Which models make the shots. Without one: animatics.")
    overlays: OneOrMore[Overlay] = Field(
        default=(), description="Pictures over the whole film, such as a watermark; above those of shots."
    )
    scenes: Several[Scene] = Field(description="The scenes, in order.")
