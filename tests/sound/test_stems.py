"""Stems: together they are the mix, and a file of them is what it says."""

from __future__ import annotations

import io
import struct
import wave

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sound import Shelf, noise

from longtake.sound import Fade, Mix, SoundCue, pieces_of
from longtake.sound.cue import Role
from longtake.sound.mixing import Mixer
from longtake.sound.stems import STEMS, stem_pcm, stem_wav, stems_in

FILM = 700_000  # samples: three pieces
LSB = 2.0**-23


def whole(mix: Mix, shelf: Shelf) -> np.ndarray:
    with Mixer(shelf) as mixer:
        parts = [mixer.summed(piece)[:, piece.heard] for piece in pieces_of(mix)]
    return np.concatenate(parts, axis=1)[:, : mix.samples]


def read(mix: Mix, shelf: Shelf) -> np.ndarray:
    """The samples of the WAV file of a stem, shape (2, samples)."""
    with wave.open(io.BytesIO(b"".join(stem_wav(mix, shelf))), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 3, 48_000)
        data = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 3)
    padded = np.concatenate([np.zeros((len(data), 1), np.uint8), data], axis=1)
    return (padded.view("<i4").reshape(-1, 2).T >> 8) / 2.0**23


CUES = st.lists(
    st.tuples(st.sampled_from(STEMS), st.integers(0, FILM - 90_000), st.integers(10, 90_000), st.integers(-3000, 0)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CUES)
def test_stems_add_up_to_the_mix_within_rounding(shelf: Shelf, cues: list[tuple[Role, int, int, int]]) -> None:
    source = shelf.add("noise", noise(90_000))
    mix = Mix(tuple(SoundCue(source, role, at, 0, length, gain, Fade(10)) for role, at, length, gain in cues), FILM)
    stems = stems_in(mix)
    assert list(stems) == [role for role in STEMS if role in {cue[0] for cue in cues}]
    added = sum(read(stem, shelf) for stem in stems.values())
    assert isinstance(added, np.ndarray)
    assert added.shape == (2, FILM)
    assert np.abs(added - whole(mix, shelf)).max() <= 3 * LSB


def test_what_goes_beyond_full_scale_is_held_there(shelf: Shelf) -> None:
    source = shelf.add("loud", np.array([[2.0, -2.0] * 50] * 2, np.float32))
    sound = read(Mix((SoundCue(source, "music", 0, 0, 100),), 100), shelf)
    assert sound[0, 10:12].tolist() == [1 - LSB, -1.0]


def test_a_stem_of_a_film_above_four_gigabytes_is_an_rf64_file(shelf: Shelf) -> None:
    samples = 800_000_000  # 4 h 38 min
    head = next(stem_wav(Mix((), samples), shelf))
    assert head[:4] == b"RF64"
    assert head[12:16] == b"ds64"
    riff, data, count = struct.unpack_from("<QQQ", head, 20)
    assert (riff, data, count) == (len(head) - 8 + 6 * samples, 6 * samples, samples)


def test_a_stem_is_given_some_seconds_at_a_time(shelf: Shelf) -> None:
    source = shelf.add("noise", noise(1000))
    parts = list(stem_pcm(Mix((SoundCue(source, "effect", 5, 0, 1000),), FILM), shelf))
    assert sum(part.shape[1] for part in parts) == FILM
    assert max(part.shape[1] for part in parts) < 300_000
