"""The mix before AAC: every sample where it belongs, to the sample."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sound import Shelf, noise

from longtake.sound import Fade, Mix, SoundCue, SoundSource, pieces_of
from longtake.sound.mixing import Mixer


def mixed(mix: Mix, shelf: Shelf, piece_packets: int = 281) -> np.ndarray:
    """The whole film, from the pieces' own stretches: shape (2, samples)."""
    with Mixer(shelf) as mixer:
        heard = [mixer.mix(piece).pcm[:, piece.heard] for piece in pieces_of(mix, piece_packets)]
    return np.concatenate(heard, axis=1)[:, : mix.samples]


def clicks(at: list[int], samples: int) -> np.ndarray:
    sound = np.zeros((2, samples), np.float32)
    sound[:, at] = 0.5
    return sound


def test_clicks_land_on_their_exact_samples(shelf: Shelf) -> None:
    source = shelf.add("clicks", clicks([0, 1000, 99_999], 100_000))
    mix = Mix((SoundCue(source, "native", 7, 0, 100_000), SoundCue(source, "native", 200_000, 500, 10_000)), 300_000)
    sound = mixed(mix, shelf)
    assert np.flatnonzero(sound[0]).tolist() == [7, 1007, 100_006, 200_500]
    assert np.array_equal(sound[0], sound[1])


def test_a_cue_at_unity_is_the_source_bit_for_bit(shelf: Shelf) -> None:
    signal = noise(50_000)
    source = shelf.add("noise", signal)
    sound = mixed(Mix((SoundCue(source, "native", 1234, 321, 40_000),), 60_000), shelf, 9)
    assert np.array_equal(sound[:, 1234:41_234], signal[:, 321:40_321])
    assert not sound[:, :1234].any()
    assert not sound[:, 41_234:].any()


def test_gain_is_in_hundredths_of_a_decibel(shelf: Shelf) -> None:
    source = shelf.add("steady", np.ones((2, 4000), np.float32))
    sound = mixed(Mix((SoundCue(source, "music", 0, 0, 4000, -2000),), 4000), shelf)
    assert sound == pytest.approx(0.1)


def test_linear_fades_rise_and_fall_in_equal_steps(shelf: Shelf) -> None:
    source = shelf.add("steady", np.ones((2, 4000), np.float32))
    cue = SoundCue(source, "music", 0, 0, 4000, fade_in=Fade(1000), fade_out=Fade(2000))
    sound = mixed(Mix((cue,), 4000), shelf)[0]
    assert sound[[0, 499, 999, 1500]] == pytest.approx([0.0005, 0.4995, 0.9995, 1])
    assert sound[[2000, 3000, 3999]] == pytest.approx([0.99975, 0.49975, 0.00025])


def test_two_equal_power_fades_over_each_other_keep_the_power(shelf: Shelf) -> None:
    length, fade = 96_000, Fade(48_000, "equal-power")
    one = shelf.add("one", noise(length, seed=1))
    two = shelf.add("two", noise(length, seed=2))
    cues = (
        SoundCue(one, "native", 0, 0, length, fade_out=fade),
        SoundCue(two, "native", 48_000, 0, length, fade_in=fade),
    )
    sound = mixed(Mix(cues, 144_000), shelf)
    power = [float(np.mean(part**2)) for part in np.split(sound, 12, axis=1)]
    assert power == pytest.approx([0.01] * 12, rel=0.05)


def test_fades_at_cuts_leave_no_step_above_minus_40_db(shelf: Shelf) -> None:
    tone = 0.5 * np.cos(2 * np.pi * 100 * np.arange(96_000) / 48_000)
    source = shelf.add("tone", np.stack([tone, tone]))
    fade = Fade(240)
    cue = SoundCue(source, "native", 5000, 17_000, 40_000, fade_in=fade, fade_out=fade)
    steps = np.abs(np.diff(mixed(Mix((cue,), 60_000), shelf)[0]))
    assert steps.max() < 0.01


def test_a_source_shorter_than_its_facts_by_rounding_ends_in_silence(shelf: Shelf) -> None:
    source = shelf.add("short", np.ones((2, 1000), np.float32))
    longer = SoundSource(source.digest, 1001, source.name)
    assert mixed(Mix((SoundCue(longer, "native", 0, 0, 1001),), 2000), shelf)[0, 998:1002].tolist() == [1, 1, 0, 0]


def test_what_goes_beyond_full_scale_is_held_and_counted(shelf: Shelf) -> None:
    signal = np.zeros((2, 400_000), np.float32)
    signal[0, 100_000:100_010] = 0.8
    source = shelf.add("loud", signal)
    cues = (SoundCue(source, "native", 0, 0, 400_000), SoundCue(source, "music", 0, 0, 400_000))
    first, second = pieces_of(Mix(cues, 400_000))
    with Mixer(shelf) as mixer:
        loud, quiet = mixer.mix(first), mixer.mix(second)
    assert (loud.clipped, loud.peak, float(loud.pcm.max())) == (10, pytest.approx(1.6), 1)
    assert (quiet.clipped, quiet.peak) == (0, 0)


def test_a_sound_in_two_pieces_counts_its_overload_once(shelf: Shelf) -> None:
    signal = np.full((2, 60_000), 1.5, np.float32)
    source = shelf.add("loud", signal)
    with Mixer(shelf) as mixer:
        pieces = pieces_of(Mix((SoundCue(source, "native", 0, 0, 60_000),), 60_000), 20)
        assert sum(mixer.mix(piece).clipped for piece in pieces) == 120_000


def test_a_sound_that_plays_on_is_opened_once(shelf: Shelf) -> None:
    source = shelf.add("long", noise(400_000))
    mixed(Mix((SoundCue(source, "music", 0, 0, 400_000),), 400_000), shelf, 30)
    assert shelf.opened == [source.digest]


@st.composite
def mixes(draw: st.DrawFn) -> tuple[list[tuple[int, int, int, int, int, int, str]], int]:
    cue = st.tuples(
        st.integers(0, 1),
        st.integers(0, 50_000),
        st.integers(0, 10_000),
        st.integers(1, 30_000),
        st.integers(-1200, 300),
        st.integers(0, 4000),
        st.sampled_from(["linear", "equal-power"]),
    )
    return draw(st.lists(cue, max_size=5)), draw(st.integers(5, 40))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mixes())
def test_pieces_give_the_same_samples_as_the_whole(
    shelf: Shelf, made: tuple[list[tuple[int, int, int, int, int, int, str]], int]
) -> None:
    sources = [shelf.add(f"n{seed}", noise(40_000, seed=seed)) for seed in (0, 1)]
    cues = tuple(
        SoundCue(sources[which], "native", at, start, n, gain, Fade(min(n, fade), shape), Fade(min(n, fade), shape))
        for which, at, start, n, gain, fade, shape in made[0]
    )
    mix = Mix(cues, 80_001)
    assert np.array_equal(mixed(mix, shelf, made[1]), mixed(mix, shelf, 1000))
