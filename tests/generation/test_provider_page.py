"""The page of providers is what the catalogue, the exchanges and the tests say today."""

from __future__ import annotations

from types import ModuleType

import pytest

from longtake.generation.providers import PROVIDERS
from pages import DOCS, page_writer


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return page_writer("write_providers", monkeypatch)


def test_the_page_is_what_is_known_today(writer: ModuleType) -> None:
    assert (DOCS / "providers.md").read_text("utf-8") == writer.page(), "run docs/write_providers.py"


def test_every_provider_is_told_with_what_was_checked(writer: ModuleType) -> None:
    page = writer.page()
    for name in PROVIDERS:
        part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert "written exchanges" in part, f"{name} has no folder in fixtures/wire that is its own"
        assert "- checked: contract" in part
        assert "live: none" in part
        assert "- a lost order: " in part


def test_every_client_that_the_tests_install_is_told(writer: ModuleType) -> None:
    told = set(writer._CLIENTS)
    lists = [path.read_text() for path in (DOCS.parent / "tests" / "conformance").glob("*.txt")]
    names = {line.partition("==")[0].partition("[")[0] for text in lists for line in text.splitlines() if "==" in line}
    assert names - told <= {"httpx"}
