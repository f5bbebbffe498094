"""The output folder: one maker, our own files only, everything written beside and renamed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from longtake.errors import FolderError
from longtake.store import OutputFolder


def test_a_folder_with_somebody_elses_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with (
        pytest.raises(FolderError, match="holds files that longtake did not make\n  choose an empty or a new folder"),
        OutputFolder(tmp_path).held(),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_in_the_way_is_refused_even_in_our_own_folder(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "out").held() as folder:
        (folder.path / "film.mp4").write_text("mine, not yours")
        with pytest.raises(
            FolderError, match=r"film\.mp4 is here already and was not made by longtake\n  move it away"
        ):
            folder.claim(["film.mp4"])
    assert (tmp_path / "out/film.mp4").read_text() == "mine, not yours"


def test_a_folder_knows_whether_a_file_was_written_since_its_film_was_finished(tmp_path: Path) -> None:
    storyboard, folder = tmp_path / "film.yaml", OutputFolder(tmp_path / "out")
    storyboard.touch()
    assert not folder.finished_before(storyboard)  # there is no film
    with folder.held():
        folder.remember("film", [])
    os.utime(storyboard, ns=(0, 0))
    assert not folder.finished_before(storyboard)
    os.utime(storyboard, ns=(1 << 62, 1 << 62))
    assert folder.finished_before(storyboard)
    assert not folder.finished_before(tmp_path / "gone.yaml")


def test_a_file_is_refused_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(FolderError, match="this is a file, not a folder"), OutputFolder(tmp_path / "out").held():
        pass


def test_the_second_maker_is_refused_by_name_of_the_first(tmp_path: Path) -> None:
    with OutputFolder(tmp_path).held():
        second = (
            "import sys; from longtake.store import OutputFolder; from longtake.errors import FolderError\n"
            "try:\n  OutputFolder(sys.argv[1]).held().__enter__()\n"
            "except FolderError as error: print(error); sys.exit(9)\n"
        )
        answer = subprocess.run(
            [sys.executable, "-c", second, str(tmp_path)], capture_output=True, text=True, timeout=60
        )
    assert answer.returncode == 9
    assert f"another longtake (process {os.getpid()}) is making a film here" in answer.stdout


def test_a_killed_maker_leaves_a_folder_that_can_be_held_again(tmp_path: Path) -> None:
    killed = (
        "import os, signal, sys; from longtake.store import OutputFolder\n"
        "folder = OutputFolder(sys.argv[1]).held().__enter__()\n"
        "folder.claim(['film.mp4']); folder.write('film.mp4', [b'half']); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(tmp_path)], timeout=60, check=False)
    with OutputFolder(tmp_path).held() as folder:
        folder.claim(["film.mp4"])
        folder.write("film.mp4", [b"whole"])
    assert (tmp_path / "film.mp4").read_bytes() == b"whole"


def test_only_files_of_ours_are_removed(tmp_path: Path) -> None:
    with OutputFolder(tmp_path).held() as folder:
        folder.claim(["film.mp4", "hls/1080p/old.m4s"])
        folder.write("film.mp4", [b"film"])
        folder.write("hls/1080p/old.m4s", [b"old"])
        (tmp_path / "hls/notes.txt").write_text("mine")
        folder.keep_only(["film.mp4"])
    assert not (tmp_path / "hls/1080p").exists()
    assert (tmp_path / "hls/notes.txt").read_text() == "mine"


def test_a_finished_film_stands_until_any_of_its_files_is_touched(tmp_path: Path) -> None:
    with OutputFolder(tmp_path).held() as folder:
        folder.claim(["film.mp4"])
        folder.write("film.mp4", [b"film"])
        folder.remember("digest", ["film.mp4"])
        assert folder.stands("digest")
        assert not folder.stands("another")
        os.utime(tmp_path / "film.mp4", ns=(1, 1))
        assert not folder.stands("digest")
        assert folder.intact() == set()


def test_claims_are_on_the_disk_before_any_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Torn by a power cut, they would make our own files look like somebody else's."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append("sync")
        fsync(handle)

    def renamed(path: Path, target: Path) -> Path:
        done.append(target.name)
        return replace(path, target)

    with OutputFolder(tmp_path / "out").held() as folder:
        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(Path, "replace", renamed)
        folder.claim(["film.mp4"])
        folder.write("film.mp4", [b"film"])
    assert done == ["sync", "claims.json", "sync", "film.mp4"]
