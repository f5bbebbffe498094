"""What a correction does to conformed pictures: parts of a level, in whatever a clip is coded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from longtake.inspection.measuring import measure
from longtake.libav.colouring import Colouring
from longtake.libav.cube import cube_of
from longtake.libav.matching import can_match
from longtake.libav.planes import planes_of
from longtake.media import Correction, Fading, Match, PictureFacts, Size
from longtake.media.matching import GAIN, LEVEL
from longtake.render import FootageReader, conform_for
from longtake.timeline import Shown

FILM = Size(320, 180)
SHOWN = [Shown(number, number) for number in range(12)]
Means = NDArray[np.float64]


def facts_of(folder: Path, kind: str) -> tuple[Path, PictureFacts]:
    [path] = folder.glob(f"{kind}.m*")
    facts = measure(path).picture
    assert facts
    return path, facts


def means(folder: Path, kind: str, match: Match | None) -> Means:
    """Mean luma, Cb and Cr of twelve frames."""
    path, facts = facts_of(folder, kind)
    conform = conform_for(facts, FILM, "fill")
    with closing(FootageReader(path, facts, SHOWN, conform, match=match)) as reader:
        planes = [planes_of(reader.frame(number)) for number in range(len(SHOWN))]
    return np.array([[plane.mean() for plane in (one.luma, one.cb, one.cr)] for one in planes])


def in_full(correction: Correction) -> Match:
    return Match(tail=Fading(correction, 0, 1))


@pytest.mark.parametrize("kind", ["plain", "ten-bit", "bt601", "anamorphic", "odd"])
def test_a_part_of_a_level_is_added_to_every_coding(kind: str, made_clips: Path) -> None:
    correction = Correction(luma=round(2.5 * LEVEL), cb=LEVEL // 2, cr=-LEVEL)
    found = means(made_clips, kind, in_full(correction)) - means(made_clips, kind, None)
    assert np.abs(found - [2.5, 0.5, -1]).max() < 0.5


def test_a_gain_turns_about_its_pivot(made_clips: Path) -> None:
    plain = means(made_clips, "plain", None)
    pivot = round(float(plain[0, 0])) - 40
    found = means(made_clips, "plain", in_full(Correction(gain=GAIN * 11 // 10, pivot=pivot)))
    assert found[0, 0] - plain[0, 0] == pytest.approx((plain[0, 0] - pivot) * 0.1, abs=0.4)


def test_a_fading_correction_never_steps_by_more_than_it_fades(made_clips: Path) -> None:
    match = Match(head=Fading(Correction(luma=4 * LEVEL), 0, 10))
    added = (means(made_clips, "plain", match) - means(made_clips, "plain", None))[:, 0]
    assert added[0] == pytest.approx(4, abs=0.3)
    assert added[-1] == 0
    assert np.diff(added).max() < 0.1
    assert np.diff(added).min() > -1


def test_beyond_its_reach_the_very_pixels_stay(made_clips: Path) -> None:
    path, facts = facts_of(made_clips, "plain")
    match = Match(head=Fading(Correction(luma=99), 0, 3))
    readers = [
        closing(FootageReader(path, facts, SHOWN, conform_for(facts, FILM, "fill"), match=one)) for one in (match, None)
    ]
    with readers[0] as matched, readers[1] as plain:
        frames = [(matched.frame(number), plain.frame(number)) for number in range(len(SHOWN))]
        alike = [np.array_equal(one.to_ndarray(), other.to_ndarray()) for one, other in frames]
    assert alike == [False] * 4 + [True] * 8


def test_a_lut_sees_what_was_corrected(made_clips: Path) -> None:
    """One that halves all colours halves the correction, too."""
    halved = cube_of(b"LUT_1D_SIZE 2\n0 0 0\n0.5 0.5 0.5\n", "half.cube")
    path, facts = facts_of(made_clips, "plain")
    conform, colouring = conform_for(facts, FILM, "fill"), Colouring(None, halved)
    found = []
    for match in (in_full(Correction(luma=8 * LEVEL)), None):
        with closing(FootageReader(path, facts, SHOWN, conform, colouring, match=match)) as reader:
            found.append(float(planes_of(reader.frame(0)).luma.mean()))
    assert found[0] - found[1] == pytest.approx(4, abs=0.3)


@pytest.mark.parametrize("kind", ["alpha", "interlaced", "full-range", "rotated"])
def test_what_the_stage_does_not_work_on_is_known(kind: str, made_clips: Path) -> None:
    assert not can_match(facts_of(made_clips, kind)[1])
