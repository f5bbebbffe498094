"""Subtitles in the stream and beside the film: the delivery rules of section 1.6, and those that they touch."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil
from pathlib import Path

import av
import pytest
from iso_reading import attributes, read
from made_film import SPANS, Packaged, Shelf, contents

from longtake.captions import Cue, CueWord
from longtake.captions.webvtt import webvtt_part
from longtake.errors import PackagingError
from longtake.media import Frame
from longtake.packaging import FilmEssence, SubtitleEssence, TimedText, package_film
from longtake.packaging.languages import packed_language
from longtake.packaging.verifying import verify_folder

TIMES = [(0, 40), (130, 160), (200, 400)]
"""Film frames of three cues; the last lies in three segments."""


def part(start: int, end: int) -> bytes:
    cues = [f"{first} --> {last}" for first, last in TIMES if first < end and start < last]
    return "\n\n".join(["WEBVTT", *cues]).encode()


ENGLISH = SubtitleEssence("en", "English", part, {"film.en.vtt": b"WEBVTT\n", "film.en.srt": b"1\n"}, ("public.a", "b"))


@pytest.fixture
def film(shelf_and_film: tuple[Shelf, FilmEssence]) -> FilmEssence:
    return replace(shelf_and_film[1], subtitles=(ENGLISH, replace(ENGLISH, language="ja", name="日本語", sidecars={})))


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_each_language_is_a_rendition_of_one_group_that_no_player_shows_unasked(
    film: FilmEssence, tmp_path: Path
) -> None:
    package_film(tmp_path, film)
    main = lines(tmp_path / "hls/main.m3u8")
    media = [attributes(line.partition(":")[2]) for line in main if "TYPE=SUBTITLES" in line]
    assert [(one["NAME"], one["LANGUAGE"], one["DEFAULT"], one["AUTOSELECT"]) for one in media] == [
        ("English", "en", "NO", "YES"),
        ("日本語", "ja", "NO", "YES"),
    ]
    assert {one["GROUP-ID"] for one in media} == {"captions"}
    assert {one["CHARACTERISTICS"] for one in media} == {"public.a,b"}
    variants = [line for line in main if line.startswith("#EXT-X-STREAM-INF")]
    assert all('SUBTITLES="captions"' in line for line in variants)


def test_h70_a_cue_stands_in_every_segment_that_it_shows_in(film: FilmEssence, tmp_path: Path) -> None:
    package_film(tmp_path, film)
    found = [path.read_text() for path in sorted((tmp_path / "hls/captions-en").glob("seg-*.vtt"))]
    assert all(text.startswith("WEBVTT") for text in found)
    assert sum("200 --> 400" in text for text in found) >= 2
    assert sum("\n0 --> 40" in text for text in found) == 1


def test_cues_that_end_between_two_milliseconds_keep_every_rule(film: FilmEssence, tmp_path: Path) -> None:
    """Pictures begin between milliseconds, WebVTT tells whole ones: a cue that ends with a segment or with the film is
    written up to half a millisecond beside it. Here is one for each picture."""
    word = CueWord("Yes.", Frame(0), False)
    cues = [Cue(Frame(at), Frame(at + 1), ((word,),), Frame(at)) for at in range(sum(SPANS))]
    part = partial(webvtt_part, cues, film.rate)
    package_film(tmp_path, replace(film, subtitles=(replace(ENGLISH, part=part),)))
    assert [fault for fault in verify_folder(tmp_path).faults if fault.rule in ("H70", "H73", "C06")] == []


def test_h72_the_subtitles_last_as_long_as_the_film_on_the_same_grid(film: FilmEssence, tmp_path: Path) -> None:
    package_film(tmp_path, film)
    (subtitles,) = (tmp_path / "hls/captions-en").glob("*.m3u8")
    (pictures,) = (tmp_path / f"hls/{film.rungs[0].rung.name}").glob("index-*.m3u8")
    own, others = (re.findall(r"#EXTINF:([\d.]+)", path.read_text()) for path in (subtitles, pictures))
    assert own == others
    assert abs(sum(map(Fraction, own)) - film.rate.seconds(sum(SPANS))) < Fraction(1, 100_000)
    assert "#EXT-X-VERSION:3" in lines(subtitles)
    assert lines(subtitles)[-1] == "#EXT-X-ENDLIST"


def test_h40_bandwidth_counts_one_of_the_subtitles(
    film: FilmEssence, shelf_and_film: tuple[Shelf, FilmEssence], tmp_path: Path
) -> None:
    package_film(tmp_path / "with", film)
    package_film(tmp_path / "without", shelf_and_film[1])
    mains = [(tmp_path / name / "hls/main.m3u8").read_text() for name in ("with", "without")]
    rates = [map(int, re.findall(r"STREAM-INF:BANDWIDTH=(\d+).*FRAME-RATE", main)) for main in mains]
    segments = sorted((tmp_path / "with/hls/captions-en").glob("seg-*.vtt"))
    most = ceil(max(path.stat().st_size for path in segments) * 8 / Fraction(9, 2))
    assert all(0 < one - other <= most for one, other in zip(*rates, strict=True))


def test_sidecars_stand_beside_the_film_and_are_listed(film: FilmEssence, tmp_path: Path) -> None:
    package = package_film(tmp_path, film)
    assert (tmp_path / "film.en.vtt").read_bytes() == b"WEBVTT\n"
    assert {file.path for file in package.files} == set(contents(tmp_path))


def test_words_that_are_burned_in_are_beside_the_film_and_not_in_its_stream(film: FilmEssence, tmp_path: Path) -> None:
    package_film(tmp_path, replace(film, subtitles=(replace(ENGLISH, part=None),)))
    assert (tmp_path / "film.en.srt").is_file()
    assert "SUBTITLES" not in (tmp_path / "hls/main.m3u8").read_text()


def test_packaging_again_makes_no_segment_anew(film: FilmEssence, tmp_path: Path) -> None:
    first = package_film(tmp_path, film)
    again = package_film(tmp_path, film, known={file.path: file for file in first.files})
    assert again.reused == again.segments


def test_a_film_without_words_has_no_group(packaged: Packaged) -> None:
    assert not any("SUBTITLES" in line for line in packaged.main.lines)


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(PackagingError, match="'en glish' is no language tag"):
        replace(ENGLISH, language="en glish")


def test_two_renditions_of_one_language_are_refused(film: FilmEssence) -> None:
    with pytest.raises(PackagingError, match="two renditions have one name"):
        replace(film, subtitles=(ENGLISH, ENGLISH))


TEXTS = (TimedText(0, 40, "Fish & chips\nfor <two>"), TimedText(130, 160, "毎朝"), TimedText(200, 400, "שלום"))


def test_the_film_in_one_file_offers_the_words_and_does_not_show_them_unasked(
    film: FilmEssence, tmp_path: Path
) -> None:
    package_film(tmp_path, replace(film, subtitles=(replace(ENGLISH, texts=TEXTS),)))
    with av.open(str(tmp_path / "film.mp4")) as container:
        (stream,) = container.streams.subtitles
        assert stream.codec_context.name == "mov_text"
        assert stream.language == "eng"
        base = stream.time_base
        assert base is not None
        packets = [packet for packet in container.demux(stream) if packet.size]
        found = [((packet.pts or 0) * base, (packet.duration or 0) * base, bytes(packet)[2:]) for packet in packets]
    shown = [(start, length, data.decode()) for start, length, data in found if data]
    seconds = film.rate.seconds
    assert shown == [(seconds(one.start), seconds(one.end - one.start), one.text) for one in TEXTS]
    assert sum(length for _, length, _ in found) == seconds(sum(SPANS))
    tracks = read((tmp_path / "film.mp4").read_bytes()).all("moov/trak")
    assert [track.one("tkhd").flags for track in tracks] == [7, 7, 2]


def test_words_leave_pictures_and_sound_of_the_film_where_they_are(film: FilmEssence, tmp_path: Path) -> None:
    for name, texts in (("with", TEXTS), ("without", ())):
        package_film(tmp_path / name, replace(film, subtitles=(replace(ENGLISH, texts=texts),)))
    packets = [packets_of(tmp_path / name / "film.mp4") for name in ("with", "without")]
    assert packets[0] == packets[1]


def packets_of(path: Path) -> list[tuple[int | None, int | None, bytes]]:
    with av.open(str(path)) as container:
        streams = [*container.streams.video, *container.streams.audio]
        return [(packet.pts, packet.dts, bytes(packet)) for packet in container.demux(streams) if packet.size]


@pytest.mark.parametrize(
    ("language", "packed"), [("und", 0x55C4), ("en", 0x15C7), ("pt-BR", 0x41F2), ("fil", 0x192C), ("xx", 0x55C4)]
)
def test_a_language_is_three_letters_of_five_bits(language: str, packed: int) -> None:
    assert packed_language(language) == packed
