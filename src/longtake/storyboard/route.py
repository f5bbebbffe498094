"""How pictures are made that the author does not have: by which models, from what."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from longtake.storyboard.fields import Budget, FilmSize, Line, PathText, Seconds, Share, Words, Written

__all__ = ["ANIMATIC", "Edit", "Enhance", "Route"]

ANIMATIC = "animatic"
"""The model that is always there: drawn here, free of charge."""


class Route(Written):
    """Which models make the shots, in order of preference, for a draft and for the final film, and within what."""

    draft: Line = Field(default=(), description="For drafts: animatic, or names of models.")
    final: Line = Field(default=(), description="For the final film: names of video models.")
    tier: Words = Field(
        default="", description="The tier of service, where a model has several: standard, flex, batch."
    )
    region: Line = Field(default=(), description="Where the pictures may be made: eu, us. By default anywhere.")
    wait: Seconds | None = Field(
        default=None,
        description="The longest wait for one take that is taken: models slower than this (19 of 20 times) come last.",
    )
    most: Budget | None = Field(
        default=None, alias="max_price", description="The most for one take, and what an uncertain price counts as."
    )


class Edit(Written):
    """A clip that a model makes another clip of (video to video); the shot's action says what changes."""

    short = "clip"
    clip: PathText = Field(description="The source, by path in the project folder.")
    strength: Share = Field(
        default=Fraction(1, 2), description="How far it may go from the source: 30%. By default 50%."
    )


class Enhance(Written):
    """A clip that a model makes larger or cleaner, as it is."""

    short = "clip"
    clip: PathText = Field(description="The source, by path in the project folder.")
    to: FilmSize | None = Field(default=None, description="The size wanted: 3840x2160. By default the film's.")
