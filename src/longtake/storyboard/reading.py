"""Reads a storyboard file: bytes to text to tree to model, with every finding at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from longtake.errors import StoryboardError
from longtake.storyboard.assets import asset_paths, resolve, resolve_sequence, sequence_paths
from longtake.storyboard.branding import branded, branded_places
from longtake.storyboard.conditions import LeftOut, Scenes
from longtake.storyboard.consistency import contradictions
from longtake.storyboard.jsontext import compose_json
from longtake.storyboard.model import Storyboard
from longtake.storyboard.names import labelled
from longtake.storyboard.references import NAMED
from longtake.storyboard.textfile import text_of
from longtake.storyboard.tree import KeyPath, Node, Places, Remark, flatten
from longtake.storyboard.validating import validated
from longtake.storyboard.values import NO_VALUES, Values, given_by
from longtake.storyboard.variables import put_in

__all__ = ["WrittenStoryboard", "forget_text", "load", "parse", "read", "read_without_assets"]


def _compose_yaml(text: str, name: str) -> Node:
    from longtake.storyboard.yamltext import compose_yaml  # here: whoever writes JSON waits for no reader of YAML

    return compose_yaml(text, name)


_FORMATS: dict[str, Callable[[str, str], Node]] = {"yaml": _compose_yaml, "json": compose_json}
_NOTHING: tuple[None, Places, list[Remark]] = (None, Places("", {}, {}), [])
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}


@dataclass(frozen=True, slots=True)
class WrittenStoryboard:
    """A storyboard and where each part of it stands in its file, so that the plan's findings can point there too.
    left_out: the scenes whose conditions do not hold. files: of the assets, by their texts."""

    storyboard: Storyboard
    places: Places
    left_out: tuple[LeftOut, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)

    def branded(self) -> WrittenStoryboard:
        """With its brand kit laid out as shots, titles and overlays, and where these come from."""
        places = branded_places(self.places, self.storyboard)
        return replace(self, storyboard=branded(self.storyboard), places=places)


def read(path: Path | str, values: Values = NO_VALUES) -> Storyboard:
    """The storyboard in a `.yaml`, `.yml` or `.json` file, its assets present in the file's folder.

    values: of its variables, by name. They are put in, and only the scenes whose conditions hold are there; the
    storyboard's own variables then have the values that were taken.
    Raises StoryboardError with every finding, in file order, each at `file:line:column`.
    """
    return load(path, values).storyboard


def load(path: Path | str, values: Values = NO_VALUES) -> WrittenStoryboard:
    """As `read`, with the places. Raises as `read` does."""
    path = Path(path)
    return _read(path, path.parent, values)


def read_without_assets(path: Path | str, values: Values = NO_VALUES) -> Storyboard:
    """As `read`, but the assets are not looked for."""
    return _read(Path(path), None, values).storyboard


def _read(path: Path, root: Path | None, values: Values) -> WrittenStoryboard:
    name = path.as_posix()
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise StoryboardError(
            f"{path.suffix or 'no suffix'} is no kind of storyboard that is read",
            place=name,
            advice=(f"make one of a script: longtake storyboard {path.name} -o storyboard.yaml", "else name it .yaml"),
        )
    return _load(text_of(path, "storyboard"), name, kind, root, values)


def parse(
    text: str,
    name: str = "storyboard",
    format: str = "yaml",
    *,
    root: Path | None = None,
    values: Values = NO_VALUES,
) -> Storyboard:
    """The storyboard in a text. name: what findings call it; format: `yaml` or `json`; values: as of `read`.

    root: the project folder; without one, the assets are not looked for. Raises StoryboardError as `read` does.
    """
    if format not in _FORMATS:
        raise ValueError(f"format is yaml or json, not {format!r}")
    return _load(text, name, format, root, values).storyboard


def _load(text: str, name: str, kind: str, root: Path | None, values: Values) -> WrittenStoryboard:
    written, places, remarks = _plain(text.removeprefix("\ufeff"), name, kind)
    filled = put_in(written, given_by(values))
    storyboard, faults = validated(filled.data)
    remarks += [labelled(remark, filled.data) for remark in filled.remarks]
    remarks += [remark for remark in faults if not _is_in(remark.path, filled.open)]
    scenes = Scenes.of(storyboard) if storyboard else None
    files = dict[str, Path]()
    if storyboard and scenes:
        shaky = [*(remark.path for remark in faults), *filled.open]
        remarks += [
            labelled(remark, filled.data)
            for remark in map(scenes.as_written, _checked(scenes.film(storyboard), filled.data, root, files))
            if not _holds_any(remark.path, shaky)
        ]
    if remarks or filled.findings or storyboard is None or scenes is None:
        raise StoryboardError.of([*filled.findings, *places.findings(remarks)])
    return WrittenStoryboard(scenes.film(storyboard), scenes.places(places), scenes.left_out(storyboard), files)


def _plain(text: str, name: str, kind: str) -> tuple[dict[str, Any], Places, list[Remark]]:
    """The file as plain data, the places of it all, and a remark for each doubled key."""
    data, places, remarks = flatten(_composed(kind, text, name), name) if text.strip() else _NOTHING
    if data is None:
        raise StoryboardError("the file is empty", place=name, advice=("begin with storyboard: 1, a title and scenes",))
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "one piece of text"
        remarks = [Remark((), f"a storyboard is a group of fields, not {what}", ("begin with storyboard: 1",))]
        raise StoryboardError.of(places.findings(remarks))
    return data, places, remarks


@lru_cache(maxsize=1)
def _composed(kind: str, text: str, name: str) -> Node:
    """The tree, kept for the next film of the same text: a campaign reads it once."""
    return _FORMATS[kind](text, name)


def forget_text() -> None:
    """Lets go of what was kept for the next film: a long film's takes 2 kB a shot, for as long as it is made."""
    _composed.cache_clear()


def _is_in(path: KeyPath, groups: Iterable[KeyPath]) -> bool:
    return any(path[: len(group)] == group for group in groups)


def _holds_any(path: KeyPath, faults: Iterable[KeyPath]) -> bool:
    """Whether a fault lies at or inside `path`: what else is odd about it may only follow from that."""
    return any(fault[: len(path)] == path for fault in faults)


def _checked(
    storyboard: Storyboard, data: dict[str, Any], root: Path | None, files: dict[str, Path]
) -> Iterator[Remark]:
    """What is wrong between well-formed parts. A cast member with a fault of its own counts as known. files: gets the
    file of each asset."""
    if not storyboard.scenes:
        advice = ("let the condition of one hold",)
        yield Remark(("scenes",), "no scene is in this film", advice, on_key=True)
        return
    known = {group: set(data[group]) for group in (*NAMED, "variables") if isinstance(data.get(group), dict)}
    yield from contradictions(storyboard, known)
    if root is not None:
        yield from _refused_assets(storyboard, root, files)


def _refused_assets(storyboard: Storyboard, root: Path, files: dict[str, Path]) -> Iterator[Remark]:
    for path, text in asset_paths(storyboard):
        try:
            files[text] = files.get(text) or resolve(root, text)
        except StoryboardError as error:
            yield Remark(path, error.findings[0].message, error.findings[0].advice)
    for path, text in sequence_paths(storyboard):
        try:
            resolve_sequence(root, text)
        except StoryboardError as error:
            yield Remark(path, error.findings[0].message, error.findings[0].advice)
