"""Reads a storyboard file: bytes to text to tree to model, with every finding at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from longtake.errors import StoryboardError
from longtake.storyboard.assets import asset_paths, resolve, resolve_sequence, sequence_paths
from longtake.storyboard.consistency import contradictions
from longtake.storyboard.jsontext import compose_json
from longtake.storyboard.model import Storyboard
from longtake.storyboard.names import label
from longtake.storyboard.refusals import refusals
from longtake.storyboard.tree import KeyPath, Node, Places, Remark, Spot, finding, flatten
from longtake.storyboard.validating import validated
from longtake.storyboard.yamltext import compose_yaml

__all__ = ["LARGEST", "WrittenStoryboard", "load", "parse", "read"]

LARGEST = 1_000_000
"""Bytes. A storyboard of 300 shots has about 40,000."""

_FORMATS: dict[str, Callable[[str, str], Node]] = {"yaml": compose_yaml, "json": compose_json}
_NOTHING: tuple[None, Places, list[Remark]] = (None, Places("", {}, {}), [])
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}


@dataclass(frozen=True, slots=True)
class WrittenStoryboard:
    """A storyboard and where each part of it stands in its file, so that the plan's findings can point there too."""

    storyboard: Storyboard
    places: Places


def read(path: Path | str) -> Storyboard:
    """The storyboard in a `.yaml`, `.yml` or `.json` file, its assets present in the file's folder.

    Raises StoryboardError with every finding, in file order, each at `file:line:column`.
    """
    return load(path).storyboard


def load(path: Path | str) -> WrittenStoryboard:
    """As `read`, with the places. Raises as `read` does."""
    path = Path(path)
    name = path.as_posix()
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise StoryboardError(
            f"{path.suffix or 'no suffix'} is no kind of storyboard that is read",
            place=name,
            advice=(f"make one of a script: longtake storyboard {path.name} -o storyboard.yaml", "else name it .yaml"),
        )
    text = _text(_bytes(path, name), name)
    return _load(text, name, kind, path.parent)


def parse(text: str, name: str = "storyboard", format: str = "yaml", *, root: Path | None = None) -> Storyboard:
    """The storyboard in a text. name: what findings call it; format: `yaml` or `json`.

    root: the project folder; without one, the assets are not looked for. Raises StoryboardError as `read` does.
    """
    if format not in _FORMATS:
        raise ValueError(f"format is yaml or json, not {format!r}")
    return _load(text, name, format, root).storyboard


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror or "it cannot be read"
        raise StoryboardError(
            f"the storyboard cannot be opened: {reason}", place=name, advice=("check the path",)
        ) from None
    if len(data) > LARGEST:
        advice = ("make several films of it, or take out what is no storyboard",)
        raise StoryboardError("the file is larger than 1 MB", place=name, advice=advice)
    return data


def _text(data: bytes, name: str) -> str:
    """UTF-8, with or without its mark. Raises StoryboardError for everything else."""
    advice = ("save it as UTF-8",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise StoryboardError("the file is UTF-16 text; a storyboard is UTF-8", place=name, advice=advice)
    if b"\0" in data:
        raise StoryboardError("the file is binary, not text", place=name, advice=("name a text file",))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8", "replace")
        spot = Spot(good.count("\n") + 1, len(good) - good.rfind("\n"))
        message = f"the byte 0x{data[error.start]:02X} is no UTF-8 text"
        raise StoryboardError.of([finding(name, spot, message, *advice)]) from None


def _load(text: str, name: str, kind: str, root: Path | None) -> WrittenStoryboard:
    text = text.removeprefix("\ufeff")
    data, places, remarks = flatten(_FORMATS[kind](text, name), name) if text.strip() else _NOTHING
    if data is None:
        raise StoryboardError("the file is empty", place=name, advice=("begin with storyboard: 1, a title and scenes",))
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "one piece of text"
        remarks = [Remark((), f"a storyboard is a group of fields, not {what}", ("begin with storyboard: 1",))]
        raise StoryboardError.of(places.findings(remarks))
    storyboard, faults = validated(data)
    remarks += faults
    if storyboard:
        named = [
            replace(remark, message=f"{label(remark.path, data)}: {remark.message}")
            for remark in _checked(storyboard, data, root)
        ]
        remarks += [remark for remark in named if not _holds_any(remark.path, faults)]
    if remarks or storyboard is None:
        raise StoryboardError.of(places.findings(remarks))
    return WrittenStoryboard(storyboard, places)


def _holds_any(path: KeyPath, faults: list[Remark]) -> bool:
    """Whether a fault lies at or inside `path`: what else is odd about it may only follow from that."""
    return any(fault.path[: len(path)] == path for fault in faults)


def _checked(storyboard: Storyboard, data: dict[str, Any], root: Path | None) -> Iterator[Remark]:
    """What is wrong between well-formed parts. A cast member with a fault of its own counts as known."""
    cast, places = (
        set(data[group]) if isinstance(data.get(group), dict) else set[str]() for group in ("cast", "places")
    )
    yield from contradictions(storyboard, cast, places)
    yield from refusals(storyboard)
    if root is not None:
        yield from _refused_assets(storyboard, root)


def _refused_assets(storyboard: Storyboard, root: Path) -> Iterator[Remark]:
    named = [(path, text, resolve) for path, text in asset_paths(storyboard)]
    named += [(path, text, resolve_sequence) for path, text in sequence_paths(storyboard)]
    for path, text, found in named:
        try:
            found(root, text)
        except StoryboardError as error:
            yield Remark(path, error.findings[0].message, error.findings[0].advice)
