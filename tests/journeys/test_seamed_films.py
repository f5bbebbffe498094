"""Films whose joins are chosen by measure: what the plan says then is what the film shows, and the lock keeps it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from films import SMALL, lumas, numbers, same_bytes

import longtake
from longtake.errors import MissingExtraError
from longtake.planning import plan_from_json
from needs import need


@pytest.fixture
def clips(made_clips: Path) -> list[Path]:
    need(find_spec("cv2") and find_spec("scenedetect"), "OpenCV and PySceneDetect: pip install 'longtake[seams]'.")
    return [made_clips / f"{name}.mp4" for name in ("plain", "keyframes")]


def test_frame_n_of_the_film_is_the_frame_that_the_chosen_plan_says(clips: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    film = longtake.assemble(clips, out, join="auto", **SMALL)
    plan = plan_from_json((out / "plan.json").read_text())
    assert film.frames == plan.frames
    assert all(join.why and join.why in film.report.read_text() for join in plan.joins)
    shown = numbers(film.film)
    for shot, join in zip(plan.shots, (None, *plan.joins), strict=True):
        alone = shot.start + (join.after if join else 0)
        end = shot.start + shot.frames - (shot.join.before if shot.join else 0)
        first = shot.visible.start + (alone - shot.start)
        assert shown[alone:end] == list(range(first, first + end - alone))


def test_the_same_clips_are_cut_the_same_way_again_and_anew_when_asked(clips: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, kept = longtake.assemble(clips, out, join="auto", **SMALL), same_bytes(out)
    assert not first.reused
    assert longtake.assemble(clips, out, join="auto", **SMALL).reused
    lock = json.loads((out / "lock.json").read_text())
    moved = next(iter(lock["shots"].values()))
    moved["slip"] += 1
    (out / "lock.json").write_text(json.dumps(lock))
    longtake.assemble(clips, out, join="auto", **SMALL)
    assert same_bytes(out) != kept
    longtake.assemble(clips, out, join="auto", relock=True, **SMALL)
    assert same_bytes(out) == kept
    other = tmp_path / "other"
    longtake.assemble(clips, other, join="auto", workspace=tmp_path / "empty", **SMALL)
    assert same_bytes(other) == kept


def test_a_film_whose_joins_are_stated_again_keeps_no_lock(clips: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    longtake.assemble(clips, out, join="auto", **SMALL)
    listed = json.loads((out / "manifest.json").read_text())["files"]
    assert "lock.json" in [row["path"] for row in listed]
    longtake.assemble(clips, out, join="cut", **SMALL)
    assert not {"shots", "joins"} & {name for name, kept in json.loads((out / "lock.json").read_text()).items() if kept}


def test_clips_of_one_picture_and_shorter_than_any_dissolve_are_joined_too(
    clips: list[Path], made_clips: Path, tmp_path: Path
) -> None:
    one = made_clips / "one-frame.mp4"
    film = longtake.assemble([one, clips[0], one, one], tmp_path / "out", join="auto", rate=24, **SMALL)
    plan = plan_from_json((tmp_path / "out" / "plan.json").read_text())
    assert [shot.frames for shot in plan.shots][2:] == [1, 1]
    assert film.frames == plan.frames
    assert all(join.why for join in plan.joins)


def test_a_still_between_clips_is_cut_to(clips: list[Path], made_clips: Path, tmp_path: Path) -> None:
    still = tmp_path / "still.png"
    PIL.Image.new("RGB", (320, 180), "navy").save(still)
    longtake.assemble([clips[0], still, clips[1]], tmp_path / "out", join="auto", **SMALL)
    plan = plan_from_json((tmp_path / "out" / "plan.json").read_text())
    assert [join.why for join in plan.joins] == ["cut: what is drawn or stands still is not measured"] * 2


@pytest.mark.parametrize("join", ["auto", "auto, sound leads 0.2s"])
def test_without_the_extra_nothing_is_begun_and_the_extra_is_named(
    join: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longtake.inspection.measuring.find_spec", lambda name: None)
    missing = [tmp_path / "not-there.mp4"] * 2
    with pytest.raises(MissingExtraError) as caught:
        longtake.assemble(missing, tmp_path / "out", join=join, **SMALL)
    (finding,) = caught.value.findings
    assert finding.advice == ("pip install 'longtake[seams]'",)
    board = tmp_path / "film.yaml"
    board.write_text("storyboard: 1\nscenes:\n- shots:\n  - {clip: a.mp4}\n  - {clip: b.mp4, join: auto}\n")
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(MissingExtraError):
        longtake.plan(board)


TAKES = """
storyboard: 1
title: Two trams
frame: {size: 320x180, rate: 24}
route: {final: [kling-3.0]}
scenes:
  - id: film
    shots:
      - {action: a tram crosses a square, for: 5s}
      - {action: it stops, for: 2s, join: auto}
