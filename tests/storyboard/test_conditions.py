"""`when` decides whether a scene is in the film: four forms, and nothing is evaluated."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from said import said_of

from longtake.errors import PlanningError, StoryboardError
from longtake.planning import plan
from longtake.storyboard import Storyboard, Values, load, parse
from longtake.storyboard.conditions import Condition, LeftOut, in_no_film
from longtake.storyboard.reading import _load
from longtake.storyboard.units import Refused

HEAD = """\
storyboard: 1
variables:
  premium: {type: yes or no, value: no}
  audience: {of: [new, old, very old], value: new}
  count: {type: number, value: 3}
  plain: no
  city: Berlin
"""


def written(*scenes: tuple[str, str], head: str = HEAD) -> str:
    """A storyboard with a scene of one shot for each condition and action; "" for no condition."""
    lines = [f"- when: {when}\n  shots: [{action}]\n" if when else f"- shots: [{action}]\n" for when, action in scenes]
    return f"{head}scenes:\n{''.join(lines)}"


def actions(text: str, values: Values) -> list[str]:
    storyboard: Storyboard = parse(text, values=values)
    return [scene.shots[0].action for scene in storyboard.scenes]


HOLDING = {
    "premium": ({"premium": True}, {}),
    "not premium": ({}, {"premium": "yes"}),
    "plain": ({"plain": "yes"}, {}),
    "not plain": ({}, {"plain": "true"}),
    "premium = yes": ({"premium": "true"}, {}),
    "audience = new": ({}, {"audience": "old"}),
    "audience != new": ({"audience": "old"}, {}),
    "audience = very old": ({"audience": "very old"}, {}),
    "audience = 'very old'": ({"audience": "very old"}, {}),
    "audience=old": ({"audience": "old"}, {}),
    "count = 3": ({"count": "3.0"}, {"count": 4}),
    "city != Bonn": ({}, {"city": "Bonn"}),
}


@pytest.mark.parametrize(("when", "values"), HOLDING.items(), ids=HOLDING)
def test_a_scene_is_there_where_its_condition_holds(when: str, values: tuple[Values, Values]) -> None:
    text = written(("", "always"), (when, "sometimes"))
    assert actions(text, values[0]) == ["always", "sometimes"]
    assert actions(text, values[1]) == ["always"]


FAULTY = {
    "premium or audience": "is no condition",
    "audience == new": "is no condition",
    "not audience = new": "is no condition",
    "premium()": "is no condition",
    "__import__('os')": "is no condition",
    "premiun": "variable 'premiun' is not defined\n  did you mean premium?",
    "audience": "audience is 'new', neither yes nor no\n  compare it: audience = …",
    "audience = news": "audience is never 'news'\n  did you mean new?",
    "premium = maybe": "premium is yes or no, never 'maybe'",
    "count = many": "count is a number, and 'many' is none",
    "premium = ${premium}": "premium is yes or no, never '${premium}'",
}


@pytest.mark.parametrize(("when", "words"), FAULTY.items(), ids=FAULTY)
def test_a_condition_that_means_nothing_is_told_at_its_place(when: str, words: str) -> None:
    (said,) = said_of(written((f'"{when}"', "x")))
    assert said.startswith("film.yaml:9:9: when of scene scene-1: ")
    assert words in said


@given(some.text(max_size=20) | some.text(some.sampled_from("ab not=!_'\"3"), max_size=12))
def test_any_words_are_one_of_four_forms_or_refused(text: str) -> None:
    try:
        condition = Condition.parse(text)
    except Refused:
        return
    assert re.fullmatch(r"\s*(not\s+)?[A-Za-z][A-Za-z0-9_-]*\s*|\s*[A-Za-z][A-Za-z0-9_-]*\s*!?=\s*[^=\s].*", text), (
        condition
    )


def test_findings_stand_at_their_lines_after_scenes_that_are_not_there() -> None:
    text = written(("premium", "x"), ("", '"@maar"'), ("premium", '"@joe"'))
    assert said_of(text) == [
        "film.yaml:11:11: action of shot scene-2.1: @maar is not defined\n  define maar under cast, places or props"
    ]


def test_the_plan_points_to_the_lines_of_the_scenes_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_text(written(("premium", "x"), ("", "y"), ("", "{clip: z.mp4}")), "utf-8")
    (tmp_path / "z.mp4").touch()
    loaded = load(path)
    with pytest.raises(PlanningError) as caught:
        plan(loaded.storyboard, {}, places=loaded.places)
    assert caught.value.findings[0].place == f"{path.as_posix()}:12:18"


def test_a_film_without_any_scene_is_refused() -> None:
    (said,) = said_of(written(("premium", "x")))
    assert said == "film.yaml:8:1: scenes: no scene is in this film\n  let the condition of one hold"


def test_two_scenes_that_are_never_both_there_may_share_their_id() -> None:
    head = HEAD + "scenes:\n"
    text = head + "- {id: opening, when: premium, shots: [a]}\n- {id: opening, when: not premium, shots: [b]}\n"
    assert actions(text, {"premium": True}) == ["a"]


def test_who_is_only_in_absent_scenes_goes_with_them() -> None:
    cast = "cast: {mara: a woman, joe: a man, eve: nobody}\n"
    storyboard = parse(written(("premium", '"@joe"'), ("", '"@mara"'), head=HEAD + cast))
    assert list(storyboard.cast) == ["mara", "eve"]


def test_a_scene_of_python_whose_condition_does_not_hold_is_told() -> None:
    storyboard = Storyboard.model_validate(
        {"storyboard": 1, "variables": {"premium": "no"}, "scenes": [{"when": "premium", "shots": ["x"]}]}
    )
    with pytest.raises(PlanningError, match="premium does not hold, so the scene is not in the film"):
        plan(storyboard, {})


def test_reading_what_was_read_changes_nothing() -> None:
    text = written(("", "always"), ("premium", "sometimes"))
    with pytest.raises(StoryboardError):
        parse(text, values={"premum": True})
    assert actions(text, {"premium": True}) == ["always", "sometimes"]


def left_out(when: str) -> list[tuple[str, str]]:
    text = HEAD + f"scenes:\n- id: home\n  shots: [a]\n- id: away\n  when: {when}\n  shots: [b]\n"
    return [(one.scene, one.cause) for one in _load(text, "film.yaml", "yaml", None, {}).left_out]


@pytest.mark.parametrize(
    ("when", "cause"),
    [
        ("city = Brelin", "it is left out: when: city = Brelin, and city is Berlin; did you mean Berlin?"),
        ("city = Rome", "it is left out: when: city = Rome, and city is Berlin"),
        ("premium", "it is left out: when: premium, and premium is no"),
        ("city != Berlin", "it is left out: when: city != Berlin, and city is Berlin"),
    ],
)
def test_a_scene_that_is_left_out_says_why(when: str, cause: str) -> None:
    assert left_out(when) == [("away", cause)]


def test_a_scene_that_is_there_has_nothing_to_say() -> None:
    assert left_out("city = Berlin") == []


def test_only_what_no_film_of_a_campaign_has_is_in_none() -> None:
    away, home = LeftOut("away", "city = Brelin", "…"), LeftOut("home", "city = Rome", "…")
    assert in_no_film([(away, home), (away,)]) == (("away", "city = Brelin"),)
    assert in_no_film([(away,), ()]) == ()
