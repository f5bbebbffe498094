"""What was packaged is played: decoded from HLS and from the MP4, every picture and the sound are where they belong."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from iso_reading import Box, read
from made_film import CLICKS, SIZES, Packaged, click_track, number_of

HLS = {"allowed_extensions": "ALL"}


def numbers_and_times(path: Path, stream: int = 0) -> tuple[list[int], list[Fraction]]:
    with av.open(str(path), options=HLS if path.suffix == ".m3u8" else {}) as container:
        frames = list(container.decode(video=stream))
        base = container.streams.video[stream].time_base
    assert base is not None
    return [number_of(frame) for frame in frames], [(frame.pts or 0) * base for frame in frames]


def heard(path: Path) -> tuple[Fraction, np.ndarray]:
    """Time of the first sample, and the left channel."""
    with av.open(str(path), options=HLS if path.suffix == ".m3u8" else {}) as container:
        frames = list(container.decode(audio=0))
        base = container.streams.audio[0].time_base
    assert base is not None
    return (frames[0].pts or 0) * base, np.concatenate([frame.to_ndarray()[0] for frame in frames])


def everything(packaged: Packaged) -> list[Path]:
    return [packaged.folder / packaged.package.film, *(playlist.path for playlist in packaged.main.pictures)]


def test_every_picture_is_shown_once_in_order_at_its_exact_time(packaged: Packaged) -> None:
    for path in everything(packaged):
        numbers, times = numbers_and_times(path)
        assert numbers == list(range(packaged.frames))
        assert times == [packaged.rate.seconds(number) for number in range(packaged.frames)]


def test_the_multivariant_playlist_opens_as_one_film_with_every_rung_and_the_sound(packaged: Packaged) -> None:
    with av.open(str(packaged.main.path), options=HLS) as container:
        assert {(stream.width, stream.height) for stream in container.streams.video} == {
            (size.width, size.height) for size in SIZES
        }
        assert len(container.streams.audio) == 1
    for stream in range(len(SIZES)):
        assert numbers_and_times(packaged.main.path, stream)[0] == list(range(packaged.frames))


def test_clicks_sound_at_their_own_samples_from_start_to_end(packaged: Packaged) -> None:
    for path in [packaged.folder / packaged.package.film, packaged.main.sounds[0].path, packaged.main.path]:
        start, sound = heard(path)
        assert start == 0
        track = click_track(packaged.samples)[0]
        for click in CLICKS:
            window = sound[max(0, click - 300) : click + 900]
            lags = np.correlate(window, track[click : click + 480], "valid")
            assert np.argmax(lags) == min(click, 300), f"the click at {click} is heard elsewhere in {path.name}"


def test_sound_lasts_as_long_as_the_picture_within_one_aac_frame(packaged: Packaged) -> None:
    for path in [packaged.folder / packaged.package.film, packaged.main.sounds[0].path]:
        _, sound = heard(path)
        assert 0 <= len(sound) - packaged.samples < 1024


@pytest.fixture
def movie(packaged: Packaged) -> Box:
    return read((packaged.folder / packaged.package.film).read_bytes())


def test_a23_the_header_stands_before_the_media(movie: Box) -> None:
    assert [box.kind for box in movie.inside] == ["ftyp", "moov", "free", "free", "mdat"]


def test_a23_there_is_one_picture_and_one_sound_track(movie: Box) -> None:
    handlers = [hdlr.body[8:12] for hdlr in movie.all("moov/trak/mdia/hdlr")]
    assert handlers == [b"vide", b"soun"]


def test_a12_a13_edits_skip_the_reordering_and_the_priming_and_end_with_the_picture(
    packaged: Packaged, movie: Box
) -> None:
    scale, duration = movie.one("moov/mvhd").numbers("II", 12)
    assert Fraction(duration, scale) == packaged.rate.seconds(packaged.frames)
    picture, sound = movie.all("moov/trak/edts/elst")
    assert picture.numbers("IIiHH", 4) == (1, duration, packaged.main.pictures[0].skip, 1, 0)
    assert sound.numbers("IIiHH", 4) == (1, duration, 1024, 1, 0)


def test_a13_decode_times_rise_and_never_pass_the_time_of_showing(packaged: Packaged) -> None:
    with av.open(str(packaged.folder / packaged.package.film)) as container:
        times = [(packet.dts, packet.pts) for packet in container.demux(video=0) if packet.dts is not None]
    assert len(times) == packaged.frames
    assert all(dts < following for (dts, _), (following, _) in itertools.pairwise(times))
    assert all(dts <= pts for dts, pts in times)


def test_a20_the_film_says_bt709_limited_in_its_box_and_in_its_bitstream(packaged: Packaged, movie: Box) -> None:
    colr = movie.one("moov").all("trak/mdia/minf/stbl/stsd/avc1/colr")[0]
    assert colr.body == b"nclx" + bytes([0, 1, 0, 1, 0, 1, 0])
    with av.open(str(packaged.folder / packaged.package.film)) as container:
        frame = next(container.decode(video=0))
    assert (frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range) == (1, 1, 1, 1)


def test_the_film_seeks_to_every_span(packaged: Packaged, movie: Box) -> None:
    table = movie.one("moov").all("trak/mdia/minf/stbl/stss")[0]
    starts, at = [], 0
    for span in packaged.essence.rungs[0].spans:
        starts.append(at + 1)
        at += span.length
    count = table.numbers("I", 4)[0]
    assert list(table.numbers(f"{count}I", 8)) == starts


def test_picture_and_sound_lie_beside_each_other_in_the_file(movie: Box) -> None:
    chunks = []
    for table in movie.one("moov").all("trak/mdia/minf/stbl/stco"):
        count = table.numbers("I", 4)[0]
        chunks.append(table.numbers(f"{count}I", 8))
    picture, sound = chunks
    for at, following in itertools.pairwise(picture):
        assert any(at < chunk < following for chunk in sound)


def test_the_title_is_in_the_film(packaged: Packaged) -> None:
    with av.open(str(packaged.folder / packaged.package.film)) as container:
        assert container.metadata["title"] == packaged.essence.title


def test_no_file_says_when_it_was_made(packaged: Packaged, movie: Box) -> None:
    for moov in [movie.one("moov"), *(read(p.init.read_bytes()).one("moov") for p in packaged.main.playlists)]:
        for path in ("mvhd", "trak/tkhd", "trak/mdia/mdhd"):
            assert all(box.numbers("II", 4) == (0, 0) for box in moov.all(path))