"""


def test_takes_are_slipped_once_they_have_landed_and_the_film_shows_what_the_plan_says(
    clips: list[Path], tmp_path: Path
) -> None:
    board, out, space = tmp_path / "film.yaml", tmp_path / "out", tmp_path / "space"
    board.write_text(TAKES)
    film = longtake.make(board, out, workspace=space, emulate=1000, **SMALL)
    plan, shown = plan_from_json((out / "plan.json").read_text()), list(lumas(film.film))
    planned = longtake.plan(board, workspace=space).plan
    assert [row.join for row in planned.quote.rows] == ["–", "auto"]
    assert [shot.frames for shot in plan.shots] == [shot.frames for shot in planned.shots]
    assert len(shown) == plan.frames
    (join,) = plan.joins
    assert join.by
    assert join.why
    sources = {row["shot"]: row["sha256"] for row in json.loads(film.manifest.read_text())["shots"]}
    for shot in plan.shots:
        take = list(lumas(next((space / "takes").rglob(f"{sources[shot.name]}.mp4"))))
        for frame in range(0, 36, 5):
            wanted = PIL.Image.fromarray(take[shot.visible.start + 6 + frame]).resize(
                (320, 180), PIL.Image.Resampling.BOX
            )
            off = np.abs(np.asarray(wanted).astype(int) - shown[shot.start + 6 + frame].astype(int)).mean()
            assert off < 6, (shot.name, frame)
    assert longtake.make(board, out, workspace=space, emulate=1000, **SMALL).reused


def test_of_real_clips_the_film_shows_the_pictures_that_the_chosen_plan_says(
    clips_folder: Path, tmp_path: Path
) -> None:
    need(find_spec("cv2") and find_spec("scenedetect"), "OpenCV and PySceneDetect: pip install 'longtake[seams]'.")
    paths = {f"fastvideo-{number}.mp4": clips_folder / f"fastvideo-{number}.mp4" for number in ("03", "04")}
    options = {**SMALL, "size": "208x120", "rungs": (120,), "crf": 12}
    film = longtake.assemble([*paths.values()], tmp_path / "out", join="auto", rate=24, **options)
    plan, shown = plan_from_json((tmp_path / "out" / "plan.json").read_text()), list(lumas(film.film))
    assert len(shown) == plan.frames == sum(shot.frames for shot in plan.shots)
    for shot, join in zip(plan.shots, (None, *plan.joins), strict=True):
        assert shot.asset
        take = [
            np.asarray(PIL.Image.fromarray(luma).resize((208, 120))).astype(int) for luma in lumas(paths[shot.asset])
        ]
        first, end = join.after if join else 0, shot.frames - (shot.join.before if shot.join else 0)
        off = dict.fromkeys((-2, -1, 0, 1, 2), 0.0)
        for frame, by in product(range(first, end, 4), off):
            number = min(max(0, shot.visible.start + frame + by), len(take) - 1)
            off[by] += np.abs(take[number] - shown[shot.start + frame].astype(int)).mean()
        assert min(off, key=lambda by: off[by]) == 0, (shot.name, off)
