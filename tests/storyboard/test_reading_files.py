"""Files that are no storyboards, or hardly, get one clear answer; good ones find their assets beside them."""

from pathlib import Path

import pytest
from said import film, said_of_file

from longtake.errors import StoryboardError
from longtake.storyboard import load, read

NOT_TEXT = {
    "UTF-16": (
        "storyboard: 1".encode("utf-16"),
        "film.yaml: the file is UTF-16 text; a storyboard is UTF-8\n  save it as UTF-8",
    ),
    "Latin-1": (
        "storyboard: 1\ntitle: Café".encode("latin-1"),
        "film.yaml:2:11: the byte 0xE9 is no UTF-8 text\n  save it as UTF-8",
    ),
    "a video": (b"\0\0\0\x20ftypisom", "film.yaml: the file is binary, not text\n  name a text file"),
    "nothing": (b"", "film.yaml: the file is empty\n  begin with storyboard: 1, a title and scenes"),
    "more than 1 MB": (
        b"#" * 1_000_001,
        "film.yaml: the file is larger than 1 MB\n  make several films of it, or take out what is no storyboard",
    ),
}


@pytest.mark.parametrize(("data", "words"), NOT_TEXT.values(), ids=NOT_TEXT)
def test_a_file_that_is_no_text_gets_one_answer(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "film.yaml"
    path.write_bytes(data)
    assert said_of_file(path) == [words]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    words = "film.yaml: the storyboard cannot be opened: no such file\n  check the path"
    assert said_of_file(tmp_path / "film.yaml") == [words]


def test_another_kind_of_file_is_told(tmp_path: Path) -> None:
    advice = "make one of a script: longtake storyboard film.docx -o storyboard.yaml · else name it .yaml"
    words = f"film.docx: .docx is no kind of storyboard that is read\n  {advice}"
    assert said_of_file(tmp_path / "film.docx") == [words]


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.yml", tmp_path / "marked.yml"
    plain.write_text(film("dawn"), "utf-8")
    marked.write_text(film("dawn"), "utf-8-sig")
    assert read(plain) == read(marked)


def test_a_missing_asset_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "footage").mkdir()
    (tmp_path / "footage" / "product.mp4").touch()
    path = tmp_path / "film.yaml"
    path.write_text(film("clip: footage/prodcut.mp4", "image: ../cup.png"), "utf-8")
    assert said_of_file(path) == [
        "film.yaml:4:11: clip of shot scene-1.1: 'footage/prodcut.mp4' is not there\n"
        "  did you mean footage/product.mp4?",
        "film.yaml:5:12: image of shot scene-1.2: '../cup.png' leaves the project folder\n"
        "  copy the file into the folder of the storyboard and write its path from there",
    ]


def test_every_value_knows_its_place(tmp_path: Path) -> None:
    path = tmp_path / "film.json"
    path.write_text('{"storyboard": 1,\n "scenes": [{"shots": [\n  {"action": "dawn"}]}]}', "utf-8")
    written = load(path)
    assert written.places.place(("scenes", 0, "shots", 0, "action")) == f"{path.as_posix()}:3:14"
    assert written.places.place(("scenes", 0, "shots", 0, "join")) == f"{path.as_posix()}:3:3"


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "film.yaml"
    folder.mkdir()
    with pytest.raises(StoryboardError, match="the storyboard cannot be opened: Is a directory"):
        read(folder)
