"""Stills as cameras and printers leave them come out in the film as they were seen."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from films import SMALL
from PIL import Image

import longtake


def seen() -> Image.Image:
    """Red, green, blue and grey, each in a corner, so that no turn or mirror leaves it as it is."""
    picture = Image.new("RGB", (320, 180), (120, 120, 120))
    for colour, place in (((200, 30, 30), (0, 0)), ((30, 160, 60), (220, 0)), ((40, 60, 180), (0, 110))):
        picture.paste(colour, (*place, place[0] + 100, place[1] + 70))
    return picture


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    folder = tmp_path_factory.mktemp("plain")
    seen().save(folder / "plain.png")
    return first_frame(folder / "plain.png", folder / "out")


def first_frame(still: Path, out: Path) -> np.ndarray:
    storyboard = still.with_suffix(".yaml")
    shot = f"{{image: {still.name}, for: 1s, camera: static}}"
    storyboard.write_text(f"storyboard: 1\nframe: {{size: 320x180}}\nscenes: [{{shots: [{shot}]}}]")
    options = {key: value for key, value in SMALL.items() if key != "size"}
    with av.open(str(longtake.make(storyboard, out, **options).film)) as container:
        return next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)


def test_a_mirrored_still_stands_as_it_was_seen(plain: np.ndarray, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 7
    seen().transpose(Image.Transpose.TRANSVERSE).save(tmp_path / "turned.png", exif=exif)
    assert np.abs(first_frame(tmp_path / "turned.png", tmp_path / "out") - plain).mean() < 1


def test_a_still_for_print_keeps_its_colours(plain: np.ndarray, tmp_path: Path) -> None:
    seen().convert("CMYK").save(tmp_path / "print.jpg", quality=98)
    assert np.abs(first_frame(tmp_path / "print.jpg", tmp_path / "out") - plain).mean() < 4
