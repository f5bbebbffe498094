"""Facts in words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from longtake.inspection import describe, rows
from longtake.media import ClipFacts, ColourTags, Digest, PictureFacts, Size, SoundFacts

PICTURE = PictureFacts(
    codec="h264",
    coded=Size(1280, 720),
    shown=Size(1280, 720),
    pixel_aspect=Fraction(1),
    rotation=0,
    pixel_format="yuv420p",
    bit_depth=8,
    has_alpha=False,
    is_interlaced=False,
    colour=ColourTags(),
    time_base=Fraction(1, 24000),
    ticks=tuple(range(0, 48048, 1001)),
    end_tick=48048,
    keyframes=(0, 30),
)
SOUND = SoundFacts("aac", 44_100, 2, Fraction(0), 88_200)
CLIP = ClipFacts(Digest("ab" * 32), 1_234_567, "mov", "video", PICTURE, SOUND)


def told(facts: ClipFacts) -> dict[str, str]:
    return dict(rows(facts))


def test_a_clip_in_full() -> None:
    assert describe(CLIP, "clip.mp4").splitlines() == [
        "clip.mp4",
        "  file       video · mov · 1.2 MB · abababababab",
        "  size       1280×720",
        "  rate       24000/1001 a second",
        "  length     2.002 s · 48 pictures",
        "  keyframes  2, the longest GOP has 30 pictures",
        "  codec      h264 · yuv420p · 8 bit",
        "  colour     untagged; read as bt709 limited",
        "  sound      aac · 44100 Hz · 2 channels · 2.000 s",
    ]


def test_a_variable_rate_is_called_so() -> None:
    picture = replace(PICTURE, ticks=(0, 1000, 3000), end_tick=6000, keyframes=(0,))
    assert told(replace(CLIP, picture=picture))["rate"] == "variable, 12.000 a second on average"


def test_a_size_that_is_shown_otherwise_tells_both() -> None:
    picture = replace(PICTURE, shown=Size(720, 1280), rotation=90)
    assert told(replace(CLIP, picture=picture))["size"] == "720×1280 (coded 1280×720)"


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (ColourTags("bt709", "bt709", "bt709", False), "tagged bt709 limited; read as bt709 limited"),
        (ColourTags("smpte170m", full=True), "tagged smpte170m full; read as smpte170m full"),
        (
            ColourTags("bt2020nc", "bt2020", "smpte2084", False),
            "tagged bt2020nc bt2020 smpte2084 limited; read as bt2020nc limited",
        ),
    ],
)
def test_colour_is_told_as_tagged_and_as_read(tags: ColourTags, words: str) -> None:
    assert told(replace(CLIP, picture=replace(PICTURE, colour=tags)))["colour"] == words


def test_a_clip_without_sound_says_so() -> None:
    assert told(replace(CLIP, sound=None))["sound"] == "none"


def test_sound_that_starts_late_says_when() -> None:
    assert told(replace(CLIP, sound=replace(SOUND, start=Fraction(1, 2))))["sound"].endswith("starts at +0.500 s")


def test_a_still_has_no_rate() -> None:
    still = replace(CLIP, kind="still", container="png", sound=None, picture=replace(PICTURE, pixel_format="rgb24"))
    assert [label for label, _ in rows(still)] == ["file", "size", "codec", "colour"]


def test_a_file_of_sound_has_no_picture_rows() -> None:
    assert [label for label, _ in rows(replace(CLIP, kind="sound", picture=None))] == ["file", "sound"]


def test_each_note_is_a_row() -> None:
    notes = ("it is interlaced", "it has 10 bits a sample")
    assert rows(replace(CLIP, notes=notes))[-2:] == [("note", note) for note in notes]


def test_repeats_are_told_as_a_cadence_or_by_number() -> None:
    assert "repeats" not in told(CLIP)
    lone = replace(PICTURE, repeats=(12, 29))
    assert told(replace(CLIP, picture=lone))["repeats"] == "2 pictures like the one before: number 12, 29"
    beat = replace(PICTURE, ticks=tuple(range(0, 24000, 500)), end_tick=24000, repeats=tuple(range(2, 48, 3)))
    assert told(replace(CLIP, picture=beat))["repeats"] == "16 pictures like the one before: 32 new ones a second"
