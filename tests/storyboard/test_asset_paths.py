"""An asset path is data from somebody else: relative, inside the project folder, or refused (delivery rule S11)."""

import os
from pathlib import Path

import pytest

from longtake.errors import StoryboardError
from longtake.storyboard import assets_of, parse, resolve


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with a few files and links, beside a file that is nobody's business."""
    (tmp_path / "secret.txt").touch()
    folder = tmp_path / "project"
    (folder / "footage" / "day 1").mkdir(parents=True)
    for name in ("cup.png", "footage/a.mp4", "footage/day 1/ä.mp4", "-rf", "console.mp4"):
        (folder / name).touch()
    (folder / "inner.mp4").symlink_to("footage/a.mp4")
    (folder / "out.txt").symlink_to("../secret.txt")
    (folder / "up").symlink_to("..")
    (folder / "loop").symlink_to("loop")
    (folder / "gone.mp4").symlink_to("nowhere.mp4")
    os.mkfifo(folder / "pipe.mp4")
    return folder


TAKEN = {
    "cup.png": "cup.png",
    "./cup.png": "cup.png",
    "footage/a.mp4": "footage/a.mp4",
    "footage//a.mp4": "footage/a.mp4",
    "footage/day 1/ä.mp4": "footage/day 1/ä.mp4",
    "inner.mp4": "footage/a.mp4",
    "-rf": "-rf",
    "console.mp4": "console.mp4",
}


@pytest.mark.parametrize(("text", "file"), TAKEN.items(), ids=TAKEN)
def test_a_path_inside_the_project_is_taken(project: Path, text: str, file: str) -> None:
    assert resolve(project, text) == Path(os.path.realpath(project)) / file


LEAVES = "leaves the project folder"
NOT_RELATIVE = "is not relative to the project folder"
REFUSED = {
    "../secret.txt": LEAVES,
    "footage/../../secret.txt": LEAVES,
    "footage/../cup.png": LEAVES,
    "..": LEAVES,
    "/etc/passwd": NOT_RELATIVE,
    "//server/share/a.mp4": NOT_RELATIVE,
    "\\\\server\\share\\a.mp4": NOT_RELATIVE,
    "\\secret.txt": NOT_RELATIVE,
    "C:\\secret.txt": NOT_RELATIVE,
    "C:/secret.txt": NOT_RELATIVE,
    "c:secret.txt": NOT_RELATIVE,
    "..\\secret.txt": "holds a \\ or a :",
    "cup.png:stream": "holds a \\ or a :",
    "~/secret.txt": "is no path inside the project folder",
    "": "is no path inside the project folder",
    "  ": "is no path inside the project folder",
    "cup.png\0.mp4": "holds control characters",
    "cup\n.png": "holds control characters",
    "NUL": "names the device NUL",
    "con.mp4": "names the device con.mp4",
    "footage/COM1.txt": "names the device COM1.txt",
    "aux.": "names the device aux.",
    "lpt9 .png": "names the device lpt9 .png",
    "https://example.org/a.mp4": "is an address, and nothing is downloaded",
    "file:///etc/passwd": "is an address, and nothing is downloaded",
    "concat:cup.png|a.mp4": "is an address, and nothing is downloaded",
    "out.txt": "is a link that leads out of the project folder",
    "up/secret.txt": "is a link that leads out of the project folder",
    "loop": "cannot be reached",
    "gone.mp4": "is not there",
    "missing.mp4": "is not there",
    "cup.png/a.mp4": "is not there",
    "footage": "is no file",
    "pipe.mp4": "is no file",
    "x" * 300: "cannot be reached",
}


@pytest.mark.parametrize(("text", "words"), REFUSED.items(), ids=map(repr, REFUSED))
def test_any_other_path_is_refused_with_advice(project: Path, text: str, words: str) -> None:
    with pytest.raises(StoryboardError) as caught:
        resolve(project, text)
    (finding,) = caught.value.findings
    assert finding.message.startswith(f"{text!r} {words}")
    assert finding.advice


def test_the_nearest_file_is_offered(project: Path) -> None:
    with pytest.raises(StoryboardError, match=r"did you mean cup\.png\?"):
        resolve(project, "cap.png")


STORYBOARD = parse(
    """
storyboard: 1
cast: {mara: {is: a woman, reference: cup.png}}
music: music/bed.ogg
scenes:
  - narration: {file: line.wav}
    shots:
      - {clip: footage/a.mp4}
      - {action: "@mara waits", first_frame: cup.png, reference: [inner.mp4]}
"""
)


def test_files_that_are_known_already_are_taken_as_they_stand(project: Path) -> None:
    given = {"music/bed.ogg": Path("/elsewhere/bed.ogg"), "line.wav": Path("/elsewhere/line.wav")}
    found = assets_of(STORYBOARD, project, given)
    assert list(found) == ["cup.png", "music/bed.ogg", "line.wav", "footage/a.mp4", "inner.mp4"]
    assert found["music/bed.ogg"] == Path("/elsewhere/bed.ogg")
    assert found["cup.png"] == resolve(project, "cup.png")


def test_every_asset_that_is_refused_is_told(project: Path) -> None:
    with pytest.raises(StoryboardError) as caught:
        assets_of(STORYBOARD, project)
    assert [finding.message for finding in caught.value.findings] == [
        "'music/bed.ogg' is not there",
        "'line.wav' is not there",
    ]


def test_without_a_project_folder_only_known_files_are_taken() -> None:
    with pytest.raises(StoryboardError, match=r"'cup\.png' has no file: no project folder is known"):
        assets_of(STORYBOARD)
