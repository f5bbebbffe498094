"""Packaging again: the same bytes, only what changed made anew, and never an old film mixed with a new one."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from iso_reading import read_multivariant
from made_film import Shelf, contents, make_essence, make_sound, with_span

from longtake.errors import PackagingError
from longtake.media import Digest, FrameRate, Size
from longtake.packaging import FilmEssence, Package, PackagedFile, PackageWriter, package_film, plan_package
from longtake.packaging import delivery as delivery_module

CHANGED_SPAN = 6
Film = tuple[Shelf, FilmEssence]


def known(package: Package) -> dict[str, PackagedFile]:
    return {file.path: file for file in package.files}


@pytest.fixture(scope="module")
def edited(shelf_and_film: Film) -> FilmEssence:
    """The film with other pictures in one span."""
    shelf, film = shelf_and_film
    return with_span(shelf, film, CHANGED_SPAN, range(2000, 2000 + film.rungs[0].spans[CHANGED_SPAN].length))


@pytest.fixture(scope="module")
def shorter() -> FilmEssence:
    """Another film: fewer spans, other sizes, another rate."""
    return make_essence(Shelf({}), FrameRate(25), (50, 50, 30), (Size(240, 136), Size(120, 68)))


def playing(folder: Path) -> dict[str, bytes]:
    """Every file that the film's playlist leads to. Fails where one is missing."""
    main = read_multivariant(folder / "hls/main.m3u8")
    paths = [main.path]
    for playlist in main.playlists:
        paths += [playlist.path, playlist.init, *(path for path, _ in playlist.segments)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_packaging_twice_gives_the_same_bytes(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    first, second = package_film(tmp_path / "a", film), package_film(tmp_path / "b", film)
    assert first == second
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_package_lists_every_file_with_its_size_and_digest(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    package = package_film(tmp_path, film)
    found = contents(tmp_path)
    assert {file.path: file.size for file in package.files} == {path: len(data) for path, data in found.items()}
    for file in package.files:
        assert file.sha256 == delivery_module.digest_bytes(found[file.path])


def test_the_plan_names_every_file_before_one_is_written(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    plan = plan_package(film)
    assert set(plan.paths) == {file.path for file in package_film(tmp_path, film).files}


def test_after_an_edit_the_known_folder_gives_what_an_empty_one_gives(
    shelf_and_film: Film, edited: FilmEssence, tmp_path: Path
) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path / "kept", film)
    again = package_film(tmp_path / "kept", edited, known=known(before))
    whole = package_film(tmp_path / "new", edited)
    assert again.files == whole.files
    for file in whole.files:
        assert (tmp_path / "kept" / file.path).read_bytes() == (tmp_path / "new" / file.path).read_bytes()


@pytest.mark.parametrize("spans", [0, 1, CHANGED_SPAN])
def test_a_film_that_was_begun_early_is_the_same_and_nothing_changes_before(
    spans: int, shelf_and_film: Film, edited: FilmEssence, tmp_path: Path
) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path / "kept", film)
    held = contents(tmp_path / "kept")
    early = PackageWriter(tmp_path / "kept", plan_package(edited), known=known(before))
    early.begin(spans)
    now = contents(tmp_path / "kept")
    assert {path: data for path, data in now.items() if not path.endswith(".part")} == held
    again = early.finish()
    early.publish()
    assert again == replace(package_film(tmp_path / "new", edited), reused=again.reused)
    assert playing(tmp_path / "kept") == playing(tmp_path / "new")
    assert (tmp_path / "kept/film.mp4").read_bytes() == (tmp_path / "new/film.mp4").read_bytes()


def test_the_beginning_is_written_while_the_changed_span_is_still_missing(
    shelf_and_film: Film, edited: FilmEssence, tmp_path: Path
) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path, film)
    missing = edited.rungs[0].spans[CHANGED_SPAN].key

    def load(key: Digest) -> bytes:
        assert key != missing
        return edited.load(key)

    early = PackageWriter(tmp_path, plan_package(replace(edited, load=load)), known=known(before))
    early.begin(CHANGED_SPAN)
    assert (tmp_path / ".film.mp4.part").exists()


def test_what_was_begun_and_abandoned_leaves_nothing(shelf_and_film: Film, edited: FilmEssence, tmp_path: Path) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path, film)
    held = contents(tmp_path)
    early = PackageWriter(tmp_path, plan_package(edited), known=known(before))
    early.begin(CHANGED_SPAN)
    early.abandon()
    assert contents(tmp_path) == held


