"""Targets: what is known of them, what is refused, and which rung a film goes in; all decided without encoding."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import InputError
from longtake.media import FrameRate, Ladder, Size, ladder_for, load_targets
from longtake.pipeline.lock import Lock, LockedTarget
from longtake.pipeline.targets import TargetWish, checked_targets, rate_within, rung_within
from longtake.sound import Level

HD, RATE = Size(1920, 1080), FrameRate(24)


def test_a_lock_keeps_what_a_film_goes_to_its_targets_with() -> None:
    lock = Lock(targets={"web": LockedTarget(308_000, Level(-160, -100)), "youtube": LockedTarget(8_000_000, None)})
    assert Lock.from_json(lock.to_json()) == lock
    assert "targets" not in Lock().to_json()
    with pytest.raises(ValueError, match="a rate is a whole number of bits a second"):
        Lock.from_json(lock.to_json().replace("308000", '"fast"'))


def wished(text: str) -> TargetWish:
    (wish,) = checked_targets([text])
    return wish


def rung(text: str, seconds: int = 60, ladder: Ladder | None = None, kept: int | None = None):  # type: ignore[no-untyped-def]
    frames = 24 * seconds
    return rung_within(wished(text), ladder or ladder_for(HD, RATE), HD, RATE, frames, ceil(frames / 48), kept)


def test_every_figure_of_a_target_has_a_source_a_day_and_a_certainty() -> None:
    targets = load_targets()
    assert set(targets) == {"web", "youtube", "linkedin", "instagram", "tiktok", "broadcast"}
    for target in targets.values():
        assert target.figures["loudness"].source
        for figure in target.figures.values():
            assert figure.source
            assert figure.read.year == 2026
            assert figure.certainty in ("stated", "second hand", "our choice")


def test_a_size_of_ones_own_counts_where_it_is_less_than_the_targets() -> None:
    assert wished("web:8MB").most == 8_000_000
    assert wished("web").most is None
    assert wished("instagram:1.5MiB").most == 3 * 2**19
    assert wished("instagram:900GB").most == 300_000_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("myspace", "'myspace' is no target\n  use web, youtube, linkedin, instagram, tiktok, broadcast"),
        ("web:2", "'2' is no size of a file\n  write a number and its unit, such as 8MB"),
        ("web:0MB", "'0MB' is no size of a file"),
        ("web:8MBit", "'8MBit' is no size of a file"),
    ],
)
def test_what_is_no_target_is_refused_with_a_way_out(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_targets([text])
    assert words in str(caught.value)


def test_a_target_is_named_once() -> None:
    with pytest.raises(InputError, match="web is named twice"):
        checked_targets(["web", "web:8MB"])


def test_a_rung_of_the_ladder_that_keeps_the_limits_is_taken_as_it_is() -> None:
    ladder = ladder_for(HD, RATE)
    assert rung("youtube", ladder=ladder) is ladder.rungs[0]
    assert rung("tiktok:70MB", ladder=ladder) is not ladder.rungs[0]
    assert rung("tiktok:150MB", ladder=ladder) is ladder.rungs[0]


def test_a_larger_film_goes_in_the_largest_rung_that_a_target_takes() -> None:
    size = Size(3840, 2160)
    wide = ladder_for(size, RATE)
    assert rung_within(wished("web"), wide, size, RATE, 1440, 30).size == HD
    tall = Size(2160, 3840)
    only = ladder_for(tall, RATE, short_sides=[2160])
    found = rung_within(wished("instagram"), only, tall, RATE, 1440, 30)
    assert (found.size, found.maxrate, found.crf) == (Size(1080, 1920), 8_000_000, 21)


def test_under_a_tight_cap_the_picture_becomes_smaller_before_it_becomes_bad() -> None:
    sides = [rung(f"web:{size}MB").size.short_side for size in (40, 15, 8, 4, 3)]
    assert sides == sorted(sides, reverse=True)
    assert (sides[0], sides[-1]) == (1080, 234)


def test_a_rate_is_kept_while_it_is_possible_and_not_far_below_what_is() -> None:
    new = rung("web:12MB", 60)
    assert rung("web:12MB", 61, kept=new.maxrate).maxrate == new.maxrate
    assert rung("web:12MB", 90, kept=new.maxrate).maxrate < new.maxrate
    assert rung("web:12MB", 30, kept=new.maxrate).maxrate > new.maxrate


@given(size=st.integers(3_000_000, 10**9), seconds=st.integers(4, 900), extra=st.integers(0, 200))
def test_all_that_a_rung_can_take_is_within_the_cap(size: int, seconds: int, extra: int) -> None:
    wish, ladder = wished(f"web:{size}B"), ladder_for(HD, RATE)
    spans = ceil(seconds / 2) + extra
    possible = rate_within(wish, ladder.sound, RATE, 24 * seconds, spans)
    try:
        found = rung_within(wish, ladder, HD, RATE, 24 * seconds, spans)
    except InputError:
        assert possible is not None
        assert possible < 100_000
        return
    picture = found.maxrate * seconds + Fraction(9, 10) * found.bufsize * spans
    sound = ladder.sound.bitrate * seconds
    assert (picture + sound) / 8 + 40 * 24 * seconds / 24 < size


def test_an_impossible_cap_says_what_would_do_and_that_does() -> None:
    with pytest.raises(InputError) as caught:
        rung("web:100kB", 90)
    (finding,) = caught.value.findings
    assert finding.place == "target web"
    assert finding.message == (
        "100 kB cannot hold 90.0 s of film: its sound at 128 kbit/s and the least picture, 416x234 at 100 kbit/s, "
        "take 3.1 MB"
    )
    assert finding.advice == ("allow 3.1 MB: --target web:3.1MB", "or make a film of at most 2 s")
    assert rung("web:3.1MB", 90).size == Size(416, 234)


@pytest.mark.parametrize(
    ("target", "size", "rate", "seconds", "words"),
    [
        ("tiktok", Size(320, 180), RATE, 60, "it wants at least 360 pixels each way, the film is 320x180"),
        ("linkedin", Size(1920, 640), RATE, 60, "shapes from 0.416667 to 2.4 of width to height, the film is 1920x640"),
        ("instagram", HD, FrameRate(12), 60, "it takes 23 to 60 frames a second, the film has 12"),
        ("instagram", HD, RATE, 2, "it takes films of 3 to 900 s, this one lasts 2.0 s"),
        ("tiktok", HD, RATE, 601, "it takes films of at most 600 s, this one lasts 601.0 s"),
    ],
)
def test_a_film_that_a_target_does_not_take_is_told_why(
    target: str, size: Size, rate: FrameRate, seconds: int, words: str
) -> None:
    (found,) = load_targets()[target].refusals(size, rate, Fraction(seconds))
    assert words in found
