"""Scripts of docs/ that write pages, as modules, so that tests can hold a page to them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

__all__ = ["DOCS", "page_writer"]

DOCS = Path(__file__).parents[1] / "docs"


def page_writer(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script `docs/<name>.py`, fresh for this test."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module
