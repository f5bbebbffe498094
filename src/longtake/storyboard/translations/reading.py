"""Reading translations: each file gives texts of the film's language in others; together they must give all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from longtake.errors import Finding, StoryboardError
from longtake.storyboard.assets import resolve
from longtake.storyboard.marks import plain_words, text_key
from longtake.storyboard.model import Storyboard
from longtake.storyboard.textfile import text_of
from longtake.storyboard.translations.gettext import read_po
from longtake.storyboard.translations.table import read_table
from longtake.storyboard.translations.units import units_of
from longtake.storyboard.translations.xliff import read_xliff
from longtake.storyboard.tree import Places, Remark

__all__ = ["Translations", "read_translations"]

Translations = Mapping[str, Mapping[str, str]]
"""Texts by their `text_key` in the film's language, by the language that they are in."""

Pairs = dict[str, dict[str, str]]
_READERS: dict[str, Callable[[str, str, str], Pairs]] = {
    ".csv": read_table,
    ".tsv": read_table,
    ".po": read_po,
    ".xliff": read_xliff,
    ".xlf": read_xliff,
}


def read_translations(storyboard: Storyboard, root: Path, places: Places) -> Translations:
    """The translations into the storyboard's other languages. root: the project folder.

    Raises StoryboardError with a finding for each file that cannot be read, else for each text that a language lacks.
    """
    wanted = [language for language in storyboard.languages if language != storyboard.language]
    found: dict[str, dict[str, str]] = {language: {} for language in wanted}
    wrong = list[Finding]()
    for number, name in enumerate(storyboard.translations):
        try:
            pairs = _read(name, root, storyboard.language)
        except StoryboardError as error:
            place = places.place(("translations", number))
            wrong += [Finding(one.place or place, one.message, one.advice) for one in error.findings]
            continue
        for language in found.keys() & pairs.keys():
            said = {source: plain_words(text) for source, text in pairs[language].items() if text}
            found[language] |= {text_key(plain_words(source)): text for source, text in said.items()}
            found[language] |= {text_key(source): text for source, text in pairs[language].items() if text}
    if wrong:
        raise StoryboardError.of(wrong)
    if missing := list(_missing(storyboard, found)):
        raise StoryboardError.of(places.findings(missing))
    return found


def _read(name: str, root: Path, language: str) -> Pairs:
    path = resolve(root, name)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        advice = (f"save it as {', '.join(sorted(_READERS))}",)
        raise StoryboardError(f"{name} is no table of translations that is known", advice=advice)
    return reader(text_of(path, "translation"), name, language)


def _missing(storyboard: Storyboard, found: Translations) -> Iterator[Remark]:
    files = " or ".join(storyboard.translations) or "a file, and name it: translations: words.csv"
    for language, texts in found.items():
        for path, text in units_of(storyboard):
            if text_key(text) not in texts:
                shown = text if len(text) <= 50 else f"{text[:49]}…"
                yield Remark(path, f"no translation into {language} of “{shown}”", (f"add it to {files}",))
