"""The page of prompts is what the compiler writes today."""

from __future__ import annotations

from types import ModuleType

import pytest

from pages import DOCS, page_writer


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return page_writer("write_prompts", monkeypatch)


def test_the_page_is_what_the_compiler_writes(writer: ModuleType) -> None:
    assert (DOCS / "prompts.md").read_text("utf-8") == writer.page(), "run docs/write_prompts.py"
