"""A script's file as text: read within a limit, as UTF-8, without signs that no reader could see."""

from __future__ import annotations

import re
from pathlib import Path

from longtake.errors import StoryboardError
from longtake.storyboard.scripts.draft import LeftOut
from longtake.storyboard.signs import FLAG
from longtake.storyboard.textfile import start_of, undecodable
from longtake.storyboard.tree import Spot

__all__ = ["LARGEST", "bytes_of", "cleaned", "text_of"]

LARGEST = 1_000_000
"""Bytes of a script. The screenplay of a feature film has about 250,000."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]"
)
_MARKS = {
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word document or another archive",
    b"{\\rtf": "rich text (RTF)",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc)",
}


def bytes_of(path: Path, most: int = LARGEST) -> bytes:
    """The file's bytes, at most `most`. Raises StoryboardError."""
    data = start_of(path, most + 1, "script")
    if len(data) > most:
        message = f"the script is larger than {most // 1_000_000} MB"
        raise StoryboardError(message, place=path.as_posix(), advice=("split it: one file a film, or a part of it",))
    return data


def text_of(data: bytes, name: str) -> str:
    """The text, which is UTF-8 with or without its mark, with \\n at the end of lines. Raises StoryboardError."""
    kind = next((kind for mark, kind in _MARKS.items() if data.startswith(mark)), "")
    if kind:
        raise StoryboardError(f"the file is {kind}", place=name, advice=("save it as plain text in UTF-8",))
    if b"\0" in data:
        raise StoryboardError("the file is binary, not text", place=name, advice=("name the script itself",))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        convert = f"or convert it: iconv -f WINDOWS-1252 -t UTF-8 {Path(name).name}"
        raise undecodable(data, error, name, "save it as UTF-8", convert) from None
    return re.sub("\r\n?|\x85|\u2028|\u2029", "\n", text)


def cleaned(text: str) -> tuple[str, list[LeftOut]]:
    """The text without control signs and without those that turn the direction of writing, and what was taken out."""
    left: list[LeftOut] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        flags = {at for flag in FLAG.finditer(line) for at in range(*flag.span())}
        found = [sign for sign in _HIDDEN.finditer(line) if sign.start() not in flags]
        if found:
            codes = ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in found))
            left.append(LeftOut(Spot(number + 1, found[0].start() + 1), "signs that nobody sees", codes))
            hidden = {sign.start() for sign in found}
            lines[number] = "".join(sign for at, sign in enumerate(line) if at not in hidden)
    return "\n".join(lines), left
