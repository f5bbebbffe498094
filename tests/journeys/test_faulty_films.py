"""Films for which providers send everything but a good take: each is told with shot, provider and what to do next, the
other shots go on, and nothing is paid twice for it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from films import SMALL
from market import Market, market

import longtake
from longtake.errors import LedgerError
from longtake.generation.download import DOWNLOAD, Downloads
from longtake.ledger import Ledger
from longtake.pipeline import taking

AGAIN, CONSOLE = "run the same command again", "the take is paid for: fetch it in the provider's console"
FAULTS: Mapping[str, tuple[str, str]] = {
    "take-html": ("kling: the take's address holds text/html and no video", AGAIN),
    "take-json": ("kling: the take's address holds application/json and no video", AGAIN),
    "take-nothing": ("kling: the take's address holds no bytes at all", AGAIN),
    "take-damaged": ("kling: the take cannot be decoded", AGAIN),
    "take-endless": ("at most 8000000 are taken", CONSOLE),
    "redirect-private": ("http://169.254.169.254/latest/meta-data/ is not asked", CONSOLE),
    "take-no-pictures": ("it holds neither pictures nor sound", AGAIN),
    "take-short": ("the take lasts 1.5 s; 3 s were asked for, and the film shows 2.25 s", "longtake make --again"),
    "dead-link": ("kling: the take's address is gone (HTTP 404)", AGAIN),
    "job-refused": ("kling: Failure to pass the risk control system", "write the shot in other words"),
    "job-failed-billed": ("it cost 0.252 USD", "buy it anew with --again SHOT"),
    "invalid": ("kling: Invalid parameter (1201)", "change what the message names"),
    "model": ("kling: The requested resource does not exist (1203)", "change what the message names"),
}
"""For each fault what is told of the take that is missing, and what is to be done."""
CONFORMED = ("take-wrong-size", "take-wrong-rate", "take-no-sound")


small_downloads = partial(Downloads, limits=replace(DOWNLOAD, most_bytes=8_000_000))


def storyboard(folder: Path, words: list[str]) -> Path:
    shots = "".join(f"      - {{action: 'a tram crosses [{word}]', for: 2s}}\n" for word in words)
    head = "storyboard: 1\ntitle: Faults\nframe: {size: 320x180, rate: 24}\nroute: {final: kling-3.0}\n"
    path = folder / "film.yaml"
    path.write_text(f"{head}budget: 50 USD\nscenes:\n  - id: film\n    shots:\n{shots}")
    return path


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Any:
    with market() as made:
        monkeypatch.setattr(taking, "Downloads", small_downloads)
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def make(path: Path, **options: Any) -> longtake.Package:
    return longtake.make(path, path.parent / "out", workspace=path.parent / "space", **{**SMALL, **options})


def shots_of(package: longtake.Package) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(package.manifest.read_text())["shots"]
    return told


@pytest.mark.proof
@pytest.mark.long
def test_each_fault_is_told_with_its_shot_and_the_other_shots_go_on(place: Market, tmp_path: Path) -> None:
    path = storyboard(tmp_path, [*FAULTS, *CONFORMED, "good"])
    package = make(path)
    told = {str(error).partition(": ")[0]: str(error) for error in package.missing}
    names = [f"shot film.{number}" for number in range(1, len(FAULTS) + 1)]
    assert sorted(told) == sorted(names)
    for name, (why, step) in zip(names, FAULTS.values(), strict=True):
        assert "kling" in told[name]
        assert why in told[name]
        assert step in told[name].splitlines()[1]
    drawn = [shot["made_by"] == "longtake" for shot in shots_of(package)]
    assert drawn == [True] * len(FAULTS) + [False] * (len(CONFORMED) + 1)
    assert package.exit_code == 1
    assert not list((tmp_path / "space" / "takes").rglob("*.part"))


def test_a_key_that_is_not_taken_and_a_balance_that_is_spent_end_their_providers_alone(
    place: Market, tmp_path: Path
) -> None:
    path = storyboard(tmp_path, ["good"])
    others = ["seedance-2.0}", "runway-gen4.5}"]
    words = ["a tram stops [key]", "a tram crosses [balance]"]
    shots = [f"{{action: '{action}', for: 2s, model: {model}" for action, model in zip(words, others, strict=True)]
    path.write_text(path.read_text().replace("kling-3.0}", "kling-3.0, max_price: 2 USD}"))
    path.write_text(path.read_text() + "".join(f"      - {shot}\n" for shot in shots))
    package = make(path)
    assert [shot["made_by"] for shot in shots_of(package)] == ["kling-3.0 of kling", "longtake", "longtake"]
    key, balance = map(str, package.missing)
    assert key.startswith("shot film.2: its take is missing, and an animatic stands in: ark: ")
    assert balance.startswith("shot film.3: its take is missing, and an animatic stands in: runway: ")
    assert package.exit_code == 4
    assert len(place.jobs) == 1


def damaged(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * 4000 + data[4100:])


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 999")


@pytest.mark.parametrize(
    ("spoil", "told"), [(damaged, "the ledger is damaged"), (newer, "is of version 999, and this longtake knows up to")]
)
def test_a_ledger_that_cannot_be_read_stops_a_make_before_anything_is_sent(
    spoil: Callable[[Path], None], told: str, place: Market, tmp_path: Path
) -> None:
    path = storyboard(tmp_path, ["good"])
    (tmp_path / "space").mkdir()
    ledger = tmp_path / "space" / "ledger.sqlite"
    Ledger.open(ledger).close()
    spoil(ledger)
    with pytest.raises(LedgerError, match=told) as caught:
        make(path)
    assert caught.value.findings[0].advice
    assert list((tmp_path / "space").glob("ledger.*.sqlite"))
    assert not place.jobs
