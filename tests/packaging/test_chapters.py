"""Chapters and cover of the film in one file: libav and mp4box.js read them, and faults in them are found."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import av
import pytest
from iso_reading import read
from made_film import SPANS, Shelf, make_essence
from PIL import Image
from planting import Plant, Planted, u32

from longtake.errors import PackagingError
from longtake.media import FrameRate
from longtake.packaging import MOST_COVER, Chapter, FilmEssence, PackageWriter, package_film, plan_package
from longtake.packaging.chapters import chapter_list
from longtake.packaging.verifying import verify_folder

FRAMES = sum(SPANS)
CHAPTERS = (Chapter(0, "Waking up"), Chapter(100, "Das „Versprechen“"), Chapter(333, "終わり"))
RATE = FrameRate(30000, 1001)


def jpeg(size: tuple[int, int] = (192, 108)) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, (200, 60, 20)).save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture(scope="module")
def essence() -> FilmEssence:
    shelf = Shelf({})
    bare = make_essence(shelf, RATE)
    return replace(bare, chapters=CHAPTERS, cover=shelf.keep(jpeg()))


@pytest.fixture(scope="module")
def folder(essence: FilmEssence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("chaptered")
    package_film(made, essence)
    return made


@pytest.fixture
def planted(folder: Path, tmp_path: Path) -> Planted:
    return Planted(folder, tmp_path / "film")


def test_libav_reads_every_chapter_with_its_title_and_its_very_frames(folder: Path) -> None:
    with av.open(str(folder / "film.mp4")) as container:
        found = [(c["start"] * c["time_base"], c["end"] * c["time_base"], c["metadata"]) for c in container.chapters()]
    ends = [*(chapter.start for chapter in CHAPTERS[1:]), FRAMES]
    assert found == [
        (RATE.seconds(chapter.start), RATE.seconds(end), {"title": chapter.title})
        for chapter, end in zip(CHAPTERS, ends, strict=True)
    ]


def test_libav_shows_the_cover_as_an_attached_picture(folder: Path) -> None:
    with av.open(str(folder / "film.mp4")) as container:
        (cover,) = (stream for stream in container.streams.video if "attached_pic" in stream.disposition.name)
        (packet,) = (packet for packet in container.demux(cover) if packet.size)
        assert bytes(packet) == jpeg()


def test_the_picture_refers_to_the_last_track_which_is_not_shown_as_the_film_plays(folder: Path) -> None:
    movie = read((folder / "film.mp4").read_bytes()).one("moov")
    tracks = movie.all("trak")
    (number,) = tracks[0].one("tref").numbers("I", 8)
    assert tracks[-1].one("tkhd").numbers("I", 12) == (number,)
    assert (tracks[-1].one("mdia/hdlr").body[8:12], tracks[-1].one("tkhd").flags) == (b"text", 2)


def test_pictures_and_sound_are_as_those_of_a_film_without_chapters(folder: Path, essence: FilmEssence) -> None:
    def decoded(path: Path) -> tuple[list[int], list[int]]:
        with av.open(str(path)) as container:
            seen = [frame.pts for frame in container.decode(container.streams.video[0])]
        with av.open(str(path)) as container:
            heard = [frame.pts for frame in container.decode(container.streams.audio[0])]
        return seen, heard

    bare = folder.parent / f"{folder.name}-bare"
    package_film(bare, replace(essence, chapters=(), cover=None))
    assert decoded(folder / "film.mp4") == decoded(bare / "film.mp4")


def test_a_film_that_is_begun_early_is_the_same_film(folder: Path, essence: FilmEssence, tmp_path: Path) -> None:
    missing = dict(essence.load.__self__.held)  # type: ignore[attr-defined]
    cover = missing.pop(essence.cover)
    plan = plan_package(replace(essence, load=lambda key: missing[key]))
    package_film(tmp_path, replace(essence, cover=None, chapters=()))  # its segments stand there
    known = {file.path: file for file in package_film(tmp_path, replace(essence, chapters=())).files}
    writer = PackageWriter(tmp_path, plan, known=known)
    writer.begin(5)
    missing[essence.cover] = cover
    writer.finish()
    writer.publish()
    assert (tmp_path / "film.mp4").read_bytes() == (folder / "film.mp4").read_bytes()


def test_a_film_with_chapters_keeps_every_rule(planted: Planted) -> None:
    planted.sealed()
    assert verify_folder(planted.folder).faults == ()


def _last_chapter_ends_early(film: Planted) -> None:
    """The last run of the chapters' stts is one frame long."""
    data = bytearray((film.folder / film.film).read_bytes())
    track = data.rindex(b"trak")
    at = data.index(b"stts", track) + 4
    (runs,) = struct.unpack_from(">I", data, at + 4)
    struct.pack_into(">I", data, at + 8 + 8 * (runs - 1) + 4, 1001)
    (film.folder / film.film).write_bytes(data)