def test_after_an_edit_only_the_segments_of_that_span_are_made(
    shelf_and_film: Film, edited: FilmEssence, tmp_path: Path
) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path, film)
    stamps = {file.path: (tmp_path / file.path).stat().st_ino for file in before.files}
    again = package_film(tmp_path, edited, known=known(before))
    written = {file.path for file in again.files if (tmp_path / file.path).stat().st_ino != stamps.get(file.path)}
    segments = {path for path in written if path.endswith(".m4s")}
    assert len(segments) == len(film.rungs)
    assert again.reused == again.segments - len(film.rungs)
    assert not [path for path in written if path.startswith("hls/sound") or "init" in path]


def test_segments_that_stand_are_not_even_loaded(shelf_and_film: Film, edited: FilmEssence, tmp_path: Path) -> None:
    shelf, film = shelf_and_film
    before = package_film(tmp_path, film)
    loads = shelf.loads
    package_film(tmp_path, edited, known=known(before))
    in_a_segment = 4
    # Each rung's first span and the first piece tell the settings; the MP4 takes its samples from the segments.
    assert shelf.loads - loads <= len(film.rungs) * (in_a_segment + 1) + 1


def test_a_segment_that_rotted_in_its_place_is_made_again(shelf_and_film: Film, tmp_path: Path) -> None:
    """Its size and its name are as they were; the MP4 takes its samples from it."""
    _, film = shelf_and_film
    before = package_film(tmp_path, film)
    whole = contents(tmp_path)
    victims = [
        file.path
        for file in before.files
        if file.path.endswith(".m4s") and f"/{film.rungs[1].rung.name}/" not in file.path
    ]
    for path in victims:
        (tmp_path / path).write_bytes(bytes(len(whole[path])))
    assert package_film(tmp_path, film, known=known(before)).files == before.files
    assert contents(tmp_path) == whole


def test_a_known_file_of_another_size_is_made_again(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path, film)
    victim = next(file for file in before.files if file.path.endswith(".m4s"))
    (tmp_path / victim.path).write_bytes(b"cut")
    package_film(tmp_path, film, known=known(before))
    assert (tmp_path / victim.path).stat().st_size == victim.size


