"""The storyboard: what an author wrote, validated and frozen. It knows no prompts, no money but the budget, no pixels.

One format for all versions to come. What is well-formed but not made yet (`join: continue`, a hosted model) has its
field here and is refused with advice in `refusals.py`; it is never dropped.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from longtake.media import FrameRate, Size
from longtake.storyboard.captions import Caption, Captions
from longtake.storyboard.fields import (
    Budget,
    CutText,
    Files,
    FilmRate,
    FilmSize,
    FitText,
    JoinText,
    LanguageText,
    Length,
    Line,
    MatchText,
    Moment,
    Name,
    OneOrMore,
    PathText,
    PositionText,
    RetimeText,
    Seconds,
    Seed,
    Several,
    Share,
    SpeedText,
    TitleStyle,
    TrimText,
    VariableText,
    ViewText,
    Words,
    Written,
)
from longtake.storyboard.poster import Poster
from longtake.storyboard.route import ANIMATIC, Edit, Enhance, Route
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


class Title(Written):
    """Words over a shot. They move with the shot, and may stay on over the next ones."""

    short = "text"
    text: Words = Field(description="The words. In a lower third, a second line is set smaller.")
    style: TitleStyle = Field(
        default="title", description="How it is set: title (the default), lower third, caption, corner."
    )
    position: PositionText | None = Field(
        default=None, description="Where it stands: top left, bottom, centre. By default where its style puts it."
    )
    font: PathText | None = Field(
        default=None, description="A font file (.ttf, .otf) in the project folder. By default Longtake's own."
    )
    at: Moment = Field(default=Fraction(0), description="When it appears, from the start of the shot. By default 0s.")
    length: Seconds | None = Field(
        default=None, alias="for", description="How long it stays. By default to the end of its shot."
    )


class Overlay(Written):
    """The author's own picture, with its transparency, over a shot or over the whole film."""

    short = "image"
    image: PathText = Field(
        description="A picture in the project folder: PNG, WebP or GIF, also animated. With rate, many of them: a "
        "folder of numbered pictures, or a pattern such as frames/f_%04d.png."
    )
    rate: FilmRate | None = Field(default=None, description="Pictures a second of a sequence of files: 24.")
    at: Moment = Field(
        default=Fraction(0), description="When it appears, from the start of the shot (or film). By default 0s."
    )
    length: Seconds | None = Field(
        default=None, alias="for", description="How long it stays. By default to the end of the shot (or film)."
    )
    position: PositionText = Field(default="top right", description="Where it stands. By default top right.")
    width: Share = Field(default=Fraction(12, 100), description="Its width, of the film's width. By default 12%.")
    opacity: Share = Field(default=Fraction(1), description="How much it hides what is below. By default 100%.")


class ViewMove(Written):
    """The part of the picture that shows, and another one that it moves to while the shot lasts."""

    short = "from"
    start: ViewText = Field(
        alias="from", description="Left, top, width and height in % or px of the upright picture: 10% 0% 60% 60%."
    )
    end: ViewText | None = Field(default=None, alias="to", description="Where it has moved to at the shot's end.")


class Speed(Written):
    """How fast a clip plays, in times its own speed: one, or a ramp over what is shown, linear in the film's time."""

    short = "from"
    short_type = ("number", "string")
    begin: SpeedText = Field(alias="from", description="0.25 to 4: 0.5 is half as fast, 2 twice as fast.")
    end: SpeedText | None = Field(
        default=None, alias="to", description="The speed it comes to. By default it keeps one."
    )

    @property
    def is_ramp(self) -> bool:
        return self.end not in (None, self.begin)


