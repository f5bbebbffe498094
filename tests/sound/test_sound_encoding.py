"""AAC in pieces: joined packets decode like one encode, to the sample, without a click."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from itertools import pairwise
from operator import or_

import numpy as np
import pytest
from made_sound import RATE, Shelf, decode, lag, music, noise, snr, sweep

from longtake.errors import SoundError
from longtake.libav.sound import encode_aac
from longtake.libav.toolchain import sound_toolchain
from longtake.media import EncodedSound, SoundRung
from longtake.sound import Fade, Mix, SoundCue, SoundPiece, packets_of, pieces_of
from longtake.sound.encode import MadePiece, Overload, encode_piece, encode_pieces

RUNG = SoundRung()
FILM = 8 * RATE + 777
CELL = 47  # packets; a second, so that a short film has seams


def encode(mix: Mix, shelf: Shelf, cell: int = CELL) -> list[MadePiece]:
    return list(encode_pieces(pieces_of(mix, cell), shelf, RUNG))


def essence(made: list[MadePiece]) -> list[EncodedSound]:
    return [piece.essence for piece in made]


def whole_cue(shelf: Shelf, signal: np.ndarray) -> Mix:
    source = shelf.add("signal", signal)
    return Mix((SoundCue(source, "music", 0, 0, signal.shape[1]),), signal.shape[1])


def signal(kind: str) -> np.ndarray:
    if kind == "music":
        return music(FILM)
    if kind == "sweep":
        return np.stack([sweep(FILM)] * 2)
    sound = np.zeros((2, FILM), np.float32)
    sound[:, 500::7001] = 0.9
    return sound + noise(FILM, 0.001)


def window_of(packet: bytes) -> tuple[int, int] | None:
    """Window sequence (0 long, 1 start, 2 short, 3 stop) and shape of a channel pair, by ISO/IEC 14496-3, 4.4.2.1."""
    bits = f"{int.from_bytes(packet[:4], 'big'):032b}"
    if bits[:3] != "001":
        return None
    at = 8 if bits[7] == "1" else 16  # windows in common follow at once; windows apart, after a global gain
    return int(bits[at + 1 : at + 3], 2), int(bits[at + 3])


@pytest.mark.parametrize("kind", ["music", "sweep", "clicks"])
def test_joined_pieces_decode_as_well_as_one_encode(shelf: Shelf, kind: str) -> None:
    wanted = signal(kind)
    mix = whole_cue(shelf, wanted)
    joined = decode(essence(encode(mix, shelf)))[:, :FILM]
    whole = decode(essence(encode(mix, shelf, 10_000)))[:, :FILM]
    assert snr(joined, wanted) > snr(whole, wanted) - 1.5


@pytest.mark.parametrize("kind", ["music", "sweep", "clicks"])
def test_no_seam_is_heard(shelf: Shelf, kind: str) -> None:
    """What AAC loses is no larger around a seam than the most it loses elsewhere in one encode."""
    wanted = signal(kind)
    mix = whole_cue(shelf, wanted)
    made = encode(mix, shelf)
    lost = np.abs(decode(essence(made))[:, :FILM] - wanted).max(axis=0)
    usual = np.abs(decode(essence(encode(mix, shelf, 10_000)))[:, :FILM] - wanted).max(axis=0)
    seams = [(piece.piece.first - 1) * 1024 for piece in made[1:]]
    at_seams = [lost[seam - 1024 : seam + 1024].max() for seam in seams]
    assert len(seams) == 8
    assert max(at_seams) < 1.25 * usual.max()


@pytest.mark.parametrize("kind", ["music", "clicks"])
def test_windows_of_neighbours_fit_at_every_seam(shelf: Shelf, kind: str) -> None:
    follows = {0: {0, 1}, 1: {2}, 2: {2, 3}, 3: {0, 1}}
    made = encode(whole_cue(shelf, signal(kind)), shelf, 20)
    windows = [window_of(packet) for piece in made for packet in piece.essence.packets]
    known = [(one[0], other[0]) for one, other in pairwise(windows) if one and other]
    assert len(known) > 300
    assert any(one == 2 for one, _ in known)
    assert all(other in follows[one] for one, other in known)


def test_sound_is_in_time_at_the_start_the_middle_and_the_end(shelf: Shelf) -> None:
    wanted = signal("sweep")[0]
    sound = decode(essence(encode(whole_cue(shelf, signal("sweep")), shelf)))[0]
    for at in (0, 4 * RATE, 7 * RATE):
        assert lag(sound[at : at + RATE], wanted[at : at + RATE]) == 0


def test_pieces_hold_all_packets_and_one_configuration(shelf: Shelf) -> None:
    made = encode(whole_cue(shelf, signal("music")), shelf)
    assert sum(len(piece.essence.packets) for piece in made) == packets_of(FILM)
    assert [len(piece.essence.packets) for piece in made] == [piece.piece.packets for piece in made]
    (extradata,) = {piece.essence.extradata for piece in made}
    assert extradata[:2] == bytes.fromhex("1190")  # AAC-LC, 48 kHz, two channels


def test_the_same_mix_gives_the_same_bytes(shelf: Shelf) -> None:
    mix = whole_cue(shelf, signal("music"))
    assert encode(mix, shelf) == encode(mix, shelf)


def test_a_piece_by_itself_is_the_piece_among_all(shelf: Shelf) -> None:
    mix = whole_cue(shelf, signal("music"))
    made = encode(mix, shelf)
    for number in (0, 3, 8):
        assert encode_piece(made[number].piece, shelf, RUNG) == made[number]


def test_pieces_with_one_recipe_have_one_essence(shelf: Shelf) -> None:
    source = shelf.add("noise", noise(30_000))
    cues = tuple(SoundCue(source, "native", at, 0, 30_000) for at in (CELL * 1024 + 17_000, 3 * CELL * 1024 + 17_000))
    made = encode(Mix(cues, FILM), shelf)
    assert made[1].piece.recipe == made[3].piece.recipe
    assert made[1].essence == made[3].essence


def test_a_change_leaves_the_bytes_of_pieces_that_do_not_hear_it(shelf: Shelf) -> None:
    bed = SoundCue(shelf.add("bed", music(FILM)), "music", 0, 0, FILM, fade_out=Fade(RATE))
    word = SoundCue(shelf.add("word", noise(9000)), "narration", 3 * CELL * 1024 + 20_000, 0, 9000)
    before, after = (essence(encode(Mix(cues, FILM), shelf)) for cues in ((bed,), (bed, word)))
    assert [number for number in range(9) if before[number] != after[number]] == [3]


def test_bitrate_is_kept(shelf: Shelf) -> None:
    mix = whole_cue(shelf, signal("music"))
    made = encode_pieces(pieces_of(mix), shelf, SoundRung(bitrate=96_000))
    bits = 8 * sum(len(packet) for piece in made for packet in piece.essence.packets)
    assert bits / (FILM / RATE) == pytest.approx(96_000, rel=0.1)


def test_pieces_out_of_order_are_a_mistake(shelf: Shelf) -> None:
    pieces = pieces_of(Mix((), FILM), CELL)
    with pytest.raises(ValueError, match="film order"):
        next(encode_pieces(reversed(pieces), shelf, RUNG))


def test_part_packets_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"whole packets of 1024 samples is encoded, not \(2, 1000\)"):
        encode_aac(np.zeros((2, 1000), np.float32), 128_000)


def test_a_bitrate_that_the_encoder_refuses_is_told() -> None:
    with pytest.raises(SoundError, match="the AAC encoder fails at 1 bit/s: Invalid argument"):
        encode_aac(np.zeros((2, 1024), np.float32), 1)


def overload_of(made: Iterable[MadePiece]) -> Overload:
    return reduce(or_, (Overload(piece.clipped, piece.peak) for piece in made))


def test_a_mix_over_full_scale_is_told_once_however_many_pieces_it_has(shelf: Shelf) -> None:
    loud = encode(whole_cue(shelf, np.full((2, 48_000), 2, np.float32)), shelf)
    assert str(overload_of([*loud, *loud]).finding) == (
        "sound: the mix goes 6.0 dB over full scale: 192000 sample values were clipped\n"
        "  lower the music's level · lower the clips' own sound"
    )


def test_a_mix_below_full_scale_is_not_told(shelf: Shelf) -> None:
    assert overload_of(encode(whole_cue(shelf, music(48_000)), shelf)).finding is None


def test_an_hour_at_29_97_ends_with_its_last_click_in_place(shelf: Shelf) -> None:
    film = 172_799_827  # 107 892 frames
    click = np.zeros((2, 4000), np.float32)
    click[:, 2000] = 0.9
    source = shelf.add("click", click)
    cues = tuple(SoundCue(source, "native", at, 0, 4000) for at in (0, film // 2, film - 4000))
    pieces = pieces_of(Mix(cues, film))
    wanted = [pieces[0], pieces[300], pieces[600]]
    assert [bool(piece.parts) for piece in wanted] == [True] * 3
    for made, cue in zip(encode_pieces(wanted, shelf, RUNG), cues, strict=True):
        assert heard_peak(made) == cue.at + 2000


def heard_peak(made: MadePiece) -> int:
    """The film sample at which a piece, decoded by itself, is loudest."""
    sound = decode([made.essence])
    return made.piece.first * 1024 + int(np.abs(sound[0]).argmax())


def test_the_toolchain_names_all_that_decides_samples() -> None:
    assert {line.split()[0] for line in sound_toolchain()[:-1]} == {"PyAV", "NumPy", "libavcodec", "libswresample"}


def test_silence_is_encoded_too(shelf: Shelf) -> None:
    made = encode(Mix((), FILM), shelf)
    assert np.abs(decode(essence(made))).max() == 0
    assert isinstance(made[0].piece, SoundPiece)
