"""Films of clips whose light steps where they meet: what is matched, what stays, and what is encoded again for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import longtake
from longtake.errors import MissingExtraError, PlanningError
from longtake.inspection import measuring

RATE, FRAMES = 12, 60
SIZE = 192, 108


def film_clip(path: Path, place: int, start: int, lift: float = 0) -> Path:
    """A camera pans over a drawn place."""
    draw = np.random.default_rng(place)
    coarse = draw.uniform(60, 190, (6, 14)).astype(np.float32)
    rows, columns = np.linspace(0, 4.9, SIZE[1]), np.linspace(0, 12.9, SIZE[0] + 2 * FRAMES)
    top, left, down, across = rows.astype(int), columns.astype(int), rows % 1, columns % 1
    upper = coarse[top][:, left] * (1 - across) + coarse[top][:, left + 1] * across
    lower = coarse[top + 1][:, left] * (1 - across) + coarse[top + 1][:, left + 1] * across
    wide = upper * (1 - down[:, None]) + lower * down[:, None] + lift
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "12", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(FRAMES):
            luma = wide[:, start + number : start + number + SIZE[0]].astype(np.uint8)
            grey = np.full((SIZE[1] // 2, SIZE[0]), 128, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.vstack([luma, grey]), "yuv420p")))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One scene in two clips, the second six levels lighter, and another place."""
    folder = tmp_path_factory.mktemp("clips")
    return [
        film_clip(folder / "a.mp4", 1, 0),
        film_clip(folder / "b.mp4", 1, FRAMES, 6),
        film_clip(folder / "c.mp4", 2, 0),
    ]


def made(clips: list[Path], out: Path, **options: Any) -> longtake.Package:
    space = out.parent / options.pop("space", "space")
    usual = {"join": "cut", "rungs": (108,), "preset": "ultrafast", "crf": 10, "workers": 1}
    return longtake.assemble(clips, out, workspace=space, **usual, **options)


def lumas(package: longtake.Package) -> list[float]:
    with av.open(str(package.film)) as container:
        return [float(frame.to_ndarray()[: SIZE[1]].mean()) for frame in container.decode(video=0)]


Films = dict[str, longtake.Package]


@pytest.fixture(scope="module")
def films(clips: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Films:
    """The film of all three as they are, and matched, with what was made for the first."""
    folder = tmp_path_factory.mktemp("films")
    return {word: made(clips, folder / word, match=word) for word in ("off", "auto")}


def test_a_step_within_a_scene_is_closed_and_another_place_stays(films: Films) -> None:
    before, after = lumas(films["off"]), lumas(films["auto"])
    assert before[FRAMES] - before[FRAMES - 1] > 4
    assert abs(after[FRAMES] - after[FRAMES - 1]) <= 1.5
    assert after[2 * FRAMES :] == before[2 * FRAMES :]
    assert max(abs(np.diff(after[: 2 * FRAMES]))) < 1.5


def test_plan_and_report_say_what_was_matched(films: Films) -> None:
    folder = films["auto"].folder
    first, second, other = json.loads((folder / "plan.json").read_text())["shots"]
    assert "matched at its end with film.2" in first["reasons"][-1]
    assert "matched at its beginning with film.1" in second["reasons"][-1]
    assert "matched" not in other
    page = (folder / "report.html").read_text()
    assert "matched at its beginning with film.1" in page
    assert "Verdict: " in page


def test_the_seams_of_the_finished_film_are_scored(films: Films) -> None:
    off, auto = ({row.outgoing: row for row in longtake.seams(films[word].folder)} for word in ("off", "auto"))
    assert off["film.1"].score.is_one_scene
    assert off["film.1"].why.startswith("light: ")
    assert off["film.1"].advice == "match: auto on both shots"
    assert auto["film.1"].score.value > off["film.1"].score.value + 0.2
    assert not auto["film.2"].score.is_one_scene
    page = films["auto"].report.read_text()
    assert f"{auto['film.1'].score.value:.2f}" in page
    assert "another scene" in page


def test_a_matched_film_is_the_same_however_it_is_made(films: Films, clips: list[Path], tmp_path: Path) -> None:
    fresh = made(clips, tmp_path / "auto", match="auto")
    assert fresh.film.read_bytes() == films["auto"].film.read_bytes()


def test_without_what_measures_clips_it_is_refused_before_anything_is_made(
    clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="measuring clips needs"):
        made(clips, tmp_path / "out", match="auto")


def test_a_word_that_is_no_way_of_matching_is_refused(clips: list[Path], tmp_path: Path) -> None:
    with pytest.raises(PlanningError, match="'on' is no way of matching colours"):
        made(clips, tmp_path / "out", match="on")