class Shot(Written):
    """One shot: made by a video model (or drawn, as an animatic of its action), the author's own clip, or a still."""

    short = "action"
    id: Name | None = Field(
        default=None, description="Its name in the scene. Without one it is known by its own words."
    )
    action: Words = Field(default="", description="What happens. People and places by @name.")
    camera: Words = Field(
        default="",
        description="The camera move: static, slow dolly-in, pan left, tilt up, zoom out. Over a clip a crop moves so.",
    )
    motion: Words = Field(default="", description="What moves, and how much: gentle, hair in the wind.")
    energy: Share | None = Field(
        default=None, description="How much moves: 20% hardly anything, 80% a lot. For models with a knob for it."
    )
    beats: OneOrMore[Words] = Field(
        default=(), description="What happens one after the other, where the action is several: a list of texts."
    )
    says: OneOrMore[SpokenLine] = Field(
        default=(), description="What is said in it, in view: {who: mara, text: Good morning.}, or a list."
    )
    avoid: Line = Field(default=(), description="What must not be seen in it, besides what style avoids.")
    length: Length = Field(
        default="auto",
        alias="for",
        description="How long it shows: 4s. auto: a clip whole, a drawn shot by the scene's narration, else 4 s.",
    )
    clip: PathText | None = Field(default=None, description="The author's own footage, by path in the project folder.")
    image: PathText | None = Field(default=None, description="The author's own still, by path in the project folder.")
    trim: TrimText | None = Field(
        default=None,
        description="The part of the clip that shows, in its own time: 1.5s..6s, 1.5s.. or ..6s. "
        "auto: all that is fit to be shown; of a shot that a model makes, nothing but that where its take has enough.",
    )
    speed: Speed | None = Field(default=None, description="How fast the clip plays: 0.5, 2, or {from: 1, to: 0.25}.")
    retime: RetimeText | None = Field(
        default=None, description="How the clip is brought to the film's rate. By default as frame: says."
    )
    fit: FitText | None = Field(
        default=None, description="How this picture stands in the frame, if not as its scene's."
    )
    view: ViewMove | None = Field(
        default=None,
        description="The part of the clip or still that shows: 10% 0% 60% 60% (left, top, width, height), "
        "or {from: …, to: …} to pan and zoom.",
    )
    first_frame: PathText | None = Field(
        default=None, description="The picture the shot starts from, for video models."
    )
    last_frame: PathText | None = Field(default=None, description="The picture the shot ends on, for video models.")
    reference: Files = Field(default=(), description="Pictures to go by, for video models; an animatic shows none.")
    edit: Edit | None = Field(
        default=None, description="A clip that a model makes another of, as the action says: a path, or {clip: …}."
    )
    enhance: Enhance | None = Field(
        default=None, description="A clip that a model makes larger or cleaner: a path, or {clip: …, to: 3840x2160}."
    )
    avatar: Name | None = Field(
        default=None, description="Who speaks into the camera, lips in sync: a name from cast with a reference picture."
    )
    driven_by: PathText | None = Field(
        default=None, description="The sound that drives the picture: narration, music, or the path of a sound file."
    )
    model: Line = Field(default=(), description="Models for this shot, in order of preference, instead of the route's.")
    seed: Seed | None = Field(
        default=None, description="The seed of this shot, where a model takes one: 0 to 2147483647."
    )
    join: JoinText | None = Field(
        default=None,
        description="How the shot before becomes this one: cut (the default), dissolve 0.5s, flow 0.5s, "
        "continue, continue from last frame, continue by extension, continue with references, "
        "auto (chosen by what is measured); each also with its sound earlier or later: cut, sound leads 0.3s.",
    )
    cut: CutText | None = Field(
        default=None,
        description="Where the shot begins: on-beat, its cut moved to the nearest beat of the music; off. By default "
        "as its scene says.",
    )
    title: OneOrMore[Title] = Field(default=(), description="Words over the shot: a text, or {text: …}, or a list.")
    overlay: OneOrMore[Overlay] = Field(
        default=(), description="A picture over the shot: a path, or {image: …}, or a list."
    )
    sound: OneOrMore[ShotSound] = Field(
        default=(),
        description="Gain of the clip's own sound, or off; sounds at times: {file: door.wav, at: 1.2s}; or a list.",
    )
    lut: PathText | None = Field(default=None, description="A .cube file instead of the film's, or off.")
    match: MatchText | None = Field(
        default=None, description="Whether it is matched with its neighbours in light and colour: auto or off."
    )

    @property
    def own_sound(self) -> Fraction | Literal["off"] | None:
        """What is said of the clip's own sound; None where nothing is."""
        return next((sound.own for sound in self.sound if sound.own is not None), None)

    @property
    def follows_speech(self) -> bool:
        """Whether its take is made from what is said: its lines, or its scene's narration."""
        return self.driven_by == "narration" or (self.avatar is not None and self.driven_by is None)


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
