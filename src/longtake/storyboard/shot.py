"""A shot as its author wrote it: what happens or which file shows it, how long, how fast, and how it begins."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field

from longtake.storyboard.fields import (
    CutText,
    Files,
    FitText,
    JoinText,
    Length,
    Line,
    MatchText,
    Name,
    OneOrMore,
    PathText,
    RetimeText,
    Seed,
    Share,
    SpeedText,
    TrimText,
    ViewText,
    Words,
    Written,
)
from longtake.storyboard.overlays import Overlay, Title
from longtake.storyboard.route import Edit, Enhance
from longtake.storyboard.soundtrack import ShotSound
from longtake.storyboard.speech import SpokenLine

__all__ = ["Shot", "Speed", "ViewMove"]


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
