"""Cutting the mix into pieces: what a change touches and what it leaves."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import Digest, SoundRung, canonical_json
from longtake.sound import Fade, Mix, SoundCue, SoundPiece, SoundSource, packets_of, pieces_of

CELL = 281 * 1024
TOOLS = ("PyAV 0", "a machine")


def source(name: str = "a", samples: int = 100_000_000) -> SoundSource:
    return SoundSource(Digest(name), samples, name)


def cue(at: int, samples: int, name: str = "a", **more: object) -> SoundCue:
    return replace(SoundCue(source(name), "native", at, 0, samples), **more)


def recipes(*cues: SoundCue, samples: int = 10 * CELL) -> list[str]:
    return [piece.recipe for piece in pieces_of(Mix(cues, samples))]


def changed(before: list[str], after: list[str]) -> list[int]:
    return [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]


def test_packets_are_priming_and_every_started_1024_samples() -> None:
    assert [packets_of(samples) for samples in (1, 1024, 1025, 48_000)] == [2, 2, 3, 48]


@given(st.integers(1, 20 * CELL), st.integers(1, 400))
def test_pieces_hold_every_packet_once(samples: int, piece_packets: int) -> None:
    pieces = pieces_of(Mix((), samples), max(piece_packets, packets_of(samples) // 50 + 1))
    assert pieces[0].first == 0
    assert [piece.first + piece.packets for piece in pieces] == [*(p.first for p in pieces[1:]), packets_of(samples)]


def test_an_hour_at_29_97_is_601_pieces_that_end_with_the_film() -> None:
    pieces = pieces_of(Mix((), 172_799_827))
    assert len(pieces) == 601
    last = pieces[-1]
    assert 0 <= (last.first + last.packets - 1) * 1024 - 172_799_827 < 1024


def test_the_first_piece_starts_with_priming_and_others_with_real_signal() -> None:
    first, second, *_ = pieces_of(Mix((), 10 * CELL))
    assert (first.start, first.pre_roll, first.heard) == (0, 0, slice(0, 280 * 1024))
    assert second.start + second.heard.start == 280 * 1024
    assert second.pre_roll == 16


CUES = st.builds(cue, st.integers(0, 9 * CELL), st.integers(1, 3 * CELL))


@given(st.lists(CUES, max_size=8))
def test_a_piece_hears_every_cue_that_sounds_in_its_window_and_no_other(cues: list[SoundCue]) -> None:
    for piece in pieces_of(Mix(tuple(cues), 13 * CELL)):
        heard = sorted((max(c.at, piece.start), min(c.end, piece.start + piece.window)) for c in cues)
        expected = [(begin, end) for begin, end in heard if begin < end]
        assert sorted((piece.start + p.at, piece.start + p.at + p.samples) for p in piece.parts) == expected


def test_a_cue_changes_only_the_pieces_that_hear_it() -> None:
    assert changed(recipes(), recipes(cue(3 * CELL + 50_000, 1000))) == [3]


def test_a_change_just_before_a_seam_reaches_the_piece_whose_pre_roll_hears_it() -> None:
    assert changed(recipes(), recipes(cue(3 * CELL - 2000, 1000))) == [2, 3]


def test_a_change_just_after_a_seam_reaches_the_piece_whose_last_window_hears_it() -> None:
    assert changed(recipes(), recipes(cue(3 * CELL + 500, 1000))) == [2, 3]


def test_a_longer_tail_leaves_the_pieces_before_it() -> None:
    fade = {"fade_out": Fade(96_000)}
    assert changed(recipes(cue(0, 3 * CELL, **fade)), recipes(cue(0, 6 * CELL, **fade))) == [2, 3, 4, 5, 6]


def test_a_gain_changes_every_piece_that_hears_it() -> None:
    assert changed(recipes(cue(CELL + 5000, CELL)), recipes(cue(CELL + 5000, CELL, gain_millibels=-1))) == [1, 2]


def test_a_fade_shape_changes_the_piece_with_the_fade() -> None:
    linear, equal = (cue(CELL + 5000, 4 * CELL, fade_in=Fade(5000, shape)) for shape in ("linear", "equal-power"))
    assert changed(recipes(linear), recipes(equal)) == [1]


def test_all_silent_pieces_are_one() -> None:
    assert len(set(recipes()[1:10])) == 1


def test_the_same_sound_a_cell_later_is_the_same_piece() -> None:
    here, later = recipes(cue(2 * CELL + 70_000, 5000)), recipes(cue(3 * CELL + 70_000, 5000))
    assert here[2] == later[3]


def test_the_first_piece_is_never_taken_for_another_since_it_holds_priming() -> None:
    assert recipes()[0] not in recipes()[1:]


def test_names_roles_and_the_order_of_cues_are_no_part_of_a_recipe() -> None:
    one, other = cue(5000, 9000, "a"), cue(5000, 9000, "b")
    renamed = replace(one, role="music", source=replace(one.source, name="renamed.wav"))
    assert recipes(one, other) == recipes(other, renamed)


def test_bitrate_and_tools_are_part_of_the_key() -> None:
    piece = pieces_of(Mix((), CELL))[0]
    keys = {
        piece.key(SoundRung(), TOOLS),
        piece.key(SoundRung(bitrate=64_000), TOOLS),
        piece.key(SoundRung(), ("PyAV 1", "a machine")),
    }
    assert len(keys) == 3
    assert piece.key(SoundRung(name="stereo"), TOOLS) in keys


def test_a_mix_has_one_spelling_in_json() -> None:
    mix = Mix((cue(0, 10, fade_in=Fade(5, "equal-power")),), 100)
    assert canonical_json(mix) == canonical_json(Mix((cue(0, 10, fade_in=Fade(5, "equal-power")),), 100))


def test_a_piece_is_a_plain_value() -> None:
    assert pieces_of(Mix((cue(0, 10),), 100)) == (SoundPiece(0, 2, 0, pieces_of(Mix((cue(0, 10),), 100))[0].parts),)
