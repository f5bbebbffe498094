"""Avatars that speak what the film's own voices say: what is given to them is what is heard, once."""

from __future__ import annotations

import asyncio
import io
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import longtake
from longtake.errors import OperatorError
from longtake.generation.commission import CommissionInput
from longtake.ledger import Ledger, Purchase
from longtake.libav.sound import SoundReader
from longtake.media import SAMPLE_RATE
from longtake.pipeline.giving import check_given
from longtake.pipeline.inputs import FilmInputs
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import PlanWish, plan_of_storyboard
from longtake.pipeline.voice_bill import VoiceBill
from longtake.store import open_workspace

FILM = """
storyboard: 1
title: A word of welcome
frame: {size: 160x90, rate: 25}
narrator: {voice: elevenlabs/rachel}
cast:
  mara: {is: a woman, reference: mara.png, voice: openai/nova}
route: {final: [fal-omnihuman-1.5], max_price: 4 USD}
sound: {loudness: off}
scenes:
  - id: garden
    narration: It befell in the month of May.
    shots: [{action: a garden, image: mara.png}]
  - id: hall
    narration: Queen Guenever called unto her knights of the Table Round.
    shots: [{avatar: mara, for: 2s}, {avatar: mara, join: dissolve 0.4s}]
  - id: gate
    shots: [{avatar: mara, says: [They rode into the woods., "%s"]}]
"""
LAST = "And all were clad in green."


def made(folder: Path, last: str = LAST) -> longtake.Package:
    (folder / "film.yaml").write_text(FILM % last)
    space = folder / "space"
    return longtake.make(
        folder / "film.yaml", folder / "out", workspace=space, emulate=400, rungs=[90], preset="ultrafast", workers=1
    )


def purchases(folder: Path) -> tuple[Purchase, ...]:
    with Ledger.open(open_workspace(folder / "space").ledger) as ledger:
        return ledger.purchases(film="A word of welcome", realm="emulated")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, longtake.Package]:
    folder = tmp_path_factory.mktemp("welcome")
    Image.new("RGB", (640, 640), (90, 60, 30)).save(folder / "mara.png")
    return folder, made(folder)


def heard(path: Path) -> NDArray[np.float32]:
    """Both channels as one, at 48 kHz."""
    reader = SoundReader(path)
    try:
        return reader.window(0, 13 * SAMPLE_RATE).mean(axis=0)
    finally:
        reader.close()


def given(planned: PlannedFilm, shot: int) -> NDArray[np.float32]:
    """The sound that the shot's take is made from, as it was uploaded."""
    segment = planned.plan.shots[shot].segment
    assert segment is not None
    (one,) = (one for one in segment.inputs if one.role == "audio")
    lasts = int(segment.seconds * SAMPLE_RATE)
    wanted = CommissionInput("audio", start=one.start, samples=one.samples, lines=one.lines, lasts=lasts)
    asset = asyncio.run(FilmInputs(planned).asset(wanted, None))
    with wave.open(io.BytesIO(asset.content)) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return frames.reshape(-1, 2).mean(axis=1).astype(np.float32) / 32768


def lag_and_gain(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[int, float, float]:
    """By how many samples the first comes after the second, how much louder it is, and what of it is left besides."""
    size = 2 ** int(np.ceil(np.log2(len(one) + len(other))))
    both = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    lag = int(np.argmax(both))
    lag = lag - size if lag > size // 2 else lag
    moved = np.roll(one, -lag)
    gain = float(moved @ other / (other @ other))
    left = moved - gain * other
    return lag, gain, float(np.sqrt((left @ left) / (moved @ moved)))


def test_every_take_is_there_and_as_long_as_the_sound_that_was_given(film: tuple[Path, longtake.Package]) -> None:
    folder, package = film
    assert (package.exit_code, package.missing, package.frames) == (0, (), 303)
    bought = purchases(folder)
    assert sorted(one.intent.kind for one in bought) == ["clip"] * 3 + ["speech"] * 4
    assert {one.state for one in bought} == {"verified"}
    assert not [notice for notice in package.notices if "its take lasts" in notice]  # a take of another length is told


def test_what_is_given_to_each_take_is_what_is_heard_in_the_film_once(film: tuple[Path, longtake.Package]) -> None:
    folder, package = film
    space = open_workspace(folder / "space")
    planned = plan_of_storyboard(folder / "film.yaml", space, 1, lambda _: None, wish=PlanWish(realm="emulated"))
    sound = heard(package.film)
    for number in (1, 2, 3):
        shot, sent = planned.plan.shots[number], given(planned, number)
        rate = planned.plan.rate
        before, shown = rate.samples(shot.visible.start), rate.samples(shot.frames)
        first = rate.samples(shot.start)
        lag, gain, left = lag_and_gain(sound[first : first + shown], sent[before : before + shown])
        assert lag == 0
        assert gain == pytest.approx(1, abs=0.001)
        assert left < 0.01  # neither the take's own sound nor a second voice


def test_no_take_is_paid_for_that_is_made_from_what_an_emulator_said(film: tuple[Path, longtake.Package]) -> None:
    folder, _ = film
    space, wish = open_workspace(folder / "space"), PlanWish(realm="emulated")
    planned = plan_of_storyboard(folder / "film.yaml", space, 1, lambda _: None, wish=wish)
    voices = VoiceBill(planned.plan.quote.total, is_emulated=True, is_new=False)
    check_given(replace(planned, voices=voices), "emulated")
    with pytest.raises(OperatorError, match=r"shot hall\.1: its take is made from speech, which an emulator said"):
        check_given(replace(planned, voices=voices), "live")


def test_made_again_nothing_is_bought_again(film: tuple[Path, longtake.Package]) -> None:
    folder, _ = film
    before = len(purchases(folder))
    assert made(folder).reused
    assert len(purchases(folder)) == before


def test_another_line_is_spoken_and_its_take_bought_and_no_other(film: tuple[Path, longtake.Package]) -> None:
    folder, _ = film
    known = {one.id for one in purchases(folder)}
    made(folder, "And all were clad in blue.")
    new = [one.intent for one in purchases(folder) if one.id not in known]
    assert sorted((one.kind, one.shot.partition(".")[0]) for one in new if one.kind == "clip") == [("clip", "gate")]
    assert sorted(one.kind for one in new) == ["clip", "speech"]
