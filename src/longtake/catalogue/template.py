"""A small template: named slots and parts that stand only when their slots are filled. No code, no attributes.

`{name} is {is}[[, wearing {wears}]]`: what stands in double brackets is left out where one of its slots is empty.
Values are put in once and never read again, so a value that looks like a slot stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

__all__ = ["Template", "TemplateError"]

_PIECE = re.compile(r"\{([a-z]+)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_WORD = re.compile(r"[^\W\d_]{2}")


class TemplateError(ValueError):
    """A template of the catalogue that is not well-formed: what is wrong, and what may stand there."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Literal texts and slot names in turn, beginning and ending with a literal."""

    pieces: tuple[str, ...]
    is_optional: bool

    def filled(self, values: Mapping[str, str]) -> str:
        slots = self.pieces[1::2]
        if self.is_optional and not all(values.get(slot) for slot in slots):
            return ""
        return "".join(values.get(piece, "") if at % 2 else piece for at, piece in enumerate(self.pieces))


@dataclass(frozen=True, slots=True)
class Template:
    """A text with slots. written: as it stands in the data file."""

    written: str
    parts: tuple[_Part, ...]

    @classmethod
    def parse(cls, text: str, slots: Collection[str]) -> Self:
        """Reads a template that may use these slots. Raises TemplateError for any other, and for stray braces."""
        parts = tuple(_parts(text))
        for part in parts:
            if unknown := sorted(set(part.pieces[1::2]) - set(slots)):
                known = ", ".join(f"{{{slot}}}" for slot in sorted(slots)) or "none"
                raise TemplateError(f"{text!r} has a slot {{{unknown[0]}}}; it may have: {known}")
            if any(sign in piece for piece in part.pieces[::2] for sign in ("{", "}", "[[", "]]")):
                raise TemplateError(f"{text!r} has a brace that is no slot; write {{name}} or [[ … {{name}} … ]]")
        return cls(text, parts)

    @property
    def slots(self) -> frozenset[str]:
        """The slots that it uses."""
        return frozenset(slot for part in self.parts for slot in part.pieces[1::2])

    @property
    def has_words(self) -> bool:
        """Whether it says something itself, in words of two letters or more, beside what is put in."""
        return any(_WORD.search(piece) for part in self.parts for piece in part.pieces[::2])

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with the values in it; a slot without a value is empty."""
        return "".join(part.filled(values) for part in self.parts)


def _parts(text: str) -> Iterator[_Part]:
    for at, piece in enumerate(_OPTIONAL.split(text)):
        if piece:
            yield _Part(tuple(_PIECE.split(piece)), is_optional=bool(at % 2))
