"""Whatever is sent, something is answered: odd orders are refused in the provider's own words."""

from __future__ import annotations

from typing import Any

import pytest
from emulator_bench import Bench, exchange
from hypothesis import given
from hypothesis import strategies as st

_CREATES = [
    ("ark", "create-frames"),
    ("fal", "create-frames"),
    ("gemini", "create-references"),
    ("kling", "create-frames"),
    ("kling", "legacy-create-frames"),
    ("omni", "create-frames"),
    ("runway", "create-frames"),
    ("vertex", "create-frames"),
]
_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body, the whole of it first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in inner for deeper in places(item, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


@pytest.mark.parametrize(("folder", "name"), _CREATES)
@given(data=st.data())
def test_an_odd_order_is_taken_or_refused(folder: str, name: str, data: st.DataObject) -> None:
    bench, written = Bench(), exchange(folder, name)
    body = written.request["body"]
    place = data.draw(st.sampled_from(places(body)))
    odd = replaced(body, place, data.draw(_ODD))
    prefix = "gemini" if folder == "omni" else folder
    reply, _ = bench.call("POST", f"/{prefix}{written.request['path']}", odd, written.request["headers"])
    assert reply.status in (200, 400, 422)
    assert len(bench.studio.jobs()) == (reply.status == 200)


@pytest.mark.parametrize("query", ["page_size=x", "page_num=0", "page_size=-1"])
def test_an_odd_page_of_a_list_is_refused(bench: Bench, query: str) -> None:
    head = {"authorization": "Bearer k"}
    assert bench.call("GET", f"/ark/api/v3/contents/generations/tasks?{query}", None, head)[0].status == 400


@pytest.mark.parametrize(
    "fault", [{"retry_after": "soon"}, {"times": 0}, {"skip": -1}, {"milliseconds": -5}, {"times": True}]
)
def test_an_odd_fault_is_refused(bench: Bench, fault: dict[str, Any]) -> None:
    assert bench.call("POST", "/_emulator/faults", {"kind": "throttled", **fault})[0].status == 400
