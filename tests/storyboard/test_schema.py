"""The JSON Schema tells an editor everything that a reader takes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from longtake.storyboard import JoinWords, Shot, Storyboard, schema
from longtake.storyboard.fields import Written


def groups(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every group of fields in the schema, with its path."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield path, part["properties"]
        for key, value in part.items():
            yield from groups(value, f"{path}/{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from groups(value, f"{path}/{number}")


def test_every_field_is_described() -> None:
    described = {
        f"{path}/{name}": field.get("description")
        for path, fields in groups(schema())
        for name, field in fields.items()
    }
    bare = [path for path, words in described.items() if not words]
    assert bare == []


def test_every_field_of_the_model_is_there() -> None:
    shot = next(part for part in schema()["$defs"]["Shot"]["anyOf"] if "properties" in part)
    words = "id action camera motion energy beats says avoid for clip image trim speed retime fit view"
    words += (
        " first_frame last_frame reference edit enhance avatar driven_by model seed join cut title overlay sound lut"
    )
    words += " match"
    assert list(shot["properties"]) == words.split()
    assert list(schema()["properties"])[:4] == ["storyboard", "title", "frame", "style"]
    assert schema()["required"] == ["storyboard", "scenes"]


def test_short_forms_are_offered() -> None:
    definitions = schema()["$defs"]
    short = {model for model in Written.__subclasses__() if model.short}
    for model in short:
        kind = model.short_type if isinstance(model.short_type, str) else list(model.short_type)
        assert definitions[model.__name__]["anyOf"][0] == {"type": kind, "description": f"Short for `{model.short}:`."}
    assert Shot in short


def test_nothing_of_python_is_left_in_it() -> None:
    text = json.dumps(schema())
    assert '"default"' not in text
    assert '"null"' not in text


def test_unknown_keys_are_marked_wrong() -> None:
    assert schema()["additionalProperties"] is False
    assert issubclass(Storyboard, Written)


def patterns(part: Any) -> Iterator[str]:
    """Every pattern of a field's schema."""
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for value in part.values():
            yield from patterns(value)
    elif isinstance(part, list):
        for value in part:
            yield from patterns(value)


def test_a_variable_is_taken_where_a_text_has_a_form_of_its_own() -> None:
    shot = next(part for part in schema()["$defs"]["Shot"]["anyOf"] if "properties" in part)["properties"]
    for field in ("for", "join", "fit", "seed", "trim", "energy"):
        assert any(re.search(pattern, "${value}") for pattern in patterns(shot[field])), field


def test_keys_and_the_types_of_variables_take_none() -> None:
    made = schema()
    names = [pattern for part in made["properties"].values() for pattern in part.get("patternProperties", ())]
    assert len(names) == len(("cast", "places", "props", "variables"))
    forms = [*names, *patterns(made["$defs"]["Variable"])]
    assert not any(re.search(pattern, "${name}") for pattern in forms)


def test_every_join_that_is_read_is_offered() -> None:
    shot = next(part for part in schema()["$defs"]["Shot"]["anyOf"] if "properties" in part)["properties"]
    (pattern,) = patterns(shot["join"])
    joins = ("cut", "dissolve", "dissolve: 0.5s", "flow", "flow: 0.5s")
    for words in (*joins, "continue", "continue from last frame", "continue by extension"):
        assert re.search(pattern, str(JoinWords.parse(words)))
        assert re.search(pattern, words)
