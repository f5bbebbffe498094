"""Translations as gettext has them: a PO file of one language, which its header names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longtake.errors import StoryboardError

__all__ = ["read_po"]

_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+("(?:[^"\\]|\\.)*")\s*')
_MORE = re.compile(r'("(?:[^"\\]|\\.)*")\s*')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def read_po(text: str, name: str, language: str) -> dict[str, dict[str, str]]:
    """Texts by those of the film's language, by their own. What is marked fuzzy, which translators do with guesses, is
    left out. Raises StoryboardError for what is no PO, and where no header says the language."""
    entries = list(_entries(text, name))
    header = next((said for source, said in entries if not source), "")
    found = re.search(r"^Language:\s*([A-Za-z_-]+)", header, re.MULTILINE)
    if not found:
        advice = ('write it into its header: "Language: ja\\n"',)
        raise StoryboardError("the file does not say its language", place=name, advice=advice)
    return {found[1].replace("_", "-"): {source: said for source, said in entries if source}}


def _entries(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Each source with its translation."""
    fields, field, is_fuzzy = dict[str, str](), "", False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        said = line.strip()
        if said.startswith("#"):
            is_fuzzy |= said.startswith("#,") and "fuzzy" in said
        elif match := _FIELD.fullmatch(said):
            if match[1] in ("msgctxt", "msgid") and "msgstr" in fields:
                yield from _entry(fields, is_fuzzy)
                fields, is_fuzzy = {}, False
            field = match[1]
            fields[field] = _unquoted(match[2])
        elif (match := _MORE.fullmatch(said)) and field:
            fields[field] += _unquoted(match[1])
        elif said:
            advice = ("export it again as PO",)
            raise StoryboardError("this line is no PO", place=f"{name}:{number}", advice=advice)
        elif fields:
            yield from _entry(fields, is_fuzzy)
            fields, field, is_fuzzy = {}, "", False


def _entry(fields: dict[str, str], is_fuzzy: bool) -> Iterator[tuple[str, str]]:
    if not is_fuzzy or not fields.get("msgid"):
        yield fields.get("msgid", ""), fields.get("msgstr", "")


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1])
