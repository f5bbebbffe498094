"""Room tone: a clip whose sound is too short goes on sounding like the room it is in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sound import RATE, Shelf, edit, noise

from longtake.errors import MissingExtraError
from longtake.sound import Bed, NativeSound, SoundSource, build_mix, notices_of, pieces_of
from longtake.sound import room_tone as room
from longtake.sound.mixing import Mixer
from longtake.sound.room_tone import RoomTone

FRAME = 2000


@pytest.fixture
def room_with_a_voice(shelf: Shelf) -> SoundSource:
    """Two seconds: one in which somebody speaks, then one of the room alone."""
    signal = noise(2 * RATE, 0.003)
    signal[:, :RATE] += 0.2 * np.sin(np.arange(RATE) / 20).astype(np.float32)
    return shelf.add("room", signal)


def level(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound**2))))


def mixed(bed: Bed, shelf: Shelf) -> np.ndarray:
    with Mixer(shelf) as mixer:
        return np.concatenate([mixer.mix(one).pcm[:, one.heard] for one in pieces_of(build_mix(bed))], axis=1)


def test_a_gap_sounds_like_the_room_and_nothing_else_changes(shelf: Shelf, room_with_a_voice: SoundSource) -> None:
    beds = [Bed(edit([(0, 96)], []), (NativeSound(room_with_a_voice),), room_tone=tone) for tone in (False, True)]
    silent, filled = (mixed(bed, shelf)[:, : 96 * FRAME] for bed in beds)
    assert not silent[:, 2 * RATE :].any()
    room_alone = level(silent[:, RATE + 1000 : 2 * RATE - 1000])
    for at in range(2 * RATE, 4 * RATE - 4800, 4800):
        assert abs(level(filled[:, at : at + 4800]) - room_alone) < 4
    assert np.array_equal(filled[:, : 2 * RATE - 240], silent[:, : 2 * RATE - 240])
    assert str(notices_of(beds[1])[0]).endswith("leaves 2.00 s of its pictures with room tone made of it")


def test_sound_that_begins_late_has_its_room_before_it(shelf: Shelf, room_with_a_voice: SoundSource) -> None:
    bed = Bed(edit([(0, 48)], []), (NativeSound(room_with_a_voice, lag=RATE),), room_tone=True)
    before = mixed(bed, shelf)[:, 480 : RATE - 480]
    assert -60 < level(before) < -45


def test_a_sound_that_is_long_enough_is_left_alone(room_with_a_voice: SoundSource) -> None:
    beds = [Bed(edit([(0, 48)], []), (NativeSound(room_with_a_voice),), room_tone=tone) for tone in (False, True)]
    plain, with_tone = ([piece.recipe for piece in pieces_of(build_mix(bed))] for bed in beds)
    assert plain == with_tone


@given(st.integers(0, 200_000), st.integers(1, 100_000), st.integers(0, 50_000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sample_of_it_is_the_same_whichever_window_asks(
    shelf: Shelf, room_with_a_voice: SoundSource, start: int, samples: int, later: int
) -> None:
    tone = RoomTone(shelf(room_with_a_voice.digest), room_with_a_voice.samples)
    whole = tone.window(start, samples + later)
    assert np.array_equal(tone.window(start + later, samples), whole[:, later:])


@pytest.mark.parametrize("samples", [1, 100, 5000])
def test_the_shortest_sound_has_some(shelf: Shelf, samples: int) -> None:
    source = shelf.add("short", noise(samples, 0.01))
    assert RoomTone(shelf(source.digest), samples).window(10, 4800).shape == (2, 4800)


def test_it_goes_round_without_a_step(shelf: Shelf, room_with_a_voice: SoundSource) -> None:
    heard = RoomTone(shelf(room_with_a_voice.digest), room_with_a_voice.samples).window(0, 2 * RATE)
    assert np.abs(np.diff(heard, axis=1)).max() < 0.03


def test_without_pydub_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'longtake\[sound\]'"):
        room.check_room_tone()
