"""Files made to do harm: each is refused in bounded time, or its facts are true. Nothing reaches the parent."""

from __future__ import annotations

import random
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from make_fixtures import SyntheticClip, Tone, make_clip

from longtake.inspection import Admitted, ChildLimits, Refused, admit
from longtake.libav.limits import MediaLimits
from longtake.media import ClipFacts

SECONDS = 5
LIMITS = ChildLimits(wall_seconds=SECONDS, cpu_seconds=SECONDS)
MUTANTS = 50

Mutation = Callable[[bytes, random.Random], bytes]


def refusal(path: Path) -> str:
    (result,) = admit([path], limits=LIMITS)
    assert isinstance(result, Refused)
    return str(result.error)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of about 20 kB with picture and sound."""
    recipe = SyntheticClip(width=160, height=90, frames=24, tone=Tone(seconds=Fraction(1)))
    return make_clip(tmp_path_factory.mktemp("seed") / "seed.mp4", recipe)


def boxes(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Where each box of an MP4 begins, and its kind; containers are entered."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        yield at, kind
        if kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"):
            yield from boxes(data, at + 8, at + size)
        at += max(8, size)


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice([1, 4, 32])):
        damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(16, len(data) - 64)]


def lie_about_a_size(data: bytes, chance: random.Random) -> bytes:
    at, _ = chance.choice(list(boxes(data, 0, len(data))))
    lie = chance.choice([0, 1, 7, 8, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(len(data))])
    return data[:at] + struct.pack(">I", lie) + data[at + 4 :]


def lie_about_a_number(data: bytes, chance: random.Random) -> bytes:
    kinds = (b"stsz", b"stts", b"ctts", b"stsc", b"elst", b"mdhd", b"mvhd", b"tkhd", b"stco", b"stsd")
    at, _ = chance.choice([box for box in boxes(data, 0, len(data)) if box[1] in kinds])
    at += 12 + 4 * chance.randrange(6)
    return data[:at] + struct.pack(">I", chance.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])) + data[at + 4 :]


MUTATIONS: tuple[Mutation, ...] = (flip_bits, cut_off, lie_about_a_size, lie_about_a_number)


@pytest.fixture(scope="module")
def mutants(seed: Path) -> list[Path]:
    chance, data = random.Random(20), seed.read_bytes()
    paths = [seed.parent / f"{number:02}-{MUTATIONS[number % 4].__name__}.mp4" for number in range(MUTANTS)]
    for number, path in enumerate(paths):
        path.write_bytes(MUTATIONS[number % 4](data, chance))
    return paths


def test_no_mutant_hangs_or_crashes_its_child(mutants: list[Path]) -> None:
    times = [time.monotonic()]
    results = admit(mutants, limits=LIMITS, on_result=lambda place, result: times.append(time.monotonic()))
    assert len(results) == MUTANTS
    assert max(after - before for before, after in pairwise(times)) < SECONDS
    words = " ".join(str(result.error) for result in results if isinstance(result, Refused))
    assert "crashed" not in words
    assert "longer than" not in words


def test_every_mutant_that_was_cut_off_is_refused(mutants: list[Path]) -> None:
    results = admit([path for path in mutants if "cut_off" in path.name], limits=LIMITS)
    assert [result.path.name for result in results if isinstance(result, Admitted)] == []


def test_a_mutant_that_is_admitted_has_whole_and_ordered_pictures(seed: Path, mutants: list[Path]) -> None:
    (true,) = admit([seed], limits=LIMITS)
    assert isinstance(true, Admitted)
    admitted = [result.facts for result in admit(mutants, limits=LIMITS) if isinstance(result, Admitted)]
    assert 0 < len(admitted) < MUTANTS * 3 // 4
    for facts in admitted:
        check_plausible(facts, true.facts)


def check_plausible(facts: ClipFacts, true: ClipFacts) -> None:
    """A lie in the header may lose a track or move its times; it makes no picture up."""
    assert facts.picture or facts.sound
    if facts.picture and true.picture:
        ticks = facts.picture.ticks
        assert 0 < len(ticks) <= true.picture.frames
        assert all(before < after for before, after in pairwise(ticks))
        assert facts.picture.end_tick > ticks[-1]
        assert facts.picture.coded == true.picture.coded


def png(width: int, height: int) -> bytes:
    """A valid PNG of black grey pixels; it packs to a thousandth of its size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width + 1)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("side", "words"),
    [
        (6000, "its pictures are 6000x6000, and the limit is 35651584 pixels"),
        (9600, "the picture is too large"),
        (16000, "the picture is too large"),
    ],
)
def test_a_small_file_with_a_vast_picture_is_refused_before_it_is_unpacked(
    tmp_path: Path, side: int, words: str
) -> None:
    (tmp_path / "bomb.png").write_bytes(png(side, side))
    assert (tmp_path / "bomb.png").stat().st_size < 300_000
    assert words in refusal(tmp_path / "bomb.png")


def test_a_picture_that_hides_in_a_clip_is_held_to_the_same_limit(seed: Path, tmp_path: Path) -> None:
    # The decoder reads the size from the stream itself, whatever the container says.
    vast = make_clip(tmp_path / "vast.mp4", SyntheticClip(width=640, height=360, frames=2, tone=None))
    data = vast.read_bytes()
    at = data.index(b"avc1") + 28
    vast.write_bytes(data[:at] + struct.pack(">HH", 16, 16) + data[at + 4 :])
    (result,) = admit([vast], limits=ChildLimits(media=MediaLimits(pixels=1000)))
    assert isinstance(result, Refused)
    assert "its pictures are 640x360, and the limit is 1000 pixels" in str(result.error)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.m3u8", "#EXTM3U\n#EXTINF:2,\nseed.mp4\n#EXT-X-ENDLIST\n"),
        ("list.mp4", "ffconcat version 1.0\nfile 'seed.mp4'\n"),
        ("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    ],
)
def test_a_text_that_points_at_other_files_is_refused(seed: Path, name: str, text: str) -> None:
    (seed.parent / name).write_text(text)
    assert str(seed.parent / name) in refusal(seed.parent / name)


def test_a_folder_a_device_and_a_bare_protocol_are_refused_without_a_child(tmp_path: Path) -> None:
    paths = [tmp_path, Path("/dev/zero"), Path("concat:a|b"), Path("http://127.0.0.1/clip.mp4")]
    results = admit(paths, command=["no such program"])
    assert all(isinstance(result, Refused) for result in results)
