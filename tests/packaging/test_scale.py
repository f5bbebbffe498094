from __future__ import annotations

import struct
import tracemalloc
from dataclasses import replace
from pathlib import Path

import av
from iso_reading import read, read_multivariant
from made_film import SIZES, Shelf, encode_span, make_essence, make_sound, number_of

from longtake.media import EncodedSpan, FrameRate
from longtake.packaging import FilmEssence, RungEssence, Stored, package_film
from longtake.packaging.film_file import FilmWriter, TrackPlan
from longtake.packaging.movie import header_box
from longtake.packaging.tracks import SampleRun, Track

RATE = FrameRate(24)


def looped(film: FilmEssence, times: int) -> FilmEssence:
    """The film's spans over and over, without sound."""
    rungs = tuple(RungEssence(rung.rung, list(rung.spans) * times) for rung in film.rungs)
    return replace(film, rungs=rungs, sound=None)


def fattened(film: FilmEssence) -> FilmEssence:
    """The film with every picture blown up by a filler unit, so that its bytes outweigh its bookkeeping."""
    (rung,) = film.rungs
    span = EncodedSpan.from_bytes(film.load(rung.spans[0].key))
    filler = b"\0\0\1\x0c" + b"\xff" * 5_000 + b"\x80"
    fat = replace(span, packets=tuple(replace(packet, data=packet.data + filler) for packet in span.packets))
    shelf = Shelf({})
    stored = Stored(shelf.keep(fat.to_bytes()), fat.frames)
    return replace(film, rungs=(replace(rung, spans=[stored]),), load=shelf.load)


def peak_of(film: FilmEssence, folder: Path) -> int:
    tracemalloc.start()
    package_film(folder, film)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_holds_a_few_bytes_a_frame_not_the_film(tmp_path: Path) -> None:
    film = fattened(make_essence(Shelf({}), RATE, (48,), SIZES[:1], sound=False))
    short, long = (peak_of(looped(film, times), tmp_path / str(times)) for times in (20, 200))
    frames = 180 * 48
    assert (long - short) / frames < 64
    assert (tmp_path / "200" / "film.mp4").stat().st_size > 10 * long


def test_a_film_of_one_frame_is_packaged(tmp_path: Path) -> None:
    package_film(tmp_path, make_essence(Shelf({}), RATE, (1,)))
    main = read_multivariant(tmp_path / "hls/main.m3u8")
    assert [len(playlist.segments) for playlist in main.playlists] == [1, 1, 1]
    with av.open(str(tmp_path / "film.mp4")) as container:
        assert [number_of(frame) for frame in container.decode(video=0)] == [0]


def test_an_hour_at_2997_does_not_drift(tmp_path: Path) -> None:
    rate = FrameRate(30000, 1001)
    shelf = Shelf({})
    span = Stored(shelf.keep(encode_span(range(59), SIZES[1], rate).to_bytes()), 59)
    film = make_essence(shelf, rate, (59,), SIZES[1:], sound=False)
    count = 1829
    hour = replace(film, rungs=(replace(film.rungs[0], spans=[span] * count),))
    package = package_film(tmp_path, hour)
    frames = 59 * count
    (picture,) = read_multivariant(tmp_path / package.playlist).pictures
    last = picture.fragments()[-1][-1]
    assert last.decode_time + last.duration == frames * 1001
    assert abs(picture.seconds - rate.seconds(frames)) < rate.seconds(1) / 1000
    assert read((tmp_path / package.film).read_bytes()).one("moov/mvhd").numbers("II", 12) == (30000, frames * 1001)


def test_sound_and_picture_of_a_film_may_end_between_samples(tmp_path: Path) -> None:
    rate = FrameRate(24000, 1001)
    shelf = Shelf({})
    film = make_essence(shelf, rate, (47, 31), SIZES[1:], sound=False)
    samples = rate.samples(78)
    package_film(tmp_path, replace(film, sound=make_sound(shelf, samples)))
    (sound,) = read_multivariant(tmp_path / "hls/main.m3u8").sounds
    assert sum(fragment.duration for segment in sound.fragments() for fragment in segment) == samples + 1024


class _Sparse:
    """A file that takes any amount and keeps only its start."""

    def __init__(self) -> None:
        self.front, self.at = bytearray(), 0

    def seek(self, at: int) -> None:
        self.at = at

    def write(self, data: bytes) -> int:
        if self.at < 1 << 16:
            self.front[self.at : self.at + len(data)] = data[: 1 << 16]
        self.at += len(data)
        return len(data)


def test_a_film_over_four_gigabytes_gets_64_bit_offsets_and_lengths() -> None:
    file = _Sparse()
    track = Track(b"vide", b"", 24000, 2000)
    writer = FilmWriter(file, [TrackPlan(track, 3, 3)], 3000, 0)  # type: ignore[arg-type]
    for _ in range(3):  # each run says three gigabytes
        writer.add(0, [SampleRun(memoryview(b"x"), [3 << 30], [1000], [0], [True])])
    writer.finish(b"")
    front = bytes(file.front)
    assert b"co64" in front
    assert b"stco" not in front
    assert struct.pack(">I4sQ", 1, b"mdat", 16 + 3 * (3 << 30)) in front


def test_a_duration_over_32_bits_takes_the_wide_form() -> None:
    assert header_box(24000, 1 << 32, 2)[8] == 1
    assert header_box(24000, (1 << 32) - 1, 2)[8] == 0
