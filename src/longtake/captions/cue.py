"""A cue: words that are shown together, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from longtake.media import Frame

__all__ = ["Cue", "CueWord"]


@dataclass(frozen=True, slots=True)
class CueWord:
    """A word, or a phrase of a language that writes no spaces, and the film frame from which it is heard. is_spaced:
    whether a space stands before it."""

    text: str
    start: Frame
    is_spaced: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines that show in film frames [start, end). heard: the frame at which its first word is heard, about: the scene
    or shot that they belong to; who: the name from the cast, "" for the narrator; is_estimated: whether nobody knows
    when each word is heard; is_said: whether anybody says them. place: where in the picture they stand."""

    start: Frame
    end: Frame
    rows: tuple[tuple[CueWord, ...], ...]
    heard: Frame
    about: str = ""
    who: str = ""
    is_estimated: bool = False
    is_said: bool = True
    place: Literal["bottom", "top"] = "bottom"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(
            "".join(f" {word.text}" if word.is_spaced and at else word.text for at, word in enumerate(row))
            for row in self.rows
        )

    @property
    def text(self) -> str:
        """All its words in one line, as they were said."""
        words = [word for row in self.rows for word in row]
        return "".join(f" {word.text}" if word.is_spaced and at else word.text for at, word in enumerate(words))
