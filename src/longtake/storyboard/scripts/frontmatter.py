"""The settings at the head of a Markdown file, between two lines of dashes: fields of a storyboard as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from longtake.errors import StoryboardError
from longtake.storyboard.model import Storyboard
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.tree import Places, Spot, flatten
from longtake.storyboard.validating import validated
from longtake.storyboard.yamltext import compose_yaml

__all__ = ["read_front_matter"]

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SYNONYMS = {"lang": "language", "name": "title"}
_SETTINGS = {field.alias or name for name, field in Storyboard.model_fields.items()} - {"scenes", "storyboard"}


def read_front_matter(draft: Draft, text: str, name: str) -> str:
    """Takes the settings; returns the text with blank lines in their place. Raises StoryboardError."""
    match = _FRONT.match(text)
    if not match or not re.search(r"^[\w ]+:", match[1], re.MULTILINE):
        return text
    data, places, remarks = flatten(compose_yaml("\n" + match[1], name), name)
    if isinstance(data, dict):
        _settings(draft, data, places.values)
        _, faults = validated({**draft.data, "scenes": [{"shots": ["…"]}]})
        if remarks or faults:
            raise StoryboardError.of(Places(name, draft.places, {}).findings([*remarks, *faults]))
    return "\n" * match[0].count("\n") + text[match.end() :]


def _settings(draft: Draft, data: dict[str, Any], spots: dict[Any, Spot]) -> None:
    draft.taken += _words(data)
    for key, value in data.items():
        field = _SYNONYMS.get(key, key)
        if field in _SETTINGS and value is not None and field not in draft.data:
            draft.data[field] = value
            if field in ("cast", "places", "props") and isinstance(value, dict):
                for given in value:
                    draft.given(field, given)
            draft.places |= {(field, *path[1:]): spot for path, spot in spots.items() if path[:1] == (key,)}
        else:
            words = " ".join([key, *_words(value)])
            draft.leave(spots.get((key,)), "a setting that a storyboard does not have", words)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (str(key), *_words(item))
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif value is not None:
        yield str(value)
