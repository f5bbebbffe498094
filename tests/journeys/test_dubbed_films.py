"""A film that is heard in two languages: one picture, two sounds, each where a player finds it; edits touch one."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from recordings import write_recording

import longtake
from longtake.media import SAMPLE_RATE, ladder_for
from longtake.pipeline.job import job_of

FILM = """
storyboard: 1
title: Two tongues
frame: {{size: 128x72, rate: 24}}
{head}
music: {{file: bed.wav, level: -30 dB, loop: on}}
scenes:
  - id: one
    narration: {{text: Good day., file: en.wav{german}}}
    shots: [{{action: dawn, for: 3s}}]
  - {{id: quiet, shots: [{{action: noon, for: 15s}}]}}
"""
WORDS = "en,de\nGood day.,Guten Tag.\n"
ENGLISH, GERMAN, BED = 440, 1760, 110


def tone(path: Path, hertz: int, seconds: float) -> None:
    samples = np.sin(2 * np.pi * hertz * np.arange(int(SAMPLE_RATE * seconds)) / SAMPLE_RATE)
    write_recording(path, 8000 * samples)


def made(folder: Path, *, is_dubbed: bool) -> longtake.Package:
    head, german = ("languages: [de]\ntranslations: words.csv", ", files: {de: de.wav}") if is_dubbed else ("", "")
    (folder / "film.yaml").write_text(FILM.format(head=head, german=german), "utf-8")
    return longtake.make(
        folder / "film.yaml", folder / "out", workspace=folder / "space", workers=1, preset="ultrafast", rungs=[72]
    )


def pictures(film: longtake.Package) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (film.folder / "hls" / "72p").iterdir()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tongues")
    tone(folder / "en.wav", ENGLISH, 2)
    tone(folder / "de.wav", GERMAN, 2.5)
    tone(folder / "bed.wav", BED, 8)
    (folder / "words.csv").write_text(WORDS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def film(folder: Path) -> tuple[longtake.Package, dict[str, bytes]]:
    """With two languages, and the pictures that it had when it was heard in one."""
    alone = pictures(made(folder, is_dubbed=False))
    return made(folder, is_dubbed=True), alone


def heard(film: longtake.Package, track: int) -> NDArray[np.float32]:
    with av.open(str(film.film)) as opened:
        return np.concatenate([frame.to_ndarray().mean(axis=0) for frame in opened.decode(audio=track)])


def loudest(sound: NDArray[np.float32], seconds: tuple[float, float]) -> int:
    """The frequency in Hz, to 10, that has most of a stretch."""
    first, end = (int(SAMPLE_RATE * second) for second in seconds)
    spectrum = np.abs(np.fft.rfft(sound[first:end]))
    return round(float(spectrum.argmax()) * SAMPLE_RATE / (end - first) / 10) * 10


def test_each_language_has_its_own_words_over_the_same_pictures(
    film: tuple[longtake.Package, dict[str, bytes]],
) -> None:
    package, alone = film
    assert pictures(package) == alone
    with av.open(str(package.film)) as opened:
        assert [stream.language for stream in opened.streams.audio] == ["eng", "deu"]
    own, german = heard(package, 0), heard(package, 1)
    assert (loudest(own, (0.5, 1.5)), loudest(german, (0.5, 1.5))) == (ENGLISH, GERMAN)
    assert loudest(german, (2.1, 2.4)) == GERMAN
    assert loudest(own, (2.1, 2.4)) == loudest(german, (8, 12)) == BED
    assert len(own) == len(german)


def test_a_film_in_two_languages_keeps_every_rule(film: tuple[longtake.Package, dict[str, bytes]]) -> None:
    assert longtake.verify(film[0].folder).is_good


def test_each_language_is_as_loud_as_the_film_should_be(film: tuple[longtake.Package, dict[str, bytes]]) -> None:
    package, _ = film
    told = json.loads(package.manifest.read_text("utf-8"))["sound"]
    assert abs(float(told["languages"]["de"]["integrated"]) + 16) <= 0.3
    assert "de" in json.loads((package.folder / "lock.json").read_text("utf-8"))["levels"]


def test_a_recording_has_captions_for_as_long_as_it_is_heard(
    film: tuple[longtake.Package, dict[str, bytes]],
) -> None:
    text = (film[0].folder / "film.de.vtt").read_text("utf-8")
    assert "00:00:00.000 --> 00:00:02.5" in text
    assert "Guten Tag." in text


def test_sound_without_words_is_one_for_all_languages(
    folder: Path, film: tuple[longtake.Package, dict[str, bytes]]
) -> None:
    planned = longtake.plan(folder / "film.yaml", workspace=folder / "space")
    own, german = job_of(planned, ladder_for(planned.plan.size, planned.plan.rate)).mixes
    assert [key for _, key in own[1:]] == [key for _, key in german[1:]]
    assert own[0][1] != german[0][1]


def test_made_again_it_is_the_same_film(folder: Path, film: tuple[longtake.Package, dict[str, bytes]]) -> None:
    assert made(folder, is_dubbed=True).reused
