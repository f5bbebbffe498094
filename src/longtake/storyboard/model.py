"""The storyboard: what an author wrote, validated and frozen. It knows no prompts, no money but the budget, no pixels.

One format for all versions to come. What is well-formed but not made yet (`join: continue`, a hosted model) has its
field here and is refused with advice in `refusals.py`; it is never dropped.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from longtake.media import FrameRate, Size
from longtake.storyboard.fields import (
    Budget,
    Files,
    FilmRate,
    FilmSize,
    FitText,
    JoinText,
    Length,
    Level,
    Line,
    Moment,
    Name,
    NativeSound,
    OneOrMore,
    PathText,
    PositionText,
    RetimeText,
    Seconds,
    Several,
    Share,
    SpeedText,
    TitleStyle,
    TrimText,
    ViewText,
    Words,
    Written,
)
from longtake.storyboard.units import Refused

__all__ = [
    "CastMember",
    "Fade",
    "FrameShape",
    "Music",
    "Narration",
    "Narrator",
    "Overlay",
    "Place",
    "Route",
    "Scene",
    "Shot",
    "Speed",
    "Storyboard",
    "Style",
    "Title",
    "ViewMove",
]

ANIMATIC = "animatic"


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


class Style(Written):
    """How everything looks. Repeated for every shot that is made; stands on the cards of an animatic."""

    short = "look"
    look: Words = Field(default="", description="The look in a few words: clean product commercial, 35 mm.")
    light: Words = Field(default="", description="The light: soft morning light from the left.")
    palette: Line = Field(default=(), description="Colours, by name or as #rrggbb. Animatics are drawn in them.")
    avoid: Line = Field(default=(), description="What must not be seen. For video models; an animatic has none of it.")
    camera: Words = Field(default="", description="The camera move of every drawn shot that names none of its own.")
    lens: Words = Field(default="", description="The lens: 35 mm, shallow depth of field.")
    grain: Words = Field(default="", description="Film grain: none, fine, 16 mm.")
    lut: PathText | None = Field(
        default=None, description="A .cube file that the colours of all clips and stills go through."
    )


class CastMember(Written):
    """Somebody in the film, defined once and named in shots as @name."""

    short = "is"
    looks: Words = Field(default="", alias="is", description="Who this is: a woman in her thirties, short black hair.")
    wears: Words = Field(default="", description="The clothes: a teal linen shirt.")
    reference: Files = Field(
        default=(), description="Pictures of this person, for video models; an animatic shows none."
    )
    voice: Words = Field(default="", description="The voice that speaks this person's lines.")


class Place(Written):
    """Where scenes play, defined once; scenes name it with `at:`, shots as @name."""

    short = "is"
    looks: Words = Field(default="", alias="is", description="What it is: a small bright kitchen, one window.")
    reference: Files = Field(
        default=(), description="Pictures of this place, for video models; an animatic shows none."
    )


class Narrator(Written):
    """Who speaks the narration."""

    short = "voice"
    voice: Words = Field(description="The voice's name.")


class Fade(Written):
    """Fades at the two ends of a sound."""

    begin: Seconds | None = Field(default=None, alias="in", description="Fade in over this time. None by default.")
    end: Seconds | None = Field(
        default=None, alias="out", description="Fade out over this time, up to the end of the film."
    )


class Music(Written):
    """One bed of music under the whole film. It is not looped: shorter music ends early, and the plan says so."""

    short = "file"
    file: PathText = Field(description="A sound file in the project folder.")
    level: Level = Field(default=Fraction(-18), description="Its gain: -20 dB. By default -18 dB.")
    duck: Level | None = Field(default=None, description="How far it steps back under speech: 12 dB.")
    fade: Fade = Field(
        default=Fade.model_validate({"out": "2s"}), description="Fades: {in: 1s, out: 3s}. By default out over 2 s."
    )


class Narration(Written):
    """What is said over a scene: text for a voice, or a recording of it."""

    short = "text"
    text: Words = Field(
        default="", description="The words. They time the scene's auto shots and stand on animatic cards."
    )
    file: PathText | None = Field(default=None, description="A recording: it is heard, from the start of the scene.")
    level: Level = Field(default=Fraction(0), description="Gain of the recording. By default 0 dB.")


class Route(Written):
    """Which models make the shots, in order of preference, for a draft and for the final film."""

    draft: Line = Field(default=(), description="For drafts: animatic.")
    final: Line = Field(default=(), description="For the final film: names of video models.")


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
    """One shot: drawn (an animatic of its action), the author's own clip, or the author's own still."""

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
    length: Length = Field(
        default="auto",
        alias="for",
        description="How long it shows: 4s. auto: a clip whole, a drawn shot by the scene's narration, else 4 s.",
    )
    clip: PathText | None = Field(default=None, description="The author's own footage, by path in the project folder.")
    image: PathText | None = Field(default=None, description="The author's own still, by path in the project folder.")
    trim: TrimText | None = Field(
        default=None, description="The part of the clip that shows, in its own time: 1.5s..6s, 1.5s.. or ..6s."
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
    join: JoinText | None = Field(
        default=None, description="How the shot before becomes this one: cut (the default), dissolve 0.5s, continue."
    )
    title: OneOrMore[Title] = Field(default=(), description="Words over the shot: a text, or {text: …}, or a list.")
    overlay: OneOrMore[Overlay] = Field(
        default=(), description="A picture over the shot: a path, or {image: …}, or a list."
    )
    sound: NativeSound | None = Field(
        default=None, description="Gain of the clip's own sound, or off. By default 0 dB."
    )
    lut: PathText | None = Field(default=None, description="A .cube file instead of the film's, or off.")


class Scene(Written):
    """Shots that belong together: one place, one narration."""

    id: Name | None = Field(
        default=None, description="Its name, such as opening. Shots are called after it: opening.1."
    )
    at: Name | None = Field(default=None, description="Where it plays: a name from places.")
    narration: Narration | None = Field(default=None, description="What is said over it: text, or {file: …}.")
    fit: FitText | None = Field(default=None, description="How its pictures stand in the frame, if not as the film's.")
    lut: PathText | None = Field(default=None, description="A .cube file for its clips and stills, or off.")
    shots: Several[Shot] = Field(description="Its shots, in order. A shot may be one line of text.")


def _version(value: object) -> object:
    if value in ("1", 1):
        return 1
    raise Refused(f"format version {value} is not known here", "write storyboard: 1, or install a later Longtake")


Version = Annotated[Literal[1], BeforeValidator(_version), WithJsonSchema({"const": 1})]


class Storyboard(Written):
    """A film as its author wrote it. Paths are text; `assets_of` turns them into files."""

    version: Version = Field(alias="storyboard", description="The version of this format: 1.")
    title: Words = Field(default="Untitled", description="The film's title.")
    frame: FrameShape = Field(default=FrameShape(), description="Size and rate: {size: 1280x720, rate: 24}.")
    style: Style = Field(default=Style(), description="How everything looks.")
    cast: dict[Name, CastMember] = Field(default={}, description="The people, by name.")
    places: dict[Name, Place] = Field(default={}, description="The places, by name.")
    narrator: Narrator | None = Field(default=None, description="Who speaks the narration.")
    music: Music | None = Field(default=None, description="Music under the film: a file, its level and fades.")
    budget: Budget | None = Field(default=None, description="The most that may be spent: 12 USD.")
    route: Route = Field(default=Route(), description="Which models make the shots. Without one: animatics.")
    overlays: OneOrMore[Overlay] = Field(
        default=(), description="Pictures over the whole film, such as a watermark; above those of shots."
    )
    scenes: Several[Scene] = Field(description="The scenes, in order.")
