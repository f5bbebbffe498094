"""What a plan asks for, as it is commissioned: the request, what goes along, how much is needed, what waits."""

from fractions import Fraction

from longtake.catalogue import load_catalogue
from longtake.generation.commission import Commission, CommissionInput
from longtake.media import Money
from longtake.pipeline.commissioning import commissions_of
from longtake.planning import Plan, plan
from longtake.storyboard import parse

HEAD = "storyboard: 1\ntitle: A chain\nroute: {final: [kling-3.0]}\nscenes:\n  - id: film\n    shots:\n"


def planned(*shots: str) -> Plan:
    rows = "".join(f"      - {shot}\n" for shot in shots)
    return plan(parse(HEAD + rows), {}, stage="final")


def commissioned(made: Plan, *left_out: int) -> tuple[Commission, ...]:
    wanted = {shot.key for number, shot in enumerate(made.shots) if number not in left_out}
    return commissions_of(made, load_catalogue(), wanted, "mine")


def test_a_commission_asks_for_what_the_plan_decided() -> None:
    made = planned("{action: a tram crosses a square, for: 3s}")
    (one,), segment = commissioned(made), made.shots[0].segment
    assert segment is not None
    assert (one.film, one.tag, one.order, one.take) == ("A chain", "mine", segment.order, 1)
    assert one.asked.prompt == segment.prompt.text
    assert (one.asked.model, one.asked.kind) == (one.model.wire_name, "text")
    assert (one.asked.seconds, one.asked.size, one.asked.token) == (segment.seconds, segment.size, "")


def test_what_may_be_reserved_is_whole_cents_and_never_less_than_the_price() -> None:
    (one,) = commissioned(planned("{action: a tram, for: 3s}"))
    assert one.price == Money("0.448", "USD")
    assert one.reserved == Money("0.45", "USD")


def test_the_handle_of_the_join_after_a_shot_is_needed_of_its_take() -> None:
    made = planned("{action: dawn, for: 3s}", "{action: noon, for: 3s, join: dissolve 0.5s}")
    first, second = commissioned(made)
    assert first.needs == made.rate.seconds(made.shots[0].visible.end + 6)
    assert second.needs == made.rate.seconds(made.shots[1].visible.end)


def test_a_continuing_take_waits_and_gets_the_last_frame_that_is_shown() -> None:
    made = planned("{action: dawn, for: 3s}", "{action: noon, for: 3s, join: continue}")
    first, second = commissioned(made)
    assert (first.waits_for, second.waits_for) == ("", first.shot)
    frame = made.shots[0].visible.end - 1
    assert second.inputs == (CommissionInput("first frame", "<<<image_1>>>", take=first.shot, frame=frame),)


def test_what_others_wait_for_is_ahead_by_their_waits() -> None:
    made = planned("dawn", "{action: noon, join: continue}", "{action: dusk, join: continue}", "night")
    waits = [one.ahead / one.model.latency.p95 for one in commissioned(made)]
    assert waits == [Fraction(3), Fraction(2), Fraction(1), Fraction(1)]


def test_a_shot_that_is_not_wanted_is_not_commissioned_and_nobody_waits_for_it() -> None:
    made = planned("dawn", "{action: noon, join: continue}")
    (second,) = commissioned(made, 0)
    assert (second.name, second.waits_for) == ("film.2", "")


def test_two_shots_of_the_same_words_and_seed_are_two_commissions_of_one_order() -> None:
    made = planned("{action: dawn, seed: 7, for: 3s}", "{action: dawn, seed: 7, for: 3s}")
    first, second = commissioned(made)
    assert first.order == second.order
    assert first.shot != second.shot
