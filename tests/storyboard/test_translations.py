"""Translations from the files that translators work with."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtake.errors import StoryboardError
from longtake.storyboard import load
from longtake.storyboard.translations import Translations, read_translations, text_key

FILM = """storyboard: 1
languages: [en, ja]
translations: {file}
scenes:
  - id: opening
    narration: Good morning. It begins.
    caption: "[soft music]"
    shots: [a cup fills]
"""
TABLE = "en,ja,de\nGood morning. It begins.,おはよう。始まります。,Guten Morgen.\n[soft music],［静かな音楽］,\n"
PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: ja\n"

#. the opening
msgid ""
"Good morning. "
"It begins."
msgstr "おはよう。始まります。"

#, fuzzy
msgid "Good night."
msgstr "？"

msgid "[soft music]"
msgstr "［静かな音楽］"
"""
XLIFF_1 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en-GB" target-language="ja">
<body><trans-unit id="1"><source>Good <g id="a">morning</g>. It begins.</source>
<target>おはよう。始まります。</target></trans-unit>
<trans-unit id="2"><source>[soft music]</source><target>［静かな音楽］</target></trans-unit></body></file></xliff>"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="ja"><file id="f">
<unit id="1"><segment><source>Good morning. It begins.</source><target>おはよう。始まります。</target></segment></unit>
<unit id="2"><segment><source>[soft music]</source><target>［静かな音楽］</target></segment></unit></file></xliff>"""


def translated(folder: Path, name: str, content: str) -> Translations:
    (folder / name).write_text(content, "utf-8")
    (folder / "film.yaml").write_text(FILM.format(file=name), "utf-8")
    written = load(folder / "film.yaml")
    return read_translations(written.storyboard, folder, written.places)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.csv", TABLE),
        ("words.tsv", TABLE.replace(",", "\t")),
        ("words.po", PO),
        ("words.xlf", XLIFF_1),
        ("words.xliff", XLIFF_2),
    ],
)
def test_every_kind_of_file_gives_the_same_texts(tmp_path: Path, name: str, content: str) -> None:
    texts = {"Good morning. It begins.": "おはよう。始まります。", "[soft music]": "［静かな音楽］"}
    assert translated(tmp_path, name, content) == {"ja": {text_key(text): said for text, said in texts.items()}}


def test_every_text_without_a_translation_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(StoryboardError) as caught:
        translated(tmp_path, "words.csv", "en,ja\nGood evening.,こんばんは。\n")
    first, second = caught.value.findings
    assert first.place.endswith("film.yaml:6:16")
    assert first.message.endswith("no translation into ja of “Good morning. It begins.”")
    assert first.advice == ("add it to words.csv",)
    assert "[soft music]" in second.message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("words.csv", "de,ja\na,b\n", "no column is called en, the film's language"),
        ("words.csv", "en,ja\na\n", "row 2 has 1 cells, and the first 2"),
        ("words.po", 'msgid "a"\nmsgstr "b"\n', "the file does not say its language"),
        ("words.po", 'msgid "a"\nnonsense\n', "this line is no PO"),
        ("words.xlf", "<xliff>", "this is no XLIFF"),
        ("words.xlf", '<!DOCTYPE x [<!ENTITY a "b">]><x/>', "it has a document type, which no XLIFF needs"),
        ("words.xlf", XLIFF_2.replace('srcLang="en"', 'srcLang="fr"'), "it is a translation from fr"),
        ("words.txt", "a", "is no table of translations that is known"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    with pytest.raises(StoryboardError, match=said):
        translated(tmp_path, name, content)


def test_a_file_outside_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(FILM.format(file="../words.csv"), "utf-8")
    written = load(tmp_path / "film.yaml")
    with pytest.raises(StoryboardError, match=r"\.\./words\.csv"):
        read_translations(written.storyboard, tmp_path, written.places)
