"""Auto lengths: narration times its scene's drawn shots, to the frame."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_facts import clip, film, plan_of, said_of, sound, visible

from longtake.media import FrameRate
from longtake.planning.lengths import covering_frames, shares
from longtake.planning.narration import speech_of, words_by_shot
from longtake.storyboard import Narration

TEN_WORDS = "one two three four five six seven eight nine ten"


def lengths(text: str, **sounds: int) -> list[int]:
    facts = {"a.mp4": clip(8)} | {f"{name}.ogg": sound(seconds) for name, seconds in sounds.items()}
    return [shot.frames for shot in plan_of(text, facts).shots]


def test_without_narration_a_drawn_shot_lasts_4_seconds() -> None:
    assert lengths(film("dawn", "{action: dusk, for: 2.5s}")) == [96, 60]


def test_words_are_estimated_at_150_a_minute() -> None:
    speech = speech_of(Narration(text=TEN_WORDS), None)
    assert (speech.seconds, speech.is_measured, speech.how) == (Fraction(4), False, "estimated at 150 words a minute")


@pytest.mark.parametrize("text", ["水を注ぐ音", "ทุกเช้า"])
def test_scripts_without_spaces_are_estimated_by_their_signs(text: str) -> None:
    assert speech_of(Narration(text=text), None).seconds == Fraction(len(text), 5)


def test_auto_shots_share_what_the_narration_lasts() -> None:
    made = plan_of(film("dawn", "noon", "dusk", narration=TEN_WORDS))
    assert [shot.frames for shot in made.shots] == [32, 32, 32]
    assert made.shots[0].reasons == ("its share of the narration's 4 s (estimated at 150 words a minute)",)


def test_an_only_shot_is_as_long_as_its_narration() -> None:
    (shot,) = plan_of(film("dawn", narration=TEN_WORDS)).shots
    assert shot.reasons == ("as long as its narration, 4 s (estimated at 150 words a minute)",)


def test_frames_that_do_not_divide_go_to_the_earlier_shots() -> None:
    assert lengths(film("a", "b", "c", narration=f"{TEN_WORDS} eleven")) == [36, 35, 35]


def test_shots_of_known_length_are_subtracted_first() -> None:
    text = film("dawn", "{action: noon, for: 1s}", "{clip: a.mp4, for: 1s}", "dusk", narration=TEN_WORDS)
    assert lengths(text) == [24, 24, 24, 24]


def test_no_auto_shot_is_under_a_second() -> None:
    made = plan_of(film("{action: noon, for: 4s}", "dusk", narration=TEN_WORDS))
    assert [shot.frames for shot in made.shots] == [96, 24]
    assert made.shots[1].reasons == ("1 s, the least, for the narration leaves it no more",)


def test_a_recording_counts_as_long_as_it_sounds() -> None:
    made = plan_of(film("dawn", "dusk", narration=f"{{file: line.ogg, text: {TEN_WORDS}}}"), {"line.ogg": sound(6)})
    assert [shot.frames for shot in made.shots] == [72, 72]
    assert (made.scenes[0].narration, made.scenes[0].is_estimated) == (Fraction(6), False)


def test_a_recording_longer_than_its_picture_is_refused() -> None:
    text = film("{action: dawn, for: 4s}", "{clip: a.mp4, for: 1s}", narration="{file: line.ogg}")
    assert said_of(text, {"line.ogg": sound(7), "a.mp4": clip(8)}) == [
        "narration of scene film lasts 7 s (measured), its shots 5 s: 2 s too long\n"
        "  make its shots 2 s longer · write for: auto on a drawn shot · or cut words"
    ]


def test_words_longer_than_their_picture_are_a_notice_since_nothing_speaks_them() -> None:
    made = plan_of(film("{action: dawn, for: 1s}", narration=TEN_WORDS))
    assert [notice.message for notice in made.notices if notice.about == "film"] == [
        "narration of scene film lasts 4 s (estimated at 150 words a minute), its shots 1 s: 3 s too long; "
        "make its shots 3 s longer; write for: auto on a drawn shot; or cut words"
    ]


def test_each_card_has_the_words_that_are_said_while_it_shows() -> None:
    made = plan_of(film("dawn", "{action: noon, for: 0.8s}", "dusk", narration=TEN_WORDS))
    parts = [shot.narration for shot in made.shots]
    assert parts == ["one two three four", "five six", "seven eight nine ten"]


def test_a_card_holds_whole_clauses_where_each_card_gets_one() -> None:
    text = "Pour the water into the saucer. Roots drink; stems rot."
    assert words_by_shot(text, [48, 48]) == ("Pour the water into the saucer.", "Roots drink; stems rot.")
    japanese = "三代目の店主は、今日も四時に起きました。値段は、十年前のままです。"
    assert words_by_shot(japanese, [60, 60], "ja") == (
        "三代目の店主は、今日も四時に起きました。",
        "値段は、十年前のままです。",
    )


@given(some.text("ab \n", max_size=40), some.lists(some.integers(1, 50), min_size=1, max_size=6))
def test_the_cards_together_have_all_words_in_order(text: str, frames: list[int]) -> None:
    assert " ".join(part for part in words_by_shot(text, frames) if part) == " ".join(text.split())


@given(some.integers(-50, 500), some.lists(some.integers(1, 60), min_size=1, max_size=8))
def test_shares_add_up_and_none_is_under_its_least(total: int, least: list[int]) -> None:
    made = shares(total, least)
    assert sum(made) == max(total, sum(least))
    assert all(share >= floor for share, floor in zip(made, least, strict=True))
    above = [share for share, floor in zip(made, least, strict=True) if share > floor]
    assert not above or max(made) - min(above) <= max(1, max(least) - min(above))


@given(some.fractions(0, 100), some.sampled_from([FrameRate(24), FrameRate(30000, 1001)]))
def test_covering_frames_are_the_fewest_that_last_so_long(seconds: Fraction, rate: FrameRate) -> None:
    frames = covering_frames(seconds, rate)
    assert rate.seconds(frames) >= seconds
    assert frames == 0 or rate.seconds(frames - 1) < seconds


def test_auto_shots_make_room_for_their_joins() -> None:
    made = plan_of(film("a", "{action: b, join: dissolve 2s}", "{action: c, join: dissolve 2s}", narration="one"))
    assert visible(made) == [(72, 24, 48), (96, 24, 72), (72, 24, 48)]
