"""The table of rules and tests (`README.md`): every rule has a row, and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = (HERE / "README.md").read_text("utf-8")
RULES = [*(f"R{number}" for number in (*range(1, 9), 20, 21, 22)), *(f"F{number:02}" for number in range(1, 39))]


def test_every_rule_has_its_row_with_a_test() -> None:
    assert re.findall(r"^\| ([RF]\d+) \|.*`\S+::test_\w+` \|$", TABLE, re.MULTILINE) == RULES


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`([\w/.]+)::(test_\w+)`", TABLE))
    assert len(named) > len(RULES)
    written = {file: (HERE.parent / file).read_text("utf-8") for file, _ in named}
    assert [f"{file}::{name}" for file, name in sorted(named) if f"def {name}(" not in written[file]] == []
