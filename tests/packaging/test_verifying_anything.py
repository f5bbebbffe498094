"""Verifying raises nothing, whatever lies in the folder: it is a fault that names its rule and its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_film import Packaged, Shelf
from planting import Planted, u32
from sealed_faults import KEY, KEY_FILE, seal

from longtake.media import FrameRate
from longtake.packaging import FilmEssence, package_film
from longtake.packaging.verifying import verify_folder
from longtake.packaging.verifying.fault import Fault

_AT_24 = pytest.mark.parametrize("packaged", [FrameRate(24)], indirect=True, ids=str)


@pytest.fixture
def rich(packaged: Packaged, tmp_path: Path) -> Planted:
    """A film with everything that can be read in it, and no manifest: a digest would tell each change anyway."""
    film = Planted(packaged.folder, tmp_path / "film")
    film.subtitled()
    film.with_key_pictures()
    film.with_thumbnails()
    return film


@pytest.fixture(scope="module")
def encrypted(shelf_and_film: tuple[Shelf, FilmEssence], tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("encrypted")
    package_film(folder / "good", replace(shelf_and_film[1], seal=seal()))
    film = Planted(folder / "good", folder / "film")
    (film.folder / KEY_FILE).parent.mkdir()
    (film.folder / KEY_FILE).write_bytes(KEY)
    return film


def _files(film: Planted) -> list[Path]:
    return sorted(path for path in film.folder.rglob("*") if path.is_file())


@contextmanager
def _changed(path: Path, content: bytes | None) -> Iterator[None]:
    """None: the file is gone."""
    good = path.read_bytes()
    try:
        path.unlink() if content is None else path.write_bytes(content)
        yield
    finally:
        path.write_bytes(good)


def _flipped(data: bytes, flips: list[tuple[float, int]], reach: int) -> bytes:
    """reach: most changes fall on the first bytes, where playlists and boxes say what follows."""
    changed = bytearray(data)
    for where, value in flips:
        changed[int(where * min(reach, len(data)))] = value
    return bytes(changed)


_share = st.floats(0, 1, exclude_max=True)
_FLIPS = st.lists(st.tuples(_share, st.integers(0, 255)), max_size=6)
_REACHES = st.sampled_from([120, 1000, 1 << 30])
_IN_PLACE = [HealthCheck.function_scoped_fixture]  # each example leaves the film as it found it


@_AT_24
@settings(max_examples=90, deadline=None, suppress_health_check=_IN_PLACE)
@given(st.booleans(), st.data(), _FLIPS, _REACHES, st.none() | _share, st.integers(0, 15))
def test_a_film_with_bytes_flipped_cut_or_lost_is_verified(
    rich: Planted,
    encrypted: Planted,
    is_sealed: bool,
    data: st.DataObject,
    flips: list[tuple[float, int]],
    reach: int,
    kept: float | None,
    lost: int,
) -> None:
    film = encrypted if is_sealed else rich
    path = data.draw(st.sampled_from(_files(film)), label="file")
    content = _flipped(path.read_bytes(), flips, reach)
    with _changed(path, content[: int(kept * len(content)) if kept is not None else None] if lost else None):
        faults = verify_folder(film.folder).faults
    assert all(fault.rule and fault.place and fault.what for fault in faults)


def _of(faults: tuple[Fault, ...], rule: str) -> list[Fault]:
    return [fault for fault in faults if fault.rule == rule]


ODD: dict[str, tuple[str, Callable[[Planted], object]]] = {
    "a clock of no ticks in a header": ("H30", lambda f: f.poke(f.header(f.picture), b"mdhd", 12, u32(0))),
    "a clock of no ticks in the film": ("A23", lambda f: f.poke(f.film, b"mdhd", 12, u32(0))),
    "samples beyond number": ("H30", lambda f: f.poke(f.segments(f.picture)[0], b"trun", 4, u32(0xFFFFFFFF))),
    "chunks beyond number": ("A23", lambda f: f.poke(f.film, b"stco", 4, u32(0xFFFFFFFF))),
    "pictures that last no time": ("H12", lambda f: f.poke(f.segments(f.picture)[0], b"tfhd", 8, u32(0))),
    "a header's address without quotes": ("H02", lambda f: f.swap(f.picture, 'MAP:URI="', "MAP:URI=")),
    "a length beyond number": ("H10", lambda f: f.swap(f.picture, r"EXTINF:\d+", "EXTINF:" + "9" * 5000)),
    "a range beyond number": ("H81", lambda f: f.swap(f.with_key_pictures(), r"RANGE:\d+", "RANGE:" + "9" * 5000)),
    "a rate beyond number": (
        "H40",
        lambda f: f.swap(f.main, r"(#EXT-X-STREAM-INF:(?:.*,)?BANDWIDTH)=\d+", r"\1=" + "9" * 5000),
    ),
    "a digit that is none": ("H10", lambda f: f.swap(f.picture, "DURATION:6", "DURATION:²")),
    "a manifest's clock of no ticks": ("D04", lambda f: f.swap("film.mpd", r'timescale="\d+"', 'timescale="0"')),
    "a manifest's rate in words": ("D03", lambda f: f.swap("film.mpd", r'bandwidth="\d+"', 'bandwidth="much"')),
    "session data that is no list": (
        "H51",
        lambda f: f.write(f.main, f.text(f.main) + "#EXT-X-SESSION-DATA:nonsense\n"),
    ),
    "an address with a null byte": ("H30", lambda f: f.swap(f.picture, "\nseg-", "\n%00seg-")),
    "a cue at an hour beyond number": (
        "C06",
        lambda f: f.swap("hls/en/0.vtt", "00:00:01.000 -->", "9" * 5000 + ":00:01.000 -->"),
    ),
}


@_AT_24
@pytest.mark.parametrize("name", ODD)
def test_what_nobody_would_write_is_a_fault_of_a_rule(name: str, rich: Planted) -> None:
    rule, plant = ODD[name]
    plant(rich)
    assert _of(verify_folder(rich.folder).faults, rule)


@_AT_24
def test_a_rule_that_cannot_judge_says_so_and_the_others_go_on(rich: Planted) -> None:
    rich.write(rich.main, rich.text(rich.main) + "#EXT-X-SESSION-DATA:nonsense\n")
    rich.swap(rich.picture, "DURATION:6", "DURATION:7")
    faults = verify_folder(rich.folder).faults
    (fault,) = _of(faults, "H51")
    assert fault.place == rich.main
    assert fault.what.startswith("it cannot be judged: line ")
    assert _of(faults, "H11")


@_AT_24
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_folder_in_the_place_of_a_segment_is_told_at_once(rich: Planted) -> None:
    first, second, *_ = rich.segments(rich.picture)
    for path in (first, second):
        (rich.folder / path).unlink()
    os.mkfifo(rich.folder / first)
    (rich.folder / second).mkdir()
    told = [fault for fault in _of(verify_folder(rich.folder).faults, "H05") if fault.place in (first, second)]
    assert [fault.what for fault in told] == ["it cannot be read: it is no file"] * 2


@_AT_24
def test_a_segment_that_is_a_link_out_of_the_folder_is_not_followed(rich: Planted, tmp_path: Path) -> None:
    path = rich.folder / rich.segments(rich.picture)[0]
    path.rename(tmp_path / "elsewhere.m4s")
    path.symlink_to(tmp_path / "elsewhere.m4s")
    (fault,) = _of(verify_folder(rich.folder).faults, "H06")
    assert (fault.place, fault.what) == (rich.segments(rich.picture)[0], "it lies outside the film's folder")
