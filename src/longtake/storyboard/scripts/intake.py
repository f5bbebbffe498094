"""A script's file as text: read within a limit, as UTF-8, without signs that no reader could see."""

from __future__ import annotations

import re
from pathlib import Path

from longtake.errors import LongtakeError, StoryboardError
from longtake.storyboard.scripts.draft import LeftOut
from longtake.storyboard.tree import Spot, finding

__all__ = ["LARGEST", "bytes_of", "cleaned", "text_of"]

LARGEST = 1_000_000
"""Bytes of a script. The screenplay of a feature film has about 250,000."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]"
)
# The one use of letters that nobody sees is in the flags of England, Scotland and Wales, behind a black flag.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f")
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
    place = path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror or "it cannot be read"
        raise StoryboardError(
            f"the script cannot be opened: {reason}", place=place, advice=("check the path",)
        ) from None
    if len(data) > most:
        message = f"the script is larger than {most // 1_000_000} MB"
        raise StoryboardError(message, place=place, advice=("split it: one file a film, or a part of it",))
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
        raise _no_text(data, error, name) from None
    return re.sub("\r\n?|\x85|\u2028|\u2029", "\n", text)


def _no_text(data: bytes, error: UnicodeDecodeError, name: str) -> LongtakeError:
    good = data[: error.start].decode("utf-8", "replace")
    spot = Spot(good.count("\n") + 1, len(good) - good.rfind("\n"))
    message = f"the byte 0x{data[error.start]:02X} is no UTF-8 text"
    advice = ("save it as UTF-8", f"or convert it: iconv -f WINDOWS-1252 -t UTF-8 {Path(name).name}")
    return StoryboardError.of([finding(name, spot, message, *advice)])


def cleaned(text: str) -> tuple[str, list[LeftOut]]:
    """The text without control signs and without those that turn the direction of writing, and what was taken out."""
    left: list[LeftOut] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        flags = {at for flag in _FLAG.finditer(line) for at in range(*flag.span())}
        found = [sign for sign in _HIDDEN.finditer(line) if sign.start() not in flags]
        if found:
            codes = ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in found))
            left.append(LeftOut(Spot(number + 1, found[0].start() + 1), "signs that nobody sees", codes))
            hidden = {sign.start() for sign in found}
            lines[number] = "".join(sign for at, sign in enumerate(line) if at not in hidden)
    return "\n".join(lines), left
