"""Captions: whether what is said is shown as words, and words for what nobody says."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field

from longtake.storyboard.fields import Moment, PathText, Seconds, Words, Written

__all__ = ["LONGEST", "Caption", "CaptionStyle", "Captions", "CaptionsShown"]

LONGEST = Fraction(7)
"""Seconds that a caption shows at most."""

CaptionsShown = Literal["on", "off", "burned"]
CaptionStyle = Literal["plain", "boxed", "word by word"]


class Captions(Written):
    """How what is said is shown as words."""

    short = "show"
    show: CaptionsShown | None = Field(
        default=None,
        description="on: beside the film and in its stream, for whoever switches them on (the default). burned: in its "
        "pictures, for everybody. off: not at all.",
    )
    style: CaptionStyle | None = Field(
        default=None,
        description="How burned captions are set: plain (the default), boxed, word by word (each lights up).",
    )
    font: PathText | None = Field(
        default=None,
        description="A font file (.ttf, .otf) in the project folder for burned captions. By default Longtake's own.",
    )

    @property
    def are_on(self) -> bool:
        return self.show != "off"

    @property
    def are_burned(self) -> bool:
        """A style or a font is of burned captions only."""
        return self.show == "burned" or (self.show is None and (self.style is not None or self.font is not None))


class Caption(Written):
    """Words for what is heard and not said: [soft music], [the door opens]."""

    short = "text"
    text: Words = Field(description="The words, as they are shown: [soft music].")
    at: Moment = Field(default=Fraction(0), description="When they appear, from the start of the scene. By default 0s.")
    length: Seconds | None = Field(
        default=None, alias="for", description="How long they stay, 7s at most. By default 3s."
    )
