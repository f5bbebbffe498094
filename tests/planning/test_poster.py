"""Which picture stands for a film before it plays."""

from __future__ import annotations

import pytest
from made_facts import plan_of

from longtake.errors import PlanningError, StoryboardError
from longtake.planning import Plan, plan_from_json, plan_to_json
from longtake.planning.poster import poster_frame

FILM = """
storyboard: 1
frame: {{size: 640x360, rate: 24}}
{poster}
scenes:
  - id: waking
    shots:
      - {{action: Water over coffee., for: 4s}}
      - {{action: The city wakes., for: 6s, id: city}}
"""


def planned(poster: str = "") -> Plan:
    return plan_of(FILM.format(poster=poster))


def test_it_is_the_middle_of_the_first_shot_and_the_plan_does_not_speak_of_it() -> None:
    plan = planned()
    assert poster_frame(plan) == 48
    assert '"poster"' not in plan_to_json(plan)


@pytest.mark.parametrize(
    ("poster", "frame"),
    [
        ("poster: waking.city", 96 + 72),
        ("poster: {shot: waking.city, at: 1.5s}", 96 + 36),
        ("poster: {shot: waking.1, at: 0s}", 0),
    ],
)
def test_its_author_names_a_shot_and_a_moment_in_it(poster: str, frame: int) -> None:
    plan = planned(poster)
    assert poster_frame(plan) == frame
    assert plan_from_json(plan_to_json(plan)) == plan


def test_a_shot_that_the_film_does_not_have_is_told_with_the_nearest() -> None:
    with pytest.raises((PlanningError, StoryboardError), match=r"'waking.cities' is no shot of this film") as caught:
        planned("poster: waking.cities")
    assert caught.value.findings[0].advice[0] == "did you mean waking.city?"


def test_a_moment_after_the_shot_is_told() -> None:
    with pytest.raises(PlanningError, match=r"the poster is 6s into waking.city, which lasts 6.00 s"):
        planned("poster: {shot: waking.city, at: 6s}")
