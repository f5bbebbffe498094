"""What was measured of a film's spans: told in report and manifest, kept by the store, the same however it was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import longtake
from longtake.errors import InputError
from longtake.store import Store

Make = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    from make_fixtures import make_one

    folder = tmp_path_factory.mktemp("clips")
    return [make_one(folder, kind) for kind in ("sync", "plain", "keyframes")]


@pytest.fixture
def make(clips: list[Path], tmp_path: Path) -> Make:
    """Makes a film of these clips; the renditions that its manifest tells."""

    def made(out: str, space: str, **options: Any) -> dict[str, Any]:
        usual = {"size": "160x90", "rate": 24, "rungs": (90, 64), "preset": "ultrafast", "workers": 1}
        package = longtake.assemble(clips, tmp_path / out, workspace=tmp_path / space, **{**usual, **options})
        renditions = json.loads(package.manifest.read_text())["renditions"]
        return {rendition["name"]: rendition for rendition in renditions}

    return made


def test_report_and_manifest_tell_what_came_through(make: Make, tmp_path: Path) -> None:
    renditions = make("out", "space")
    page = (tmp_path / "out" / "report.html").read_text()
    assert list(renditions) == ["90p", "64p"]
    for rendition in renditions.values():
        ssim = rendition["ssim"]
        assert 0.6 < float(ssim["worst"]) <= float(ssim["median"]) <= 1
        assert 3 <= rendition["spans_measured"] <= rendition["spans"]
        assert f"{float(ssim['median']):.4f}" in page
        assert f"{float(ssim['worst']):.4f}" in page
    assert (renditions["90p"]["encoder"], renditions["90p"]["preset"]) == ("x264", "ultrafast")


def test_an_edited_film_is_measured_as_a_new_one_is(make: Make) -> None:
    make("out", "space")
    assert make("out", "space", join="cut") == make("other", "empty", join="cut", workers=2)


def test_spans_that_nobody_measured_are_measured_later(make: Make, tmp_path: Path) -> None:
    first = make("out", "space")
    store = Store(tmp_path / "space" / "store")
    essence = [path for path in store.root.rglob("*") if path.is_file() and b"video essence" in path.read_bytes()]
    before = {path: path.read_bytes() for path in essence}
    for path in store.root.rglob("*"):
        if path.is_file() and b"span fidelity" in path.read_bytes():
            path.unlink()
    assert make("again", "space") == first
    assert {path: path.read_bytes() for path in essence} == before


def test_hardware_that_is_absent_is_an_error_before_any_work(make: Make, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="videotoolbox does not work here: libav is built without h264_videotoolbox"):
        make("out", "space", encoder="videotoolbox")
    assert not list((tmp_path / "out").glob("*.mp4"))
