"""The workflow that a model's file names: read, and each place in it found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, get_args

from longtake.catalogue.group import Group
from longtake.catalogue.modes import Mode, Role
from longtake.catalogue.workflow import Place, Workflow

__all__ = ["workflow_of"]

_PROVIDER = "comfyui"
_VALUES = ("prompt", "negative", "seed", "width", "height", "frames", "seconds", "rate")
_ROLES: tuple[Role, ...] = get_args(Role)
_KEYS = ("file", "more_frames", "output", *_VALUES, *(role.replace(" ", "_") for role in _ROLES))
_LARGEST = 4 << 20
_EXPORT = "export it with Workflow > Export (API)"


def workflow_of(top: Group, modes: Sequence[Mode]) -> Workflow | None:
    """None for a model whose provider is given none. modes: of the model. Raises CatalogueError."""
    is_given = top.text("provider") == _PROVIDER
    if not top.has("workflow"):
        if is_given:
            raise top.refused("", f"is for {_PROVIDER} and names no workflow", 'write [workflow] and file = "…json"')
        return None
    if not is_given:
        raise top.refused("workflow", "is given to no such provider", f'write provider = "{_PROVIDER}"')
    group = top.group("workflow", _KEYS)
    graph = _graph(group)
    places = tuple((name, tuple(_places(group, key, graph))) for name, key in _named() if group.has(key))
    output = group.text("output", "")
    if output and output not in graph:
        raise group.refused("output", f"is {output!r}, which is no node of the workflow", _nearest(output, graph))
    _check(group, dict(places), modes)
    text = json.dumps(graph, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    more = group.whole("more_frames", 0) if group.has("more_frames") else 0
    return Workflow(text, places, more, output)


def _named() -> Iterator[tuple[str, str]]:
    """Each thing that can be put in, and its key in the file."""
    yield from ((name, name.replace(" ", "_")) for name in (*_VALUES, *_ROLES))


def _graph(group: Group) -> dict[str, Any]:
    path = group.folder("file") / group.text("file")
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        graph = json.loads(data) if len(data) <= _LARGEST else None
    except OSError as error:
        raise group.refused("file", f"cannot be opened: {error.strerror}", "check the path") from None
    except (ValueError, RecursionError):
        raise group.refused("file", "is no JSON", _EXPORT) from None
    is_graph = isinstance(graph, dict) and graph and all(map(_is_node, graph.values()))
    if not is_graph:
        what = "is a workflow for the editor" if isinstance(graph, dict) and "nodes" in graph else "is no workflow"
        raise group.refused("file", what, _EXPORT)
    assert isinstance(graph, dict)
    return graph


def _is_node(value: Any) -> bool:
    return (
        isinstance(value, dict) and isinstance(value.get("class_type"), str) and isinstance(value.get("inputs"), dict)
    )


def _places(group: Group, key: str, graph: dict[str, Any]) -> Iterator[Place]:
    """`6.text`, or a list of such: an input of a node that is no other node's output."""
    for text in (group.text(key),) if group.is_text(key) else group.texts(key, is_needed=True):
        node, _, name = text.partition(".")
        if node not in graph:
            raise group.refused(key, f"names {text!r}, and the workflow has no node {node!r}", _nearest(node, graph))
        inputs = graph[node]["inputs"]
        kind = graph[node]["class_type"]
        if name not in inputs:
            raise group.refused(key, f"names {text!r}, and {kind} has no such input", _nearest(name, inputs))
        if isinstance(inputs[name], list):
            raise group.refused(key, f"names {text!r}, which another node gives", "name an input of that node")
        yield node, name


def _check(group: Group, places: Mapping[str, Sequence[Place]], modes: Sequence[Mode]) -> None:
    """What modes leave open must have its place, and each file that goes in one of its own."""
    shown = {role: (len(places[role]), len(places[role])) for role in _ROLES if role in places}
    for mode in modes:
        if shown != {one.role: (one.least, one.most) for one in mode.inputs}:
            advice = "name a place for each file, and write inputs = {first_frame = 1} for as many"
            raise group.refused("", f"has other places for files than mode {mode.name} has inputs", advice)
        if not mode.rates:
            raise group.refused("", f"makes pictures at no rate in mode {mode.name}", "write rates = [16] there")
        if mode.sound == "asked":
            raise group.refused(
                "", f"cannot be asked for sound in mode {mode.name}", 'write sound = "never" or "always"'
            )
    if len({size for mode in modes for size in mode.sizes}) > 1 and not {"width", "height"} <= places.keys():
        raise group.refused("", "has no place for sizes, and there are several", "write width and height")
    if len({one for mode in modes for one in _ends(mode)}) > 1 and not places.keys() & {"frames", "seconds"}:
        raise group.refused("", "has no place for lengths, and there are several", "write frames or seconds")


def _ends(mode: Mode) -> Sequence[Fraction]:
    return mode.lengths.these or (mode.lengths.least, mode.lengths.most)


def _nearest(word: str, words: Any) -> str:
    near = get_close_matches(word, list(words), n=1)
    return f"did you mean {near[0]}?" if near else f"it has {', '.join(map(str, list(words)[:12]))}"
