"""The still: right colours, any kind of picture, limits, and a move that is even."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from cards import FILM, SMALL, bar, flat, pixels, saved
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from longtake.artwork import StandingStill, StillReader
from longtake.artwork.photograph import photograph
from longtake.errors import ArtworkError, MediaError
from longtake.libav.planes import planes_of
from longtake.media import Size
from longtake.media.camera import Move, pose_of, progress, stage_for

Fit = Literal["fill", "blur"]
ORANGE = (230, 120, 40)


def seen_rgb(path: Path, number: int = 0, fit: Fit = "fill", size: Size = SMALL, move: str = "static") -> np.ndarray:
    return StillReader(path, fit, move, size, FILM, 48).frame(number).to_ndarray(format="rgb24").astype(int)


@pytest.mark.parametrize(
    "colour",
    [ORANGE, (255, 255, 255), (0, 0, 0), (128, 128, 128), (255, 0, 0), (0, 255, 0), (0, 0, 255), (13, 200, 222)],
)
def test_colours_come_out_within_three_code_values(colour: tuple[int, int, int], tmp_path: Path) -> None:
    shown = seen_rgb(saved(flat(colour), tmp_path / "flat.png"), move="")
    assert np.abs(shown - np.array(colour)).max() <= 3


def test_grey_is_exactly_its_code_value(tmp_path: Path) -> None:
    path = saved(flat((128, 128, 128)), tmp_path / "grey.png")
    planes = planes_of(StillReader(path, "fill", "", SMALL, FILM, 48).frame(20))
    assert [set(plane.flat) for plane in planes] == [{126}, {128}, {128}]


@pytest.mark.parametrize("fit", ["fill", "blur"])
def test_any_order_and_any_reader_give_the_same_bytes(fit: Fit, tmp_path: Path) -> None:
    path = saved(bar((400, 300)), tmp_path / "bar.png")
    forward, backward = (StillReader(path, fit, "pan left", SMALL, FILM, 12) for _ in range(2))
    in_order = [pixels(forward, number) for number in range(12)]
    assert [pixels(backward, number) for number in reversed(range(12))] == in_order[::-1]
    assert len(set(in_order)) == 12


def test_a_static_still_stands(tmp_path: Path) -> None:
    reader = StillReader(saved(bar((400, 300)), tmp_path / "bar.png"), "fill", "static", SMALL, FILM, 12)
    assert pixels(reader, 0) == pixels(reader, 11)


def test_a_still_pushes_in_gently_unless_told_otherwise(tmp_path: Path) -> None:
    path = saved(bar(width=100), tmp_path / "bar.png")
    reader = StillReader(path, "fill", "", SMALL, FILM, 48)
    widths = [(planes_of(reader.frame(number)).luma[90] > 126).sum() for number in (0, 47)]
    assert widths[1] / widths[0] == pytest.approx(1.04, abs=0.03)


@pytest.mark.parametrize("words", ["slow pan left", "track right"])
def test_a_move_has_no_whole_pixel_steps(words: str, tmp_path: Path) -> None:
    frames = 96
    reader = StillReader(saved(bar(), tmp_path / "bar.png"), "fill", words, Size(640, 360), FILM, frames)
    places = np.array([_middle(planes_of(reader.frame(number)).luma) for number in range(frames)])
    start = pose_of(reader._move, progress(0, frames), 1.0).x
    travel = [pose_of(reader._move, progress(number, frames), 1.0).x - start for number in range(frames)]
    asked = places[0] - np.array(travel) * 640 * reader._stage.zoom
    assert np.ptp(places) > 15
    assert np.abs(places - asked).max() < 0.05


def test_chroma_moves_with_luma(tmp_path: Path) -> None:
    red = Image.new("RGB", (640, 360))
    red.paste((255, 0, 0), (300, 0, 340, 360))
    reader = StillReader(saved(red, tmp_path / "red.png"), "fill", "static", Size(640, 360), FILM, 10)
    luma, _, cr = planes_of(reader.frame(0))
    assert _middle(luma) == pytest.approx(320, abs=0.05)
    # A chroma sample stands on the left of its two luma columns: sample i at luma position 2 i + 0.5.
    line = cr[90].astype(float) - 128
    assert ((line * (2 * np.arange(line.size) + 0.5)).sum() / line.sum()) == pytest.approx(320, abs=0.1)


def _middle(luma: np.ndarray) -> float:
    line = luma.sum(0, dtype=np.float64) - 16 * luma.shape[0]
    return float((line * (np.arange(line.size) + 0.5)).sum() / line.sum())


def test_fill_crops_the_middle(tmp_path: Path) -> None:
    tall = flat((0, 0, 0), (300, 900))
    tall.paste(ORANGE, (0, 360, 300, 540))
    assert np.abs(seen_rgb(saved(tall, tmp_path / "tall.png")) - np.array(ORANGE)).max() <= 3


@pytest.mark.parametrize("words", ["static", "push in", "zoom out", "pan left", "tilt up", "handheld"])
def test_blur_shows_the_picture_but_for_five_per_cent_an_edge_all_through_the_move(words: str, tmp_path: Path) -> None:
    framed = flat((255, 255, 255), (300, 600))
    framed.paste((0, 0, 0), (30, 30, 270, 570))
    path = saved(framed, tmp_path / "framed.png")
    for number in (0, 20, 47):
        middle = seen_rgb(path, number, "blur", Size(640, 360), words)[:, 315:325].mean((1, 2))
        upper, lower = middle[:90], middle[-90:]
        assert upper.max() > 200
        assert lower.max() > 200


def test_a_picture_of_the_films_shape_covers_the_frame_in_either_fit(tmp_path: Path) -> None:
    path = saved(flat(ORANGE, (640, 361)), tmp_path / "wide.png")
    assert np.array_equal(seen_rgb(path, fit="blur", move=""), seen_rgb(path, fit="fill", move=""))


def test_behind_a_contained_picture_it_lies_dimmed(tmp_path: Path) -> None:
    shown = seen_rgb(saved(flat((200, 200, 200), (90, 160)), tmp_path / "tall.png"), fit="blur")
    assert np.abs(shown[90, 10] - 150).max() <= 3
    assert np.abs(shown[90, 160] - 200).max() <= 3


@pytest.mark.parametrize("size", [Size(180, 320), Size(240, 240), Size(420, 180), Size(2, 2), Size(600, 20)], ids=str)
@pytest.mark.parametrize("picture", [(1, 1), (3, 400), (400, 3)], ids=str)
@pytest.mark.parametrize("fit", ["fill", "blur"])
def test_any_shape_goes_into_any_shape(size: Size, picture: tuple[int, int], fit: Fit, tmp_path: Path) -> None:
    reader = StillReader(saved(flat(ORANGE, picture), tmp_path / "odd.png"), fit, "pan left", size, FILM, 5)
    frame = reader.frame(4)
    assert (frame.width, frame.height) == (size.width, size.height)


def test_exif_turns_the_picture_upright(tmp_path: Path) -> None:
    lying = flat((0, 0, 0), (90, 160))
    lying.paste((255, 255, 255), (0, 0, 45, 160))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise: its left becomes the top
    shown = seen_rgb(saved(lying, tmp_path / "lying.png", exif=exif))
    assert shown[20].mean() > 250
    assert shown[-20].mean() < 5


# What was done to an upright picture so that the tag undoes it (EXIF 2.32, tag 274).
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def corners(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Another colour in each corner."""
    picture = flat((128, 128, 128), size)
    for colour, place in zip(((255, 0, 0), (0, 255, 0), (0, 0, 255)), ((0, 0), (72, 0), (0, 44)), strict=True):
        picture.paste(colour, (*place, place[0] + 24, place[1] + 20))
    return picture


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_that_a_camera_writes_stands_as_it_was_seen(orientation: int, tmp_path: Path) -> None:
    stored = corners().transpose(_STORED[orientation]) if orientation in _STORED else corners()
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(stored, tmp_path / "turned.png", exif=exif)
    assert np.array_equal(np.asarray(photograph(path)), np.asarray(corners()))
    seen = StandingStill(path, (0, 0, 96, 64), Size(96, 64)).frame(0).to_ndarray(format="rgb24")
    assert np.abs(seen[5:59:9, 5:91:8].astype(int) - np.asarray(corners())[5:59:9, 5:91:8]).mean() < 6


