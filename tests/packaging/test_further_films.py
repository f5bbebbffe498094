"""Further films in one file: parts of a film, and what targets get, hold the very pictures and samples of it."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any, BinaryIO

import av
import numpy as np
import pytest
from iso_reading import read
from made_film import CLICKS, SPANS, Shelf, contents, make_essence, number_of
from planting import Plant, Planted, u32

from longtake.errors import PackagingError
from longtake.media import SAMPLE_RATE, FrameRate
from longtake.packaging import (
    FilmEssence,
    FurtherFile,
    OneFile,
    PackagePlan,
    PackageWriter,
    delivery,
    part_file,
    plan_package,
    target_file,
)
from longtake.packaging.verifying import verify_folder

RATE = FrameRate(30000, 1001)
PART = range(3, 8)
START, END = sum(SPANS[: PART.start]), sum(SPANS[: PART.stop])
TARGET: dict[str, Any] = {
    "target": "place",
    "path": "targets/place.mp4",
    "bytes": 10_000_000,
    "sides": ["54", "192"],
    "seconds": [None, "60"],
    "rate": ["24", "60"],
    "edit_lists": False,
}


@pytest.fixture(scope="module")
def plan() -> PackagePlan:
    return plan_package(essence_of(Shelf({})))


def essence_of(shelf: Shelf) -> FilmEssence:
    return make_essence(shelf, RATE)


def part(plan: PackagePlan, spans: range = PART) -> FurtherFile:
    return part_file("scenes/01-a.mp4", "A part", RATE, SPANS, spans, plan.pictures[0], plan.sounds[0])


def target(plan: PackagePlan, most: int | None = None, *, has_edits: bool = False) -> FurtherFile:
    film = OneFile("A film", RATE, SPANS, plan.pictures[1].video.track, (), 0)
    return target_file("targets/place.mp4", film, plan.pictures[1], plan.sounds[0], None, most, has_edits=has_edits)


@pytest.fixture(scope="module")
def folder(plan: PackagePlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("further")
    writer = PackageWriter(made, plan)
    writer.finish(further=[part(plan), target(plan)])
    writer.publish()
    return made


def pictures(path: Path) -> list[tuple[float, int]]:
    with av.open(str(path)) as container:
        return [(float(frame.time or 0), number_of(frame)) for frame in container.decode(video=0)]


def heard(path: Path) -> np.ndarray:
    """The left channel by sample of presentation, from 0 on."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    line = np.zeros(frames[-1].pts + frames[-1].samples, np.float32)
    for frame in frames:
        first = max(0, -frame.pts)
        line[frame.pts + first : frame.pts + frame.samples] = frame.to_ndarray()[0, first:]
    return line


def clicks_in(line: np.ndarray) -> list[int]:
    """Where each burst begins, to a few samples."""
    loud = np.flatnonzero(np.abs(line) > 0.1)
    return [int(at) for at, before in zip(loud, [-1000, *loud[:-1]], strict=True) if at - before > 600]


def test_a_part_shows_its_pictures_from_0_on(folder: Path) -> None:
    found = pictures(folder / "scenes/01-a.mp4")
    assert [number for _, number in found] == list(range(START, END))
    assert [time for time, _ in found] == pytest.approx([float(RATE.seconds(at)) for at in range(END - START)])


def test_a_part_is_heard_where_the_film_is_heard_there(folder: Path) -> None:
    begin, end = RATE.samples(START), RATE.samples(END)
    inside = [click - begin for click in CLICKS if begin <= click < end]
    assert inside
    assert clicks_in(heard(folder / "scenes/01-a.mp4")) == pytest.approx(inside, abs=8)


def test_what_a_target_without_edit_lists_gets_begins_at_0_by_itself(folder: Path) -> None:
    path = folder / "targets/place.mp4"
    movie = read(path.read_bytes()).one("moov")
    assert [track.all("edts") for track in movie.all("trak")] == [[], []]
    found = pictures(path)
    assert [number for _, number in found] == list(range(sum(SPANS)))
    assert found[0][0] == 0
    with av.open(str(path)) as container:
        assert [stream.start_time for stream in container.streams] == [0, 0]
    late = [click for click in CLICKS if click > 2048]
    assert clicks_in(heard(path))[-len(late) :] == pytest.approx(late, abs=8)


def test_what_a_target_with_edit_lists_gets_is_as_long_to_the_tick(plan: PackagePlan, tmp_path: Path) -> None:
    writer = PackageWriter(tmp_path, plan)
    writer.finish(further=[target(plan, has_edits=True)])
    writer.publish()
    with av.open(str(tmp_path / "targets/place.mp4")) as one, av.open(str(tmp_path / "film.mp4")) as film:
        assert one.duration == film.duration
        assert abs(film.duration / 1e6 - RATE.samples(sum(SPANS)) / SAMPLE_RATE) < 0.001


