from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRate, Size
from longtake.packaging.playlists import (
    Rates,
    SoundLine,
    Variant,
    durations,
    media_playlist,
    multivariant_playlist,
    rates_of,
)

SECOND = 1_000_000


@given(st.lists(st.integers(1, 400), min_size=1, max_size=200))
def test_any_run_of_lengths_adds_up_to_its_real_time_within_a_microsecond(frames: list[int]) -> None:
    rate = FrameRate(30000, 1001)
    ends = [rate.seconds(at) for at in accumulate(frames)]
    total = 0
    for micros, end in zip(durations(ends), ends, strict=True):
        total += micros
        assert abs(Fraction(total, SECOND) - end) <= Fraction(1, SECOND)


def test_the_peak_is_over_runs_of_half_to_one_and_a_half_targets_only() -> None:
    steady = [(1000, 6 * SECOND)] * 4
    burst = [(9000, 1 * SECOND)]  # too short to be a run alone
    assert rates_of(steady).peak == Fraction(8 * 1000, 6)
    assert rates_of(steady + burst).peak == Fraction(8 * 10_000, 7)


def test_the_peak_may_lie_in_several_segments_together() -> None:
    assert rates_of([(100, 4 * SECOND), (900, 2 * SECOND), (900, 2 * SECOND)]).peak == Fraction(8 * 1800, 4)


def test_a_film_shorter_than_half_a_target_has_one_rate() -> None:
    assert rates_of([(500, 1 * SECOND)]) == Rates(Fraction(4000), Fraction(4000))


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(SECOND // 2, 6_499_999)), min_size=1, max_size=12))
def test_the_average_is_never_above_the_peak(segments: list[tuple[int, int]]) -> None:
    rates = rates_of(segments)
    assert rates.average <= rates.peak


def test_a_media_playlist_reads_so() -> None:
    assert media_playlist("init-a.mp4", [("seg-0.m4s", 6_006_000), ("seg-1.m4s", 500_025)]).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        "#EXT-X-TARGETDURATION:6",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        '#EXT-X-MAP:URI="init-a.mp4"',
        "#EXTINF:6.006000,",
        "seg-0.m4s",
        "#EXTINF:0.500025,",
        "seg-1.m4s",
        "#EXT-X-ENDLIST",
    ]


SOUND = SoundLine(
    "sound", "Deutsch", "de", 2, "sound/index.m3u8", "mp4a.40.2", Rates(Fraction(130_000), Fraction(128_000))
)


def variant(name: str, average: int) -> Variant:
    return Variant(
        f"{name}/index.m3u8", Size(640, 360), "avc1.64001e", Rates(Fraction(average * 3, 2), Fraction(average))
    )


@pytest.mark.parametrize(("averages", "first"), [([6_000_000, 2_100_000, 700_000], 1), ([900_000, 300_000], 0)])
def test_the_variant_nearest_to_2000_kbits_stands_first_and_the_others_keep_their_order(
    averages: list[int], first: int
) -> None:
    variants = [variant(str(number), average) for number, average in enumerate(averages)]
    lines = multivariant_playlist(variants, FrameRate(24), [SOUND]).splitlines()
    found = [line for line in lines if line.endswith("index.m3u8")]
    assert found == [f"{first}/index.m3u8", *(f"{at}/index.m3u8" for at in range(len(averages)) if at != first)]


def test_a_variant_declares_the_sum_of_picture_and_sound_rounded_up_once() -> None:
    rates = Rates(Fraction(1, 3), Fraction(1, 3))
    line = multivariant_playlist(
        [Variant("v", Size(2, 2), "c", rates)],
        FrameRate(30000, 1001),
        [SoundLine("s", "n", "en", 2, "u", "a", Rates(Fraction(2, 3), Fraction(2, 3)))],
    ).splitlines()[4]
    assert line == (
        '#EXT-X-STREAM-INF:BANDWIDTH=1,AVERAGE-BANDWIDTH=1,CODECS="c,a",RESOLUTION=2x2,FRAME-RATE=29.970,'
        'VIDEO-RANGE=SDR,AUDIO="s",CLOSED-CAPTIONS=NONE'
    )


def test_a_film_without_sound_names_no_sound() -> None:
    text = multivariant_playlist([variant("a", 1_000_000)], FrameRate(24), [])
    assert "AUDIO" not in text
    assert 'CODECS="avc1.64001e",' in text
