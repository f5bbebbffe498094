"""What an author lays over pictures: words, and pictures with their transparency."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from longtake.storyboard.fields import (
    FilmRate,
    Moment,
    PathText,
    PositionText,
    Seconds,
    Share,
    TitleStyle,
    Words,
    Written,
)

__all__ = ["Overlay", "Title"]


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
