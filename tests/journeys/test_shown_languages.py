"""A film that is shown in two languages: what differs is made twice, all else once."""

from __future__ import annotations

import asyncio
import io
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from films import encoding, lumas
from numpy.typing import NDArray
from PIL import Image
from recordings import two_tongues, write_recording

import longtake
from longtake.generation.commission import CommissionInput
from longtake.ledger import Ledger
from longtake.libav.sound import SoundReader
from longtake.media import SAMPLE_RATE, Digest, ladder_for
from longtake.pipeline.inputs import FilmInputs
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import PlanWish, plan_of_storyboard
from longtake.store import open_workspace

SHOTS = """
      {clip: a.mp4, trim: 1s..7s, sound: off, title: {text: Hello, style: corner, at: 3s, for: 1s}},
      {clip: a.mp4, trim: 2s..4s, sound: off, title: {text: Aurora, style: corner, for: 1s}}
"""
FILM = two_tongues(SHOTS, size="160x90", head="language: es\nlanguages: [de]")
WORDS = "en,de\nGood day.,Guten Tag.\nHello,Hallo\nAurora,Aurora\nIt befell in May.,Es geschah im Mai.\n"


@pytest.fixture(scope="module")
def folder(made_clips: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of a film that was made in its own language."""
    folder = tmp_path_factory.mktemp("shown")
    for name, seconds in (("en.wav", 2), ("de.wav", 2.5)):
        write_recording(folder / name, 4000 * np.sin(np.arange(int(SAMPLE_RATE * seconds)) / 20))
    (folder / "a.mp4").write_bytes((made_clips / "long.mp4").read_bytes())
    (folder / "words.csv").write_text(WORDS.replace("en,", "es,"), "utf-8")
    (folder / "film.yaml").write_text(FILM, "utf-8")
    made(folder, "out")
    return folder


def made(folder: Path, out: str, language: str | None = None, captions: str = "on") -> tuple[longtake.Package, int]:
    """The film, and how many spans were encoded for it."""
    options = {"workspace": folder / "space", "workers": 1, "rungs": [90], "language": language, "captions": captions}
    return encoding(folder / "film.yaml", folder / out, **options)[:2]


def job(folder: Path, language: str | None) -> Job:
    planned = longtake.plan(folder / "film.yaml", workspace=folder / "space", language=language)
    return job_of(planned, ladder_for(planned.plan.size, planned.plan.rate, short_sides=[90]))


@pytest.fixture(scope="module")
def german(folder: Path) -> tuple[longtake.Package, int]:
    return made(folder, "out-de", "de")


def test_only_spans_under_a_title_of_other_words_are_encoded(
    folder: Path, german: tuple[longtake.Package, int]
) -> None:
    own, shown = job(folder, None), job(folder, "de")
    differing = [
        n for n, keys in enumerate(zip(own.span_keys[0], shown.span_keys[0], strict=True)) if len(set(keys)) > 1
    ]
    covered = [n for n, span in enumerate(shown.spans) if span.start < 4 * 24 and span.start + span.frames > 3 * 24]
    assert differing == covered
    assert german[1] == len(covered) < len(shown.spans)


def test_another_title_is_seen_and_no_other_frame_differs(folder: Path, german: tuple[longtake.Package, int]) -> None:
    pairs = zip(lumas(folder / "out" / "film.mp4"), lumas(german[0].film), strict=True)
    differing = [number for number, (one, other) in enumerate(pairs) if (np.abs(one.astype(int) - other) > 60).any()]
    assert differing
    assert 3 * 24 <= min(differing) <= max(differing) < 4 * 24


def test_the_language_that_is_shown_is_heard_and_read_first(german: tuple[longtake.Package, int]) -> None:
    package, _ = german
    with av.open(str(package.film)) as opened:
        assert [stream.language for stream in opened.streams.audio] == ["deu", "spa"]
        assert [stream.language for stream in opened.streams.subtitles] == ["deu", "spa"]
    playlist = (package.folder / "hls" / "main.m3u8").read_text("utf-8")
    (default,) = (line for line in playlist.splitlines() if "TYPE=AUDIO" in line and "DEFAULT=YES" in line)
    assert 'LANGUAGE="de"' in default
    assert longtake.verify(package.folder).is_good


def test_captions_are_burned_in_the_language_that_is_shown(folder: Path) -> None:
    _, anew = made(folder, "out-burned", "de", captions="burned")
    assert 1 <= anew <= 3  # those in which somebody speaks
    planned = longtake.plan(folder / "film.yaml", workspace=folder / "space", language="de")
    told = [path.name for path in (folder / "out-burned").glob("film.*.vtt")]
    assert (planned.plan.language, sorted(told)) == ("de", ["film.de.vtt", "film.es.vtt"])
    with av.open(str(folder / "out-burned" / "film.mp4")) as opened:
        assert [stream.language for stream in opened.streams.subtitles] == ["spa"]


def test_a_plan_has_its_language_already(folder: Path) -> None:
    planned = longtake.plan(folder / "film.yaml", workspace=folder / "space", language="de")
    with pytest.raises(longtake.LongtakeError, match="a plan has its language already"):
        longtake.make(planned, folder / "never", workspace=folder / "space", language="de")


SPOKEN = """
storyboard: 1
title: A word of welcome
frame: {size: 160x90, rate: 25}
languages: [de]
translations: words.csv
narrator: {voice: openai/nova, voices: {de: elevenlabs/rachel}, max_price: 1 USD}
cast: {mara: {is: a woman, reference: mara.png}}
route: {final: [fal-omnihuman-1.5, fal-kling-3.0-pro], max_price: 4 USD}
sound: {loudness: off}
scenes:
  - id: hall
    narration: It befell in May.
    shots: [{avatar: mara, for: 4s}]
  - {id: garden, shots: [{action: a garden, for: 5s}]}
  - id: gate
    narration: {text: Good day., file: en.wav, files: {de: de.wav}}
    shots: [{avatar: mara, for: 4s}]
"""


def bought(folder: Path) -> dict[Digest, str]:
    """What was bought, by its order: of which shot, or that it is speech."""
    with Ledger.open(open_workspace(folder / "space").ledger) as ledger:
        rows = ledger.purchases(film="A word of welcome", realm="emulated")
    return {one.intent.order: one.intent.shot if one.intent.kind == "clip" else one.intent.kind for one in rows}


def given(planned: PlannedFilm, number: int) -> NDArray[np.float32]:
    """What is heard of the sound that a shot's take is made from, as it is sent."""
    plan, segment = planned.plan, planned.plan.shots[number].segment
    assert segment is not None
    (one,) = (one for one in segment.inputs if one.role == "audio")
    wanted = CommissionInput(
        "audio", asset=one.asset or "", start=one.start, samples=one.samples, lines=one.lines, tempo=one.tempo,
        lasts=int(segment.seconds * SAMPLE_RATE),
    )  # fmt: skip
    asset = asyncio.run(FilmInputs(planned).asset(wanted, None))
    with wave.open(io.BytesIO(asset.content)) as file:
        sent = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2).mean(axis=1) / 32768
    before = plan.rate.samples(plan.shots[number].visible.start)
    return sent[before : before + plan.rate.samples(plan.shots[number].frames)].astype(np.float32)


