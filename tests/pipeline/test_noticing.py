"""What is told with a plan that no plan can tell of itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from longtake.media import Digest, Frame
from longtake.pipeline.card_lettering import CardLettering, lettering_of
from longtake.pipeline.materials import Stamp
from longtake.pipeline.noticing import noticed
from longtake.planning import Plan, plan
from longtake.planning.plan import PlannedTitle
from longtake.storyboard import LeftOut, parse

FONT = Path(__file__).parents[1] / "artwork" / "fonts" / "NotoSansSC-Subset.ttf"


def drawn(*actions: str, route: str = "") -> Plan:
    shots = "".join(f'  - "{action}"\n' for action in actions)
    return plan(parse(f"storyboard: 1\n{route}scenes:\n- id: film\n  shots:\n{shots}"), {})


def told(made: Plan, *left_out: LeftOut) -> list[tuple[str, str]]:
    new = noticed(made, left_out).notices[len(made.notices) :]
    return [(notice.about, notice.message) for notice in new]


def test_letters_that_no_card_can_be_set_in_are_told_once_with_the_way_out() -> None:
    ((about, message),) = told(drawn("豆腐", "腐る", "café"))
    assert about == "animatics"
    assert message.startswith("the cards of film.1, film.2 have no letters for 豆腐る: boxes stand in their place")
    assert message.endswith("name a font that has them: brand: {font: fonts/….ttf}")


@pytest.mark.parametrize("action", ["tea", "café – “tea”", "чай", "τσάι"])
def test_letters_that_a_card_has_are_not_told(action: str) -> None:
    assert told(drawn(action)) == []


def test_a_font_of_the_authors_letters_what_ours_lack_and_what_it_lacks_is_named() -> None:
    stamp = Stamp.of(FONT)
    fonts = {Digest("f" * 64): stamp}
    hand = lettering_of(["film.1", "世界"], fonts)
    assert (hand.font, hand.file, hand.missing) == ("f" * 64, stamp, "")
    made = drawn("世界", "世界 क")
    ((_, message),) = [(one.about, one.message) for one in noticed(made, (), fonts).notices[len(made.notices) :]]
    assert message.startswith("the cards of film.2 have no letters for क: boxes stand in their place")
    assert "name another font that has them" in message


def test_a_card_that_our_hand_letters_takes_no_font() -> None:
    assert lettering_of(["café"], {Digest("f" * 64): Stamp.of(FONT)}) == CardLettering()


def test_a_translated_title_that_the_author_s_font_cannot_letter_is_told() -> None:
    one = PlannedTitle("世", "title", None, "our.ttf", Digest("f" * 64), Frame(0), 24, "ja")
    made = drawn("tea")
    for title, expected in (
        (one, []),
        (
            replace(one, text="日本"),
            [("film.1", "our.ttf has no letters for 日本: its title in ja is set in a font of longtake[fonts]")],
        ),
    ):
        titled = replace(made, shots=(replace(made.shots[0], titles=(title,)),))
        found = noticed(titled, (), {Digest("f" * 64): Stamp.of(FONT)}).notices[len(made.notices) :]
        assert [(notice.about, notice.message) for notice in found] == expected


def test_takes_of_a_model_need_no_letters() -> None:
    assert told(drawn("豆腐", route="route: {final: [veo-3.1-fast]}\n")) == []


def test_a_scene_that_is_left_out_is_told() -> None:
    assert told(drawn("tea"), LeftOut("away", "city = Rome", "it is left out")) == [("away", "it is left out")]
