"""A film takes its place only if its files keep every rule; what is known of a file is not read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from made_film import Shelf, contents, make_essence, with_span

from longtake.errors import BrokenFilmError
from longtake.media import FrameRate
from longtake.packaging import FilmEssence, Package, PackageWriter, plan_package, verifying
from longtake.packaging.verifying import Fault, readings, stream
from longtake.packaging.verifying.samples import Fragment
from longtake.pipeline.events import Event, Notice
from longtake.pipeline.releasing import release
from longtake.store import OutputFolder


@dataclass
class Maker:
    """Packages films into one folder as a make does, and counts what its verifying reads."""

    folder: OutputFolder
    shelf: Shelf
    package: Package | None = None
    read: int = 0
    said: list[Event] = field(default_factory=list)

    def make(self, essence: FilmEssence) -> None:
        known = {file.path: file for file in self.package.files} if self.package else {}
        writer = PackageWriter(self.folder.path, plan_package(essence), known=known)
        self.package = writer.finish()
        try:
            release(self.package, writer, self.folder, self.said.append)
        except BrokenFilmError:
            writer.abandon()
            raise
        writer.publish()


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf({})


@pytest.fixture(scope="module")
def film(shelf: Shelf) -> FilmEssence:
    return make_essence(shelf, FrameRate(24), [48, 48, 48, 48, 48, 48, 40])


@pytest.fixture
def maker(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    folder = OutputFolder(tmp_path / "film")
    one = Maker(folder, shelf)
    read = stream.fragments_of

    def counted(data: memoryview, *, in_units: bool) -> tuple[Fragment, ...]:
        one.read += 1
        return read(data, in_units=in_units)

    monkeypatch.setattr(stream, "fragments_of", counted)
    with folder.held():
        yield one


def test_after_an_edit_only_files_that_it_wrote_are_read(maker: Maker, film: FilmEssence) -> None:
    maker.make(film)
    assert maker.package
    segments = {file.path for file in maker.package.files if file.path.endswith(".m4s")}
    assert maker.read == len(segments)
    maker.read = 0
    maker.make(with_span(maker.shelf, film, 4, range(900, 948)))
    fresh = {file.path for file in maker.package.files if file.path.endswith(".m4s")} - segments
    assert maker.read == len(fresh) == 2


@pytest.mark.parametrize("kept", ["[]", '{"reader": 1}', '{"reader": 1, "files": []}'], ids=str)
def test_what_is_kept_in_another_form_is_read_again(maker: Maker, film: FilmEssence, kept: str) -> None:
    maker.make(film)
    first, maker.read = maker.read, 0
    maker.folder.write(".longtake/readings.json", [kept.encode()])
    maker.make(film)
    assert maker.read == first


def test_a_row_that_is_damaged_is_read_again(maker: Maker, film: FilmEssence) -> None:
    maker.make(film)
    told = maker.folder.noted("readings.json")
    first, second, *_ = told["files"]
    told["files"][first], told["files"][second] = 7, [9, [1, 2]]
    maker.folder.write(".longtake/readings.json", [json.dumps(told).encode()])
    maker.read = 0
    maker.make(film)
    assert maker.read == 2


def test_what_another_reader_kept_is_read_again(
    maker: Maker, film: FilmEssence, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker.make(film)
    first, maker.read = maker.read, 0
    monkeypatch.setattr(readings, "_READER", 1_000_000)
    maker.make(film)
    assert maker.read == first


def test_a_film_that_breaks_a_rule_is_not_published_and_the_one_before_still_stands(
    maker: Maker, film: FilmEssence, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker.make(film)
    before = contents(maker.folder.path)
    put = PackageWriter.finish

    def spoiled(writer: PackageWriter) -> Package:
        package = put(writer)
        (fresh,) = {file.path for file in package.files if "/54p/seg" in file.path} - before.keys()
        path = maker.folder.path / fresh
        path.write_bytes(path.read_bytes().replace(b"moof", b"mooz", 1))
        return package

    monkeypatch.setattr(PackageWriter, "finish", spoiled)
    with pytest.raises(BrokenFilmError) as caught:
        maker.make(with_span(maker.shelf, film, 4, range(900, 948)))
    finding = caught.value.findings[0]
    assert "hls/54p/seg-" in finding.place
    assert finding.message.endswith("(rule H30): the film is not published, what was there before is untouched")
    assert finding.advice[0] == "make it again into a new folder with -o"
    assert contents(maker.folder.path) == before


def test_a_rule_of_thumb_is_told_and_holds_nothing_back(
    maker: Maker, film: FilmEssence, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = verifying.verify_package

    def with_advice(*arguments: object) -> object:
        from dataclasses import replace

        found = plain(*arguments)  # type: ignore[arg-type]
        return replace(found, faults=(Fault("H62", "hls/main.m3u8:5", "54 lines cost more than 108"),))

    monkeypatch.setattr(verifying, "verify_package", with_advice)
    maker.make(film)
    assert maker.said == [Notice("hls/main.m3u8:5", "54 lines cost more than 108 (rule of thumb H62)")]
    assert (maker.folder.path / "film.mp4").is_file()
