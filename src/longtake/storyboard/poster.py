"""The picture that stands for a film before it plays."""

from __future__ import annotations

from pydantic import Field

from longtake.storyboard.fields import Moment, Words, Written

__all__ = ["Poster"]


class Poster(Written):
    """Which picture of the film is its poster."""

    short = "shot"
    shot: Words = Field(description="The shot that it is of, by its name: waking.1, or waking.pour by ids.")
    at: Moment | None = Field(
        default=None, description="When, from the start of the shot: 1.5s. By default its middle."
    )
