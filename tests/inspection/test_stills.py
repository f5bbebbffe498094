"""Facts of stills: PNG, JPEG and WebP."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageOps

from longtake.errors import MediaError
from longtake.inspection.measuring import measure
from longtake.libav.limits import MediaLimits
from longtake.media import ClipFacts, PictureFacts, Size, digest_file


def picture(path: Path) -> PictureFacts:
    facts = measure(path)
    assert facts.kind == "still"
    assert facts.picture is not None
    return facts.picture


def refusal(path: Path) -> str:
    with pytest.raises(MediaError) as refused:
        measure(path)
    return str(refused.value)


def turned(path: Path, orientation: int) -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (40, 30)).save(path, exif=exif)
    return path


@pytest.mark.parametrize(("name", "container"), [("a.png", "png"), ("a.jpg", "jpeg"), ("a.webp", "webp")])
def test_a_still_is_one_picture_of_its_size(tmp_path: Path, name: str, container: str) -> None:
    Image.new("RGB", (40, 30), "teal").save(tmp_path / name)
    facts = measure(tmp_path / name)
    assert (facts.kind, facts.container, facts.digest) == ("still", container, digest_file(tmp_path / name))
    assert facts.picture is not None
    assert (facts.picture.frames, facts.picture.shown, facts.picture.pixel_format) == (1, Size(40, 30), "rgb24")
    assert ClipFacts.from_json(facts.to_json()) == facts


def test_a_still_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "clip.mp4", "JPEG")
    assert picture(tmp_path / "clip.mp4").codec == "jpeg"


@pytest.mark.parametrize(
    ("mode", "pixel_format", "has_alpha", "matrix"),
    [
        ("RGB", "rgb24", False, "rgb"),
        ("RGBA", "rgba", True, "rgb"),
        ("L", "gray", False, "rgb"),
        ("LA", "ya8", True, "rgb"),
    ],
)
def test_a_still_is_read_as_full_range_without_a_matrix(
    tmp_path: Path, mode: str, pixel_format: str, has_alpha: bool, matrix: str
) -> None:
    Image.new(mode, (40, 30)).save(tmp_path / "a.png")
    facts = picture(tmp_path / "a.png")
    assert (facts.pixel_format, facts.has_alpha) == (pixel_format, has_alpha)
    assert (facts.read_as().matrix, facts.read_as().full) == (matrix, True)


@pytest.mark.parametrize(
    ("orientation", "rotation", "shown"),
    [(1, 0, Size(40, 30)), (3, 180, Size(40, 30)), (6, 90, Size(30, 40)), (8, 270, Size(30, 40))],
)
def test_the_orientation_that_a_camera_wrote_is_clockwise_to_upright(
    tmp_path: Path, orientation: int, rotation: int, shown: Size
) -> None:
    facts = picture(turned(tmp_path / "a.jpg", orientation))
    assert (facts.rotation, facts.coded, facts.shown) == (rotation, Size(40, 30), shown)


@pytest.mark.parametrize(("orientation", "rotation"), [(2, 0), (4, 180), (5, 270), (7, 90)])
def test_a_mirrored_still_is_told(tmp_path: Path, orientation: int, rotation: int) -> None:
    facts = measure(turned(tmp_path / "a.jpg", orientation))
    assert facts.picture is not None
    assert (facts.picture.is_mirrored, facts.picture.rotation) == (True, rotation)
    assert facts.picture.shown == (Size(30, 40) if rotation % 180 else Size(40, 30))
    assert "it is stored mirrored, and shown as the camera meant it" in facts.notes
    assert ClipFacts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_means_nothing_turns_nothing(tmp_path: Path, orientation: int) -> None:
    facts = picture(turned(tmp_path / "a.jpg", orientation))
    assert (facts.rotation, facts.is_mirrored, facts.shown) == (0, False, Size(40, 30))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_truncated_still_is_refused(tmp_path: Path, name: str) -> None:
    Image.effect_noise((200, 200), 50).convert("RGB").save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    assert "damaged" in refusal(tmp_path / name)


def test_a_head_without_a_body_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture at all")
    assert "damaged" in refusal(tmp_path / "a.png")


def test_an_animated_still_is_refused_with_advice(tmp_path: Path) -> None:
    pictures = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    pictures[0].save(tmp_path / "a.png", save_all=True, append_images=pictures[1:])
    assert "it is an animated picture\n  export it as MP4 or GIF" in refusal(tmp_path / "a.png")


def test_a_still_for_print_is_admitted_and_told(tmp_path: Path) -> None:
    Image.new("CMYK", (40, 30)).save(tmp_path / "a.jpg")
    facts = measure(tmp_path / "a.jpg")
    assert facts.picture is not None
    assert facts.picture.read_as().matrix == "rgb"
    assert "its colours are for print (CMYK); it is shown in those of a screen" in facts.notes


def test_a_still_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    with pytest.raises(MediaError, match="its pictures are 40x30, and the limit is 1000 pixels"):
        measure(tmp_path / "a.png", MediaLimits(pixels=1000))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_facts_say_how_to_stand_a_picture_upright(tmp_path: Path, orientation: int) -> None:
    """The oracle is Pillow's own reading of the tag."""
    drawn = Image.effect_noise((40, 30), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    drawn.save(tmp_path / "a.png", exif=exif)
    facts = picture(tmp_path / "a.png")
    mirrored = drawn.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if facts.is_mirrored else drawn
    with Image.open(tmp_path / "a.png") as stored:
        upright = ImageOps.exif_transpose(stored)
    assert mirrored.rotate(-facts.rotation, expand=True).tobytes() == upright.tobytes()
    assert facts.shown == Size(*upright.size)
