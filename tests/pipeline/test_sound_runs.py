"""Dividing the sound among tasks: a long recording is not decoded from its start again and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from longtake.media import Digest
from longtake.pipeline.sounding import KeyedPiece, runs_of
from longtake.sound import Mix, SoundCue, SoundSource, pieces_of

MINUTE = 60 * 48_000


def keyed(minutes: int, *, music: bool) -> list[KeyedPiece]:
    samples = minutes * MINUTE
    cues = (SoundCue(SoundSource(Digest("music"), samples, "music.ogg"), "music", 0, 0, samples),) if music else ()
    return [(piece, Digest(str(number))) for number, piece in enumerate(pieces_of(Mix(cues, samples)))]


def decoded(runs: tuple[tuple[KeyedPiece, ...], ...]) -> int:
    """Samples that all tasks together decode: each from the start of the source to the end of its last piece."""
    return sum(max(part.source_start + part.samples for piece, _ in run for part in piece.parts) for run in runs)


@given(some.integers(1, 400), some.booleans())
def test_every_piece_is_in_one_run_in_film_order(minutes: int, music: bool) -> None:
    pieces = keyed(minutes, music=music)
    assert [pair for run in runs_of(pieces) for pair in run] == pieces


def test_ten_hours_of_music_are_decoded_a_few_times_and_not_hundreds() -> None:
    assert decoded(runs_of(keyed(600, music=True))) <= 6 * 600 * MINUTE


def test_what_is_heard_from_its_start_stays_in_tasks_of_half_a_minute() -> None:
    assert {len(run) for run in runs_of(keyed(60, music=False))[:-1]} == {5}
