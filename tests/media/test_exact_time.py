"""Laws of exact time: frames, seconds and samples."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import SAMPLE_RATE, FrameRange, FrameRate, clock, parse_seconds, round_half_up

NTSC = FrameRate(30000, 1001)
rates = st.fractions(min_value=1, max_value=240, max_denominator=1001).map(FrameRate.of)
frame_numbers = st.integers(0, 10**7)


@given(rates, frame_numbers)
def test_frames_to_seconds_and_back_is_identity(rate: FrameRate, number: int) -> None:
    assert rate.frames(rate.seconds(number)) == number


@given(rates, frame_numbers)
def test_a_sample_number_is_within_half_a_sample_of_its_frame(rate: FrameRate, number: int) -> None:
    assert abs(Fraction(rate.samples(number), SAMPLE_RATE) - rate.seconds(number)) <= Fraction(1, 2 * SAMPLE_RATE)


@given(rates, frame_numbers)
def test_frames_to_samples_and_back_is_identity(rate: FrameRate, number: int) -> None:
    assert rate.frames(Fraction(rate.samples(number), SAMPLE_RATE)) == number


@given(rates, st.lists(st.integers(1, 2000), max_size=50))
def test_adding_shots_never_drifts(rate: FrameRate, shots: list[int]) -> None:
    assert sum((rate.seconds(shot) for shot in shots), Fraction(0)) == rate.seconds(sum(shots))


def test_an_hour_at_ntsc_is_exact() -> None:
    frames = NTSC.frames(Fraction(3600))
    assert frames == 107_892
    assert NTSC.seconds(frames) == Fraction(107_892 * 1001, 30_000)
    assert float(NTSC.seconds(frames)) == pytest.approx(3599.9964)
    assert NTSC.samples(frames) == 172_799_827  # 172799827.2 exactly


@given(rates)
def test_a_rate_reads_back_what_it_writes(rate: FrameRate) -> None:
    assert FrameRate.parse(str(rate)) == rate


@given(rates)
def test_a_cell_is_the_most_whole_frames_in_two_seconds(rate: FrameRate) -> None:
    assert rate.seconds(rate.cell_frames) <= 2 < rate.seconds(rate.cell_frames + 1)


def test_cells_at_the_usual_rates() -> None:
    usual = [FrameRate(24), FrameRate(25), NTSC, FrameRate(24000, 1001), FrameRate(60)]
    assert [rate.cell_frames for rate in usual] == [48, 50, 59, 47, 120]


def test_equal_rates_are_equal_however_they_are_written() -> None:
    assert FrameRate(48, 2) == FrameRate(24) == FrameRate.parse("24.0")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("29.97", "29.97 is no exact rate: write 30000/1001"),
        ("23.976", "write 24000/1001"),
        ("59.94", "write 60000/1001"),
        ("fast", "'fast' is no frame rate: write a whole number or a fraction such as 24000/1001"),
        ("24/0", "its denominator is zero"),
        ("0", "between 1 and 240 frames a second, not 0"),
        ("1000", "between 1 and 240 frames a second, not 1000"),
        ("-24", "is no frame rate"),
    ],
)
def test_a_wrong_rate_is_refused_with_advice(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        FrameRate.parse(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4s", Fraction(4)),
        ("0.5s", Fraction(1, 2)),
        (".25 s", Fraction(1, 4)),
        ("500ms", Fraction(1, 2)),
        ("1m 30s", Fraction(90)),
        ("2min", Fraction(120)),
        ("0.1s", Fraction(1, 10)),
    ],
)
def test_lengths_are_read_exactly(text: str, seconds: Fraction) -> None:
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize("text", ["4", "", "  ", "s", "4:30", "-1s", "1h", "four seconds", "1s 1m"])
def test_a_length_without_a_known_unit_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no length of time: write it with its unit, such as 4s, 0.5s or 1m 30s"):
        parse_seconds(text)


@given(st.integers(0, 10**6))
def test_milliseconds_and_seconds_say_the_same(milliseconds: int) -> None:
    assert parse_seconds(f"{milliseconds}ms") == parse_seconds(f"{milliseconds // 1000}.{milliseconds % 1000:03}s")


@given(st.fractions())
def test_rounding_goes_to_the_nearest_and_halves_go_up(value: Fraction) -> None:
    assert -Fraction(1, 2) < round_half_up(value) - value <= Fraction(1, 2)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(-10, 2010))
def test_a_range_holds_its_start_and_not_its_end(start: int, length: int, number: int) -> None:
    frames = FrameRange(start, start + length)
    assert len(frames) == length
    assert (number in frames) == (number in range(start, start + length))


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a range ends at or after its start, not \[5, 4\)"):
        FrameRange(5, 4)


@pytest.mark.parametrize(
    ("seconds", "text"), [(Fraction(12), "0:12"), (Fraction(119, 2), "1:00"), (Fraction(3723), "1:02:03")]
)
def test_a_clock_shows_time_as_people_read_it(seconds: Fraction, text: str) -> None:
    assert clock(seconds) == text
