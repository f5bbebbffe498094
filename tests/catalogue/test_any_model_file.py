"""Whatever stands in a model's file: it is a model, or one error."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from model_files import FORM, TINY

from longtake.catalogue.reading import model_of
from longtake.catalogue.written import in_text
from longtake.errors import CatalogueError

KNOWN = in_text(TINY + FORM, "tiny.toml")

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),  # stands for taking the field out
        st.booleans(),
        st.integers(-(10**12), 10**12),
        st.decimals(),
        st.text(max_size=8),
        st.dates(),
        st.sampled_from(["second", "text", "1280x720", "0.10 USD", "documented", "manual", "never", "1000 tokens"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["from", "to", "step", "amount", "video", "source"]), inner, max_size=3),
    ),
    max_leaves=4,
)


def paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return (
        [path, *(one for key, value in inside for one in paths(value, (*path, key)))]
        if path
        else [one for key, value in inside for one in paths(value, (key,))]
    )


PATHS = paths(KNOWN.data)


def outcome(read: Callable[[], object]) -> str:
    """`a model`, or the place of the error."""
    try:
        read()
    except CatalogueError as error:
        return error.findings[0].place
    return "a model"


@given(st.sampled_from(PATHS), VALUES)
def test_any_field_may_hold_anything(path: tuple[Any, ...], value: Any) -> None:
    data = deepcopy(dict(KNOWN.data))
    holder: Any = data
    for key in path[:-1]:
        holder = holder[key]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    written = type(KNOWN)(KNOWN.model, data, KNOWN.files)
    assert outcome(lambda: model_of(written)).startswith(("a model", "tiny.toml"))


@given(st.text(max_size=60))
def test_any_text_is_a_model_or_one_error(text: str) -> None:
    assert outcome(lambda: in_text(text, "any.toml")).startswith(("a model", "any.toml"))
