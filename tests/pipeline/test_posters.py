"""Posters, thumbnails, waveform and contact sheet of a film that is made."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import longtake
from longtake.media import ladder_for
from longtake.pipeline.job import Job, job_of
from longtake.publishing import waveform_svg

STORY = """
storyboard: 1
title: Colours
frame: {size: 160x90, rate: 12}
POSTER
scenes:
  - id: plain
    shots:
      - {image: red.png, camera: static, for: 2s}
      - {image: green.png, camera: static, for: 2s, join: cut}
      - {image: blue.png, camera: static, for: 2s, join: cut}
"""
COLOURS = {"red": (200, 30, 30), "green": (30, 160, 30), "blue": (30, 30, 200)}


def story(folder: Path, poster: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for name, colour in COLOURS.items():
        Image.new("RGB", (160, 90), colour).save(folder / f"{name}.png")
    (folder / "story.yaml").write_text(STORY.replace("POSTER", poster))
    return folder / "story.yaml"


def made(folder: Path, poster: str = "", *, out: str = "out", posters: bool = False) -> Path:
    film = longtake.make(
        story(folder, poster),
        folder / out,
        workspace=folder / "space",
        rungs=(90,),
        preset="ultrafast",
        workers=1,
        posters=posters,
    )
    return film.folder


def job(story: Path) -> Job:
    planned = longtake.plan(story, workspace=story.parent / "space")
    return job_of(planned, ladder_for(planned.plan.size, planned.plan.rate, short_sides=(90,), preset="ultrafast"))


def colour(picture: Image.Image, left: int, top: int) -> str:
    """The name of what is nearest to a pixel."""
    seen = np.array(picture.convert("RGB").getpixel((left, top)), float)
    return min(COLOURS, key=lambda name: float(np.abs(seen - COLOURS[name]).sum()))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("posters") / "film", posters=True)


def test_each_tile_shows_its_time(film: Path) -> None:
    (sheet,) = film.glob("hls/thumbnails/*.jpg")
    with Image.open(sheet) as picture:
        seen = [colour(picture, tile % 5 * 160 + 80, tile // 5 * 90 + 45) for tile in range(25)]
        assert picture.size == (800, 450)
        assert np.abs(np.array(picture.getpixel((80, 45))) - COLOURS["red"]).max() <= 6
    changes = [seen[at] for at in range(25) if at == 0 or seen[at] != seen[at - 1]]
    assert changes == ["red", "green", "blue"]
    assert all(6 <= seen.count(name) <= 10 for name in COLOURS)  # the nearest picture is half a second away at most


def test_its_contact_sheet_has_every_shot(film: Path) -> None:
    with Image.open(film / "contact-sheet.jpg") as sheet:
        assert [colour(sheet, 6 + 246 * number + 120, 70) for number in range(3)] == ["red", "green", "blue"]


def test_they_are_listed(film: Path) -> None:
    listed = {row["path"] for row in json.loads((film / "manifest.json").read_text())["files"]}
    assert {"poster.jpg", "waveform.svg", "contact-sheet.jpg", "thumbnails.vtt"} <= listed
    assert longtake.verify(film).faults == ()


def test_the_poster_is_of_the_shot_that_is_named_and_nothing_else_is_made_unasked(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    for poster, name in (("", "red"), ("poster: plain.2", "green")):
        out = made(folder, poster)
        with Image.open(out / "poster.jpg") as picture:
            assert picture.size == (160, 90)
            assert colour(picture, 80, 45) == name
    assert not {"waveform.svg", "contact-sheet.jpg"} & {path.name for path in out.iterdir()}


def test_spans_from_before_get_their_thumbnails_without_being_encoded_again(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    first = made(folder)
    wanted = job(folder / "story.yaml")
    keys = set(wanted.thumbnail_keys)
    lost = [path for key in keys for path in (folder / "space").rglob(key[2:])]
    assert len(lost) == len(keys)
    for path in lost:
        path.unlink()
    encoded = {key for made in (*wanted.span_keys, *wanted.fidelity_keys) for key in made}
    missing = wanted.missing_spans(encoded)
    assert [(one.rungs, one.has_thumbnails) for one in missing] == [((), True)] * len(keys)
    again = made(folder, out="again")
    names = [path.relative_to(first) for path in sorted(first.glob("hls/thumbnails/*"))]
    assert [(first / name).read_bytes() for name in names] == [(again / name).read_bytes() for name in names]


def test_a_waveform_is_as_tall_as_its_sound() -> None:
    drawn = waveform_svg([0, 255, 0])
    assert "M0 79 L600 2 L1200 79 L1200 81 L600 158 L0 81Z" in drawn
    assert waveform_svg([128] * 100_000).count("L") == 2 * 1200 - 1
