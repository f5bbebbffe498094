"""Words as they are heard: what captions are made of, and what pictures are cut to."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media.time import Sample

__all__ = ["SaidLine", "SpokenWord"]


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as it is written, punctuation included, and when it is heard: samples at 48 kHz, `end` excluded."""

    text: str
    start: Sample
    end: Sample


@dataclass(frozen=True, slots=True)
class SaidLine:
    """Words that somebody says in a row, at film samples. about: the scene or the shot they belong to; who: the name
    from the cast, "" for the narrator; language in BCP 47. is_estimated: whether nobody knows better than by their
    lengths when each is heard; is_said: whether anybody says them, or they tell what is heard besides."""

    about: str
    who: str
    language: str
    words: tuple[SpokenWord, ...]
    is_estimated: bool = False
    is_said: bool = True

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)
