"""Captions in the pictures: where they are laid, and what an edit of their words costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import longtake
from longtake.errors import InputError, PlanningError
from longtake.media import ladder_for
from longtake.pipeline.burning import check_burned
from longtake.pipeline.captioning import with_captions
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.layer_materials import Caption
from longtake.pipeline.materials import Drawn
from longtake.pipeline.planned_film import PlannedFilm

FILM = """
storyboard: 1
frame: {{size: 640x360, rate: 24}}
captions: {captions}
scenes:
  - id: opening
    narration:
      cues:
        - {{at: 0s, for: 3s, text: Every morning begins the same.}}
        - {{at: 4s, for: 3s, text: {second}}}
        - {{at: 9s, for: 3s, text: And it never ends.}}
    shots:
      - {{image: cup.png, camera: static, for: 8s}}
      - {{image: cup.png, camera: static, for: 6s, {title}}}
"""


def planned(folder: Path, captions: str = "burned", second: str = "Water boils.", title: str = "") -> PlannedFilm:
    Image.new("RGB", (640, 360), "teal").save(folder / "cup.png")
    (folder / "film.yaml").write_text(FILM.format(captions=captions, second=second, title=title), "utf-8")
    return longtake.plan(folder / "film.yaml", workspace=folder / "space")


def job(film: PlannedFilm) -> Job:
    return job_of(film, ladder_for(film.plan.size, film.plan.rate))


def captions(made: Job) -> list[Caption]:
    return [one for one in made.layers.values() if isinstance(one, Caption)]


def test_a_changed_caption_costs_the_spans_that_show_it(tmp_path: Path) -> None:
    before, after = (job(planned(tmp_path, second=text)) for text in ("Water boils.", "Milk boils."))
    changed = [
        span.start / 24
        for span, one, other in zip(before.spans, before.span_keys[0], after.span_keys[0], strict=True)
        if one != other
    ]
    assert changed
    assert all(2 <= start < 7.5 for start in changed)


def test_captions_beside_the_film_cost_no_span(tmp_path: Path) -> None:
    on, off = (job(planned(tmp_path, captions=text)) for text in ("on", "off"))
    assert on.span_keys == off.span_keys
    assert on.digest != off.digest


def test_a_caption_goes_to_the_top_while_a_lower_third_stands(tmp_path: Path) -> None:
    film = planned(tmp_path, title="title: {text: Mara, style: lower third, position: bottom}")
    places = {made.card.lines[0]: made.card.place for made in captions(job(film))}
    assert places == {"Every morning begins the same.": "bottom", "Water boils.": "bottom", "And it never ends.": "top"}


def test_captions_are_shown_as_the_call_says_instead_of_the_storyboard(tmp_path: Path) -> None:
    film = planned(tmp_path, captions="on")
    assert captions(job(film)) == []
    assert len(captions(job(with_captions(film, "burned")))) == 3
    assert job(with_captions(film, "off")).captions == ()


def test_letters_that_no_font_has_are_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longtake.artwork.font_library._opened", lambda *_: None)
    with pytest.raises(PlanningError, match=r"captions at 0:04: no font here has letters for 朝 \(U\+671D\)"):
        check_burned(planned(tmp_path, second="朝"))
    check_burned(planned(tmp_path, captions="on", second="朝"))


def test_a_film_of_clips_has_no_words(tmp_path: Path) -> None:
    film = planned(tmp_path)
    object.__setattr__(film, "storyboard", None)
    with pytest.raises(InputError, match="clips have no words"):
        with_captions(film, "on")


def test_a_mark_is_not_lit_word_by_word_for_nobody_says_it(tmp_path: Path) -> None:
    planned(tmp_path, captions="{style: word by word}")
    text = (tmp_path / "film.yaml").read_text("utf-8")
    (tmp_path / "film.yaml").write_text(f'{text}    caption: "[rain on a roof]"\n', "utf-8")
    made = captions(job(longtake.plan(tmp_path / "film.yaml", workspace=tmp_path / "space")))
    styles = {one.card.lines[0]: one.card.style for one in made}
    assert styles.pop("[rain on a roof]") == "plain"
    assert set(styles.values()) == {"word by word"}


def drawn(folder: Path, captions: str, second: str) -> list[Drawn]:
    """The cards of the film with drawn shots in place of its stills."""
    planned(folder, captions, second)
    text = (folder / "film.yaml").read_text("utf-8").replace("image: cup.png, camera: static", "action: a cup")
    (folder / "film.yaml").write_text(text, "utf-8")
    film = longtake.plan(folder / "film.yaml", workspace=folder / "space")
    return [made for made in job(film).materials.values() if isinstance(made, Drawn)]


def test_a_card_does_not_say_what_burned_captions_say(tmp_path: Path) -> None:
    assert [made.card.narration for made in drawn(tmp_path, "burned", "Water boils.")] == ["", ""]
    assert all(made.card.narration for made in drawn(tmp_path, "on", "Water boils."))


def test_an_animatic_makes_room_for_captions_whatever_their_words_are(tmp_path: Path) -> None:
    def cards(captions: str, second: str) -> list[object]:
        return [made.card.clear for made in drawn(tmp_path, captions, second)]

    first = cards("burned", "Water boils.")
    assert first[0]
    assert first == cards("burned", "Milk boils and then some more.")
    assert cards("on", "Water boils.") == [(), ()]
