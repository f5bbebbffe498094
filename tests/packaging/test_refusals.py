"""Essence that would not play is refused, with the rendition, the span and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from made_film import SIZES, Shelf, encode_span, make_essence, make_sound, rung_of

from longtake.errors import PackagingError
from longtake.media import EncodedSound, EncodedSpan, FrameRate, Size
from longtake.packaging import FilmEssence, Stored, package_film, plan_package

RATE = FrameRate(24)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf({})


@pytest.fixture(scope="module")
def film(shelf: Shelf) -> FilmEssence:
    return make_essence(shelf, RATE, (48, 24, 24))


def with_stored(film: FilmEssence, shelf: Shelf, at: int, span: EncodedSpan, rung: int = 0) -> FilmEssence:
    essence = film.rungs[rung]
    spans = list(essence.spans)
    spans[at] = Stored(shelf.keep(span.to_bytes()), span.frames)
    rungs = list(film.rungs)
    rungs[rung] = replace(essence, spans=spans)
    return replace(film, rungs=tuple(rungs))


def span_of(film: FilmEssence, at: int, rung: int = 0) -> EncodedSpan:
    return EncodedSpan.from_bytes(film.load(film.rungs[rung].spans[at].key))


def test_a_span_with_other_codec_parameters_is_refused_by_both_names(
    film: FilmEssence, shelf: Shelf, tmp_path: Path
) -> None:
    odd = encode_span(range(24), SIZES[0], RATE, level="3.1")
    words = r"rung 108p, span 1 \([0-9a-f]{10}\) has other codec parameters than rung 108p, span 0 \([0-9a-f]{10}\)"
    with pytest.raises(PackagingError, match=words):
        package_film(tmp_path, with_stored(film, shelf, 1, odd))


def test_a_span_with_another_reorder_depth_is_refused(film: FilmEssence, shelf: Shelf, tmp_path: Path) -> None:
    odd = replace(span_of(film, 2), reorder_depth=3)
    with pytest.raises(PackagingError, match=r"span 2 .* has reorder depth 3, .* span 0 .* has 2"):
        package_film(tmp_path, with_stored(film, shelf, 2, odd))


def test_rungs_with_different_reorder_depths_are_refused(film: FilmEssence, shelf: Shelf) -> None:
    odd = replace(span_of(film, 0, rung=1), reorder_depth=1)
    with pytest.raises(PackagingError, match="rung 54p has reorder depth 1, rung 108p has 2"):
        plan_package(with_stored(film, shelf, 0, odd, rung=1))


def twice_the_first(span: EncodedSpan) -> EncodedSpan:
    return replace(span, packets=(span.packets[0], *span.packets[:-1]))


def shown_too_early(span: EncodedSpan) -> EncodedSpan:
    times = [packet.pts for packet in span.packets]
    late = [times[0], *times[2:], times[1]]
    packets = [replace(packet, pts=pts) for packet, pts in zip(span.packets, late, strict=True)]
    return replace(span, packets=tuple(packets))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (twice_the_first, "its pictures are not numbered 0 to 23, each once"),
        (shown_too_early, "packet 23 is shown as picture 4, before it is decoded at a reorder depth of 2"),
    ],
)
def test_a_span_whose_times_break_the_rule_is_refused_not_patched(
    film: FilmEssence, shelf: Shelf, tmp_path: Path, spoil: Callable[[EncodedSpan], EncodedSpan], words: str
) -> None:
    with pytest.raises(PackagingError, match=f"rung 108p, span 1 .*: {words}"):
        package_film(tmp_path, with_stored(film, shelf, 1, spoil(span_of(film, 1))))


def test_a_span_that_does_not_start_with_an_idr_is_refused(film: FilmEssence, shelf: Shelf, tmp_path: Path) -> None:
    span = span_of(film, 1)
    first, other = span.packets[0], span.packets[1]
    odd = replace(span, packets=(replace(first, data=other.data), *span.packets[1:]))
    with pytest.raises(PackagingError, match="does not start with an IDR picture, so it is no closed GOP"):
        package_film(tmp_path, with_stored(film, shelf, 1, odd))


def test_a_span_of_another_length_than_said_is_refused(film: FilmEssence, tmp_path: Path) -> None:
    essence = film.rungs[0]
    spans = [essence.spans[0], replace(essence.spans[1], key=essence.spans[0].key), essence.spans[2]]
    odd = replace(film, rungs=(replace(essence, spans=spans), *film.rungs[1:]))
    with pytest.raises(PackagingError, match=r"rung 108p, span 1 .* holds 48 frames where 24 belong"):
        package_film(tmp_path, odd)


def test_stored_bytes_that_are_no_span_are_refused_by_name(film: FilmEssence, shelf: Shelf, tmp_path: Path) -> None:
    essence = film.rungs[0]
    spans = [*essence.spans[:2], Stored(shelf.keep(b"{}\nrubbish"), 24)]
    odd = replace(film, rungs=(replace(essence, spans=spans), *film.rungs[1:]))
    with pytest.raises(PackagingError, match=r"rung 108p, span 2 \([0-9a-f]{10}\) cannot be read"):
        package_film(tmp_path, odd)


def test_pictures_of_another_size_than_the_rung_are_refused(film: FilmEssence) -> None:
    odd = replace(film.rungs[0], rung=rung_of(Size(200, 108)))
    with pytest.raises(PackagingError, match="rung 108p is to be 200x108 but its pictures are 192x108"):
        plan_package(replace(film, rungs=(odd,)))


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ("colorprim=undef:transfer=undef:colormatrix=undef", "does not say in its bitstream how its colours are read"),
        ("transfer=smpte2084", "transfer characteristic 16, which is not SDR"),
        ("sar=4/3", "pixels that are not square"),
    ],
)
def test_pictures_that_could_not_be_declared_are_refused(
    film: FilmEssence, shelf: Shelf, params: str, words: str
) -> None:
    odd = encode_span(range(48), SIZES[0], RATE, **{"x264-params": f"bframes=3:keyint=240:stitchable=1:{params}"})
    with pytest.raises(PackagingError, match=words):
        plan_package(with_stored(film, shelf, 0, odd))


def test_rungs_cut_into_other_spans_are_refused(film: FilmEssence) -> None:
    other = film.rungs[1]
    with pytest.raises(PackagingError, match="rung 54p is cut into other spans than rung 108p"):
        replace(film, rungs=(film.rungs[0], replace(other, spans=other.spans[:2])))


def test_a_film_without_rungs_is_refused(film: FilmEssence) -> None:
    with pytest.raises(PackagingError, match="no rung"):
        replace(film, rungs=())


def test_two_renditions_of_one_name_are_refused(film: FilmEssence) -> None:
    with pytest.raises(PackagingError, match="two renditions have one name: 108p, 108p"):
        replace(film, rungs=(film.rungs[0], film.rungs[0]))


@pytest.mark.parametrize("name", ["../up", "a b", "", "a/b", ".hidden", "é"])
def test_a_rendition_whose_name_is_no_plain_folder_is_refused(film: FilmEssence, name: str) -> None:
    essence = film.rungs[0]
    with pytest.raises(PackagingError, match="cannot name a folder"):
        replace(film, rungs=(replace(essence, rung=replace(essence.rung, name=name)),))


def test_sound_that_goes_on_after_the_picture_is_refused(film: FilmEssence, shelf: Shelf) -> None:
    with pytest.raises(PackagingError, match=r"but \d+ are there: sound and picture must end together"):
        plan_package(replace(film, sound=make_sound(shelf, RATE.samples(200))))


def test_sound_that_stops_early_is_refused(film: FilmEssence, shelf: Shelf) -> None:
    with pytest.raises(PackagingError, match="the film lasts 192000 samples, which is 189 packets of sound, but"):
        plan_package(replace(film, sound=make_sound(shelf, RATE.samples(80))))


def test_sound_at_another_rate_than_48_khz_is_refused(film: FilmEssence, shelf: Shelf) -> None:
    assert film.sound
    pieces = [EncodedSound.from_bytes(film.load(piece.key)) for piece in film.sound.pieces]
    at_44100 = [replace(piece, extradata=bytes.fromhex("1210")) for piece in pieces]
    stored = [Stored(shelf.keep(piece.to_bytes()), len(piece.packets)) for piece in at_44100]
    with pytest.raises(PackagingError, match="configuration is 1210: packaging takes AAC-LC at 48 kHz"):
        plan_package(replace(film, sound=replace(film.sound, pieces=stored)))


def test_a_piece_of_sound_with_another_configuration_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    film = make_essence(shelf, RATE, (48,) * 4)
    assert film.sound
    last = EncodedSound.from_bytes(film.load(film.sound.pieces[-1].key))
    odd = Stored(shelf.keep(replace(last, extradata=bytes.fromhex("1188")).to_bytes()), len(last.packets))
    pieces = [*film.sound.pieces[:-1], odd]
    with pytest.raises(PackagingError, match=r"sound, piece 1 .* has another configuration than sound, piece 0"):
        package_film(tmp_path, replace(film, sound=replace(film.sound, pieces=pieces)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"name": 'the "main"'}, "cannot stand in a playlist"), ({"language": "english!"}, "is no language tag")],
)
def test_a_sound_name_or_language_that_a_playlist_cannot_hold_is_refused(
    film: FilmEssence, changes: dict[str, str], words: str
) -> None:
    assert film.sound
    with pytest.raises(PackagingError, match=words):
        replace(film, sound=replace(film.sound, **changes))


def test_a_refused_film_leaves_nothing_behind(film: FilmEssence, shelf: Shelf, tmp_path: Path) -> None:
    odd = encode_span(range(24), SIZES[0], RATE, level="3.1")
    with pytest.raises(PackagingError):
        package_film(tmp_path, with_stored(film, shelf, 2, odd))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
