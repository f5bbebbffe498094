"""Writes a storyboard as a person would: only what differs from the defaults, the short forms, and comments.

Read again, the text gives the same storyboard.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from longtake.storyboard.fields import Written
from longtake.storyboard.model import Storyboard
from longtake.storyboard.tree import KeyPath
from longtake.storyboard.variables import literals

__all__ = ["written"]

_WIDTH = 110
_FLOW_WIDTH = 88
_PLAIN = re.compile(r"(?:[^\W_]|-(?=\d))(?:[^\n\t:#]|:(?=\S)|(?<=\S)#)*")
_PLAIN_IN_FLOW = re.compile(r"(?:[^\W_]|-(?=\d))(?:[\w .%/+×'!()-]|:(?=[^\W_]))*")
_NO_WORDS = ("null", "Null", "NULL")
# What YAML or an editor would take for the end of a line or for nothing at all.
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_GROUPS = ("cast", "places", "props", "variables")


def written(storyboard: Storyboard, comments: Mapping[KeyPath, Sequence[str]] | None = None) -> str:
    """The storyboard as YAML. comments: lines that stand above the value at a key path; at (), at the file's head."""
    writer = _Writer(comments or {})
    lines = [*writer.comment((), 0)]
    was_long = bool(lines)
    for key, value in literals(_fields(storyboard)).items():
        entry = writer.entry(key, value, (key,), 0)
        if was_long or len(entry) > 1:
            lines.append("")
        lines += entry
        was_long = len(entry) > 1
    return "\n".join(lines) + "\n"


def _fields(model: BaseModel) -> dict[str, Any]:
    """What is said of a part: its values as an author writes them, by key, in the order of the format."""
    dumped = model.model_dump(mode="json", by_alias=True)
    said: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value, key = getattr(model, name), field.alias or name
        if field.is_required() or value != field.get_default(call_default_factory=True):
            said[key] = _said(value, dumped[key])
    return said


def _said(value: object, dumped: Any) -> Any:
    if isinstance(value, BaseModel):
        fields = _fields(value)
        short = value.short if isinstance(value, Written) else ""
        return fields[short] if [*fields] == [short] and isinstance(fields[short], str) else fields
    if isinstance(value, dict):
        return {key: _said(item, dumped[key]) for key, item in value.items()}
    if isinstance(value, tuple) and isinstance(dumped, list):
        return [_said(item, plain) for item, plain in zip(value, dumped, strict=True)]
    return dumped


