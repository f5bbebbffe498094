"""A music model, as data: what it makes and what that costs. `longtake compose` asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from longtake.catalogue.charges import Charge, charge_of
from longtake.catalogue.group import Group
from longtake.catalogue.modes import Source
from longtake.catalogue.prices import Price
from longtake.catalogue.source_reading import source_of, sources_of
from longtake.catalogue.written import Written

__all__ = ["MusicModel", "music_model_of"]

_TERMS = ("source", "commercial")
_TOP_KEYS = ("model", "words", "provider", "sources", "service", "length", "price", "terms")


@dataclass(frozen=True, slots=True)
class MusicModel:
    """One model for music at one provider. least, most: seconds of a piece; None where nobody says. sources: of each
    group of figures, by the group's name, sorted."""

    name: str
    words: str
    provider: str
    wire_name: str
    formats: tuple[str, ...]
    least: Fraction | None
    most: Fraction | None
    charge: Charge
    terms: str
    sources: tuple[tuple[str, Source], ...]

    def price(self, seconds: Fraction) -> Price:
        """The price of one piece, so many seconds long."""
        return self.charge.of(0, seconds)


def music_model_of(written: Written) -> MusicModel:
    """Raises CatalogueError at the first figure that is missing, unknown, or of another kind."""
    top = Group(written, (), written.data, _TOP_KEYS)
    sources = sources_of(top)
    service, terms = top.group("service", ("source", "wire_name", "formats")), top.group("terms", _TERMS)
    length = top.group("length", ("source", "from_seconds", "to_seconds"))
    groups = {"length": length, "service": service, "terms": terms}
    return MusicModel(
        name=written.model,
        words=top.text("words"),
        provider=top.text("provider"),
        wire_name=service.text("wire_name"),
        formats=service.texts("formats", is_needed=True),
        least=length.number("from_seconds") if length.has("from_seconds") else None,
        most=length.number("to_seconds") if length.has("to_seconds") else None,
        charge=charge_of(top, sources),
        terms=terms.text("commercial"),
        sources=tuple((name, source_of(group, sources)) for name, group in groups.items()),
    )
