"""A stand-in for the library: the commands call these instead of making films."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import longtake
from longtake.cli.app import app
from longtake.media import Size

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs `longtake …` in this process; standard output is no terminal."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], prog_name="longtake")


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]:
    """`library("make", fake)` puts `fake` in the place of `longtake.make` and returns the list of its calls."""

    def put(name: str, fake: Callable[..., Any]) -> list[tuple[Any, ...]]:
        calls: list[tuple[Any, ...]] = []

        def stand_in(*given: Any, **named: Any) -> Any:
            calls.append((given, named))
            return fake(*given, **named)

        monkeypatch.setitem(vars(longtake), name, stand_in)
        return calls

    return put


@pytest.fixture
def package(tmp_path: Path) -> SimpleNamespace:
    """What a make of a film of 12 s returns."""
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(12_345))
    return SimpleNamespace(
        folder=tmp_path,
        film=film,
        playlist=tmp_path / "hls/main.m3u8",
        manifest=tmp_path / "manifest.json",
        report=tmp_path / "report.html",
        title="Meet Aurora",
        frames=288,
        seconds=Fraction(12),
        rungs=(SimpleNamespace(size=Size(1280, 720)), SimpleNamespace(size=Size(960, 540))),
        reused=False,
        loudness="-16.0 LUFS · range 6.0 LU · peaks -2.0 dBTP",
        worst_seam=None,
        verified=57,
        further=(),
        notices=(),
        missing=(),
        is_emulated=False,
        exit_code=0,
        price="0.00 USD",
        is_price_most=False,
        is_paid_before=False,
        elapsed=Fraction(31),
    )
