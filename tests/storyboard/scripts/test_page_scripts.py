"""HTML pages and Word documents as storyboards, and what is said without the packages that read them."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from adapted import actions_of, notes_of, shots_of

from longtake.errors import MissingExtraError, StoryboardError
from longtake.storyboard.scripts import adapt, adapt_text

PAGE = """\
<!doctype html>
<html lang="de"><head><title>Drei Wege</title><style>p { color: red }</style></head>
<body><nav>Start</nav>
<h1>Drei Wege</h1>
<p>Waren Sie <b>z.B.</b> müde? Das
geht <a href="https://schlaf.example/">vorbei</a>.
<h2>Licht</h2>
<ul><li>Ein Fenster<ul><li>Vorhänge</ul><li>Eine Straße</ul>
<table><tr><th>Bild<th>Sprecher<tr><td>Ein Haus<td>Das Haus.</table>
<img src="bild.png" alt="Ein Bild"><img src="https://x.example/y.png" alt="Fern">
<!-- später --><script>alert(1)</script>
</body></html>
"""


def test_a_page_is_scenes_narration_and_shots() -> None:
    storyboard = adapt_text(PAGE, "html").storyboard
    assert (storyboard.title, storyboard.language) == ("Drei Wege", "de")
    intro, light = storyboard.scenes
    assert intro.narration
    assert intro.narration.text == "Waren Sie z.B. müde? Das geht vorbei."
    assert [shot.action for shot in intro.shots] == ["Waren Sie z.B. müde?", "Das geht vorbei."]
    assert light.id == "licht"
    assert [(shot.action, shot.beats, shot.image) for shot in light.shots] == [
        ("Ein Fenster", ("Vorhänge",), None),
        ("Eine Straße", (), None),
        ("Ein Haus", (), None),
        ("Ein Bild", (), "bild.png"),
        ("Fern", (), None),
    ]


def test_what_a_page_has_besides_is_told_with_line_and_column() -> None:
    told = notes_of(adapt_text(PAGE, "html", "page.html"))
    assert [note.partition("\n")[0] for note in told] == [
        "page.html: left out: a comment of the page: später",
        "page.html:2:47: left out: a <style> of the page: p { color: red }",
        "page.html:3:7: left out: a <nav> of the page: Start",
        "page.html:6:6: left out: the address of a link: https://schlaf.example/",
        "page.html:10:36: left out: a picture from elsewhere: https://x.example/y.png",
        "page.html:11:16: left out: a <script> of the page: alert(1)",
    ]


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """A small Word document. parts: more files of it, by their names without folder and end."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return packed.getvalue()


def paragraph(text: str, style: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_document_is_scenes_and_narration(tmp_path: Path) -> None:
    path = tmp_path / "film.docx"
    body = paragraph("Three ways", "Heading1") + paragraph("Light", "Heading2") + paragraph("It wakes you. Always.")
    path.write_bytes(docx(body))
    script = adapt(path)
    assert script.storyboard.title == "Three ways"
    assert [scene.id for scene in script.storyboard.scenes] == ["light"]
    assert actions_of(script) == [["It wakes you.", "Always."]]


REFUSED = {
    "no archive": (b"hello", "it is damaged, encrypted, or no .docx"),
    "an archive of something else": (b"", "it holds no text of Word's"),
    "entities": (
        docx("<w:p/>", styles='<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
        "word/styles.xml defines entities, which Word never does",
    ),
    "a bomb": (docx("<w:p/>", styles=" " * 30_000_000), "its text is larger than 20 MB unpacked"),
    "broken XML": (docx("<w:p>"), "its text cannot be read (ExpatError)"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_a_word_document_that_is_none_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "film.docx"
    if not data:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("hello.txt", "hello")
        data = packed.getvalue()
    path.write_bytes(data)
    with pytest.raises(StoryboardError, match="this Word document is not taken") as caught:
        adapt(path)
    assert str(caught.value) == (
        f"{path.as_posix()}: this Word document is not taken: {words}\n  save it as plain text"
    )


@pytest.mark.parametrize(("format", "package"), [("html", "bs4"), ("docx", "mammoth")])
def test_a_missing_package_names_the_extra(
    format: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [name for name in sys.modules if name.startswith(("longtake.storyboard.scripts.w", package))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    path = tmp_path / f"film.{format}"
    path.write_bytes(docx(paragraph("Hello.")) if format == "docx" else b"<p>Hello.</p>")
    with pytest.raises(MissingExtraError) as caught:
        adapt(path)
    assert str(caught.value) == (
        f"{path.as_posix()}: reading it needs the package {package}\n"
        '  pip install "longtake[scripts]" · or save the script as plain text or Markdown'
    )


def test_a_page_may_nest_as_deep_as_it_likes() -> None:
    script = adapt_text("<div>" * 2000 + "deep" + "</div>" * 2000, "html")
    assert shots_of(script)[0][0].action == "deep"
