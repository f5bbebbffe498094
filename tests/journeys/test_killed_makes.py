"""A make that is killed or stopped in the midst of buying, and made again, is the film that it would have been."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from films import same_bytes
from market import Market, market

import longtake

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name != "posix", reason="kills")]

MODELS = {"key": "kling-3.0", "lookup": "seedance-2.0", "blind": "runway-gen4.5"}
TEXT = """
storyboard: 1
title: A tram
frame: {{size: 320x180, rate: 24}}
route: {{final: {model}, max_price: 1 USD}}
budget: 20 USD
scenes:
  - id: film
    shots:
      - {{action: a tram crosses a square, for: 2s}}
      - {{action: it stops, for: 2s, join: dissolve 0.5s}}
      - {{action: doors open, for: 2s}}
"""


def make(place: Market, folder: Path, model: str) -> int:
    folder.mkdir(exist_ok=True)
    (folder / "film.yaml").write_text(TEXT.format(model=model))
    lines = ["--workspace", folder / "space", "--rungs", "180", "--preset", "ultrafast", "--workers", "1"]
    return place.run("make", folder / "film.yaml", "-o", folder / "out", *lines)


def settle(place: Market, space: Path) -> int:
    """Does for each unknown purchase what a person does who looks at the provider's list. How many there were."""
    unknown = [one.purchase for one in longtake.jobs(workspace=space) if one.needs_a_person]
    for one in unknown:
        job = next((job.id for job in place.jobs if job.asked.prompt == one.intent.request["prompt"]), None)
        if job is not None:
            longtake.adopt_job(one.id, job, workspace=space)
        else:
            longtake.abandon_job(one.id, "0 USD", workspace=space)
    return len(unknown)


@pytest.mark.parametrize("cls", list(MODELS))
def test_a_film_whose_make_was_killed_with_an_order_in_flight_has_the_same_bytes(cls: str, tmp_path: Path) -> None:
    with market() as place:
        assert make(place, tmp_path / "whole", MODELS[cls]) == 0
        place.emulator.studio.reset()
        place.ends_at = 2
        killed = tmp_path / "killed"
        assert make(place, killed, MODELS[cls]) == -9
        again = make(place, killed, MODELS[cls])
        unknown = settle(place, killed / "space")
        assert (again, bool(unknown)) == ((1, True) if cls == "blind" else (0, False))
        if unknown:
            assert make(place, killed, MODELS[cls]) == 0
        words = [job.asked.prompt for job in place.jobs]
        assert len(words) == len(set(words)) == 3
    assert same_bytes(killed / "out") == same_bytes(tmp_path / "whole" / "out")


@pytest.mark.parametrize("times", [1, 2])
def test_a_film_whose_make_was_stopped_with_an_order_in_flight_has_the_same_bytes(times: int, tmp_path: Path) -> None:
    with market() as place:
        assert make(place, tmp_path / "whole", MODELS["key"]) == 0
        place.emulator.studio.reset()
        place.ends_at, place.signals = 2, (signal.SIGINT,) * times
        stopped = tmp_path / "stopped"
        assert make(place, stopped, MODELS["key"]) == 130
        assert not (stopped / "out" / "film.mp4").exists()
        assert make(place, stopped, MODELS["key"]) == 0
        words = [job.asked.prompt for job in place.jobs]
        assert len(words) == len(set(words)) == 3
    assert same_bytes(stopped / "out") == same_bytes(tmp_path / "whole" / "out")
