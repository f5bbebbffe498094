"""A take that is other than was asked: brought onto the film's grid, and told."""

from dataclasses import replace
from fractions import Fraction

import pytest

from longtake.media import ClipFacts, ColourTags, FrameRate, PictureFacts, Size, SoundFacts, digest_of
from longtake.pipeline.fitting import oddities, retime_of_take, shown_frames
from longtake.planning import PlannedShot, plan
from longtake.storyboard import parse

RATE = FrameRate(25)
TEXT = """
storyboard: 1
frame: {size: 1280x720, rate: 25}
route: {final: [veo-3.1-fast]}
scenes: [{shots: [{action: dawn, for: 3.2s}]}]
"""


def shot() -> PlannedShot:
    return plan(parse(TEXT), {}, stage="final").shots[0]


def take(frames: int, rate: int = 24, size: str = "1280x720", *, sound: bool = True) -> ClipFacts:
    shown, step = Size.parse(size), Fraction(1, rate)
    ticks = tuple(range(frames))
    picture = PictureFacts(
        "h264", shown, shown, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags(), step, ticks, frames, (0,)
    )
    heard = SoundFacts("aac", 48_000, 2, Fraction(0), 48_000 * frames // rate) if sound else None
    return ClipFacts(digest_of([frames, rate, size, sound]), 1, "mp4", "video", picture, heard)


def test_a_take_is_played_a_little_faster_where_enough_of_it_is_there() -> None:
    picture = take(96).picture
    assert picture is not None
    retime = retime_of_take(picture, shot(), RATE)
    assert retime.kind == "speed"
    assert picture.frames_on(RATE, retime.pace) >= shown_frames(shot())


def test_it_is_not_played_faster_where_the_film_would_run_out_of_it() -> None:
    picture, long = take(96).picture, replace(shot(), visible=replace(shot().visible, end=99))
    assert picture is not None
    retime = retime_of_take(picture, long, RATE)
    assert (retime.kind, retime.pace.begin) == ("blend", 1)
    assert picture.frames_on(RATE, retime.pace) == 100


def doubled(frames: int, every: int, rate: int = 25) -> ClipFacts:
    """A take in which the last of every so many pictures repeats the one before."""
    facts = take(frames, rate)
    assert facts.picture
    repeats = tuple(range(every - 1, frames, every))
    return replace(facts, picture=replace(facts.picture, repeats=repeats))


def measured(shot: PlannedShot) -> PlannedShot:
    return replace(shot, room=replace(shot.visible, end=shot.visible.end + 6))


@pytest.mark.parametrize(
    ("facts", "is_measured", "kind", "told"),
    [
        (doubled(200, 25), True, "speed", "it is played picture for picture"),
        (doubled(82, 5), True, "flow", "20 new ones a second: they are passed over, and the others move along"),
        (doubled(82, 5), False, "nearest", "they are shown as they are; join: auto evens them"),
    ],
)
def test_a_cadence_of_repeats_is_evened_where_takes_are_measured(
    facts: ClipFacts, is_measured: bool, kind: str, told: str
) -> None:
    wanted = measured(shot()) if is_measured else shot()
    assert facts.picture
    retime = retime_of_take(facts.picture, wanted, RATE)
    assert (retime.kind, retime.leaves_repeats) == (kind, is_measured)
    assert any(told in one for one in oddities(facts, wanted, RATE))


def test_a_cadence_is_not_played_away_where_too_little_would_be_left() -> None:
    facts, long = doubled(200, 25), replace(shot(), visible=replace(shot().visible, end=190))
    assert facts.picture
    retime = retime_of_take(facts.picture, measured(long), RATE)
    assert retime.kind == "flow"
    assert facts.picture.frames_on(RATE, retime.pace) == 200


def test_lone_repeats_are_no_cadence() -> None:
    facts = take(96, 25)
    assert facts.picture
    picture = replace(facts.picture, repeats=(7, 20, 22, 51, 60, 80, 88))
    assert retime_of_take(picture, measured(shot()), RATE).kind == "nearest"
    assert not any("repeat" in one for one in oddities(replace(facts, picture=picture), measured(shot()), RATE))


def test_a_take_as_it_was_asked_for_is_nothing_to_tell() -> None:
    assert list(oddities(take(96), shot(), RATE)) == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            take(96, size="640x360"),
            "its take is 640x360, not 1280x720 as it was asked for: it is conformed like a clip",
        ),
        (take(120, 30), "its take has 30 pictures a second, not 24 as it was asked for: it is brought to 25"),
        (take(84), "its take lasts 3.5 s, not 4 s: what the film shows of it is there"),
        (take(96, sound=False), "its take has no sound, which was asked for: only music and narration are heard there"),
    ],
    ids=["size", "rate", "length", "sound"],
)
def test_what_is_other_than_asked_is_told_with_what_becomes_of_it(facts: ClipFacts, told: str) -> None:
    assert list(oddities(facts, shot(), RATE)) == [told]


def test_a_take_that_stands_still_is_told() -> None:
    facts = take(96)
    assert facts.picture is not None
    frozen = replace(facts, picture=replace(facts.picture, repeats=tuple(range(1, 96))))
    assert list(oddities(frozen, shot(), RATE)) == ["its take stands still: longtake make --again buys another"]
