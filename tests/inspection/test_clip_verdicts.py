"""Verdicts on clips by their measures, and flashes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from longtake.inspection import describe
from longtake.inspection.asked import Asked
from longtake.inspection.flashes import most_flashes
from longtake.inspection.judging import judge
from longtake.inspection.rubric import RUBRICS
from longtake.inspection.verdict import Verdict
from longtake.media import (
    ClipFacts,
    ColourTags,
    Digest,
    Measures,
    PictureFacts,
    PictureMeasures,
    Size,
    SoundFacts,
    SoundMeasures,
    Thumbs,
)

FRAMES = 96
PICTURE = PictureFacts(
    codec="h264", coded=Size(1280, 720), shown=Size(1280, 720), pixel_aspect=Fraction(1), rotation=0,
    pixel_format="yuv420p", bit_depth=8, has_alpha=False, is_interlaced=False, colour=ColourTags(),
    time_base=Fraction(1, 24), ticks=tuple(range(FRAMES)), end_tick=FRAMES, keyframes=(0,),
)  # fmt: skip
SOUND = SoundFacts("aac", 48_000, 2, Fraction(0), 192_000)
HEARD = SoundMeasures(loudness=(-20.0,) * 200, peak=0.5, clipped=0, first=0.0, last=0.0)


RAMP = np.tile(np.linspace(60, 160, 64), (36, 1))
SHAPES = np.where(np.indices((36, 64)).sum(0) // 6 % 2, 60.0, 160.0)


def measured(
    frames: int = FRAMES, thumb: NDArray[np.float64] = SHAPES, **series: float | tuple[float, ...]
) -> PictureMeasures:
    """A good clip, but for what is named. thumb: what its thumbnails show."""
    usual = {
        "motion": 2.0, "luma": 110.0, "cb": 120.0, "cr": 130.0, "contrast": 45.0, "sharpness": 10.0, "noise": 1.5,
        "dark": 0.0, "across": 0.0, "down": 0.0, "warped": 1.0,
    }  # fmt: skip
    told = {name: each if isinstance(each, tuple) else (each,) * frames for name, each in {**usual, **series}.items()}
    shown = Thumbs(0, 1, thumb.astype(np.uint8).tobytes())
    return PictureMeasures(size=(320, 180), cuts=(), head=shown, tail=shown, **told)


def verdict(picture: PictureMeasures | None, sound: SoundMeasures | None = HEARD) -> Verdict:
    frames = picture.frames if picture else 1
    facts = replace(PICTURE, ticks=tuple(range(frames)), end_tick=frames)
    clip = ClipFacts(Digest("ab" * 32), 1000, "mov", "video", facts if picture else None, SOUND if sound else None)
    return judge(clip, Measures(picture, sound))


def said(found: Verdict) -> str:
    return "; ".join(reason.what for reason in found.reasons)


def test_a_good_clip_is_accepted_without_a_word() -> None:
    assert verdict(measured()) == Verdict("accept", (), verdict(measured()).usable)


def test_an_all_black_clip_is_refused_for_that_alone() -> None:
    found = verdict(measured(luma=16.0, dark=1.0, contrast=0.0, sharpness=0.0, motion=0.0, noise=0.0))
    assert (found.kind, said(found)) == ("refuse", "all its pictures are black")


def test_a_clip_of_one_flat_colour_is_refused() -> None:
    found = verdict(measured(contrast=0.4, sharpness=0.1, motion=0.0, noise=0.0))
    assert (found.kind, said(found)) == ("refuse", "its pictures are one flat colour")


def test_a_clip_of_noise_is_refused() -> None:
    assert said(verdict(measured(noise=40.0))) == "its pictures are nothing but noise"


@pytest.mark.parametrize(
    ("series", "words"),
    [
        ({"contrast": 11.0, "noise": 1.0, "sharpness": 4.0, "thumb": RAMP}, "grey grain"),
        ({"sharpness": 1.0, "noise": 0.3, "thumb": RAMP}, "nothing in it is sharp"),
        ({"motion": 0.01}, "stands still: 95 of 95"),
        (
            {"luma": tuple(np.linspace(130, 90, FRAMES)), "sharpness": tuple(np.linspace(12, 6, FRAMES))},
            "drifts by -37 levels from start to end, and 47% of its sharpness is lost",
        ),
    ],
)
def test_what_another_attempt_may_do_better_is_retried_and_says_so(series: dict[str, Any], words: str) -> None:
    found = verdict(measured(**series))
    assert found.kind == "retry"
    assert words in said(found)
    assert all(reason.advice for reason in found.reasons)


def test_a_flat_drawing_with_sharp_edges_is_not_blurred() -> None:
    assert verdict(measured(sharpness=1.0, noise=0.1, contrast=12.0)).kind == "accept"


def test_light_that_drifts_alone_is_only_told() -> None:
    found = verdict(measured(luma=tuple(np.linspace(130, 100, FRAMES))))
    assert (found.kind, said(found)) == ("accept", "its light drifts by -27 levels from start to end")


def test_a_clip_with_a_bad_end_is_trimmed_and_tells_what_is_left() -> None:
    found = verdict(measured(motion=(*(2.0,) * 90, *(0.1,) * 6)))
    assert (found.kind, said(found)) == ("trim", "pictures 0 to 89 of 96 are fit to be shown")
    clip = ClipFacts(Digest("ab" * 32), 1000, "mov", "video", PICTURE)
    lines = describe(clip, "a.mp4", found).splitlines()
    assert "  trim tail  6 pictures: it has stopped (95% sure)" in lines
    assert lines[-2:] == ["  verdict    trim", "  because    pictures 0 to 89 of 96 are fit to be shown"]


def test_one_picture_has_an_answer() -> None:
    found = verdict(measured(1))
    assert found.kind == "accept"
    assert "one picture" in said(found)


def test_sound_alone_is_judged() -> None:
    loud = SoundMeasures(loudness=(-3.0,) * 50, peak=1.0, clipped=40, first=0.0, last=0.4)
    found = verdict(None, loud)
    assert found.usable is None
    assert said(found) == (
        "its sound is clipped in 40 samples; its sound ends at 40% of full scale: cut there without a fade it clicks"
    )
    assert said(verdict(None, replace(HEARD, loudness=(-120.0,) * 50))) == "its sound is silence"


def blinking(period: int, low: float, high: float) -> tuple[float, ...]:
    """Dark for half of each period, light for the other."""
    return tuple(low if number % period < period / 2 else high for number in range(FRAMES))


def test_strobing_is_refused_with_the_count() -> None:
    found = verdict(measured(luma=blinking(4, 40, 200)))
    assert found.kind == "refuse"
    assert "flashes 6 times within a second" in said(found)


def test_three_flashes_in_a_second_are_no_danger() -> None:
    assert most_flashes(blinking(8, 40, 200), Fraction(24)) == 3
    assert verdict(measured(luma=blinking(8, 40, 200))).kind == "accept"


def test_changes_of_less_than_a_tenth_and_changes_between_bright_levels_do_not_count() -> None:
    assert most_flashes(blinking(4, 100, 105), Fraction(24)) == 0
    assert most_flashes(blinking(4, 222, 235), Fraction(24)) == 0


@given(st.lists(st.floats(0, 255), max_size=60))
def test_no_second_has_more_flashes_when_time_runs_slower_nor_more_than_every_other_picture(luma: list[float]) -> None:
    assert most_flashes(luma, Fraction(12)) <= most_flashes(luma, Fraction(24)) <= 12


def test_a_draft_is_judged_more_mildly_but_never_shown_what_nobody_should_see() -> None:
    blurred, black = measured(sharpness=1.5, noise=0.3, thumb=RAMP), measured(dark=1.0, contrast=0.0)
    clip = ClipFacts(Digest("ab" * 32), 1000, "mov", "video", PICTURE)
    for rubric, kinds in ((RUBRICS["draft"], ("accept", "refuse")), (RUBRICS["final"], ("retry", "refuse"))):
        found = tuple(judge(clip, Measures(one), rubric).kind for one in (blurred, black))
        assert found == kinds


def test_what_is_other_than_asked_is_told_and_missing_sound_is_worth_another_attempt() -> None:
    clip = ClipFacts(Digest("ab" * 32), 1000, "mov", "video", PICTURE)
    asked = Asked(Size(720, 1280), Fraction(30), Fraction(8), sound=True)
    found = judge(clip, Measures(measured()), asked=asked)
    assert found.kind == "retry"
    assert said(found) == (
        "it has no sound, which was asked for; it is 1280x720, and 720x1280 was asked for; "
        "it has 24 pictures a second, and 30 were asked for; it lasts 4.00 s, and 8.00 s were asked for"
    )
    as_asked = Asked(Size(1280, 720), Fraction(24), Fraction(4), sound=False)
    assert judge(clip, Measures(measured()), asked=as_asked).reasons == ()
