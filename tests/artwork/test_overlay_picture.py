"""Overlay pictures: in their place, in their colours, without fringes, and in time."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlay_tools import FILM, RATE, same
from PIL import Image

from longtake.artwork import POSITIONS, Animation, OnePicture, PictureCard, PictureLayerReader, Sequenced, check_picture
from longtake.errors import ArtworkError, MediaError
from longtake.inspection.measuring import measure
from longtake.libav.layers import Layer
from longtake.media import FrameRate, Size

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
WIDE = PictureCard("centre", Fraction(1, 2))


def saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)  # type: ignore[arg-type]
    return path


def disc(side: int = 200) -> Image.Image:
    """A white disc on transparent black."""
    y, x = np.mgrid[:side, :side] - side / 2 + 0.5
    alpha = np.clip(side / 2 - 2 - np.hypot(x, y), 0, 1) * 255
    grey = np.where(alpha > 0, 255, 0)
    return Image.fromarray(np.stack([grey, grey, grey, alpha], -1).astype(np.uint8))


def animated(path: Path, durations: list[int], **options: object) -> Path:
    pictures = [Image.new("RGBA", (40, 20), (*colour, 255)) for colour in (RED, GREEN, BLUE)]
    if path.suffix == ".webp":
        options["lossless"] = True
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=durations, **options)  # type: ignore
    return path


def reader_of(path: Path, card: PictureCard = WIDE, frames: int = 240, size: Size = FILM) -> PictureLayerReader:
    facts = measure(path, role="overlay")
    assert facts.picture is not None
    reel = Animation(path, facts.picture, RATE) if facts.kind == "animation" else OnePicture(path)
    return PictureLayerReader(reel, card, size, facts.picture.shown, frames)


def layer_of(path: Path, card: PictureCard = WIDE, number: int = 0, size: Size = FILM) -> Layer:
    layer = reader_of(path, card, size=size).layer(number)
    assert layer is not None
    return layer


def colour(layer: Layer) -> str:
    """Which of the three colours the layer's middle has."""
    codes = {"red": (63, 102, 240), "green": (173, 42, 26), "blue": (32, 240, 118)}
    found = tuple(int(plane[plane.shape[0] // 2, plane.shape[1] // 2]) for plane in layer.planes)
    return min(codes, key=lambda name: sum(abs(a - b) for a, b in zip(codes[name], found, strict=True)))


@pytest.mark.parametrize(
    ("rgb", "codes"), [((255, 255, 255), (235, 128, 128)), ((0, 0, 0), (16, 128, 128)), (RED, (63, 102, 240))]
)
def test_colours_are_those_of_bt709_limited(
    rgb: tuple[int, int, int], codes: tuple[int, int, int], tmp_path: Path
) -> None:
    layer = layer_of(saved(Image.new("RGBA", (64, 64), (*rgb, 128)), tmp_path / "a.png"))
    for plane, code in zip(layer.planes, codes, strict=True):
        assert np.abs(plane.astype(int) - code).max() <= 1
    assert set(layer.alpha.flat) == {128}


def test_what_is_transparent_does_not_bleed_into_the_edges(tmp_path: Path) -> None:
    layer = layer_of(saved(disc(), tmp_path / "disc.png"), PictureCard("centre", Fraction(1, 8)))
    edge = layer.planes.luma[(layer.alpha > 20) & (layer.alpha < 235)]
    assert edge.size > 20
    assert edge.min() > 225


def test_opacity_is_a_part_of_alpha(tmp_path: Path) -> None:
    path = saved(disc(), tmp_path / "disc.png")
    full, half = layer_of(path), layer_of(path, PictureCard("centre", Fraction(1, 2), Fraction(1, 2)))
    assert np.abs(half.alpha.astype(int) * 2 - full.alpha).max() <= 1


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(POSITIONS),
    st.fractions(Fraction(1, 100), 1, max_denominator=100),
    st.integers(1, 300),
    st.integers(1, 300),
    st.builds(lambda w, h: Size(2 * w, 2 * h), st.integers(20, 400), st.integers(20, 400)),
)
def test_a_picture_lies_on_even_pixels_inside_the_frame_or_is_refused(
    position: str, width: Fraction, across: int, down: int, size: Size
) -> None:
    card = PictureCard(position, width)  # type: ignore[arg-type]
    if check_picture(card, size, Size(across, down)):
        return
    layer = PictureLayerReader(_Flat(across, down), card, size, Size(across, down), 1).layer(0)
    assert layer is not None
    rows, columns = layer.alpha.shape
    assert layer.left % 2 == layer.top % 2 == rows % 2 == columns % 2 == 0
    assert 0 <= layer.left <= size.width - columns
    assert 0 <= layer.top <= size.height - rows
    assert abs(columns - width * size.width) <= 2
    assert layer.planes.cb.shape == (rows // 2, columns // 2)


class _Flat:
    def __init__(self, across: int, down: int) -> None:
        self._size = across, down

    def index(self, number: int) -> int:
        return 0

    def picture(self, index: int) -> Image.Image:
        return Image.new("RGBA", self._size, "white")

    def close(self) -> None:
        pass


def test_a_small_picture_keeps_the_margins_and_a_wide_one_fills_the_frame(tmp_path: Path) -> None:
    path = saved(Image.new("RGBA", (160, 90), RED), tmp_path / "a.png")
    small = layer_of(path, PictureCard("bottom right", Fraction(1, 10)))
    assert (small.left + small.alpha.shape[1], small.top + small.alpha.shape[0]) == (608, 342)
    whole = layer_of(path, PictureCard("top", Fraction(1)))
    assert (whole.left, whole.top, whole.alpha.shape) == (0, 0, (360, 640))


def test_a_picture_higher_than_the_film_is_refused_with_a_width_that_fits(tmp_path: Path) -> None:
    path = saved(Image.new("RGBA", (90, 160), RED), tmp_path / "tall.png")
    with pytest.raises(ArtworkError, match="higher than the film of 640x360\n  make it narrower: width: 31%"):
        layer_of(path)
    assert layer_of(path, PictureCard("top", Fraction(31, 100))).alpha.shape[0] <= 360


def test_a_still_is_one_object(tmp_path: Path) -> None:
    reader = reader_of(saved(disc(), tmp_path / "disc.png"))
    assert reader.layer(0) is reader.layer(200)


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_an_animation_keeps_its_own_time_on_the_films_grid(name: str, tmp_path: Path) -> None:
    reader = reader_of(animated(tmp_path / name, [500, 250, 1000], loop=0))
    seen = [colour(reader.layer(number)) for number in range(84)]  # type: ignore[arg-type]
    once = ["red"] * 12 + ["green"] * 6 + ["blue"] * 24
    assert seen == once * 2


@pytest.mark.parametrize(
    ("name", "loop", "times"),
    [("a.gif", None, 1), ("a.gif", 2, 3), ("a.png", 2, 2), ("a.webp", 2, 2), ("a.webp", 1, 1)],
)
def test_an_animation_plays_as_often_as_it_says_and_holds_its_last_picture(
    name: str, loop: int | None, times: int, tmp_path: Path
) -> None:
    reader = reader_of(animated(tmp_path / name, [250] * 3, **({} if loop is None else {"loop": loop})))
    seen = [colour(reader.layer(number)) for number in range(0, 120, 6)]  # type: ignore[arg-type]
    assert seen == (["red", "green", "blue"] * times + ["blue"] * 20)[:20]


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_any_order_of_frames_gives_the_same_layers(name: str, tmp_path: Path) -> None:
    path = animated(tmp_path / name, [100] * 3, loop=0)
    forward, backward = reader_of(path), reader_of(path)
    later = {number: backward.layer(number) for number in (30, 7, 0, 19, 3)}
    assert all(same(forward.layer(number), layer) for number, layer in later.items())  # type: ignore[arg-type]


def test_what_an_animated_png_shows_to_other_viewers_is_not_shown(tmp_path: Path) -> None:
    reader = reader_of(animated(tmp_path / "a.png", [500, 500], default_image=True, loop=0))
    seen = [colour(reader.layer(number)) for number in range(0, 48, 12)]  # type: ignore[arg-type]
    assert seen == ["green", "blue"] * 2


def test_memory_does_not_grow_with_the_length_of_an_animation(tmp_path: Path) -> None:
    pictures = [Image.effect_noise((160, 90), 50 + place).convert("RGB") for place in range(40)]
    pictures[0].save(tmp_path / "a.webp", save_all=True, append_images=pictures[1:], duration=42, loop=0)
    reader = reader_of(tmp_path / "a.webp")
    tracemalloc.start()
    try:
        peaks = []
        for numbers in (range(4), range(4, 40)):
            tracemalloc.reset_peak()
            for number in numbers:
                reader.layer(number)
            peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_a_picture_without_a_time_shows_for_a_tenth_of_a_second_as_in_browsers(tmp_path: Path) -> None:
    facts = measure(animated(tmp_path / "a.gif", [0, 10, 20], loop=0), role="overlay").picture
    assert facts is not None
    assert (facts.ticks, facts.end_tick) == ((0, 100, 200), 220)


def test_a_sequence_is_shown_at_its_own_rate_and_its_last_picture_held(tmp_path: Path) -> None:
    paths = [saved(Image.new("RGBA", (40, 20), (*rgb, 255)), tmp_path / f"{place}.png")
             for place, rgb in enumerate((RED, GREEN, BLUE))]  # fmt: skip
    reel = Sequenced(paths, FrameRate(12), RATE)
    reader = PictureLayerReader(reel, WIDE, FILM, Size(40, 20), 12)
    seen = [colour(reader.layer(number)) for number in range(12)]  # type: ignore[arg-type]
    assert seen == ["red"] * 2 + ["green"] * 2 + ["blue"] * 8


def test_a_file_that_is_gone_is_an_error_with_its_name(tmp_path: Path) -> None:
    reader = PictureLayerReader(OnePicture(tmp_path / "logo.png"), WIDE, FILM, Size(4, 2), 1)
    with pytest.raises(MediaError, match=r"logo\.png"):
        reader.layer(0)
