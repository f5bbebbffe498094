"""A brand kit becomes shots, titles, overlays and a palette, with the places of its own lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from said import film, said_of

from longtake.errors import PlanningError
from longtake.planning import plan
from longtake.storyboard import Brand, Storyboard, branded, load, parse

KIT = """\
brand:
  name: Aurora
  logo: brand/logo.png
  font: brand/sans.ttf
  colours: [teal, walnut]
  intro: brand/in.mp4
  outro: brand/out.png
  call_to_action: Start free at aurora.example
"""


def laid_out(text: str) -> Storyboard:
    return branded(parse(text))


def test_the_kit_is_laid_out_over_the_film() -> None:
    made = laid_out(film("dawn", "{action: dusk, title: Aurora}", head=KIT))
    assert [scene.id for scene in made.scenes] == ["intro", None, "outro"]
    intro, outro = made.scenes[0].shots[0], made.scenes[-1].shots[0]
    assert (intro.clip, outro.image, outro.camera) == ("brand/in.mp4", "brand/out.png", "static")
    assert [(title.text, title.font) for title in outro.title] == [("Start free at aurora.example", "brand/sans.ttf")]
    assert made.scenes[1].shots[1].title[0].font == "brand/sans.ttf"
    assert [(over.image, over.position) for over in made.overlays] == [("brand/logo.png", "top right")]
    assert made.style.palette == ("teal", "walnut")


def test_what_the_author_wrote_stands_before_the_kit() -> None:
    head = KIT + "style: {palette: [red]}\n"
    made = laid_out(film("{action: dusk, title: {text: Aurora, font: own.ttf}}", head=head))
    assert made.style.palette == ("red",)
    assert made.scenes[1].shots[0].title[0].font == "own.ttf"


def test_a_call_to_action_beside_a_title_is_a_caption() -> None:
    made = laid_out(film("{action: dusk, title: Aurora}", head="brand: {call_to_action: Start free}\n"))
    assert [title.style for title in made.scenes[0].shots[0].title] == ["title", "caption"]


def test_an_intro_keeps_its_own_colours_where_the_film_has_a_lut() -> None:
    made = laid_out(film("dawn", head="style: {lut: warm.cube}\nbrand: {intro: in.mp4}\n"))
    assert made.scenes[0].shots[0].lut == "off"


def test_a_scene_called_intro_keeps_its_name() -> None:
    text = "storyboard: 1\nbrand: {intro: in.mp4}\nscenes: [{id: Intro, shots: [x]}]\n"
    assert [scene.id for scene in laid_out(text).scenes] == ["brand-intro", "Intro"]


def test_the_first_shot_may_be_joined_to_an_intro() -> None:
    head = "brand: {intro: in.mp4}\n"
    made = laid_out(film("{action: dawn, join: dissolve 0.5s}", head=head))
    assert str(made.scenes[1].shots[0].join) == "dissolve 0.5s"


SHOTS = some.lists(some.sampled_from(["dawn", "{action: dusk, title: Hi}", "{clip: a.mp4}"]), min_size=1, max_size=3)
FIELDS = some.fixed_dictionaries(
    {},
    optional={
        "name": some.just("Aurora"),
        "logo": some.just("logo.png"),
        "font": some.just("sans.ttf"),
        "colours": some.just(("teal",)),
        "intro": some.sampled_from(["in.mp4", "in.png"]),
        "outro": some.sampled_from(["out.mp4", "out.png"]),
        "call_to_action": some.just("Start free"),
    },
)


@given(SHOTS)
def test_without_a_brand_nothing_changes(shots: list[str]) -> None:
    storyboard = parse(film(*shots))
    assert branded(storyboard) is storyboard


@given(SHOTS, FIELDS)
def test_branding_twice_is_branding_once_and_keeps_every_shot(shots: list[str], fields: dict[str, object]) -> None:
    storyboard = parse(film(*shots)).model_copy(update={"brand": Brand.model_validate(fields)})
    made = branded(storyboard)
    assert branded(made) == made
    own = made.scenes[1 if "intro" in fields else 0]
    assert [shot.action for shot in own.shots] == [shot.action for shot in storyboard.scenes[0].shots]
    assert len(made.scenes) == 1 + len({"intro", "outro"} & set(fields))


def test_a_logo_of_many_files_is_refused() -> None:
    assert said_of(film("x", head="brand: {logo: logo_%04d.png}\n")) == [
        "film.yaml:2:15: brand.logo: logo_%04d.png stands for many files\n  name one picture · or write overlays:"
    ]


def test_a_missing_file_of_the_kit_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    assert [words.splitlines()[0] for words in said_of(film("x", head=KIT), root=path.parent)] == [
        "film.yaml:4:9: brand.logo: 'brand/logo.png' is not there",
        "film.yaml:5:9: brand.font: 'brand/sans.ttf' is not there",
        "film.yaml:7:10: brand.intro: 'brand/in.mp4' is not there",
        "film.yaml:8:10: brand.outro: 'brand/out.png' is not there",
    ]


@pytest.mark.parametrize("is_laid_out", [False, True])
def test_the_plan_points_to_the_kit(tmp_path: Path, is_laid_out: bool) -> None:
    (tmp_path / "in.mp4").touch()
    path = tmp_path / "film.yaml"
    path.write_text(
        film("{action: dawn}", "{action: dusk, join: dissolve 9s}", head="brand: {intro: in.mp4}\n"), "utf-8"
    )
    written = load(path).branded() if is_laid_out else load(path)
    with pytest.raises(PlanningError) as caught:
        plan(written.storyboard, {}, places=written.places)
    assert [finding.place for finding in caught.value.findings] == [f"{path.as_posix()}:2:16"]
