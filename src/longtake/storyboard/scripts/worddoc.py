"""Word documents: mammoth turns one into HTML, which is read as a page."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import mammoth

from longtake.errors import StoryboardError
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.webpage import read_html

__all__ = ["read_docx"]

_LARGEST_PART = 20_000_000


def read_docx(draft: Draft, data: bytes, name: str) -> None:
    """Adds what a Word document says to the draft. Raises StoryboardError."""
    _check(data, name)
    try:
        made = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(_no_picture))
    except Exception as error:  # mammoth lets through whatever its parsers meet in a damaged document
        raise _refused(name, f"its text cannot be read ({type(error).__name__})") from error
    for message in made.messages:
        draft.leave(None, "what the reader of Word documents met", message.message)
    read_html(draft, made.value)
    draft.places.clear()  # places in the HTML between would mislead
    draft.left[:] = [item._replace(spot=None) for item in draft.left]


def _no_picture(image: Any) -> dict[str, str]:
    return {"src": "data:", "alt": image.alt_text or ""}


def _check(data: bytes, name: str) -> None:
    """Bounds what will be unpacked, and refuses XML that defines entities, before any of it is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
            if sum(part.file_size for part in parts) > _LARGEST_PART:
                raise _refused(name, "its text is larger than 20 MB unpacked")
            if "word/document.xml" not in {part.filename for part in parts}:
                raise _refused(name, "it holds no text of Word's")
            for part in parts:
                if b"<!DOCTYPE" in archive.read(part) or b"<!ENTITY" in archive.read(part):
                    raise _refused(name, f"{part.filename} defines entities, which Word never does")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(name, "it is damaged, encrypted, or no .docx") from error


def _refused(name: str, message: str) -> StoryboardError:
    return StoryboardError(f"this Word document is not taken: {message}", place=name, advice=("save it as plain text",))
