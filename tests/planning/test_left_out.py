"""Models that a shot is not bought from any more: the next on its route takes their place, as far as the author let."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from made_facts import film
from made_models import mode, model

from longtake.catalogue import Catalogue
from longtake.planning import Plan, plan, plan_to_json
from longtake.storyboard import parse

NAMES = ("first", "second", "third")
LEFT = "refused it"


def made(*shots: str, left: Mapping[str, Mapping[str, str]] | None = None, head: str = "", short: str = "") -> Plan:
    """A film over three models; `short` makes takes of 4 s alone."""
    lengths = {name: (4,) if name == short else (4, 8) for name in NAMES}
    modes = {name: (mode("text", *lengths[name]), mode("image", *lengths[name], first_frame=(1, 1))) for name in NAMES}
    known = Catalogue.of(model(name, *modes[name], regions=("eu",) if name != "second" else ("us",)) for name in NAMES)
    route = f"route: {{final: [first, second, third]{head}}}\n"
    return plan(parse(film(*shots, head=route)), {}, stage="final", catalogue=known, leave_out=left)


def models(found: Plan) -> list[str]:
    return [shot.segment.model if shot.segment else "" for shot in found.shots]


def key(found: Plan, number: int) -> str:
    return found.shots[number].key


def test_the_next_on_the_route_makes_the_shot_and_the_plan_says_since_when() -> None:
    before = made("{action: dawn, for: 3s}", "{action: noon, for: 3s}")
    after = made("{action: dawn, for: 3s}", "{action: noon, for: 3s}", left={key(before, 1): {"first": LEFT}})
    assert models(after) == ["first", "second"]
    segment = after.shots[1].segment
    assert segment is not None
    assert segment.choices[0].why == "the first on its route that can: first refused it"
    assert [(one.model, one.is_able) for one in segment.choices] == [
        ("second", True),
        ("third", True),
        ("first", False),
    ]


def test_where_the_pictures_may_be_made_is_kept() -> None:
    shot = "{action: dawn, for: 3s}"
    assert models(made(shot, left={key(made(shot), 0): {"first": LEFT}}, head=", region: [eu]")) == ["third"]


def test_a_model_that_does_not_make_the_length_is_passed_by() -> None:
    shot = "{action: dawn, for: 6s}"
    assert models(made(shot, left={key(made(shot), 0): {"first": LEFT}}, short="second")) == ["third"]


def test_where_nothing_else_makes_the_shot_its_model_stays() -> None:
    shot = "{action: dawn, for: 3s}"
    everything = made(shot, left={key(made(shot), 0): dict.fromkeys(NAMES, LEFT)})
    assert plan_to_json(everything) == plan_to_json(made(shot))


def test_a_shot_that_goes_on_from_another_model_is_another_order() -> None:
    shots = ("{action: dawn, for: 3s}", "{action: noon, for: 3s, join: continue}")
    before = made(*shots)
    after = made(*shots, left={key(before, 0): {"first": LEFT}})
    assert models(after) == ["second", "first"]
    orders = [(shot.segment.order if shot.segment else "") for one in (before, after) for shot in one.shots]
    assert len(set(orders)) == 4


@given(st.dictionaries(st.integers(0, 2), st.sets(st.sampled_from(NAMES)), max_size=3))
@settings(max_examples=25)
def test_only_the_shots_that_are_named_change(left: dict[int, set[str]]) -> None:
    shots = [f"{{action: {word}, for: 3s}}" for word in ("dawn", "noon", "dusk")]
    before = made(*shots)
    named = {key(before, number): dict.fromkeys(sorted(names), LEFT) for number, names in left.items()}
    after = made(*shots, left=named)
    for number, (one, other) in enumerate(zip(before.shots, after.shots, strict=True)):
        names = [name for name in NAMES if name not in left.get(number, ())] or list(NAMES)
        assert other.segment is not None
        assert other.segment.model == names[0]
        assert (one == other) is (not left.get(number) or names == list(NAMES))
