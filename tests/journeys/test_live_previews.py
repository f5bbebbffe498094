"""A film that is watched while it is made: what its preview shows, when, and what is left of it beside the film."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from films import lumas, same_bytes
from market import Market, market
from watching import FILM, OPTIONS, Watcher, held_back

import longtake
from longtake.errors import FolderError


@pytest.fixture(scope="module")
def place() -> Iterator[Market]:
    with market() as made:
        yield made


@dataclass
class Made:
    folder: Path
    package: longtake.Package
    watcher: Watcher
    in_time: list[bool]


@pytest.fixture(scope="module")
def made(place: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The film, whose last take is ordered only when its preview can be watched."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "film.yaml").write_text(FILM)
    watcher = Watcher(folder / "out")
    in_time = held_back(place, b"Doors open", watcher.seen)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in place.environment.items():
            patch.setenv(name, value)
        package = longtake.make(
            folder / "film.yaml",
            folder / "out",
            workspace=folder / "space",
            on_event=watcher,
            live_preview=True,
            **OPTIONS,
        )
        yield Made(folder, package, watcher, in_time)


@pytest.fixture
def bought_there(place: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    """The market, to which the environment leads."""
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    return place


def test_it_can_be_watched_before_the_last_take_is_even_ordered(made: Made) -> None:
    assert set(made.in_time) == {True}  # more than one, where an order took so long that it was sent again
    assert "film.3" not in made.watcher.landed_when_seen


def test_it_only_grows_and_names_nothing_that_is_not_there(made: Made) -> None:
    shown = [*made.watcher.shown, (made.folder / "out" / "preview" / "1" / "picture.m3u8").read_text()]
    assert all(after.startswith(before) for before, after in pairwise(shown))
    assert "#EXT-X-ENDLIST" not in shown[0]
    assert shown[-1].endswith("#EXT-X-ENDLIST\n")
    assert made.watcher.missing == []


def test_at_the_end_it_is_the_whole_film_in_its_lowest_rung(made: Made) -> None:
    pictures = list(lumas(made.folder / "out" / "preview" / "main.m3u8"))
    film = list(lumas(made.package.film))
    assert len(pictures) == len(film) == made.package.frames
    assert pictures[0].shape == (90, 160)
    smaller = [picture[::2, ::2].astype(int) for picture in film]
    assert max(abs(one.astype(int) - other).mean() for one, other in zip(pictures, smaller, strict=True)) < 12


def test_the_film_beside_it_keeps_every_rule_and_so_does_the_preview(made: Made) -> None:
    assert longtake.verify(made.folder / "out").faults == ()


def test_the_film_has_the_same_bytes_without_one(made: Made) -> None:
    plain = longtake.make(made.folder / "film.yaml", made.folder / "plain", workspace=made.folder / "space", **OPTIONS)
    assert not (plain.folder / "preview").exists()
    assert same_bytes(plain.folder) == same_bytes(made.folder / "out")
    assert plain.manifest.read_bytes() == made.package.manifest.read_bytes()


def test_a_make_with_nothing_to_do_leaves_it_whole(made: Made) -> None:
    again = longtake.make(
        made.folder / "film.yaml",
        made.folder / "out",
        workspace=made.folder / "space",
        live_preview=True,
        **OPTIONS,
    )
    assert again.reused
    assert longtake.verify(again.folder).faults == ()
    assert len(list((again.folder / "preview").iterdir())) == 2  # its playlist and one preview, whichever


def test_the_next_film_here_takes_it_away_unless_it_has_its_own(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.folder / "out", tmp_path / "out")
    (tmp_path / "film.yaml").write_text(FILM.replace("A tram", "Another"))
    changed = longtake.make(tmp_path / "film.yaml", tmp_path / "out", workspace=made.folder / "space", **OPTIONS)
    assert not changed.reused
    assert not (changed.folder / "preview").exists()


Plant = Callable[[Path], None]


def _swap(name: str, old: str, new: str) -> Plant:
    def plant(preview: Path) -> None:
        text = (preview / name).read_text()
        assert old in text
        (preview / name).write_text(text.replace(old, new, 1))

    return plant


def _without_the_last(preview: Path) -> None:
    for kind in ("picture", "sound"):
        path = next(preview.glob(f"*/{kind}.m3u8"))
        lines = path.read_text().splitlines()
        path.write_text("\n".join([*lines[:-3], lines[-1], ""]))


FAULTS: dict[str, tuple[str, Plant]] = {
    "it never ended": ("L01", _swap("1/picture.m3u8", "#EXT-X-ENDLIST\n", "")),
    "it is no event": ("L01", _swap("1/sound.m3u8", "TYPE:EVENT", "TYPE:VOD")),
    "it states another target": ("L02", _swap("1/picture.m3u8", "DURATION:3", "DURATION:6")),
    "it takes more than it declares": ("L03", _swap("main.m3u8", ":BANDWIDTH=", ":BANDWIDTH=1,X-OLD=")),
    "it ends early": ("L04", _without_the_last),
    "a segment is gone": ("H05", lambda preview: (preview / "1" / "picture-00001.m4s").unlink()),
    "a segment is cut off": ("H30", lambda preview: (preview / "1" / "sound-00001.m4s").write_bytes(b"\0\0\1\0moof")),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_planted_into_the_preview_is_found_by_its_rule(fault: str, made: Made, tmp_path: Path) -> None:
    number, plant = FAULTS[fault]
    shutil.copytree(made.folder / "out", tmp_path / "out")
    plant(tmp_path / "out" / "preview")
    found = longtake.verify(tmp_path / "out").faults
    assert number in {one.rule for one in found}
    assert all(one.place.startswith("preview/") for one in found)


def test_its_gain_is_stated(made: Made) -> None:
    main = (made.folder / "out" / "preview" / "main.m3u8").read_text()
    assert 'DATA-ID="longtake.preview.gain",VALUE="+0.0 dB"' in main


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="kills")
def test_after_a_kill_another_is_shown_and_the_one_that_was_ends_where_it_was(
    made: Made, bought_there: Market, tmp_path: Path
) -> None:
    (tmp_path / "film.yaml").write_text(FILM)
    killed = threading.Event()
    held_back(bought_there, b"Doors open", killed)
    left = killed_when_watchable(tmp_path)
    killed.set()
    before: list[str] = []

    def told(event: longtake.Event) -> None:
        if isinstance(event, longtake.Watchable):
            before.append((tmp_path / "out" / "preview" / "1" / "picture.m3u8").read_text())
            before.append((tmp_path / "out" / "preview" / "main.m3u8").read_text())

    options = {**OPTIONS, "workspace": tmp_path / "space", "live_preview": True}
    package = longtake.make(tmp_path / "film.yaml", tmp_path / "out", on_event=told, **options)
    assert "#EXT-X-ENDLIST" not in left
    assert before[0] == f"{left}#EXT-X-ENDLIST\n"
    assert "2/picture.m3u8" in before[1]
    assert longtake.verify(package.folder).faults == ()
    assert same_bytes(package.folder) == same_bytes(made.folder / "out")


def killed_when_watchable(folder: Path) -> str:
    """The picture playlist that a killed make left."""
    words = ["make", "film.yaml", "-o", "out", "--live-preview", "--yes", "--rungs", "180,90", "--preset", "ultrafast"]
    command = [sys.executable, "-m", "longtake", "--workspace", "space", "--json", *words, "--workers", "1"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert any(json.loads(line)["event"] == "watchable" for line in process.stdout)
        process.kill()
    return (folder / "out" / "preview" / "1" / "picture.m3u8").read_text()


def test_a_preview_that_cannot_be_written_stops_the_make_with_its_reason(made: Made, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    plain = longtake.make(made.folder / "film.yaml", tmp_path / "out", workspace=made.folder / "space", **OPTIONS)
    stood = same_bytes(plain.folder)
    (plain.folder / "preview").mkdir()
    (plain.folder / "preview" / "main.m3u8").write_text("my own")
    (tmp_path / "film.yaml").write_text(FILM.replace("A tram", "Another"))
    options = {**OPTIONS, "workspace": made.folder / "space", "live_preview": True}
    with pytest.raises(FolderError, match=r"preview/main.m3u8 is here already and was not made by longtake"):
        longtake.make(tmp_path / "film.yaml", plain.folder, **options)
    assert same_bytes(plain.folder) == stood
    assert (plain.folder / "preview" / "main.m3u8").read_text() == "my own"