def test_nothing_is_written_again_while_its_recipe_is_the_same(plan: PackagePlan, tmp_path: Path) -> None:
    writer = PackageWriter(tmp_path, plan)
    first = writer.finish(further=[part(plan)])
    writer.publish()
    known = {file.path: file for file in first.files}
    stamp = (tmp_path / "scenes/01-a.mp4").stat().st_mtime_ns
    again = PackageWriter(tmp_path, plan, known=known)
    assert again.finish(further=[part(plan)], recipes=first.recipes).files == first.files
    again.publish()
    assert (tmp_path / "scenes/01-a.mp4").stat().st_mtime_ns == stamp


@pytest.mark.parametrize(
    "other",
    [lambda plan: part(plan, range(3, 9)), lambda plan: part(plan, range(4, 9)), lambda plan: target(plan)],
    ids=["longer", "later", "whole"],
)
def test_other_contents_have_other_recipes(other: Any, plan: PackagePlan) -> None:
    assert other(plan).recipe != part(plan).recipe


def test_a_file_over_its_cap_is_refused_and_nothing_takes_its_place(plan: PackagePlan, tmp_path: Path) -> None:
    writer = PackageWriter(tmp_path, plan)
    with pytest.raises(PackagingError, match=r"targets/place.mp4 has \d+ bytes, 1000 are allowed"):
        writer.finish(further=[target(plan, most=1000)])
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_full_disk_at_a_further_film_leaves_all_that_was_there(
    plan: PackagePlan, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = Planted(folder, tmp_path / "film").folder
    before = contents(film)
    create = delivery._create

    def refused(path: str) -> BinaryIO:
        if "place" in Path(path).name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return create(path)

    monkeypatch.setattr(delivery, "_create", refused)
    with pytest.raises(PackagingError, match=r"targets/place\.mp4 cannot be written: No space left on device"):
        PackageWriter(film, plan).finish(further=[part(plan, range(2, 9)), target(plan)])
    assert contents(film) == before


def _limits(film: Planted, **changed: Any) -> None:
    """The manifest says so of the target."""
    film.limits = TARGET | changed  # type: ignore[attr-defined]


def _moov_last(film: Planted) -> None:
    path = film.folder / "scenes/01-a.mp4"
    data = path.read_bytes()
    at = data.index(b"moov") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    path.write_bytes(data[:at] + size.to_bytes(4, "big") + b"free" + data[at + 8 :] + data[at : at + size])


FAULTS: dict[str, tuple[str, Plant]] = {
    "a target's file is too large": ("F03", lambda f: _limits(f, bytes=20_000)),
    "a target's film is too long": ("F03", lambda f: _limits(f, seconds=[None, "3"])),
    "a target's picture is too wide": ("F03", lambda f: _limits(f, sides=["54", "90"])),
    "a target's rate is too low": ("F03", lambda f: _limits(f, rate=["48", "60"])),
    "a target's file is missing": ("F03", lambda f: (f.folder / "targets/place.mp4").unlink()),
    "a target's file is cut short": ("F03", lambda f: f.cut("targets/place.mp4", 900)),
    "a target's file has an edit list": ("F03", lambda f: _limits(f, path="film.mp4", sides=None)),
    "a target lies elsewhere": ("H06", lambda f: _limits(f, path="../place.mp4")),
    "a scene's moov comes last": ("F04", _moov_last),
    "a scene's sound ends early": ("F04", lambda f: _early(f)),
}


def _early(film: Planted) -> None:
    path = film.folder / "scenes/01-a.mp4"
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd", data.index(b"tkhd") + 4) + 4 + 20
    data[at : at + 4] = u32(1000)
    path.write_bytes(data)


@pytest.fixture
def planted(folder: Path, tmp_path: Path) -> Planted:
    film = Planted(folder, tmp_path / "film")
    _limits(film)
    return film


def sealed(film: Planted) -> None:
    film.sealed()
    told = json.loads(film.text("manifest.json")) | {"targets": [film.limits]}  # type: ignore[attr-defined]
    film.write("manifest.json", json.dumps(told))


def test_a_good_film_with_a_target_and_a_scene_has_no_fault(planted: Planted) -> None:
    sealed(planted)
    assert verify_folder(planted.folder).faults == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, planted: Planted) -> None:
    rule, plant = FAULTS[name]
    plant(planted)
    sealed(planted)
    assert {fault.rule for fault in verify_folder(planted.folder).faults} == {rule}
