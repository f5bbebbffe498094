"""Thumbnails in a package: sheets that every list names alike, and faults in them that are found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_film import SPANS, Shelf, make_essence
from PIL import Image
from planting import Plant, Planted

from longtake.media import Digest, FrameRate, Size, nearest_to_parts, thumbnail_frames, thumbnail_size
from longtake.packaging import FilmEssence, ThumbnailEssence, Tile, package_film
from longtake.packaging.thumbnails import TILES, plan_thumbnails, tiles_for
from longtake.packaging.verifying import verify_folder

SIZE = Size(32, 18)
RATE = FrameRate(24)


def drawn(tiles: Sequence[Tile]) -> bytes:
    """A sheet whose tiles are grey, each a step lighter than the one before it."""
    sheet = Image.new("L", (5 * SIZE.width, 5 * SIZE.height))
    for at, (_, shade) in enumerate(tiles):
        sheet.paste(shade, (at % 5 * 32, at // 5 * 18, at % 5 * 32 + 32, at // 5 * 18 + 18))
    kept = io.BytesIO()
    sheet.save(kept, "JPEG")
    return kept.getvalue()


def thumbnails_of(seconds: Fraction, sheet: Callable[[Sequence[Tile]], bytes] = drawn) -> ThumbnailEssence:
    return ThumbnailEssence(SIZE, [(Digest("k"), 5 * at % 250) for at in range(tiles_for(seconds))], sheet, "a test")


@pytest.fixture(scope="module")
def essence() -> FilmEssence:
    """A film of 27 s: two sheets."""
    spans = (*SPANS, 48, 48, 30)
    plain = make_essence(Shelf({}), RATE, spans)
    return replace(plain, thumbnails=thumbnails_of(RATE.seconds(sum(spans))))


@pytest.fixture(scope="module")
def film(essence: FilmEssence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("thumbnails") / "film"
    package_film(folder, essence)
    poster(folder, Size(192, 108))
    return folder


def poster(folder: Path, size: Size) -> None:
    Image.new("RGB", (size.width, size.height), "teal").save(folder / "poster.jpg")


@pytest.fixture
def planted(film: Path, tmp_path: Path) -> Planted:
    return Planted(film, tmp_path / "film")


LIST, VTT, MPD = "hls/thumbnails/index-*.m3u8", "thumbnails.vtt", "film.mpd"


def sheet(film: Planted, number: int) -> Path:
    return sorted(film.folder.glob("hls/thumbnails/*.jpg"))[number]


def swap(film: Planted, pattern: str, old: str, new: str) -> None:
    (path,) = film.folder.glob(pattern)
    film.swap(path.relative_to(film.folder).as_posix(), old, new)


def smaller(film: Planted) -> None:
    """A sheet of another size."""
    with Image.open(sheet(film, 0)) as image:
        half = image.resize((80, 45))
    half.save(sheet(film, 0))


FAULTS: dict[str, tuple[str, str, Plant]] = {
    "a sheet is missing": ("H05", "it cannot be read", lambda f: sheet(f, 1).unlink()),
    "a sheet is cut short": ("H83", "is cut short", lambda f: sheet(f, 1).write_bytes(sheet(f, 1).read_bytes()[:500])),
    "a sheet is no picture": ("H83", "is no JPEG", lambda f: sheet(f, 1).write_bytes(b"a sheet")),
    "a sheet is smaller": ("H83", "is 80x45, its tiles make 160x90", smaller),
    "a sheet is not laid out": ("H83", "EXT-X-TILES is missing", lambda f: swap(f, LIST, "#EXT-X-TILES.*\n", "")),
    "tiles have no length": ("H83", "lacks RESOLUTION", lambda f: swap(f, LIST, r",DURATION=[\d.]+", "")),
    "a tile is of another size": ("H83", "says another size", lambda f: swap(f, LIST, "TION=32x18", "TION=30x18")),
    "tiles end before their sheet": (
        "H83",
        "its tiles last 12.500 s",
        lambda f: swap(f, LIST, r",DURATION=[\d.]+", ",DURATION=0.5"),
    ),
    "the list is of no images": (
        "H83",
        "EXT-X-IMAGES-ONLY is missing",
        lambda f: swap(f, LIST, "#EXT-X-IMAGES-ONLY\n", ""),
    ),
    "the list ends before the film": (
        "H83",
        "it lasts 13",
        lambda f: swap(f, LIST, r"#EXTINF.*\n#EXT-X-TILES.*\n.*\n(?=#EXT-X-END)", ""),
    ),
    "the line lacks a size": ("H83", "it lacks BANDWIDTH", lambda f: swap(f, f.main, "RESOLUTION=32x18,", "")),
    "the bandwidth is too low": (
        "H83",
        "BANDWIDTH is below",
        lambda f: swap(f, f.main, r"(IMAGE-STREAM-INF:)BANDWIDTH=\d+", r"\1BANDWIDTH=10"),
    ),
    "the manifest lacks them": ("D06", "it lacks", lambda f: swap(f, MPD, r"(?s)<Adap[^>]*image.*?Set>", "")),
    "the manifest lays them out otherwise": ("D06", "are 5x5", lambda f: swap(f, MPD, 'value="5x5"', 'value="4x4"')),
    "the manifest names other sheets": ("D06", "other than", lambda f: swap(f, MPD, "sheet-00001", "sheet-00009")),
    "the manifest makes a sheet shorter": (
        "D06",
        "all equally long",
        lambda f: swap(f, MPD, r'(?s)(image/jpeg.*<S t="\d+" d=")\d+', r"\g<1>7"),
    ),
    "the manifest's size is another": ("D06", "said to be 7x", lambda f: swap(f, MPD, 'width="160"', 'width="7"')),
    "a part lies outside its sheet": ("H83", "lies outside", lambda f: swap(f, VTT, "=128,72,32,18", "=144,72,32,18")),
    "a part has no width": ("H83", "lies outside", lambda f: swap(f, VTT, "=128,72,32,18", "=128,72,0,18")),
    "a part is of a missing sheet": ("H83", "is not there", lambda f: swap(f, VTT, "sheet-00001", "sheet-00009")),
    "a cue is missing": ("H83", "does not follow", lambda f: swap(f, VTT, r"\n\n00:00:05.*\n.*", "")),
    "a cue names a whole picture": ("H83", "names no part", lambda f: swap(f, VTT, "#xywh=32,0,32,18", "")),
    "the cues end before the film": ("H83", "it ends at", lambda f: swap(f, VTT, r"\n\n.*\n.*\n$", "\n")),
    "the poster is cut short": ("F05", "is cut short", lambda f: (f.folder / "poster.jpg").write_bytes(b"\xff\xd8")),
    "the poster has another shape": ("F05", "it is 100x100", lambda f: poster(f.folder, Size(100, 100))),
    "the list is no WebVTT": ("H83", "WEBVTT", lambda f: swap(f, VTT, "WEBVTT", "VTT")),
}


def test_a_good_film_has_no_fault(planted: Planted) -> None:
    planted.sealed()
    assert verify_folder(planted.folder).faults == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, planted: Planted) -> None:
    number, words, plant = FAULTS[name]
    plant(planted)
    planted.sealed()
    found = [fault for fault in verify_folder(planted.folder).faults if fault.rule == number]
    assert any(words in fault.what for fault in found), found


def test_every_list_names_the_same_sheets(film: Path) -> None:
    (playlist,) = film.glob(LIST)
    listed = re.findall(r"^sheet-.*", playlist.read_text(), re.MULTILINE)
    assert listed == [path.name for path in sorted(film.glob("hls/thumbnails/*.jpg"))]
    assert re.findall(r'media="hls/thumbnails/(.*)"', (film / MPD).read_text()) == listed
    named = re.findall(r"hls/thumbnails/(.*)#", (film / VTT).read_text())
    assert named == [name for name in listed for _ in range(TILES)]


def test_the_manifest_has_an_entry_for_each_segment(film: Path) -> None:
    """dash.js takes the number of an entry for that of its address."""
    text = (film / MPD).read_text()
    assert text.count("<S ") == text.count("<SegmentURL ")
    assert ' r="' not in text


def test_packaged_again_no_sheet_is_made(essence: FilmEssence, film: Path, tmp_path: Path) -> None:
    def refused(_: Sequence[Tile]) -> bytes:
        raise AssertionError("a sheet was made")

    first = package_film(tmp_path, essence)
    assert essence.thumbnails
    lazy = replace(essence, thumbnails=replace(essence.thumbnails, sheet=refused))
    again = package_film(tmp_path, lazy, known={file.path: file for file in first.files})
    assert again.files == first.files


def test_another_picture_makes_its_own_sheet_only(essence: FilmEssence, tmp_path: Path) -> None:
    made: list[Sequence[Tile]] = []

    def counted(tiles: Sequence[Tile]) -> bytes:
        made.append(tiles)
        return drawn(tiles)

    first = package_film(tmp_path, essence)
    assert essence.thumbnails
    tiles = [*essence.thumbnails.tiles]
    tiles[30] = (Digest("other"), 9)
    other = replace(essence, thumbnails=replace(essence.thumbnails, tiles=tiles, sheet=counted))
    package_film(tmp_path, other, known={file.path: file for file in first.files})
    assert [(Digest("other"), 9) in one for one in made] == [True]


rates = st.sampled_from([FrameRate(24), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(12), FrameRate(60)])


@given(rates, st.lists(st.integers(1, 120), min_size=1, max_size=60))
def test_what_is_shown_is_half_a_second_away_at_most(rate: FrameRate, lengths: list[int]) -> None:
    kept, start = [], 0
    for length in lengths:
        frames = min(length, rate.cell_frames)
        kept += [start + number for number in thumbnail_frames(frames, rate)]
        start += frames
    parts = tiles_for(rate.seconds(start))
    for part, place in enumerate(nearest_to_parts(kept, start, parts)):
        middle = start * (2 * part + 1) // (2 * parts)
        assert abs(kept[place] - middle) <= ceil(rate.fraction / 2)


@given(st.fractions(Fraction(1, 24), 10_000))
def test_sheets_are_full_and_last_equally_long(seconds: Fraction) -> None:
    planned = plan_thumbnails(thumbnails_of(seconds), seconds)
    assert {len(one.tiles) for one in planned.segments} == {TILES}
    assert planned.each * len(planned.segments) == seconds
    assert planned.each <= TILES
    assert max(one.micros for one in planned.segments) - min(one.micros for one in planned.segments) <= 1


@pytest.mark.parametrize(
    ("film", "size"),
    [("1920x1080", "160x90"), ("1080x1920", "90x160"), ("720x720", "160x160"), ("1720x720", "160x67")],
)
def test_a_thumbnail_has_the_shape_of_the_film(film: str, size: str) -> None:
    assert str(thumbnail_size(Size.parse(film))) == size
