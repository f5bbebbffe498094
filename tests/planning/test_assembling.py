"""Clips in a row become a storyboard: size and rate of most, each clip whole, a dissolve between each two."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from made_facts import clip, sound, still

from longtake.errors import PlanningError
from longtake.media import ClipFacts, FrameRate, Size
from longtake.planning import plan, storyboard_of_clips

WIDE, TALL = clip(4, "1792x1024"), clip(4, "720x1280", 25)


def shape(*facts: ClipFacts) -> tuple[str, str]:
    """The size and rate of a film of these clips."""
    made = storyboard_of_clips([(f"{number}.mp4", one) for number, one in enumerate(facts)])
    return str(made.frame.size), str(made.frame.rate)


def said_of(clips: list[tuple[str, ClipFacts]], join: str = "dissolve:0.5s") -> list[str]:
    with pytest.raises(PlanningError) as caught:
        storyboard_of_clips(clips, join=join)
    return [str(finding) for finding in caught.value.findings]


def test_the_film_has_the_size_and_rate_of_most() -> None:
    assert shape(TALL, WIDE, WIDE) == ("1792x1024", "24")


def test_of_two_that_are_as_frequent_the_earlier_counts() -> None:
    assert shape(TALL, WIDE) == ("720x1280", "25")


def test_stills_have_no_say() -> None:
    assert shape(still("640x480"), still("640x480"), WIDE) == ("1792x1024", "24")


def test_stills_alone_make_a_plain_film() -> None:
    assert shape(still("640x480")) == ("1920x1080", "24")


def test_an_odd_size_gets_a_pixel_more() -> None:
    assert shape(clip(4, "853x479")) == ("854x480", "24")


@pytest.mark.parametrize(
    ("rate", "film"),
    [
        (16, "16"),
        (Fraction(25, 2), "25/2"),
        (Fraction(24000, 1001), "24000/1001"),
        (Fraction(1000, 33), "30"),
        (Fraction(2397, 100), "24000/1001"),
    ],
)
def test_a_stray_rate_goes_to_the_nearest_standard_one(rate: Fraction, film: str) -> None:
    assert shape(clip(4, rate=rate))[1] == film


def test_clips_are_whole_and_dissolve_for_half_a_second() -> None:
    clips = [("a.mp4", WIDE), ("b.mp4", WIDE), ("a.mp4", WIDE)]
    made = plan(storyboard_of_clips(clips, music="bed.mp3"), {**dict(clips), "bed.mp3": sound(60)})
    assert [(shot.take_frames, shot.visible.start, shot.visible.end) for shot in made.shots] == [
        (96, 0, 90),
        (96, 6, 90),
        (96, 6, 96),
    ]
    assert [(join.kind, join.frames) for join in made.joins] == [("dissolve", 12)] * 2
    assert [shot.key for shot in made.shots][2].endswith("~2")
    assert made.cues[0].asset == "bed.mp3"


def test_a_still_lasts_4_seconds() -> None:
    clips = [("/home/a.png", still()), ("b.mp4", WIDE)]
    made = plan(storyboard_of_clips(clips, join="cut"), dict(clips))
    assert [(shot.kind, shot.frames) for shot in made.shots] == [("still", 96), ("footage", 96)]


def test_size_and_rate_may_be_given() -> None:
    made = storyboard_of_clips([("a.mp4", WIDE)], size=Size(640, 360), rate=FrameRate(30))
    assert (made.frame.size, made.frame.rate) == (Size(640, 360), FrameRate(30))


def test_every_clip_that_cannot_be_used_is_named() -> None:
    short = clip(Fraction(20, 24))
    assert said_of([("a.mp4", short), ("b.mp4", short), ("bed.ogg", sound(9)), ("c.mp4", WIDE)]) == [
        "b.mp4: it lasts 0.833 s, but joined by dissolve 0.5s it needs 1 s\n"
        "  shorten the joins: --join dissolve:0.2s · --join cut · or leave it out",
        "bed.ogg: it has sound and no picture\n  play it under the film: --music bed.ogg · or leave it out",
    ]


def test_no_clips_are_no_film() -> None:
    assert said_of([]) == ["no clips are named\n  name at least one"]


def test_a_join_that_is_none_is_told() -> None:
    way = "write dissolve:0.5s, flow:0.5s, cut or auto"
    assert said_of([("a.mp4", WIDE)], "wipe") == [f"--join: 'wipe' is no join\n  {way}"]


def test_clips_cannot_continue_each_other() -> None:
    words = ["--join: clips that exist already cannot continue each other\n  write cut"]
    assert said_of([("a.mp4", WIDE)], "continue") == words


def test_a_huge_clip_asks_for_a_size() -> None:
    assert said_of([("a.mp4", clip(4, "7680x4320"))]) == [
        "--size: 7680x4320 is outside what is made: each side 64 to 4096 pixels\n"
        "  write a size such as 1920x1080, 1080x1920 or 3840x2160"
    ]


@given(
    some.lists(some.integers(1, 100), min_size=1, max_size=6),
    some.sampled_from(["cut", "dissolve:0.5s", "dissolve:125ms", "dissolve:1s"]),
)
def test_what_is_not_refused_can_be_planned(frames: list[int], join: str) -> None:
    clips = [(f"{number}.mp4", clip(Fraction(count, 24), name=str(number))) for number, count in enumerate(frames)]
    try:
        storyboard = storyboard_of_clips(clips, join=join)
    except PlanningError:  # told, and tested above
        assume(False)
        raise
    made = plan(storyboard, dict(clips))
    assert made.frames == sum(frames) - sum(join.frames for join in made.joins)
