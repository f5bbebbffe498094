"""Burned-in captions as they are drawn: where they stand, in what letters, and whether they can be read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from longtake.artwork import CaptionCard, CaptionReader, CaptionStyle, CaptionWord, caption_box, check_caption
from longtake.artwork import font_library as library
from longtake.artwork.caption_setting import caption_area, set_caption
from longtake.artwork.captions import _faces
from longtake.libav.layers import Layer
from longtake.media import Size

WIDE, UPRIGHT = Size(1280, 720), Size(720, 1280)


def card(*lines: str, style: CaptionStyle = "plain", language: str = "en", pace: int = 6) -> CaptionCard:
    rows, count = [], 0
    for line in lines:
        row = []
        for at, word in enumerate(line.split()):
            row.append(CaptionWord(word, count * pace if style == "word by word" else 0, at > 0))
            count += 1
        rows.append(tuple(row))
    return CaptionCard(tuple(rows), style, language=language)


def drawn(made: CaptionCard, size: Size = WIDE, frame: int = 0) -> Layer:
    layer = CaptionReader(made, size, 48).layer(frame)
    assert layer is not None
    return layer


@pytest.mark.parametrize("size", [WIDE, UPRIGHT, Size(1080, 1080), Size(320, 180)], ids=str)
@pytest.mark.parametrize("place", ["bottom", "top"])
def test_a_caption_stands_in_the_safe_area(size: Size, place: str) -> None:
    made = card("a caption of forty-two columns, at its end", "and another line that is not quite so long")
    box = caption_box(CaptionCard(made.rows, "boxed", place), size)  # type: ignore[arg-type]
    assert caption_area(size).grown(2, 2).holds(box)


def test_on_an_upright_film_it_stands_above_the_controls_of_players() -> None:
    assert caption_box(card("Good morning."), UPRIGHT).bottom <= 0.8 * UPRIGHT.height


@pytest.mark.parametrize("style", ["plain", "boxed"])
@pytest.mark.parametrize("ground", [16, 126, 235])
def test_c10_letters_stand_out_from_what_is_around_them(style: CaptionStyle, ground: int) -> None:
    layer = drawn(card("Every morning begins", style=style))
    alpha = layer.alpha.astype(float) / 255
    shown = np.asarray(layer.planes[0], float) * alpha + ground * (1 - alpha)
    letters = shown > 220
    if style == "plain" and ground > 200:  # else the ground itself is as light
        letters &= alpha > 0.98
    light, dark = np.median(shown[letters]), np.percentile(shown[beside(letters)], 20)
    assert (luminance(light) + 0.05) / (luminance(dark) + 0.05) >= 4.5


def beside(letters: np.ndarray) -> np.ndarray:
    """What is two to four pixels from a letter: its edge is softened, and further off is the picture."""
    near, far = np.zeros_like(letters), np.zeros_like(letters)
    for reach, sheet in ((2, near), (4, far)):
        for down in range(-reach, reach + 1):
            for across in range(-reach, reach + 1):
                sheet |= np.roll(letters, (down, across), (0, 1))
    return far & ~near


def luminance(code: float) -> float:
    value = (code - 16) / 219
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def test_the_word_that_is_said_is_lit_and_no_other() -> None:
    made = card("one two three", style="word by word")
    layers = [drawn(made, frame=frame) for frame in (0, 6, 12)]
    assert layers[0].alpha.shape == layers[1].alpha.shape
    lit = [np.flatnonzero((np.asarray(layer.planes[1], int) < 100).any(axis=0)) for layer in layers]
    assert all(before.max() < after.min() for before, after in pairwise(lit))


def test_a_caption_that_does_not_light_up_is_one_picture() -> None:
    reader = CaptionReader(card("Good morning."), WIDE, 48)
    assert reader.layer(0) is reader.layer(47)
    with pytest.raises(IndexError, match="frame 48 was asked of a caption of 48 frames"):
        reader.layer(48)


def order(line: str) -> list[int]:
    """The numbers of a line's words as they stand from the left."""
    made = card(line, style="word by word")
    block = set_caption(made, WIDE, _faces(made, None))
    runs = [run for run in sorted(block.runs, key=lambda run: run.left) if run.ink.mask.size > 1]
    return [number for at, number in enumerate(run.word for run in runs) if at == 0 or runs[at - 1].word != number]


def test_words_that_run_from_the_right_stand_so_and_latin_among_them_does_not() -> None:
    pytest.importorskip("manimgx_fonts")
    assert order("one two three") == [0, 1, 2]
    assert order("שלום עולם Aurora זוכרת") == [3, 2, 1, 0]
    assert order("שלום Aurora One זוכרת") == [3, 1, 2, 0]
    assert order("He said שלום עולם today") == [0, 1, 3, 2, 4]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("مرحبا بالعالم", "ar"),
        ("नमस्ते दुनिया", "hi"),
        ("毎朝は始まります", "ja"),
        ("안녕하세요", "ko"),
        ("สวัสดีชาวโลก", "th"),
        ("Good 😀 👩‍👩‍👧 ☕ ♪", "en"),
        ("Ελλάδα Россия", "el"),
    ],
)
def test_every_script_has_letters_and_marks_join_them(text: str, language: str) -> None:
    pytest.importorskip("manimgx_fonts_cjk")
    assert check_caption(card(text, language=language), WIDE) == ()
    assert drawn(card(text, language=language)).alpha.max() == 255


def test_arabic_letters_are_joined() -> None:
    pytest.importorskip("manimgx_fonts")
    apart, together = (caption_box(card(text), WIDE).width for text in ("س‌ل‌ا‌م", "سلام"))
    assert together < apart


def test_japanese_and_chinese_write_the_same_sign_in_their_own_ways() -> None:
    pytest.importorskip("manimgx_fonts_cjk")
    ours, theirs = (drawn(card("直骨", language=language)).alpha for language in ("ja", "zh"))
    assert ours.shape != theirs.shape or (ours != theirs).any()


def test_a_script_without_a_font_is_refused_with_the_extra_that_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_opened", lambda *_: None)
    (finding,) = check_caption(card("Good 毎朝"), WIDE)
    assert "no font here has letters for 毎 (U+6BCE), 朝 (U+671D)" in finding.message
    assert finding.advice[0] == "pip install 'longtake[fonts]'"
