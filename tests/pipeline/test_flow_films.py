"""Films with flow joins: the same bytes however they are made, and what became of each join, told."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import longtake
from longtake.errors import MissingExtraError
from longtake.store import Store


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    from make_fixtures import make_one

    folder = tmp_path_factory.mktemp("clips")
    return [make_one(folder, kind) for kind in ("sync", "plain")]


def made(clips: list[Path], out: Path, space: Path, **options: object) -> tuple[longtake.Package, list[str]]:
    """The film, and the notices on its way."""
    said: list[str] = []

    def listen(event: object) -> None:
        if isinstance(event, longtake.Notice):
            said.append(f"{event.place}: {event.message}")

    usual = {"size": "160x90", "rate": 24, "rungs": (90,), "preset": "ultrafast", "workers": 1, "join": "flow:0.25s"}
    package = longtake.assemble(clips, out, workspace=space, on_event=listen, **{**usual, **options})  # type: ignore[arg-type]
    return package, said


def test_two_workers_make_the_bytes_of_one_and_what_was_dissolved_is_told(clips: list[Path], tmp_path: Path) -> None:
    one, said = made(clips, tmp_path / "one", tmp_path / "space")
    two, _ = made(clips, tmp_path / "two", tmp_path / "other", workers=2)
    assert one.film.read_bytes() == two.film.read_bytes()
    [told] = [notice for notice in said if "flow was unreliable" in notice]
    words = re.fullmatch(
        r"film\.2: its join: (flow was unreliable for \d\d % of the picture: dissolved there); or write join: cut", told
    )
    assert words
    assert words[1] in one.report.read_text()


def test_a_record_that_is_lost_is_made_again(clips: list[Path], tmp_path: Path) -> None:
    package, _ = made(clips, tmp_path / "out", tmp_path / "space")
    film, page = package.film.read_bytes(), package.report.read_text()
    store = Store(tmp_path / "space" / "store")
    lost = [path for path in store.root.rglob("*") if path.is_file() and b"longtake flow record" in path.read_bytes()]
    assert lost
    for path in lost:
        path.unlink()
    again, _ = made(clips, tmp_path / "again", tmp_path / "space")
    assert (again.film.read_bytes(), again.report.read_text()) == (film, page)


def test_without_opencv_nothing_is_begun(clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(MissingExtraError, match="join: flow needs OpenCV"):
        made(clips, tmp_path / "out", tmp_path / "space")
    assert not (tmp_path / "out" / "film.mp4").exists()
