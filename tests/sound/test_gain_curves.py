"""Gain that changes over the film: heard as written, and seen only by the pieces that it reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from made_sound import RATE, Shelf, noise

from longtake.media import Digest, GainPoint
from longtake.sound import Mix, SoundCue, SoundSource, pieces_of
from longtake.sound.automation import bends_of
from longtake.sound.mixing import Mixer

FILM = 20 * RATE
DIP = tuple(GainPoint(at * RATE // 10, gain) for at, gain in ((80, 0), (82, -1200), (110, -1200), (116, 0)))
CURVES = st.lists(st.tuples(st.integers(-500, 2000), st.integers(-3000, 600)), min_size=1, max_size=6).map(
    lambda found: tuple(GainPoint(at, gain) for at, gain in sorted(dict(found).items()))
)


def level(sound: np.ndarray, start: float, end: float) -> float:
    part = sound[:, round(start * RATE) : round(end * RATE)]
    return float(10 * np.log10(np.mean(part**2)))


def test_a_dip_is_as_deep_as_written_and_level_around_it(shelf: Shelf) -> None:
    source = shelf.add("steady", noise(FILM))
    cue = SoundCue(source, "music", 0, 0, FILM, curve=DIP)
    with Mixer(shelf) as mixer:
        sound = np.concatenate([mixer.mix(piece).pcm[:, piece.heard] for piece in pieces_of(Mix((cue,), FILM))], axis=1)
    assert abs(level(sound, 8.3, 10.9) - level(sound, 1, 7) + 12) < 0.1
    assert abs(level(sound, 12, 19) - level(sound, 1, 7)) < 0.1


def test_only_pieces_that_a_dip_reaches_change() -> None:
    source = SoundSource(Digest("a"), FILM, "a.ogg")
    plain = SoundCue(source, "music", 0, 0, FILM)
    before, after = (pieces_of(Mix((cue,), FILM)) for cue in (plain, replace(plain, curve=DIP)))
    changed = [number for number, (one, two) in enumerate(zip(before, after, strict=True)) if one.recipe != two.recipe]
    assert changed == [1]


@given(CURVES, st.integers(0, 1000), st.integers(1, 600))
def test_a_part_hears_of_a_curve_exactly_what_the_whole_does(
    curve: tuple[GainPoint, ...], begin: int, length: int
) -> None:
    here = np.arange(begin, begin + length)
    whole = np.interp(here, [point.at for point in curve], [point.millibels for point in curve])
    bends = bends_of(curve, begin, begin + length)
    part = np.interp(here - begin, *zip(*bends, strict=True)) if bends else np.zeros(length)
    assert np.allclose(part, whole)


@given(CURVES, st.integers(0, 1000), st.integers(1, 600), st.integers(1, 10_000))
def test_how_far_away_a_level_began_is_heard_nowhere(
    curve: tuple[GainPoint, ...], begin: int, length: int, far: int
) -> None:
    first = GainPoint(curve[0].at - far, curve[0].millibels)
    assert bends_of((first, *curve), begin, begin + length) == bends_of(curve, begin, begin + length)
