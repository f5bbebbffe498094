"""What the words of an animatic's card are lettered in: our hand where it has their letters, else a font that has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from longtake.media import ClipFacts, Digest
from longtake.pipeline.materials import Stamp
from longtake.planning import PlannedShot

if TYPE_CHECKING:
    from longtake.artwork import Typeface

__all__ = ["CardLettering", "card_words", "fonts_of", "lacking_letters", "lettering_of"]

_OUR_FONT = "Inter-Regular"
Fonts = Mapping[Digest, Stamp]


@dataclass(frozen=True, slots=True)
class CardLettering:
    """font, file: as a card has them. missing: the letters that boxes stand for, each once."""

    font: str = ""
    file: Stamp | None = None
    missing: str = ""


def card_words(shot: PlannedShot) -> tuple[str, ...]:
    """All that stands on a shot's card, what stands apart apart."""
    return shot.name, shot.scene, shot.words, shot.narration, shot.place, shot.camera, shot.motion


def fonts_of(facts: Mapping[str, ClipFacts], files: Mapping[str, tuple[Stamp, ...]]) -> dict[Digest, Stamp]:
    """The author's fonts among what lies over a film: the brand's, then those of titles, as they are written."""
    return {one.digest: files[text][0] for text, one in facts.items() if one.kind == "font"}


def lettering_of(texts: Sequence[str], fonts: Fonts) -> CardLettering:
    """The first that has every letter: our hand, the author's fonts, our own font; else the one that lacks the fewest.

    Raises MediaError for a font that cannot be read any more.
    """
    if all(text.isascii() for text in texts):
        return CardLettering()
    from longtake.artwork import unprintable  # here: it brings Pillow, which few plans need

    lacking = [text for text in texts if unprintable(text)]  # only these are lettered in a font
    best = CardLettering(missing=_each_once(map(unprintable, lacking)))
    for font, file in (*fonts.items(), (_OUR_FONT, None)):
        if not best.missing:
            break
        missing = _each_once(map(_typeface(file).missing, lacking))
        if len(missing) < len(best.missing):
            best = CardLettering(font, file, missing)
    return best


def lacking_letters(text: str, file: Stamp) -> str:
    """The letters of a text that a font has not, each once. Raises MediaError for one that cannot be read any more."""
    return _typeface(file).missing(text)


def _each_once(letters: Iterable[str]) -> str:
    return "".join(dict.fromkeys("".join(letters)))


@lru_cache(maxsize=4)
def _typeface(file: Stamp | None) -> Typeface:
    from longtake.artwork import our_typeface, typeface_at

    return typeface_at(file.check()) if file else our_typeface(_OUR_FONT)