def _poke_title(film: Planted, title: bytes) -> None:
    data = (film.folder / film.film).read_bytes()
    first = data.index(b"Waking up", data.index(b"mdat"))
    (film.folder / film.film).write_bytes(data[:first] + title.ljust(9) + data[first + 9 :])


def _shown(film: Planted) -> None:
    data = bytearray((film.folder / film.film).read_bytes())
    data[data.index(b"tkhd", data.rindex(b"trak")) + 7] = 7
    (film.folder / film.film).write_bytes(data)


FAULTS: dict[str, tuple[str, Plant]] = {
    "the reference names another track": ("F01", lambda f: f.poke(f.film, b"chap", 0, u32(2))),
    "the reference is gone": ("F01", lambda f: f.poke(f.film, b"chap", -4, b"free")),
    "the chapters end before the film": ("F01", _last_chapter_ends_early),
    "a title is blank": ("F01", lambda f: _poke_title(f, b"")),
    "a title is no text": ("F01", lambda f: _poke_title(f, b"\xff\xfe")),
    "the track is shown as the film plays": ("F01", _shown),
    "the list says another time": ("F01", lambda f: f.poke(f.film, b"chpl", 9, b"\0\0\0\0\0\0\7\7")),
    "the list holds fewer": ("F01", lambda f: f.poke(f.film, b"chpl", 8, b"\1")),
    "the cover is no JPEG": ("F02", lambda f: f.poke(f.film, b"\xff\xd8\xff", -4, b"\x89PNG")),
    "the cover says it is a PNG": ("F02", lambda f: f.poke(f.film, b"covr", 8, u32(14))),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, planted: Planted) -> None:
    rule, plant = FAULTS[name]
    plant(planted)
    planted.sealed()
    assert {fault.rule for fault in verify_folder(planted.folder).faults} == {rule}


def test_the_list_holds_255_chapters_and_as_much_of_a_title_as_a_byte_counts() -> None:
    listed = chapter_list([Chapter(at, "é" * 200) for at in range(300)], FrameRate(24))
    assert listed[16] == 255
    assert listed[25] == 254  # half a letter is left out
    assert len(listed) == 17 + 255 * (9 + 254)


@pytest.mark.parametrize(
    ("chapters", "words"),
    [
        ((Chapter(1, "late"),), "begin at frames 1: they have to cover"),
        ((Chapter(0, "a"), Chapter(FRAMES, "b")), f"begin at frames 0, {FRAMES}"),
        ((Chapter(0, "a"), Chapter(9, "b"), Chapter(9, "c")), "begin at frames 0, 9, 9"),
        ((Chapter(0, ""), Chapter(9, "b")), "a chapter has no title"),
    ],
)
def test_chapters_that_do_not_cover_the_film_are_refused(
    chapters: tuple[Chapter, ...], words: str, essence: FilmEssence
) -> None:
    with pytest.raises(PackagingError, match=words):
        replace(essence, chapters=chapters)


@pytest.mark.parametrize("cover", [b"\x89PNG", b"\xff\xd8\xff" + bytes(MOST_COVER)], ids=["a PNG", "too large"])
def test_a_cover_that_does_not_fit_is_refused_and_leaves_nothing(
    cover: bytes, essence: FilmEssence, tmp_path: Path
) -> None:
    shelf = Shelf(dict(essence.load.__self__.held))  # type: ignore[attr-defined]
    with pytest.raises(PackagingError, match="it has to be a JPEG of at most 65536"):
        package_film(tmp_path, replace(essence, cover=shelf.keep(cover), load=shelf.load))
    assert not list(tmp_path.rglob("film.mp4*"))
