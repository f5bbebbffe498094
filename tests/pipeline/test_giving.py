"""The sound that a take is made from: the lines where they lie, and room tone where nothing is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from recordings import write_recording

from longtake.pipeline.giving import GivenSound, given_sound


def line(folder: Path, name: str, level: int, samples: int) -> Path:
    path = folder / f"{name}.wav"
    write_recording(path, np.full(samples, level))
    return path


@pytest.fixture
def lines(tmp_path: Path) -> list[GivenSound]:
    first, second = line(tmp_path, "first", 8192, 1000), line(tmp_path, "second", 16384, 500)
    return [GivenSound(first, 1000), GivenSound(second, 500, at=1500)]


def test_lines_lie_where_they_are_heard_with_room_tone_around_them(lines: list[GivenSound]) -> None:
    sound = given_sound(lines, start=-200, lasts=2400)
    assert sound.shape == (2, 2400)
    assert np.allclose(sound[:, 200:1200], 0.25)
    assert np.allclose(sound[:, 1700:2200], 0.5)
    for start, end in ((0, 200), (1200, 1700), (2200, 2400)):
        assert 0 < np.abs(sound[:, start:end]).max() < 2e-3


def test_a_part_is_that_part_and_the_rest_is_room_tone(lines: list[GivenSound]) -> None:
    sound = given_sound(lines, start=900, samples=300, lasts=400)
    assert sound.shape == (2, 400)
    assert np.allclose(sound[:, :100], 0.25)
    assert np.abs(sound[:, 100:]).max() < 2e-3


def test_the_same_lines_give_the_same_samples(lines: list[GivenSound]) -> None:
    assert np.array_equal(given_sound(lines, -10, lasts=3000), given_sound(lines, -10, lasts=3000))


def test_a_part_in_which_nothing_is_said_is_room_tone(lines: list[GivenSound]) -> None:
    assert 0 < np.abs(given_sound(lines, start=5000, samples=100)).max() < 2e-3
