"""Translations as XLIFF has them (1.2 and 2.x): files of source and target texts, each of one language.

A document type is refused, so no entity is ever expanded; nothing outside the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from longtake.errors import StoryboardError

__all__ = ["read_xliff"]


def read_xliff(text: str, name: str, language: str) -> dict[str, dict[str, str]]:
    """Texts by those of the film's language, by their own. Raises StoryboardError for what is no XLIFF, and for one of
    another language than the film's."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise StoryboardError("it has a document type, which no XLIFF needs", place=name, advice=("export it again",))
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StoryboardError(f"this is no XLIFF: {error}", place=name, advice=("export it again",)) from None
    found: dict[str, dict[str, str]] = {}
    for source, target, pairs in _files(root):
        if source.partition("-")[0].lower() != language.partition("-")[0].lower():
            message = f"it is a translation from {source or 'no language'}, and the film is in {language}"
            raise StoryboardError(message, place=name, advice=(f"export it from {language}",))
        found.setdefault(target, {}).update(pairs)
    return found


def _files(root: ElementTree.Element) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The languages and texts of each file in it."""
    for file in [one for one in root.iter() if _tag(one) == "file"]:
        source = file.get("source-language") or root.get("srcLang") or ""
        target = file.get("target-language") or root.get("trgLang") or ""
        yield source, target, dict(_pairs(file))


def _pairs(file: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for unit in file.iter():
        if _tag(unit) in ("trans-unit", "segment"):
            said = {_tag(part): "".join(part.itertext()).strip() for part in unit}
            if said.get("source"):
                yield said["source"], said.get("target", "")


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
