"""The page of delivery is what is verified and tested today."""

from __future__ import annotations

from types import ModuleType

import pytest

from longtake.packaging.verifying import OTHER_RULES, RULES
from pages import DOCS, page_writer


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return page_writer("write_delivery", monkeypatch)


def test_the_page_is_what_is_known_today(writer: ModuleType) -> None:
    assert (DOCS / "delivery.md").read_text("utf-8") == writer.page(), "run docs/write_delivery.py"


def test_every_rule_that_is_verified_is_told(writer: ModuleType) -> None:
    page = writer.page()
    for number in {*(rule.number for rule in RULES), *OTHER_RULES}:
        assert f"| {number} |" in page


def test_every_rule_is_told_once(writer: ModuleType) -> None:
    numbers = [
        line.split(" | ")[0] for line in writer.page().splitlines() if line.startswith("| ") and line[3].isdigit()
    ]
    assert len(numbers) > 90
    assert len(numbers) == len(set(numbers))


def test_a_test_that_is_not_there_is_refused(writer: ModuleType) -> None:
    with pytest.raises(ValueError, match="there is no test test_of_nothing"):
        writer.Row("H01", "M", "", ("test_of_nothing",)).met()


@pytest.mark.parametrize(("number", "apart"), [("Z99", ""), ("H01", "it is not for us")], ids=["nothing", "both"])
def test_a_rule_is_either_shown_or_does_not_apply(number: str, apart: str, writer: ModuleType) -> None:
    with pytest.raises(ValueError, match="either name what shows it, or say in `apart` why it does not apply"):
        writer.Row(number, "M", "", apart=apart).met()


def test_a_rule_that_is_verified_and_not_told_is_refused(writer: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"A11, .*verified, and not in delivery\.toml"):
        writer._own({})
