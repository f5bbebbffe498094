"""A speech model: what it says aloud, in which voices, and what that costs. All of it comes from a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal, get_args

from longtake.catalogue.charges import Charge, charge_of
from longtake.catalogue.group import Group
from longtake.catalogue.model import LimitUnit, PromptLimit
from longtake.catalogue.modes import Source
from longtake.catalogue.prices import Price
from longtake.catalogue.source_reading import source_of, sources_of
from longtake.catalogue.written import Written

__all__ = ["SpeechModel", "SpeechTimings", "Voice", "speech_model_of"]

SpeechTimings = Literal["characters", "words", "subtitles", "marks", "none"]
"""Which times come with the sound: of each character, each word, each line, of marks in the text, or none."""

_WIDE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """One model for speech at one provider.

    name: what a storyboard may write before the slash; aliases: what else, such as the service whose usual model it is.
    formats: of the sound. text_limit: the longest text of one request, a count of 0 where nobody says. wide_counts: as
    how many characters a Chinese one is paid. voices: their names, () where they are an account's own; own_voices: how
    names of an account's own begin, beside those. languages: codes, () where nobody says. is_embedded: spoken here,
    with no key. sources: of each group of figures, by the group's name, sorted.
    """

    name: str
    words: str
    provider: str
    wire_name: str
    formats: tuple[str, ...]
    timings: SpeechTimings
    text_limit: PromptLimit
    wide_counts: int
    voices: tuple[str, ...]
    own_voices: str
    languages: tuple[str, ...]
    charge: Charge
    terms: str
    is_embedded: bool
    sources: tuple[tuple[str, Source], ...]
    aliases: tuple[str, ...] = ()

    def characters(self, text: str) -> int:
        """How many characters of the text are paid: runs of spaces count as one."""
        plain = " ".join(text.split())
        return len(plain) + (self.wide_counts - 1) * len(_WIDE.findall(plain))

    def price(self, characters: int, seconds: Fraction) -> Price:
        """The price of one piece of speech, so many paid characters and so many seconds long."""
        return self.charge.of(characters, seconds)

    def speaks(self, language: str) -> bool:
        """Whether it is known to, by the language's code (`pt-BR` counts as `pt`), or nobody says what it speaks."""
        return not self.languages or language.partition("-")[0].lower() in self.languages

    def has_voice(self, name: str) -> bool:
        is_own = self.own_voices and name.startswith(self.own_voices)
        return not self.voices or name in self.voices or bool(is_own)

    def nearest_voice(self, name: str) -> str:
        """The voice spelt most like `name`; "" where none is."""
        return next(iter(get_close_matches(name.lower(), self.voices, n=1)), "")


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of a speech model. name: the provider's, or ours."""

    name: str
    model: SpeechModel

    def price(self, characters: int, seconds: Fraction) -> Price:
        """As of its model."""
        return self.model.price(characters, seconds)


_TERMS = ("source", "commercial")
_TOP_KEYS = ("model", "words", "provider", "aliases", "sources", "service", "text", "voices", "price", "terms")


def speech_model_of(written: Written) -> SpeechModel:
    """Raises CatalogueError at the first figure that is missing, unknown, or of another kind."""
    top = Group(written, (), written.data, _TOP_KEYS)
    sources = sources_of(top)
    service = top.group("service", ("source", "wire_name", "formats", "timings", "embedded"))
    text = top.group("text", ("source", "limit", "unit", "wide_counts"))
    voices, terms = top.group("voices", ("source", "names", "own", "languages")), top.group("terms", _TERMS)
    groups = {"service": service, "terms": terms, "text": text, "voices": voices}
    return SpeechModel(
        name=written.model,
        words=top.text("words"),
        provider=top.text("provider"),
        wire_name=service.text("wire_name"),
        formats=service.texts("formats", is_needed=True),
        timings=service.choice("timings", get_args(SpeechTimings)),
        text_limit=PromptLimit(text.whole("limit", 0), text.choice("unit", get_args(LimitUnit))),
        wide_counts=text.whole("wide_counts") if text.has("wide_counts") else 1,
        voices=voices.texts("names"),
        own_voices=voices.text("own", ""),
        languages=voices.texts("languages"),
        charge=charge_of(top, sources),
        terms=terms.text("commercial"),
        is_embedded=service.flag("embedded") if service.has("embedded") else False,
        sources=tuple((name, source_of(group, sources)) for name, group in groups.items()),
        aliases=top.texts("aliases"),
    )
