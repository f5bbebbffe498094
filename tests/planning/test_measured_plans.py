"""Plans of joins that are left to measure: what is known before anything was measured, and what is not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_facts import FILM_RATE, clip, film, plan_of, said_of, still, visible
from made_models import MODELS

from longtake.errors import PlanningError
from longtake.media import FrameRange
from longtake.planning import Plan, plan, plan_from_json, plan_to_json
from longtake.storyboard import parse, wordings

FACTS = {"a.mp4": clip(8, name="a"), "b.mp4": clip(8, name="b")}


def fitted(*shots: str, fit: tuple[int, int] = (10, 180)) -> Plan:
    paths = {("scenes", 0, "shots", number): FrameRange(*fit) for number, _ in enumerate(shots)}
    return plan(parse(film(*shots)), FACTS, fit=paths)


def test_an_open_join_is_a_cut_that_takes_no_handles_until_it_is_chosen() -> None:
    made = plan_of(film("{clip: a.mp4}", "{clip: b.mp4, join: auto}"), FACTS)
    (join,) = made.joins
    assert (join.kind, join.frames, join.by) == ("cut", 0, "measure")
    assert visible(made) == [(192, 0, 192), (192, 0, 192)]
    assert [row.join for row in made.quote.rows] == ["–", "auto"]


@pytest.mark.parametrize(
    ("first", "loose"),
    [
        ("{clip: a.mp4, for: 3s}", True),
        ("{clip: a.mp4, trim: auto}", True),
        ("{clip: a.mp4, trim: 1s..3s}", False),
        ("{clip: a.mp4}", False),
        ("{clip: a.mp4, for: 3s, speed: {from: 1, to: 2}}", False),
        ("{action: rain, for: 3s}", False),
    ],
)
def test_a_shot_may_slip_only_where_the_author_leaves_open_which_part_shows(first: str, loose: bool) -> None:
    made = fitted(first, "{clip: b.mp4, join: auto}")
    assert made.shots[0].room == (FrameRange(0, 192) if loose else None)
    assert fitted(first, "{clip: b.mp4, join: cut}").shots[0].room == (FrameRange(0, 192) if "auto" in first else None)


def test_trim_auto_shows_what_is_fit_but_for_the_handles_of_stated_joins() -> None:
    made = fitted("{clip: a.mp4, trim: auto}", "{clip: b.mp4, trim: auto, join: dissolve 0.5s}")
    assert visible(made) == [(192, 10, 174), (192, 16, 180)]
    assert made.shots[0].reasons[0] == "all of the clip that is fit to be shown, but for its joins"


def test_trim_auto_of_a_clip_at_another_speed_is_of_its_pictures() -> None:
    made = fitted("{clip: a.mp4, trim: auto, speed: 2}", fit=(11, 180))
    assert visible(made) == [(96, 6, 90)]


def test_trim_auto_of_what_was_never_measured_is_told() -> None:
    (said,) = said_of(film("{clip: a.mp4, trim: auto}"), FACTS)
    assert "trim of shot film.1 (a.mp4) is auto, and its clip was not measured" in said


def test_a_clip_of_which_too_little_is_fit_for_its_dissolve_is_told() -> None:
    with pytest.raises(PlanningError, match=r"8 s, not all of it fit to be shown, but its joins take 0.25 s of handle"):
        fitted("{clip: a.mp4, trim: auto}", "{clip: b.mp4, trim: auto, join: dissolve 0.5s}", fit=(10, 15))


@given(st.integers(1, 20), st.booleans())
@settings(max_examples=10)
def test_sound_that_leads_or_lags_takes_its_handles_as_a_dissolve_does(tenths: int, leads: bool) -> None:
    words = f"join: 'cut, sound {'leads' if leads else 'lags'} {tenths / 10}s'"
    made = plan_of(film("{clip: a.mp4}", f"{{clip: b.mp4, {words}}}"), FACTS)
    frames = FILM_RATE.frames(Fraction(tenths, 10))
    assert made.joins[0].lead == (frames if leads else -frames)
    assert visible(made) == [(192, 0, 192 if leads else 192 - frames), (192, frames if leads else 0, 192)]


def test_sound_that_leads_by_more_than_there_is_is_told_with_the_shot_it_is_missing_in() -> None:
    (said,) = said_of(film("{clip: a.mp4}", "{clip: b.mp4, trim: 0.1s..4s, join: 'cut, sound leads 0.5s'}"), FACTS)
    assert "wants its sound 0.5 s earlier, which takes 0.5 s of handle before the start of film.2 (b.mp4)" in said
    assert "trim the clip to leave more handle" in said


def test_sound_that_leads_over_all_of_the_shot_before_is_told() -> None:
    written = film("{clip: a.mp4, for: 1s}", "{clip: b.mp4, trim: 4s..6s, join: 'cut, sound leads 2s'}")
    assert "wants its sound 2 s earlier, but film.1 (a.mp4) shows 1 s" in said_of(written, FACTS)[0]


def test_sound_that_leads_by_less_than_half_a_frame_is_told() -> None:
    written = film("{clip: a.mp4}", "{clip: b.mp4, join: 'cut, sound leads 10ms'}")
    assert "moves its sound by 0.01 s, which is under half a frame" in said_of(written, FACTS)[0]


def test_a_plan_with_open_joins_is_read_back_as_it_was_written() -> None:
    made = fitted("{clip: a.mp4, trim: auto}", "{clip: b.mp4, for: 2s, join: 'auto, sound lags 0.5s'}")
    assert plan_from_json(plan_to_json(made)) == made


def bought(*shots: str, model: str = "all") -> Plan:
    return plan(parse(film(*shots, head=f"route: {{final: [{model}]}}\n")), {}, stage="final", catalogue=MODELS)


def rooms(made: Plan) -> list[bool]:
    return [shot.room is not None for shot in made.shots]


def test_trim_auto_lets_a_take_slip_and_asks_for_no_other_one() -> None:
    plain, loose = bought("{action: dawn, for: 3s}"), bought("{action: dawn, for: 3s, trim: auto}")
    assert (rooms(plain), rooms(loose)) == ([False], [True])
    assert loose.shots[0].segment == plain.shots[0].segment
    assert loose.shots[0].key == plain.shots[0].key
    written = [parse(film(f"{{action: dawn, for: 3s{trim}}}")) for trim in ("", ", trim: auto")]
    assert wordings(written[0]) == wordings(written[1])


@pytest.mark.parametrize(("model", "first"), [("all", False), ("extender", True)])
def test_a_take_whose_last_shown_frame_another_begins_with_stays(model: str, first: bool) -> None:
    made = bought(
        "{action: dawn, for: 3s, trim: auto}", "{action: noon, for: 3s, join: continue, trim: auto}", model=model
    )
    assert rooms(made) == [first, True]


@pytest.mark.parametrize("words", ["first_frame: a.png", "first_frame: a.png, last_frame: a.png"])
def test_a_take_that_begins_or_ends_with_a_given_picture_stays(words: str) -> None:
    text = film(f"{{action: dawn, for: 3s, trim: auto, {words}}}", head="route: {final: [all]}\n")
    made = plan(parse(text), {"a.png": still()}, stage="final", catalogue=MODELS)
    assert rooms(made) == [False]
