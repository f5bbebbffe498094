"""Admission of what lies over a film: pictures that may be animated, sequences, fonts."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from longtake.errors import MediaError
from longtake.inspection import Admitted, Refused, admit, sequence_files
from longtake.inspection.measuring import measure
from longtake.libav.limits import MediaLimits
from longtake.media import ClipFacts, digest_file

FONT = Path(__file__).parents[1] / "artwork" / "fonts" / "NotoSansArabic-Subset.ttf"


def animated(path: Path, count: int = 3, size: tuple[int, int] = (40, 20)) -> Path:
    pictures = [Image.new("RGB", size, (7 * place % 256, place // 256, 90)) for place in range(count)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=40, loop=0)
    return path


def refusal(path: Path, role: str, limits: MediaLimits | None = None) -> str:
    with pytest.raises(MediaError) as refused:
        measure(path, limits or MediaLimits(), role)  # type: ignore[arg-type]
    return str(refused.value)


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_an_animation_has_the_time_of_each_picture(name: str, tmp_path: Path) -> None:
    facts = measure(animated(tmp_path / name), role="overlay")
    assert (facts.kind, facts.container) == ("animation", name[2:])
    assert facts.picture is not None
    assert (facts.picture.ticks, facts.picture.end_tick) == ((0, 40, 80), 120)
    assert ClipFacts.from_json(facts.to_json()) == facts
    assert facts.digest == digest_file(tmp_path / name)


def test_a_still_is_an_overlay_too(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 30)).save(tmp_path / "logo.png")
    facts = measure(tmp_path / "logo.png", role="overlay")
    assert (facts.kind, facts.picture and facts.picture.has_alpha) == ("still", True)


def test_too_many_pictures_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    words = refusal(animated(tmp_path / "a.gif", 30), "overlay", MediaLimits(animation_pictures=20))
    assert "it has 30 pictures, and the limit is 20" in words


def test_a_bomb_of_many_large_pictures_gets_one_clear_error(tmp_path: Path) -> None:
    words = refusal(_gif_bomb(tmp_path / "bomb.gif", 4000, 3000, 200), "overlay")
    assert "its 200 pictures of 4000x3000 have 2400000000 pixels together, and the limit is 2147483648" in words
    assert (tmp_path / "bomb.gif").stat().st_size < 10_000


def test_a_bomb_of_one_huge_picture_gets_one_clear_error(tmp_path: Path) -> None:
    words = refusal(_gif_bomb(tmp_path / "bomb.gif", 65535, 65535, 2), "overlay")
    assert "too large" in words or "65535x65535" in words


def _gif_bomb(path: Path, width: int, height: int, count: int) -> Path:
    """A GIF of pictures of one pixel each on a huge canvas."""
    picture = b"!\xf9\x04\x08\x04\x00\x00\x00" + b"," + struct.pack("<4HB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    head = b"GIF89a" + struct.pack("<2H3B", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    path.write_bytes(head + picture * count + b";")
    return path


def test_a_canvas_that_grows_is_refused(tmp_path: Path) -> None:
    data = _gif_bomb(tmp_path / "bomb.gif", 10, 10, 3).read_bytes()
    wide = data.rpartition(struct.pack("<4H", 0, 0, 1, 1))
    (tmp_path / "bomb.gif").write_bytes(wide[0] + struct.pack("<4H", 0, 0, 9000, 9000) + wide[2])
    assert "its pictures are of several sizes" in refusal(tmp_path / "bomb.gif", "overlay")


def test_a_png_whose_head_lies_about_its_pictures_is_refused(tmp_path: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">2I5B", 4096, 4096, 8, 6, 0, 0, 0)
    (tmp_path / "a.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"acTL", struct.pack(">2I", 1 << 30, 0))
        + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )  # fmt: skip
    assert "pictures, and the limit is 10000" in refusal(tmp_path / "a.png", "overlay")


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_a_truncated_animation_is_refused(name: str, tmp_path: Path) -> None:
    pictures = [Image.effect_noise((120, 80), 40 + place).convert("RGB") for place in range(6)]
    pictures[0].save(tmp_path / name, save_all=True, append_images=pictures[1:], duration=40, loop=0)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    assert "damaged" in refusal(tmp_path / name, "overlay")


def test_admission_measures_each_role_in_the_limited_child(tmp_path: Path) -> None:
    [picture] = admit([animated(tmp_path / "a.webp")], role="overlay")
    [font] = admit([FONT], role="font")
    [clip] = admit([tmp_path / "a.webp"])
    assert isinstance(picture, Admitted)
    assert isinstance(font, Admitted)
    assert (picture.facts.kind, font.facts.kind, font.facts.digest) == ("animation", "font", digest_file(FONT))
    assert isinstance(clip, Refused)
    assert "it is an animated picture" in str(clip.error)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"wOF2", "it is a font for the web (WOFF2)\n  name the TTF or OTF file"),
        (b"ttcf", "it is a collection of fonts (TTC)\n  name a file with one font"),
        (b"\x89PNG", "it is no font\n  name a TTF or OTF file"),
        (b"\0\1\0\0\0\x10", "the font is damaged"),
    ],
)
def test_what_is_no_single_font_is_refused_with_advice(head: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(head + bytes(60))
    assert words in refusal(tmp_path / "a.ttf", "font")


def test_a_cut_font_is_refused(tmp_path: Path) -> None:
    data = FONT.read_bytes()
    (tmp_path / "a.ttf").write_bytes(data[: len(data) // 3])
    assert "the font is damaged" in refusal(tmp_path / "a.ttf", "font")


def test_a_font_beyond_the_limit_is_refused() -> None:
    assert "bytes, and the limit is 100 bytes\n  keep one face of it" in refusal(
        FONT, "font", MediaLimits(font_bytes=100)
    )


def test_a_sequence_is_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    for number in (10, 8, 9):
        (tmp_path / f"f_{number}.png").touch()
    (tmp_path / "notes.txt").touch()
    names = ["f_8.png", "f_9.png", "f_10.png"]
    assert [path.name for path in sequence_files(tmp_path)] == names
    assert [path.name for path in sequence_files(tmp_path / "f_%d.png")] == names


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["f_0001.png", "f_0003.png"], "picture 2 of 1 to 3 is missing"),
        (["f_1.png", "f_01.png"], "are both picture 1"),
        (["logo.png"], "there are no numbered pictures"),
    ],
)
def test_a_sequence_with_a_fault_is_refused_with_advice(names: list[str], words: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(MediaError, match=words):
        sequence_files(tmp_path)
