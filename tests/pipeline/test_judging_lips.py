"""Lips of a film in two languages are judged language by language, also where both were rejected and bought again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from bought_films import books, buy, intent_for, write_film
from PIL import Image
from recordings import two_tongues, write_recording

import longtake
from longtake.ledger import Ledger, Purchase
from longtake.media import SAMPLE_RATE
from longtake.pipeline.planned_film import PlannedFilm

HEAD = """\
languages: [de]
cast: {mara: {is: a woman, reference: mara.png}}
route: {final: MODEL, max_price: 4 USD}"""
SHOT = "one.1"


@pytest.fixture(params=["fal-omnihuman-1.5", "replicate-omnihuman-1.5"], ids=["without a seed", "with a seed"])
def lips(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    Image.new("RGB", (640, 640), (90, 60, 30)).save(tmp_path / "mara.png")
    (tmp_path / "words.csv").write_text("en,de\nGood day.,Guten Tag.\n", "utf-8")
    for name, loudness in (("en.wav", 1000), ("de.wav", 2000)):
        write_recording(tmp_path / name, np.tile([loudness, -loudness], SAMPLE_RATE))
    head = HEAD.replace("MODEL", request.param)
    return write_film(tmp_path, text=two_tongues("{avatar: mara, for: 4s}", size="640x360", head=head))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with books() as opened:
        yield opened


def bought(ledger: Ledger, planned: PlannedFilm) -> Purchase:
    """What a make buys of the shot as it is planned."""
    segment = planned.shot(SHOT).segment
    assert segment
    return buy(ledger, intent_for(planned, SHOT, take=segment.take or 1))


def rejected(ledger: Ledger, lips: Path, language: str) -> None:
    """The first take of a language is bought and rejected."""
    bought(ledger, longtake.plan(lips, language=language))
    longtake.reject(lips, SHOT, note="too stiff", language=language)


def test_a_take_that_was_bought_again_is_judged_in_its_language_alone(lips: Path, ledger: Ledger) -> None:
    for language in ("en", "de"):
        rejected(ledger, lips, language)
    second = {language: bought(ledger, longtake.plan(lips, language=language)).id for language in ("en", "de")}
    for language in ("en", "de"):
        (said,) = longtake.approve(lips, SHOT, language=language)
        assert (said.purchase, said.number) == (second[language], 2)


def test_lips_that_were_not_bought_again_yet_show_their_own_first_take(lips: Path, ledger: Ledger) -> None:
    for language in ("en", "de"):
        rejected(ledger, lips, language)
    bought(ledger, longtake.plan(lips, language="de"))
    (said,) = longtake.reject(lips, SHOT, note="still too stiff", language="en")
    assert said.number == 1


def test_a_plan_from_before_a_rejection_shows_the_second_take_of_its_language(lips: Path, ledger: Ledger) -> None:
    before = longtake.plan(lips)
    for language in ("en", "de"):
        rejected(ledger, lips, language)
    second = bought(ledger, longtake.plan(lips))
    bought(ledger, longtake.plan(lips, language="de"))
    (said,) = longtake.approve(before, SHOT)
    assert said.purchase == second.id
