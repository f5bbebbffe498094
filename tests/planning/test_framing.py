"""Fit by film, scene and shot; views in per cent and pixels; camera words over clips; what is not known is told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_facts import clip, film, plan_of, said_of, still

from longtake.errors import PlanningError
from longtake.media import Size, View
from longtake.planning import PlannedShot, plan_from_json, plan_to_json, storyboard_of_clips
from longtake.storyboard import ViewWords, parse

FACTS = {"wide.mp4": clip(4), "tall.mp4": clip(4, "720x1280"), "cup.png": still("1600x1200")}


def shot_of(written: str, head: str = "") -> PlannedShot:
    return plan_of(film(written, head=head), FACTS).shots[0]


def fits(scenes: str, head: str = "") -> list[str]:
    made = plan_of(f"storyboard: 1\nframe: {{size: 1280x720{head}}}\nscenes:\n{scenes}", FACTS)
    return [shot.fit for shot in made.shots]


def test_the_film_says_the_fit_of_scenes_that_say_none() -> None:
    shots = "  shots: [{clip: tall.mp4}]\n"
    scenes = f"- id: film\n{shots}- fit: fill\n{shots}- fit: auto\n{shots}"
    assert fits(scenes, ", fit: letterbox") == ["letterbox", "fill", "blur"]


def test_a_shot_that_says_its_own_fit_has_no_say_in_its_scenes() -> None:
    assert fits("- shots: [{clip: wide.mp4}, {clip: tall.mp4, fit: letterbox}, {image: cup.png, fit: auto}]") == [
        "fill",
        "letterbox",
        "blur",
    ]


@pytest.mark.parametrize(
    ("fit", "reason"),
    [
        ("fill", "fills the frame, as written; 68.4 % of this picture is cut off"),
        ("blur", "shown whole over a blurred copy, as written"),
        ("letterbox", "shown whole between black bars, as written"),
        ("auto", "shown whole over a blurred copy: to fill the frame would cut 68.4 % off this picture"),
    ],
)
def test_a_written_fit_is_told(fit: str, reason: str) -> None:
    assert shot_of(f"{{clip: tall.mp4, fit: {fit}}}").reasons[-1] == reason


def test_a_picture_of_the_frames_shape_needs_no_words_about_its_fit() -> None:
    assert shot_of("{clip: wide.mp4, fit: letterbox}").reasons == ("the whole clip",)


@pytest.mark.parametrize(
    ("words", "view"),
    [
        ("10% 0% 60% 60%", "1/10 0 3/5 3/5"),
        ("10%, 0, 60%, 60%", "1/10 0 3/5 3/5"),
        ("12.5% 0 50% 50%", "1/8 0 1/2 1/2"),
        ("128px 72px 640px 360px", "1/10 1/10 1/2 1/2"),
        ("20% 30% auto 60%", "1/5 3/10 3/5 3/5"),
        ("0 0 640px auto", "0 0 1/2 1/2"),
    ],
)
def test_a_view_is_written_in_per_cent_or_pixels(words: str, view: str) -> None:
    shot = shot_of(f'{{clip: wide.mp4, view: "{words}"}}')
    assert shot.views == (View.parse(view),)
    assert shot.fit == "fill"


def test_auto_follows_the_films_shape() -> None:
    head = "frame: {size: 720x1280}\n"
    made = plan_of(f"storyboard: 1\n{head}scenes: [{{shots: [{{clip: wide.mp4, view: 35% 0% auto 100%}}]}}]", FACTS)
    [view] = made.shots[0].views
    assert view.width == Fraction(9, 16) / Fraction(16, 9)
    assert made.shots[0].fit == "fill"
    assert made.shots[0].reasons[-1] == "shows 35% 0% auto 100% of the picture, enlarged 1.8 times"


def test_what_an_author_framed_is_shown_whole() -> None:
    shot = shot_of("{clip: wide.mp4, view: 10% 0% 60% 65%}")
    assert shot.fit == "blur"
    assert shot.reasons[-2:] == (
        "shown whole over a blurred copy: to fill the frame would cut 7.69 % off this part",
        "auto for its width or height fills the frame",
    )
    assert shot_of("{clip: wide.mp4, view: 10% 0% 60% 65%, fit: fill}").fit == "fill"


def test_a_view_has_no_say_in_its_scenes_fit_and_takes_its_scenes_word() -> None:
    shots = "{clip: wide.mp4}, {clip: tall.mp4, view: 0% 30% 100% auto}"
    assert fits(f"- shots: [{shots}]") == ["fill", "fill"]
    assert fits(f"- fit: letterbox\n  shots: [{shots}]") == ["letterbox", "letterbox"]


def test_a_view_that_moves_has_two_parts_of_one_shape() -> None:
    shot = shot_of("{clip: wide.mp4, view: {from: 0% 0% 100% 100%, to: 20% 10% 50% 50%}}")
    assert [str(view) for view in shot.views] == ["0 0 1 1", "1/5 1/10 1/2 1/2"]
    assert shot.reasons[-1] == "moves from 0% 0% 100% 100% to 20% 10% 50% 50% of the picture, enlarged 2 times"


WRONG = {
    "too wide in pixels": (
        "{clip: wide.mp4, view: 800px 0px 640px 360px}",
        "view of shot film.1 (wide.mp4): 800px 0px 640px 360px reaches beyond the picture: its right edge would be at "
        "1440 px of 1280 px\n  make it smaller, or move it left",
    ),
    "too high by auto": (
        "{clip: wide.mp4, view: 0% 50% 60% auto}",
        "view of shot film.1 (wide.mp4): 0% 50% 60% auto reaches beyond the picture: its bottom edge would be at 110 % "
        "of 100 %\n  make it smaller, or move it up",
    ),
    "two shapes": (
        "{clip: wide.mp4, view: {from: 0% 0% 100% 100%, to: 0% 0% 50% 100%}}",
        "view of shot film.1 (wide.mp4): its two parts have different shapes (1.78 and 0.889 times as wide as high), "
        "and a move between them would stretch the picture\n  write auto for the width or the height of both",
    ),
    "a few pixels": (
        "{clip: wide.mp4, view: 0% 0% 1% 1%}",
        "view of shot film.1 (wide.mp4): 0% 0% 1% 1% is only 12.8x7.2 pixels of a picture of 1280x720\n"
        "  show at least 16 pixels each way",
    ),
}


@pytest.mark.parametrize(("written", "words"), WRONG.values(), ids=WRONG)
def test_a_view_that_its_picture_cannot_give_is_refused_with_advice(written: str, words: str) -> None:
    assert said_of(film(written), FACTS) == [words]


numbers = some.integers(0, 100)


@given(numbers, numbers, some.integers(1, 100), some.integers(1, 100), some.sampled_from(["%", "px"]))
def test_words_of_a_view_read_back(left: int, top: int, width: int, height: int, unit: str) -> None:
    words = ViewWords(*(Fraction(number) for number in (left, top, width, height)), unit)  # type: ignore[arg-type]
    if unit == "px" or (left + width <= 100 and top + height <= 100):
        assert ViewWords.parse(str(words)) == words


def read(text: str) -> ViewWords | ValueError:
    try:
        return ViewWords.parse(text)
    except ValueError as error:
        return error


@given(some.text(max_size=40))
def test_any_text_is_a_view_or_is_refused_in_words(text: str) -> None:
    found = read(text)
    if isinstance(found, ViewWords):
        assert read(str(found)) == found
    else:
        assert repr(text) in str(found)
        assert getattr(found, "advice", ())


def test_plans_without_the_new_words_have_no_new_fields_and_others_read_back() -> None:
    plain = plan_to_json(plan_of(film("{clip: wide.mp4}"), FACTS))
    assert "views" not in plain
    made = plan_of(film("{clip: wide.mp4, view: {from: 0 0 50% 50%, to: 50% 50% 50% 50%}}", "{clip: tall.mp4}"), FACTS)
    assert plan_from_json(plan_to_json(made)) == made
    assert '"0 0 1/2 1/2"' in plan_to_json(made)


def test_camera_words_move_a_crop_over_a_clip_only_where_it_says_so_itself() -> None:
    head = "style: {camera: pan left}\n"
    made = plan_of(
        film("{clip: wide.mp4}", "{clip: wide.mp4, camera: slow dolly-in}", "{image: cup.png}", head=head), FACTS
    )
    assert [shot.camera for shot in made.shots] == ["", "slow dolly-in", "pan left"]
    assert made.shots[1].reasons[-1] == "a crop of it moves: slow dolly-in"


def test_a_view_stands_still_under_a_style_that_moves() -> None:
    head = "style: {camera: pan left}\n"
    assert shot_of("{image: cup.png, view: 0 0 50% 50%}", head).camera == ""
    assert shot_of("{image: cup.png, view: 0 0 50% 50%, camera: tilt up}", head).camera == "tilt up"


NOTICES = {
    "a drawn shot": (
        film("{action: dawn, camera: dollyy inn}"),
        "film.1: camera 'dollyy inn' names no move that is known, so it moves by itself, gently; the nearest known: "
        "dolly, in",
    ),
    "a clip": (
        film("{clip: wide.mp4, camera: dreamlike}"),
        "film.1: camera 'dreamlike' names no move that is known, so the clip stays as it was shot; known are: pan "
        "left, tilt up, dolly-in, zoom out, static",
    ),
    "the style": (
        film("dawn", "dusk", head="style: {camera: orbitting}\n"),
        "style.camera: camera 'orbitting' names no move that is known, so a drawn picture then moves by itself, "
        "gently; the nearest known: orbiting",
    ),
    "a colour": (
        film("dawn", head="style: {palette: [warm white, tael, '#12345']}\n"),
        "style.palette: 'tael' is no colour that is known, so animatics take one of their own for it; the "
        "nearest known: teal",
    ),
}


@pytest.mark.parametrize(("text", "words"), NOTICES.values(), ids=NOTICES)
def test_words_that_are_not_known_are_told(text: str, words: str) -> None:
    assert words in [f"{notice.about}: {notice.message}" for notice in plan_of(text, FACTS).notices]


def test_words_that_are_known_or_not_used_are_not_told() -> None:
    head = "style: {palette: [tael], camera: dreamlike}\n"
    assert plan_of(film("{clip: wide.mp4, camera: static}", head=head), FACTS).notices == ()
    drawn = film("{action: dawn, camera: slow pan to the left}", head="style: {palette: [dusty teal, '#fff']}\n")
    assert plan_of(drawn, FACTS).notices == ()


def test_clips_are_assembled_with_a_fit() -> None:
    made = storyboard_of_clips([("a.mp4", clip(4))], fit="letterbox")
    assert made.frame.fit == "letterbox"
    with pytest.raises(PlanningError, match="--fit: 'zoom' is no fit\n  write auto, fill, blur or letterbox"):
        storyboard_of_clips([("a.mp4", clip(4))], fit="zoom")


def test_a_fit_and_a_view_are_written_again_as_they_were() -> None:
    text = film("{clip: a.mp4, fit: blur, view: {from: 0% 0% auto 50%, to: 10px 0px 640px 360px}}")
    board = parse(text)
    written = board.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert type(board).model_validate(written) == board
    assert written["scenes"][0]["shots"][0]["view"] == {"from": "0% 0% auto 50%", "to": "10px 0px 640px 360px"}


def test_a_size_from_outside_decides_what_auto_means() -> None:
    words = ViewWords.parse("0% 0% auto 50%")
    assert words.of(Size(1280, 720), Fraction(1)).width == Fraction(9, 32)
