"""The storyboard as JSON Schema, for editors: every field with a description, short forms and variables included."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from longtake.storyboard.model import Storyboard

__all__ = ["plain_schema", "schema"]

_VARIABLE = r"\$\{"


class _ForEditors(GenerateJsonSchema):
    """Silent about defaults that JSON cannot hold: no default is kept, the descriptions say them."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012, pydantic's own form


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what `parse` takes. Names of cast and places and rules between fields are not in it."""
    made = plain_schema()
    kinds = {name: kind if name == "Variable" else _with_variables(kind) for name, kind in made["$defs"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Longtake storyboard",
        **made,
        "$defs": kinds,
        "properties": _with_variables(made["properties"]),
    }


def plain_schema() -> dict[str, Any]:
    """The same, of a storyboard whose variables are put in: no `${name}` is taken for a value."""
    made: dict[str, Any] = _tidy(Storyboard.model_json_schema(by_alias=True, schema_generator=_ForEditors))
    return made


def _with_variables(value: Any) -> Any:
    """With `${name}` taken wherever a text must be of a certain form. Keys are never filled."""
    if isinstance(value, list):
        return [_with_variables(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _with_variables(part) for key, part in value.items()}
    if isinstance(made.get("pattern"), str):
        made["pattern"] += f"|{_VARIABLE}"
    if isinstance(made.get("enum"), list):
        made["anyOf"] = [{"enum": made.pop("enum")}, {"type": "string", "pattern": _VARIABLE}]
    if made.get("type") == "integer":
        bounds = {key: made.pop(key) for key in ("type", "minimum") if key in made}
        made["anyOf"] = [bounds, {"type": "string", "pattern": _VARIABLE}]
    return made


def _tidy(value: Any) -> Any:
    """Without what pydantic adds for Python: defaults in Python's form, titles, and null, which no field takes."""
    if isinstance(value, list):
        return [_tidy(item) for item in value if item != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    kept = {
        key: ({name: _tidy(item) for name, item in part.items()} if key in ("properties", "$defs") else _tidy(part))
        for key, part in value.items()
        if key in ("properties", "$defs") or key not in ("default", "title")
    }
    if len(kept.get("anyOf", ())) == 1:
        only = kept.pop("anyOf")[0]
        kept = {**only, **kept}
    return kept