def test_a_standing_still_keeps_its_colours_and_its_chroma_in_place(tmp_path: Path) -> None:
    path = saved(flat(ORANGE, (160, 90)), tmp_path / "flat.png")
    shown = StandingStill(path, (20, 10, 120, 70), Size(50, 30)).frame(7).to_ndarray(format="rgb24")
    assert np.abs(shown.astype(int) - np.array(ORANGE)).max() <= 3
    red = Image.new("RGB", (640, 360))
    red.paste((255, 0, 0), (300, 0, 340, 360))
    _, _, cr = planes_of(StandingStill(saved(red, tmp_path / "r.png"), (0, 0, 640, 360), Size(640, 360)).frame(0))
    line = cr[90].astype(float) - 128
    assert ((line * (2 * np.arange(line.size) + 0.5)).sum() / line.sum()) == pytest.approx(320, abs=0.1)


def test_what_is_transparent_shows_black(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (160, 90), (200, 100, 50, 128))
    shown = seen_rgb(saved(picture, tmp_path / "half.png"))
    assert np.abs(shown - np.array([100, 50, 25])).max() <= 4


def _grey16(path: Path) -> Path:
    return saved(Image.fromarray(np.full((90, 160), 0x8000, np.uint16)), path)


def _palette(path: Path) -> Path:
    return saved(flat((128, 128, 128)).quantize(4), path)