def heard(package: longtake.Package, planned: PlannedFilm, number: int) -> NDArray[np.float32]:
    """What the film's first sound has while a shot shows."""
    shot, rate = planned.plan.shots[number], planned.plan.rate
    reader = SoundReader(package.film)
    try:
        return reader.window(rate.samples(shot.start), rate.samples(shot.frames)).mean(axis=0)
    finally:
        reader.close()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[longtake.Package, dict[Digest, str]]]]:
    """A film with lips, made in its own language and then in German; each with all that was bought by then."""
    folder = tmp_path_factory.mktemp("spoken")
    Image.new("RGB", (640, 640), (90, 60, 30)).save(folder / "mara.png")
    for name, seconds in (("en.wav", 3), ("de.wav", 4.2)):  # German has to hurry
        noise = np.random.Generator(np.random.PCG64(1)).standard_normal(int(SAMPLE_RATE * seconds))
        write_recording(folder / name, (3000 * np.convolve(noise, np.ones(32) / 8, "same")).clip(-32768, 32767))
    (folder / "words.csv").write_text(WORDS, "utf-8")
    (folder / "film.yaml").write_text(SPOKEN, "utf-8")
    films = []
    for language in (None, "de"):
        film = longtake.make(
            folder / "film.yaml", folder / f"out-{language}", workspace=folder / "space", emulate=400, rungs=[90],
            preset="ultrafast", workers=1, language=language,
        )  # fmt: skip
        films.append((film, bought(folder)))
    return folder, films


def test_only_lips_are_bought_for_a_language_that_is_shown(
    spoken: tuple[Path, list[tuple[longtake.Package, dict[Digest, str]]]],
) -> None:
    (own, before), (german, after) = spoken[1]
    assert (own.missing, german.missing) == ((), ())
    assert before.items() <= after.items()
    assert sorted(after[lips].partition(".")[0] for lips in set(after) - set(before)) == ["gate", "hall"]
    assert sorted(before.values()).count("speech") == 2  # one in each language, which is heard in both films


def test_lips_of_a_language_are_made_from_what_is_heard_in_it(
    spoken: tuple[Path, list[tuple[longtake.Package, dict[Digest, str]]]],
) -> None:
    folder, (_, (german, _)) = spoken
    wish = PlanWish(realm="emulated", language="de")
    planned = plan_of_storyboard(folder / "film.yaml", open_workspace(folder / "space"), 1, lambda _: None, wish=wish)
    segment = planned.plan.shots[2].segment
    assert segment is not None
    assert [one.tempo for one in segment.inputs if one.role == "audio"] == [Fraction(105, 100)]
    for number in (0, 2):
        one, other = heard(german, planned, number), given(planned, number)
        assert one @ other / np.sqrt((one @ one) * (other @ other)) > 0.99
