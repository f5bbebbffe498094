"""Writes delivery.md: every rule that a finished film is held to, and how it meets it.

.venv/bin/python docs/write_delivery.py
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from longtake.packaging.verifying import OTHER_RULES, RULES

HERE = Path(__file__).parent
PAGE = HERE / "delivery.md"
_DATA = HERE / "delivery.toml"
_TESTS = HERE.parent / "tests"


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of `delivery.toml`. apart: why it does not apply; "" where it does."""

    number: str
    mark: str
    asks: str
    tests: tuple[str, ...] = ()
    note: str = ""
    apart: str = ""

    def met(self) -> str:
        """How, in a cell. Raises ValueError where nothing shows it."""
        shown = [*_verified(self.number), *(_linked(test) for test in self.tests)]
        if bool(shown) == bool(self.apart):
            raise ValueError(f"{self.number}: either name what shows it, or say in `apart` why it does not apply")
        if self.apart:
            return f"Does not apply. {self.apart}"
        return " · ".join(shown) + (f"<br>{self.note}" if self.note else "")


def page() -> str:
    """The whole page. Raises ValueError for a rule that nothing shows, one that is not told, and a test that is not
    there."""
    parts = parts_of(tomllib.loads(_DATA.read_text("utf-8")))
    return "\n\n".join([_head(), *(_part(title, rows) for title, rows in parts.items())]) + "\n" + _own(parts)


def parts_of(told: Mapping[str, list[Mapping[str, object]]]) -> dict[str, list[Row]]:
    """The rows of each part, by its title."""
    return {str(part["title"]): [_row(row) for row in part["rules"]] for part in told["part"]}  # type: ignore[attr-defined]


def _row(told: Mapping[str, object]) -> Row:
    fields = dict(told) | {"tests": tuple(told.get("tests", ()))}  # type: ignore[call-overload]
    return Row(**fields)  # type: ignore[arg-type]


def _head() -> str:
    return """\
# Delivery

Every rule that a finished film is held to, by number, and how it meets it. Nothing here was written by hand:
`docs/write_delivery.py` writes this page from `docs/delivery.toml`, the rules of `longtake verify` and the names of the
tests, and a test holds them together.

- **mark**: M, the source says must; S, should; P, common practice; X, found by experiment. The sources are RFC 8216 and
  its successor, Apple's authoring specification, CMAF, the guidelines of DASH-IF, EBU R 128 and the norms for captions.
  –: a norm that marks nothing.
- **verify**: `longtake verify` checks it, by a reading of its own, and so does every make before its film is published
  ([0057](decisions/0057-a-film-is-verified-before-it-takes-its-place.md)).
- The rest is shown by the tests that are named."""


def _part(title: str, rows: list[Row]) -> str:
    lines = [f"| {row.number} | {row.mark} | {row.asks} | {row.met()} |" for row in rows]
    return "\n".join([f"## {title}", "", "| rule | mark | asks | how it is met |", "|---|---|---|---|", *lines])


def _own(parts: Mapping[str, list[Row]]) -> str:
    """What is verified beyond the list."""
    listed = {row.number for rows in parts.values() for row in rows}
    own = [rule for rule in RULES if rule.number not in listed]
    if untold := set(OTHER_RULES) - listed:
        raise ValueError(f"{', '.join(sorted(untold))}: verified, and not in delivery.toml")
    if not own:
        return ""
    words = "Further things that `longtake verify` checks, by numbers of its own."
    lines = [f"| {rule.number} | {rule.asks} |" for rule in own]
    return "\n".join(["", "## Beyond these", "", words, "", "| rule | asks |", "|---|---|", *lines, ""])


def _verified(number: str) -> Iterator[str]:
    """Rules that are checked while reading have no words of their own."""
    asked = [rule.asks for rule in RULES if rule.number == number]
    if asked or number in OTHER_RULES:
        yield f"verify: {'; '.join(asked)}" if asked else "verify"


def _linked(test: str) -> str:
    path = _tests().get(test)
    if path is None:
        raise ValueError(f"there is no test {test}")
    return f"[`{test.removeprefix('test_')}`](../tests/{path})"


@cache
def _tests() -> dict[str, str]:
    """The file of each test, from the folder of tests."""
    found = {}
    for path in sorted(_TESTS.rglob("test_*.py")):
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE):
            found[name] = path.relative_to(_TESTS).as_posix()
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
