"""The page of providers is what the catalogue, the exchanges and the tests say today."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from longtake.generation.providers import PROVIDERS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_providers", DOCS / "write_providers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


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
    lists = [path.read_text() for path in (ROOT / "tests" / "conformance").glob("*.txt")]
    names = {line.partition("==")[0].partition("[")[0] for text in lists for line in text.splitlines() if "==" in line}
    assert names - told <= {"httpx"}
