"""Captions that stand aside: for titles first, for faces where that covers nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import longtake
from longtake.artwork.placing import Area
from longtake.errors import MediaError
from longtake.inspection import faces as finding
from longtake.pipeline import faces as looking
from longtake.pipeline.captioning import captions_of
from longtake.pipeline.events import Event
from longtake.pipeline.faces import faces_between, with_faces
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.standing import best_place
from longtake.store import open_workspace

FILM = """
storyboard: 1
frame: {{size: 640x360, rate: 24}}
scenes:
  - id: opening
    narration:
      cues:
        - {{at: 0s, for: 2s, text: Every morning begins the same.}}
        - {{at: 3s, for: 2s, text: Water boils.}}
    shots:
      - {{image: cup.png, camera: static, for: 3s{first}}}
      - {{image: other.png, camera: static, for: 3s{second}}}
"""
BOTTOM, TOP = Area(32, 276, 576, 60), Area(32, 18, 576, 60)
BOXES = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 340), st.integers(1, 300), st.integers(1, 300)), max_size=4
)


def planned(folder: Path, first: str = "", second: str = "") -> PlannedFilm:
    Image.new("RGB", (640, 360), "teal").save(folder / "cup.png")
    Image.new("RGB", (640, 360), "navy").save(folder / "other.png")
    (folder / "film.yaml").write_text(FILM.format(first=first, second=second), "utf-8")
    return longtake.plan(folder / "film.yaml", workspace=folder / "space")


def places(film: PlannedFilm) -> list[str]:
    return [cue.place for cue in captions_of(film)[0].cues]


def covers(area: Area, boxes: list[tuple[int, int, int, int]]) -> bool:
    return any(
        max(area.left, left) < min(area.right, left + width) and max(area.top, top) < min(area.bottom, top + height)
        for left, top, width, height in boxes
    )


@given(BOXES, BOXES)
def test_a_title_is_never_covered_where_the_other_place_is_free_of_it(
    laid: list[tuple[int, int, int, int]], seen: list[tuple[int, int, int, int]]
) -> None:
    place = best_place(BOTTOM, TOP, laid, seen)
    here, there = (BOTTOM, TOP) if place == "bottom" else (TOP, BOTTOM)
    assert not covers(here, laid) or covers(there, laid)
    if not covers(BOTTOM, [*laid, *seen]):
        assert place == "bottom"
    elif not covers(TOP, [*laid, *seen]):
        assert place == "top"


def test_captions_beside_the_film_go_to_the_top_while_a_lower_third_stands(tmp_path: Path) -> None:
    film = planned(tmp_path, second=", title: {text: Mara, style: lower third, position: bottom}")
    (captions,) = captions_of(film)
    assert places(film) == ["bottom", "top"]
    text = captions.essence.sidecars["film.en.vtt"].decode()
    assert "00:00:00.000 --> 00:00:02.000\nEvery" in text
    assert " line:6%\nWater boils." in text
    assert captions.recipe != captions_of(planned(tmp_path))[0].recipe


def test_captions_over_nothing_are_written_as_they_were(tmp_path: Path) -> None:
    (captions,) = captions_of(planned(tmp_path))
    assert b"line:" not in captions.essence.sidecars["film.en.vtt"]


def test_captions_leave_a_face_clear_where_the_film_shows_it(tmp_path: Path) -> None:
    film = planned(tmp_path)
    seen = replace(film, faces={film.facts["cup.png"].digest: ((400, 600, 600, 1000),)})
    assert places(seen) == ["top", "bottom"]
    assert faces_between(0, 24, seen) == ((256, 216, 128, 144),)
    assert faces_between(72, 96, seen) == ()


def test_a_face_stands_in_the_film_as_its_picture_does(tmp_path: Path) -> None:
    film = planned(tmp_path, first=", view: 25% 25% 50% 50%", second=", view: 0% 0% 25% 25%")
    face = ((400, 600, 600, 1000),)
    seen = replace(film, faces={film.facts[name].digest: face for name in ("cup.png", "other.png")})
    assert faces_between(0, 24, seen) == ((192, 252, 256, 108),)  # twice as large, cut off below
    assert faces_between(72, 96, seen) == ()  # outside the view


def test_faces_are_looked_for_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film, store, asked = planned(tmp_path), open_workspace(tmp_path / "space").store, list[int]()

    def found(files: list[object]) -> list[object]:
        asked.append(len(files))
        return [((0, 700, 300, 900),), ()]

    monkeypatch.setattr(looking, "are_found", lambda: True)
    monkeypatch.setattr(looking, "faces_of", found)
    first, again = (with_faces(film, store, lambda _: None) for _ in range(2))
    assert first.faces == again.faces == {film.facts["cup.png"].digest: ((0, 700, 300, 900),)}
    assert asked == [2]


def test_where_nobody_looks_for_faces_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film, told = planned(tmp_path), list[Event]()
    monkeypatch.setattr(looking, "are_found", lambda: False)
    assert with_faces(film, open_workspace(tmp_path / "space").store, told.append) is film
    assert "pip install 'longtake[faces]'" in str(told)


def test_a_film_of_drawings_or_without_words_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "faces_of", lambda files: pytest.fail("nothing is to be looked at"))
    store = open_workspace(tmp_path / "space").store
    for text in ("narration: Good day.\n    shots: [dawn]", "shots: [{image: cup.png, for: 2s}]"):
        planned(tmp_path)
        (tmp_path / "film.yaml").write_text(f"storyboard: 1\nframe: {{size: 640x360}}\nscenes:\n  - {text}\n")
        film = longtake.plan(tmp_path / "film.yaml", workspace=tmp_path / "space")
        assert with_faces(film, store, lambda _: pytest.fail("nothing is to be told")) is film


def test_a_process_that_ends_without_an_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = planned(tmp_path)
    monkeypatch.setattr(finding, "_BOOT", "raise SystemExit('no room')")
    with pytest.raises(MediaError, match=r"faces cannot be looked for: no room[\s\S]*longtake\[faces\]"):
        finding.faces_of([(tmp_path / "cup.png", film.facts["cup.png"])])