def _cmyk(path: Path) -> Path:
    return saved(Image.new("CMYK", (160, 90), (0, 0, 0, 127)), path.with_suffix(".jpg"), quality=98)


@pytest.mark.parametrize("make", [_grey16, _palette, _cmyk])
def test_every_kind_of_pixel_is_read_right(make: object, tmp_path: Path) -> None:
    assert np.abs(seen_rgb(make(tmp_path / "kind.png")) - 128).max() <= 3  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["L", "LA", "1", "RGB", "RGBA"])
@pytest.mark.parametrize("suffix", [".png", ".webp"])
def test_white_is_white_in_every_mode(mode: str, suffix: str, tmp_path: Path) -> None:
    path = saved(flat((255, 255, 255)).convert(mode), tmp_path / f"white{suffix}", lossless=True)
    assert seen_rgb(path).min() >= 252


def test_a_colour_profile_is_honoured(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    path = saved(flat(ORANGE), tmp_path / "xyz.png", icc_profile=lab)
    assert np.array_equal(
        np.asarray(photograph(path)), np.asarray(flat(ORANGE))
    )  # a profile of other channels says nothing
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = saved(flat(ORANGE), tmp_path / "srgb.png", icc_profile=srgb)
    assert np.abs(np.asarray(photograph(path)).astype(int) - np.array(ORANGE)).max() <= 1


def test_a_broken_colour_profile_is_refused_with_advice(tmp_path: Path) -> None:
    path = saved(flat(ORANGE), tmp_path / "bad.png", icc_profile=b"no profile")
    with pytest.raises(MediaError, match=r"its colour profile cannot be used(.|\n)*save it as sRGB"):
        photograph(path)


def test_a_picture_beyond_the_limit_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(_png_header(9000, 9000))
    with pytest.raises(
        MediaError, match=r"its pictures are 9000x9000, and the limit is 35651584 pixels\n  make the pic"
    ):
        StillReader(path, "fill", "", SMALL, FILM, 10)


def _png_header(width: int, height: int) -> bytes:
    """A PNG that says its size and holds nothing."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 1 << 20) + b"IDAT"


def _saved_as(kind: str) -> bytes:
    held = io.BytesIO()
    bar((640, 360)).save(held, kind)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_saved_as("BMP"), "it is damaged, or no PNG, JPEG or WebP picture\n  save it again as PNG or JPEG"),
        (b"hello there, no picture", "it is damaged, or no PNG, JPEG or WebP picture"),
        (_saved_as("PNG")[:-60], "its picture is damaged"),
        (_saved_as("JPEG")[:-200], "its picture is damaged"),
        (b"", "the file is empty"),
    ],
    ids=["another format", "no picture", "a cut PNG", "a cut JPEG", "nothing"],
)
def test_what_is_no_whole_picture_is_refused_with_its_path(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=words) as refused:
        photograph(path)
    assert refused.value.findings[0].place == str(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="there is no such file"):
        StillReader(tmp_path / "none.png", "fill", "", SMALL, FILM, 10)


def test_an_odd_size_or_a_frame_outside_is_refused(tmp_path: Path) -> None:
    path = saved(flat(ORANGE), tmp_path / "flat.png")
    with pytest.raises(ArtworkError, match="both sides must be even"):
        StillReader(path, "fill", "", Size(321, 180), FILM, 10)
    with pytest.raises(IndexError, match="frame -1 was asked of a still of 10 frames"):
        StillReader(path, "fill", "", SMALL, FILM, 10).frame(-1)


SIDES = st.integers(1, 5000)
PART = st.floats(-0.16, 0.16)


@given(SIDES, SIDES, SIDES, SIDES, st.builds(Move, PART, PART, PART, st.just(0.0), st.just(0.0), st.floats(0, 0.02)))
def test_no_move_sees_beyond_its_stage(width: int, height: int, film_width: int, film_height: int, move: Move) -> None:
    stage = stage_for(Size(width, height), Size(film_width, film_height), "fill", move)
    for done in (0.0, 0.3, 0.77, 1.0):
        pose = pose_of(move, done, 1.0)
        half = 0.5 / (stage.zoom * pose.zoom)
        assert abs(pose.x) + half <= stage.width / 2 + 1e-9
        assert abs(pose.y) + half <= stage.height / 2 + 1e-9
