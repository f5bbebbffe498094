"""A script's file to an adaptation of it: which reader reads it, by the end of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from longtake.errors import MissingExtraError, StoryboardError
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.finishing import Adaptation, finished
from longtake.storyboard.scripts.intake import LARGEST, bytes_of, cleaned, text_of

__all__ = ["FORMATS", "adapt", "adapt_text", "format_of"]

FORMATS = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown", ".mkd"),
    "fountain": (".fountain", ".spmd"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "srt": (".srt",),
    "vtt": (".vtt",),
    "html": (".html", ".htm", ".xhtml"),
    "docx": (".docx",),
}
"""What is read, with the ends of its files' names."""

_LARGEST_DOCX = 20_000_000


def format_of(path: Path) -> str:
    """The format of a script by the end of its name; nothing for one that is not known."""
    return next((name for name, suffixes in FORMATS.items() if path.suffix.lower() in suffixes), "")


def adapt(path: Path | str, format: str = "") -> Adaptation:
    """The storyboard of a script's file. format: one of FORMATS, by default by the file's name.

    Raises StoryboardError with a finding for each thing that stops it, MissingExtraError for HTML and Word documents
    without the extra `scripts`.
    """
    path = Path(path)
    name, kind = path.as_posix(), format or format_of(path)
    if kind not in FORMATS:
        known = ", ".join(suffixes[0] for suffixes in FORMATS.values())
        message = f"{format or path.suffix or 'a name without an end'} is no kind of script that is read"
        raise StoryboardError(message, place=name, advice=(f"known: {known}", "or say what it is: --from text"))
    if kind == "docx":
        return _adapted_docx(bytes_of(path, _LARGEST_DOCX), name)
    return adapt_text(text_of(bytes_of(path, LARGEST), name), kind, name)


def adapt_text(text: str, format: str, name: str = "script") -> Adaptation:
    """The storyboard of a script's text, as `adapt`; any format but docx. Raises as `adapt` does."""
    if format not in FORMATS or format == "docx":
        raise ValueError(f"format is one of {', '.join(FORMATS)}, not {format!r}")
    text, hidden = cleaned(text)
    draft = Draft()
    draft.left += hidden
    _read(draft, text, format, name)
    return finished(draft, text if format != "html" else "", name)


def _read(draft: Draft, text: str, format: str, name: str) -> None:
    """Asks the reader of the format, imported when it is first needed."""
    match format:
        case "markdown":
            from longtake.storyboard.scripts.markdown import read_markdown

            read_markdown(draft, text, name)
        case "fountain":
            from longtake.storyboard.scripts.fountain import read_fountain

            read_fountain(draft, text, name)
        case "csv" | "tsv":
            from longtake.storyboard.scripts.tables import read_table

            read_table(draft, text, name, "\t" if format == "tsv" else "")
        case "srt" | "vtt":
            from longtake.storyboard.scripts.subtitles import read_subtitles

            if text.strip():
                read_subtitles(draft, text, name, format)
        case "html":
            _html_reader(name)(draft, text)
        case _:
            from longtake.storyboard.scripts.plain import read_text

            read_text(draft, text)


def _html_reader(name: str) -> Callable[[Draft, str], None]:
    try:
        from longtake.storyboard.scripts.webpage import read_html
    except ModuleNotFoundError as error:
        raise _missing(name, error) from None
    return read_html


def _adapted_docx(data: bytes, name: str) -> Adaptation:
    try:
        from longtake.storyboard.scripts.worddoc import read_docx
    except ModuleNotFoundError as error:
        raise _missing(name, error) from None
    draft = Draft()
    read_docx(draft, data, name)
    return finished(draft, "", name)


def _missing(name: str, error: ModuleNotFoundError) -> MissingExtraError:
    advice = ('pip install "longtake[scripts]"', "or save the script as plain text or Markdown")
    return MissingExtraError(f"reading it needs the package {error.name}", place=name, advice=advice)
