"""Bad input gets one clear error that names shot, file and what to do; oddities are conformed and told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from films import SMALL

import longtake
from longtake.errors import FolderError, InputError, MediaError, PlanningError, StoryboardError, TimelineError

REFUSED = ["truncated.mp4", "zero-frames.mp4", "sound-only.mp4", "text.mp4", "empty.mp4", "playlist.mp4"]


@pytest.fixture
def there(made_clips: Path) -> dict[str, Path]:
    return {path.name: path for path in made_clips.iterdir()}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_shot_is_refused_by_name(name: str, there: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        longtake.assemble([there["plain.mp4"], there[name]], tmp_path / "out", **SMALL)
    [finding] = refused.value.findings
    assert name in f"{finding.place} {finding.message}"
    assert finding.advice
    assert not (tmp_path / "out" / "film.mp4").exists()


def test_a_missing_clip_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.mp4: there is no such file\n  check the path"):
        longtake.assemble([tmp_path / "nowhere.mp4"], tmp_path / "out")


def test_a_dissolve_longer_than_its_clips_is_refused_with_ways_out(there: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises((PlanningError, TimelineError), match=r"(?s)dissolve.*cut"):
        longtake.assemble([there["plain.mp4"], there["one-frame.mp4"]], tmp_path / "out", **SMALL)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"rate": "29.97"}, "write 30000/1001"),
        ({"rate": "fast"}, "is no frame rate"),
        ({"size": "big"}, "is no size"),
        ({"rungs": (4000,)}, "never upscaled"),
        ({"preset": "quickest"}, "is no preset of libx264"),
        ({"crf": 99}, "crf is 1"),
        ({"workers": 0}, "workers are auto or 1 to 256"),
        ({"join": "wipe"}, "write dissolve:0.5s, flow:0.5s, cut or auto"),
        ({"fit": "stretch"}, "'stretch' is no fit\n  write auto, fill, blur or letterbox"),
    ],
)
def test_an_impossible_option_is_refused_with_advice(
    option: dict[str, object], words: str, there: dict[str, Path], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=words):
        longtake.assemble([there["plain.mp4"]], tmp_path / "out", **option)  # type: ignore[arg-type]


def test_two_makes_on_one_folder_the_second_is_refused(there: dict[str, Path], tmp_path: Path) -> None:
    from longtake.store import OutputFolder

    with (
        OutputFolder(tmp_path / "out").held(),
        pytest.raises(FolderError, match=f"another longtake \\(process {os.getpid()}\\) is making a film here"),
    ):
        longtake.assemble([there["plain.mp4"]], tmp_path / "out", **SMALL)


def test_a_folder_of_somebody_elses_is_refused(there: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(FolderError, match="files that longtake did not make"):
        longtake.assemble([there["plain.mp4"]], tmp_path, **SMALL)


def test_a_storyboard_tells_all_that_is_wrong_at_its_places(made_clips: Path, tmp_path: Path) -> None:
    shutil.copy(made_clips / "plain.mp4", tmp_path / "a.mp4")
    (tmp_path / "storyboard.yaml").write_text(
        "storyboard: 1\ntitle: Wrong\nframe: {size: 320x180, rate: 29.97}\nscenes:\n"
        "  - id: one\n    shots:\n      - {clip: a.mp4, trimm: 1s..2s}\n      - {clip: ../b.mp4}\n"
    )
    with pytest.raises(StoryboardError) as refused:
        longtake.plan(tmp_path / "storyboard.yaml")
    text = str(refused.value)
    assert "storyboard.yaml:3:" in text
    assert "30000/1001" in text
    assert "storyboard.yaml:7:" in text
    assert "trim" in text
    assert len(refused.value.findings) >= 2


def test_handles_too_short_are_told_at_the_shots_place(made_clips: Path, tmp_path: Path) -> None:
    shutil.copy(made_clips / "plain.mp4", tmp_path / "a.mp4")
    (tmp_path / "storyboard.yaml").write_text(
        "storyboard: 1\ntitle: Short\nframe: {size: 320x180}\nscenes:\n  - id: one\n    shots:\n"
        "      - {clip: a.mp4, trim: 0s..1s}\n      - {clip: a.mp4, trim: 0s..1s, join: dissolve 0.5s}\n"
    )
    with pytest.raises(InputError, match=r"(?s)storyboard\.yaml:8:.*handle.*cut"):
        longtake.make(tmp_path / "storyboard.yaml", tmp_path / "out")


def test_a_clip_of_a_storyboard_that_is_damaged_is_told_where_it_is_named(made_clips: Path, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes((made_clips / "plain.mp4").read_bytes()[:5000])
    (tmp_path / "storyboard.yaml").write_text(
        "storyboard: 1\ntitle: Torn\nscenes:\n  - id: one\n    shots:\n      - {clip: a.mp4}\n"
    )
    with pytest.raises(MediaError, match=r"storyboard\.yaml:6:\d+: a\.mp4: "):
        longtake.make(tmp_path / "storyboard.yaml", tmp_path / "out")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become nobody")
def test_a_read_only_folder_is_refused_with_advice(made_clips: Path, tmp_path: Path) -> None:
    """Root may write everywhere, so this is tried as nobody."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o755)
    for folder in [tmp_path, *tmp_path.parents][:-2]:
        folder.chmod(folder.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        with pytest.raises(
            FolderError, match=r"(?s)cannot be written: Permission denied.*choose another folder with -o"
        ):
            longtake.assemble([made_clips / "plain.mp4"], locked / "out", workspace=tmp_path, **SMALL)
    finally:
        os.seteuid(0)