def test_without_known_files_all_are_made_again(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    package_film(tmp_path, film)
    assert package_film(tmp_path, film).reused == 0


def test_another_sound_leaves_the_picture_segments_alone(shelf_and_film: Film, tmp_path: Path) -> None:
    shelf, film = shelf_and_film
    before = package_film(tmp_path, film)
    sound = make_sound(shelf, film.rate.samples(sum(span.length for span in film.rungs[0].spans)))
    swapped = replace(film, sound=replace(sound, language="de", name="Deutsch"))
    again = package_film(tmp_path, swapped, known=known(before))
    pictures = sum(file.path.endswith(".m4s") and "sound" not in file.path for file in again.files)
    assert again.reused == pictures


def test_progress_counts_up_to_the_whole_and_tells_what_was_there(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    before = package_film(tmp_path, film)
    told: list[tuple[int, int, int]] = []
    package = package_film(
        tmp_path, film, known=known(before), on_progress=lambda done, total, reused: told.append((done, total, reused))
    )
    assert [done for done, _, _ in told] == list(range(1, told[0][1] + 1))
    assert told[-1] == (plan_package(film).parts, plan_package(film).parts, package.segments)


def test_at_every_rename_either_the_old_film_plays_or_the_new_one(
    shelf_and_film: Film, shorter: FilmEssence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, film = shelf_and_film
    package_film(tmp_path / "film", film)
    package_film(tmp_path / "new", shorter)
    old, new = playing(tmp_path / "film"), playing(tmp_path / "new")
    seen: list[dict[str, bytes]] = []
    replace_file = os.replace

    def watched(path: str, target: str) -> None:
        replace_file(path, target)
        seen.append(playing(tmp_path / "film"))

    monkeypatch.setattr(os, "replace", watched)
    package_film(tmp_path / "film", shorter)
    assert len(seen) > 10
    assert all(state in (old, new) for state in seen)
    assert seen[-1] == new


class _FullDisk(io.FileIO):
    """A file on a disk that has `room` bytes left, shared by all such files."""

    room = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if len(data) > _FullDisk.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _FullDisk.room -= len(data)
        return super().write(data)


def full_after(room: int) -> Callable[[str], BinaryIO]:
    _FullDisk.room = room

    def create(path: str) -> BinaryIO:
        return io.BufferedRandom(_FullDisk(path, "x+b"))

    return create


@pytest.mark.parametrize("room", [0, 500, 5_000, 20_000, 30_000, 40_000], ids=lambda room: f"{room} bytes left")
def test_a_full_disk_leaves_the_film_that_was_there(
    shelf_and_film: Film, shorter: FilmEssence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    _, film = shelf_and_film
    package_film(tmp_path, film)
    before = contents(tmp_path)
    monkeypatch.setattr(delivery_module, "_create", full_after(room))
    with pytest.raises(
        PackagingError, match=r"No space left on device; the film that was there is untouched[\s\S]*free"
    ):
        package_film(tmp_path, shorter)
    assert contents(tmp_path) == before


def test_a_full_disk_takes_nothing_of_the_old_film_back_even_if_it_is_not_known(
    shelf_and_film: Film, edited: FilmEssence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, film = shelf_and_film
    package_film(tmp_path, film)
    before = contents(tmp_path)
    monkeypatch.setattr(delivery_module, "_create", full_after(40_000))
    with pytest.raises(PackagingError, match="No space left"):
        package_film(tmp_path, edited)
    assert contents(tmp_path) == before


def test_an_interrupt_takes_back_what_was_new(shelf_and_film: Film, shorter: FilmEssence, tmp_path: Path) -> None:
    _, film = shelf_and_film
    package_film(tmp_path, film)
    before = contents(tmp_path)

    def interrupt(done: int, total: int, reused: int) -> None:
        if done == total - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        package_film(tmp_path, shorter, on_progress=interrupt)
    assert contents(tmp_path) == before


def test_what_a_killed_run_left_half_written_is_swept_away(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    package = package_film(tmp_path, film)
    for name in (".film.mp4.part", "hls/sound/.seg-00000-0123456789.m4s.part"):
        (tmp_path / name).write_bytes(b"half")
    package_film(tmp_path, film, known=known(package))
    assert set(contents(tmp_path)) == {file.path for file in package.files}


def test_a_link_planted_where_a_file_is_written_is_not_followed(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    victim = tmp_path / "victim"
    victim.write_bytes(b"dear")
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / ".film.mp4.part").symlink_to(victim)
    package_film(tmp_path / "film", film)
    assert victim.read_bytes() == b"dear"


def test_finished_files_are_readable_by_all(shelf_and_film: Film, tmp_path: Path) -> None:
    _, film = shelf_and_film
    package = package_film(tmp_path, film)
    assert {(tmp_path / file.path).stat().st_mode & 0o777 for file in package.files} == {0o644}


def test_a_file_that_vanishes_while_packaging_keeps_the_old_film(
    shelf_and_film: Film, shorter: FilmEssence, tmp_path: Path
) -> None:
    _, film = shelf_and_film
    package_film(tmp_path, film)
    old = playing(tmp_path)

    def vandal(done: int, total: int, reused: int) -> None:
        if done == total:
            (tmp_path / next(path for path in plan_package(shorter).paths if path.endswith(".m4s"))).unlink()

    with pytest.raises(PackagingError, match="No such file or directory; the film that was there is untouched"):
        package_film(tmp_path, shorter, on_progress=vandal)
    assert playing(tmp_path) == old
