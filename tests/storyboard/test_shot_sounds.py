"""Sounds in a storyboard: what is written wrong is told with its place."""

from __future__ import annotations

import pytest
from said import film, said_of

WRONG = {
    "a loudness that nobody knows": (
        film("x", head="sound: brodcast\n"),
        "film.yaml:2:8: sound.loudness: 'brodcast' is no loudness\n"
        "  did you mean broadcast? · write streaming, social, broadcast, US broadcast, a figure such as -18 LUFS, "
        "or off",
    ),
    "a loudness beyond reason": (
        film("x", head="sound: -3 LUFS\n"),
        "film.yaml:2:8: sound.loudness: '-3 LUFS' is outside -36 to -9 LUFS\n  for sound as it is mixed, write off",
    ),
    "a sound that is none": (
        film("{clip: a.mp4, sound: {at: 1s}}"),
        "film.yaml:4:26: sound of shot scene-1.1: nothing is heard of it\n"
        "  write file: with a sound file, or own: with a gain",
    ),
    "own sound twice": (
        film("{clip: a.mp4, sound: [-3 dB, off]}"),
        "film.yaml:4:34: sound[2] of shot scene-1.1: the clip's own sound has a gain already\n  keep one of them",
    ),
    "two sounds in one": (
        film("{clip: a.mp4, sound: {own: -3 dB, file: a.wav}}"),
        "film.yaml:4:26: sound of shot scene-1.1: the clip's own sound and a sound file are two sounds\n"
        "  write two: sound: [-6 dB, {file: door.wav}]",
    ),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_a_sound_that_cannot_be_meant_is_told_with_its_place(text: str, words: str) -> None:
    assert said_of(text) == [words]
