"""XML, told line by line: an element with all that stands in it need not be held at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

__all__ = ["document", "element"]

_INDENT = " "
_QUOTE = {'"': "&quot;"}


def document(root: Iterable[str]) -> Iterator[bytes]:
    """The lines of a root element, as those of a file."""
    yield b"<?xml version='1.0' encoding='utf-8'?>\n"
    for line in root:
        yield f"{line}\n".encode()


def element(kind: str, attributes: Mapping[str, str], *parts: Iterable[str], text: str = "") -> Iterator[str]:
    """Its lines. parts: lines of elements that stand in it, each drawn when its turn comes; text: instead of them."""
    told = "".join(f' {name}="{escape(value, _QUOTE)}"' for name, value in attributes.items())
    if not parts:
        yield f"<{kind}{told}>{escape(text)}</{kind}>" if text else f"<{kind}{told} />"
        return
    yield f"<{kind}{told}>"
    for part in parts:
        for line in part:
            yield _INDENT + line
    yield f"</{kind}>"
