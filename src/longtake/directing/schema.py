"""The JSON Schema that a director answers in: the storyboard's own, less all that is not open to it."""

from __future__ import annotations

from typing import Any

from longtake.directing.fields import OPEN
from longtake.storyboard import Storyboard
from longtake.storyboard.schema import plain_schema

__all__ = ["proposal_schema"]

# Where the format's own words name a form that is not open.
_WORDS = {
    "Narration": {"text": "What is said over the scene. It times the scene's shots."},
    "Scene": {"narration": "What is said over it: {text: …}, and who of the cast says it.", "shots": "In order."},
    "Shot": {
        "for": "How long it shows: 4s. Without it: as long as the scene's narration needs, else 4 s.",
        "title": "Words over the shot: {text: …}, or a list.",
    },
}


def proposal_schema() -> dict[str, Any]:
    """JSON Schema of an answer, without `$schema`, defaults, short forms and patterns."""
    made = plain_schema()
    kinds = {part.__name__: _open(part, made["$defs"][part.__name__]) for part in OPEN if part is not Storyboard}
    top = _open(Storyboard, made)
    return {**top, "required": ["title", "scenes"], "$defs": kinds}


def _open(part: type, schema: dict[str, Any]) -> dict[str, Any]:
    """A part with only what is open of it, in its long form."""
    long_form = schema["anyOf"][-1] if "anyOf" in schema else schema
    properties = {key: _bare(long_form["properties"][key]) for key in OPEN[part]}
    for key, words in _WORDS.get(part.__name__, {}).items():
        properties[key]["description"] = words
    required = [key for key in long_form.get("required", ()) if key in properties]
    shape = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": required} if required else shape


def _bare(value: Any) -> Any:
    """Without patterns and examples, which some endpoints do not take; the reader of the answer checks forms."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _bare(part) for key, part in value.items() if key not in ("pattern", "examples")}
    if by_name := kept.pop("patternProperties", None):
        (kept["additionalProperties"],) = by_name.values()
    return kept
