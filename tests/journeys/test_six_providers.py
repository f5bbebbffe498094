"""A film of twelve shots over six providers is finished with one that nobody reaches, one that throttles, one that
refuses a shot; a second make asks nobody."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from films import SMALL

import longtake
from longtake.emulator import Emulator, Fault, environment

pytestmark = pytest.mark.long

SPEED = 400
TEXT = """
storyboard: 1
title: Six providers
frame: {size: 320x180, rate: 24}
route: {final: [kling-3.0, seedance-2.0], max_price: 5 USD}
scenes:
  - id: film
    shots:
      - {action: a tram crosses a square, for: 2s, model: [fal-pika-2.2, kling-3.0]}
      - {action: a dog waits, for: 2s, model: [fal-pika-2.2, runway-gen4.5]}
      - {action: a door opens, for: 2s, model: [runway-gen4.5, kling-3.0]}
      - {action: a lamp goes on, for: 2s, model: [runway-gen4.5, kling-3.0]}
      - {action: a hand turns a key, for: 2s, model: [seedance-2.0, kling-3.0]}
      - {action: rain on a window, for: 2s, model: [seedance-2.0, kling-3.0]}
      - {action: a cup falls, for: 2s, model: [veo-3.1-fast, kling-3.0]}
      - {action: it breaks, for: 2s, model: [veo-3.1-fast, kling-3.0], join: continue}
      - {action: dust settles, for: 2s, model: [vertex-veo-3.1-fast, runway-gen4.5]}
      - {action: a cat jumps, for: 2s, model: [vertex-veo-3.1-fast, runway-gen4.5]}
      - {action: night falls, for: 2s}
      - {action: the square is empty, for: 2s, join: dissolve 0.5s}
"""
MAKERS = {
    "film.1": "kling-3.0 of kling",
    "film.2": "runway-gen4.5 of runway",  # fal is out of reach
    "film.3": "runway-gen4.5 of runway",
    "film.4": "runway-gen4.5 of runway",
    "film.5": "seedance-2.0 of ark",
    "film.6": "seedance-2.0 of ark",  # Ark throttles
    "film.7": "kling-3.0 of kling",
    "film.8": "veo-3.1-fast of google",  # Veo refuses the first
    "film.9": "vertex-veo-3.1-fast of vertex",
    "film.10": "vertex-veo-3.1-fast of vertex",
    "film.11": "kling-3.0 of kling",
    "film.12": "kling-3.0 of kling",
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """Six providers: fal stands where nobody answers."""
    emulator = Emulator(speed=SPEED)
    emulator.studio.faults.add(Fault("throttled", provider="ark", on="create", times=2, retry_after="2"))
    emulator.studio.faults.add(Fault("refused", provider="gemini", on="create"))
    with pytest.MonkeyPatch.context() as patch, emulator.running() as address, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/fal"
        for name, value in {**environment(address, SPEED), "LONGTAKE_FAL_URL": nowhere}.items():
            patch.setenv(name, value)
        yield emulator


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("six")
    (folder / "film.yaml").write_text(TEXT)
    return folder


@pytest.fixture(scope="module")
def made(emulator: Emulator, folder: Path) -> longtake.Package:
    return longtake.make(folder / "film.yaml", folder / "out", workspace=folder / "space", **SMALL)


def shots(package: longtake.Package) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(package.manifest.read_text())["shots"]
    return found


def test_the_film_is_whole_and_the_manifest_says_who_made_what_instead_of_whom(made: longtake.Package) -> None:
    assert (made.exit_code, made.missing, made.frames) == (0, (), 12 * 48)
    assert {shot["shot"]: shot["made_by"] for shot in shots(made)} == MAKERS
    passed = {
        shot["shot"]: (one["model"], one["by"]) for shot in shots(made) for one in shot["take"].get("instead_of", ())
    }
    assert passed == {
        "film.1": ("fal-pika-2.2", "transient"),
        "film.2": ("fal-pika-2.2", "transient"),
        "film.7": ("veo-3.1-fast", "refusal"),
    }


def test_the_report_says_why(made: longtake.Package) -> None:
    told = made.report.read_text()
    assert "kling-3.0, since veo-3.1-fast refused it: google: The prompt could not be submitted" in told
    assert "kling-3.0, since fal-pika-2.2 gave no take" in told


def test_each_take_was_paid_once_and_another_make_asks_nobody(
    made: longtake.Package, emulator: Emulator, folder: Path
) -> None:
    charges = Counter(charge.provider for charge in emulator.studio.bill())
    assert charges == {"kling": 4, "runway": 3, "ark": 2, "google": 1, "vertex": 2}
    calls = len(emulator.studio.calls)
    again = longtake.make(folder / "film.yaml", folder / "out", workspace=folder / "space", **SMALL)
    assert (again.reused, len(emulator.studio.calls)) == (True, calls)