class _Writer:
    """Lays plain data out as lines of YAML."""

    def __init__(self, comments: Mapping[KeyPath, Sequence[str]]) -> None:
        self.comments = comments
        self.around_comments = {path[:length] for path in comments for length in range(len(path))}

    def entry(self, key: str, value: Any, path: KeyPath, indent: int) -> list[str]:
        """`key: value`, in one line if it is short, else with what belongs to it below."""
        head, lines = " " * indent + f"{key}:", self.comment(path, indent)
        value = value if key == "shots" else _lone(value)
        if isinstance(value, str | int):
            return [*lines, *_scalar(head, str(value), indent)]
        flow = _flow(value) if not value or not self.is_open(value, path) else ""
        if flow and len(head) + 1 + len(flow) <= _FLOW_WIDTH:
            return [*lines, f"{head} {flow}"]
        if isinstance(value, dict):
            return [*lines, head, *self.group(value, path, indent + 2)]
        return [*lines, head, *self.items(value, path, indent + 2)]

    def group(self, fields: dict[str, Any], path: KeyPath, indent: int) -> list[str]:
        return [line for key, value in fields.items() for line in self.entry(key, value, (*path, key), indent)]

    def items(self, values: list[Any], path: KeyPath, indent: int) -> list[str]:
        """Each item after a dash; scenes stand apart."""
        lines: list[str] = []
        for number, value in enumerate(values):
            here = (*path, number)
            if number and path == ("scenes",):
                lines.append("")
            lines += self.comment(here, indent)
            lines += self.item(value, here, indent)
        return lines

    def item(self, value: Any, path: KeyPath, indent: int) -> list[str]:
        dash = " " * indent + "-"
        if isinstance(value, str | int):
            return _scalar(dash, str(value), indent)
        flow = _flow(value) if not value or not self.is_open(value, path) else ""
        if flow and len(dash) + 1 + len(flow) <= _WIDTH:
            return [f"{dash} {flow}"]
        first, *rest = self.group(value, path, indent + 2)
        if first.lstrip().startswith("#"):  # a comment cannot stand between the dash and its first key
            return [dash, first, *rest]
        return [f"{dash} {first.lstrip()}", *rest]

    def is_open(self, value: Any, path: KeyPath) -> bool:
        """Whether a value is laid out in lines whatever its length: what a writer goes on writing, and what is
        commented on."""
        is_scene_or_shot = path[0] == "scenes" and len(path) in (1, 2, 3, 4) and path[-1] != "narration"
        is_group = isinstance(value, dict) and bool(value) and path[0] in _GROUPS and len(path) == 1
        return is_scene_or_shot or is_group or path in self.around_comments

    def comment(self, path: KeyPath, indent: int) -> list[str]:
        said = [_printable(line) for text in self.comments.get(path, ()) for line in text.split("\n")]
        room = max(40, _WIDTH - indent - 2)
        wrapped = [part for line in said for part in (textwrap.wrap(line, room, break_long_words=False) or [""])]
        return [" " * indent + f"# {line}".rstrip() for line in wrapped]


def _lone(value: Any) -> Any:
    """One text without its list; not where it holds a comma, which would part it."""
    is_one = isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)
    return value[0] if is_one and "," not in value[0] else value


def _scalar(head: str, text: str, indent: int) -> list[str]:
    """A text behind its key or dash: in its line, folded where it is long, as a block where it has lines of its own."""
    if "\n" in text and _is_even(text):
        return [f"{head} |-", *(" " * (indent + 2) + line if line else "" for line in text.split("\n"))]
    line = f"{head} {_quoted(text, _PLAIN)}"
    if len(line) <= _WIDTH or "\n" in text or "  " in text or not _is_even(text):
        return [line]
    room = max(40, _WIDTH - indent - 2)
    folded = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    if len(folded) == 1 or " ".join(folded) != text:
        return [line]
    return [f"{head} >-", *(" " * (indent + 2) + part for part in folded)]


def _is_even(text: str) -> bool:
    """Whether a text can stand as a block: nothing in it that YAML reads otherwise, no space where it is trimmed."""
    lines = text.split("\n")
    return not _ODD.search(text) and "\t" not in text and all(line == line.strip() for line in lines)


def _flow(value: Any) -> str:
    """`{size: 1280x720, rate: 24}` or `[teal, walnut]`; nothing where that would hold lines, or lists of groups."""
    if isinstance(value, dict):
        value = {key: _lone(item) for key, item in value.items()}
        parts = [f"{key}: {_flow(item)}" for key, item in value.items()]
        return f"{{{', '.join(parts)}}}" if all(_flow(item) for item in value.values()) else ""
    if isinstance(value, list):
        parts = [_flow(item) if isinstance(item, str) else "" for item in value]
        return f"[{', '.join(parts)}]" if all(parts) else ""
    return "" if "\n" in str(value) else _quoted(str(value), _PLAIN_IN_FLOW)


def _quoted(text: str, plain: re.Pattern[str]) -> str:
    """The text as a scalar: bare where that cannot be misread."""
    is_bare = plain.fullmatch(text) and text == text.strip() and text not in _NO_WORDS and not _ODD.search(text)
    if is_bare and not text.endswith(":"):
        return text
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _printable(line: str) -> str:
    """A line of a comment without what YAML forbids or would break it at."""
    kept = (" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in line)
    return re.sub("[\ufeff\ufffe\uffff]", "", "".join(kept)).strip()
