"""Titles: right in every script, inside the safe area, readable over anything, and the same bytes every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlay_tools import (
    ARABIC,
    CHINESE,
    DEVANAGARI,
    FILM,
    RATE,
    at_rest,
    ink,
    luma_over,
    need_shaping,
    same,
)

from longtake.artwork import POSITIONS, STYLES, TitleCard, TitleReader, check_title
from longtake.artwork import font_library as library
from longtake.artwork.title_setting import block_of, look_of
from longtake.artwork.typeface import our_typeface, typeface_at
from longtake.errors import ArtworkError
from longtake.media import Size

ANY_FILM = st.builds(lambda w, h: Size(2 * w, 2 * h), st.integers(60, 480), st.integers(60, 480))
LATIN = st.text(st.sampled_from("abcdefg ÄÉñß,.–WMgjQ\n"), min_size=1, max_size=120)
MARHABA, DEVANAGARI_KI, NIHAO = "مرحبا", "कि", "世界你好"


def words_of(card: TitleCard, size: Size = FILM, **font: object) -> str:
    return "\n".join(str(finding) for finding in check_title(card, size, **font))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=25)
@given(LATIN, st.sampled_from(STYLES), st.sampled_from([None, *POSITIONS]), ANY_FILM)
def test_titles_stand_inside_the_safe_area_and_rise_into_it_from_just_below(
    text: str, style: str, position: str | None, size: Size
) -> None:
    card = TitleCard(text, style, position)  # type: ignore[arg-type]
    if check_title(card, size):
        return
    reader = TitleReader(card, size, RATE, 48)
    for number in (0, 3, 24, 47):
        layer = reader.layer(number)
        assert layer is not None
        height, width = layer.alpha.shape
        assert layer.left % 2 == layer.top % 2 == height % 2 == width % 2 == 0
        assert (layer.left + width <= size.width, layer.top + height <= size.height) == (True, True)
        left, top, right, bottom = ink(layer, 60)
        assert (left >= size.width * 0.05, right <= size.width * 0.95) == (True, True)
        rise = size.short_side / 72 + 1 if number < 24 else 0
        assert (top >= size.height * 0.05, bottom <= size.height * 0.95 + rise) == (True, True)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40) | st.text("مرحبا ab\u200b\u2028\u00a0\u202e0٣\n", max_size=40), st.sampled_from(STYLES))
def test_any_text_is_drawn_or_refused_with_advice(text: str, style: str) -> None:
    card = TitleCard(text, style)  # type: ignore[arg-type]
    for font in (None, ARABIC):
        findings = check_title(card, FILM, font)
        assert all(finding.advice for finding in findings)
        assert findings or at_rest(card, font=font).alpha.max() > 180


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("grey", [16, 126, 235])
def test_letters_are_read_over_black_grey_and_white(style: str, grey: int) -> None:
    size = Size(1280, 720)
    layer = at_rest(TitleCard("Hilo", style), size)  # type: ignore[arg-type]
    shown = luma_over(layer, grey, size)[layer.top :, layer.left :][: layer.alpha.shape[0], : layer.alpha.shape[1]]
    left, top, right, bottom = ink(layer, 225)
    box = np.s_[top - layer.top : bottom - layer.top, left - layer.left : right - layer.left]
    luma = np.pad(layer.planes.luma[box], 3)
    near = np.lib.stride_tricks.sliding_window_view(luma, (7, 7)).max((2, 3)) > 200
    under = shown[box][near & (layer.planes.luma[box] < 40)]
    assert _contrast(float(shown[box].max()), float(under.max())) >= 4.5


def _contrast(one: float, other: float) -> float:
    """Of two luma code values, as WCAG has it, which asks for 4.5."""
    bright, dark = (max((code - 16) / 219, 0) ** 2.2 + 0.05 for code in (max(one, other), min(one, other)))
    return bright / dark


def test_a_title_fades_in_and_out_and_stands_between_as_one_object() -> None:
    reader = TitleReader(TitleCard("Aurora", "lower third"), FILM, RATE, 72)
    peaks = [int(reader.layer(number).alpha.max()) for number in range(72)]  # type: ignore[union-attr]
    assert peaks[:7] == sorted(peaks[:7])
    assert peaks[-7:] == sorted(peaks[-7:], reverse=True)
    assert peaks[0] < 40
    assert peaks[-1] < 40
    assert len({id(reader.layer(number)) for number in range(7, 65)}) == 1


def test_any_order_and_any_reader_give_the_same_layers() -> None:
    card = TitleCard("Aurora\nMorning light", "lower third")
    forward, backward = (TitleReader(card, FILM, RATE, 24) for _ in range(2))
    later = [backward.layer(number) for number in reversed(range(24))][::-1]
    assert all(same(forward.layer(number), later[number]) for number in range(24))  # type: ignore[arg-type]


@pytest.mark.parametrize("frames", [1, 2, 3, 5])
def test_the_shortest_titles_are_seen(frames: int) -> None:
    reader = TitleReader(TitleCard("Now"), FILM, RATE, frames)
    assert max(int(reader.layer(number).alpha.max()) for number in range(frames)) > 200  # type: ignore[union-attr]


@pytest.mark.parametrize("number", [-1, 24])
def test_a_frame_outside_the_title_is_an_error(number: int) -> None:
    with pytest.raises(IndexError, match="24 frames"):
        TitleReader(TitleCard("Now"), FILM, RATE, 24).layer(number)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_position_is_a_place_of_the_grid(position: str) -> None:
    left, top, right, bottom = ink(at_rest(TitleCard("Here", "caption", position)))  # type: ignore[arg-type]
    across, down = (left + right) / 2 / FILM.width, (top + bottom) / 2 / FILM.height
    assert ("left" in position, "right" in position) == (across < 0.4, across > 0.6)
    assert ("top" in position, "bottom" in position) == (down < 0.4, down > 0.6)


def test_the_name_of_a_lower_third_is_larger_than_what_follows() -> None:
    block = block_of(TitleCard("Hill\nHill", "lower third"), *_ours(), Size(1280, 720))
    assert block is not None
    first, second = (row.ink.mask.shape[0] for row in block.rows)
    assert first > 1.4 * second


def test_lines_of_a_caption_are_all_alike() -> None:
    block = block_of(TitleCard("Hill\nHill", "caption"), *_ours(), Size(1280, 720))
    assert block is not None
    first, second = block.rows
    assert np.array_equal(first.ink.mask, second.ink.mask)


def _ours() -> tuple[object, object]:
    return our_typeface("Inter-SemiBold"), our_typeface("Inter-Regular")


def test_longer_text_is_set_smaller_and_then_refused_with_advice() -> None:
    sizes = [block_of(TitleCard("many words " * count), *_ours(), FILM).size for count in (1, 6, 14)]  # type: ignore
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    refused = words_of(TitleCard("many words " * 26, "corner"))
    assert "the corner does not fit 640x360" in refused
    assert "shorten it" in refused


def test_five_thousand_characters_are_one_clear_error() -> None:
    findings = check_title(TitleCard("word " * 1000), FILM)
    assert len(findings) == 1
    assert "the title has 5000 characters; a title has at most 300\n  shorten it" in str(findings[0])
    with pytest.raises(ArtworkError, match="5000 characters"):
        TitleReader(TitleCard("word " * 1000), FILM, RATE, 24)


@pytest.mark.parametrize(("text", "words"), [("a\x07b", "U+0007, which is no text"), (" \n ", "has no words")])
def test_what_is_no_text_is_refused(text: str, words: str) -> None:
    assert words in words_of(TitleCard(text))


def test_letters_that_the_font_lacks_are_named_with_a_way_out() -> None:
    words = words_of(TitleCard("日本 Aurora 日 🎉"))
    assert "no letters for 日 (U+65E5), 本 (U+672C), 🎉 (U+1F389)" in words
    assert "name a font file that has them" in words
    assert "the font NotoSansDevanagari-Subset.ttf has no letters for" in words_of(TitleCard("日"), font=DEVANAGARI)


@pytest.mark.parametrize(
    "text", ["Zoë Müller – “Straße”", "Crème brûlée × 2 · 5 €", "Ελληνικά", "Привет, мир", "Đỗ Łódź Iğdır"]
)
def test_european_scripts_need_no_font(text: str) -> None:
    assert words_of(TitleCard(text, "caption")) == ""


def test_arabic_letters_join() -> None:
    need_shaping()
    face = typeface_at(ARABIC)
    apart = sum(face.width(letter, 60, rtl=True) for letter in MARHABA)
    assert face.width(MARHABA, 60, rtl=True) < 0.9 * apart
    assert len(_runs(face.drawn("ببب", 60, rtl=True).mask)) == 1


def test_devanagari_vowels_stand_before_the_letter_they_follow() -> None:
    need_shaping()
    face = typeface_at(DEVANAGARI)
    drawn, alone = face.drawn(DEVANAGARI_KI, 80, rtl=False), face.drawn("क", 80, rtl=False)
    # The vowel sign is typed second and seen first: the letter's own shape ends the syllable.
    columns = alone.mask.shape[1] // 2
    assert drawn.mask.shape[1] > alone.mask.shape[1] + 10
    tail, letter = drawn.mask[-40:, -columns:], alone.mask[-40:, -columns:]
    assert np.abs(tail.astype(int) - letter.astype(int)).mean() < 12


def test_right_to_left_text_begins_at_the_right() -> None:
    need_shaping()
    card = TitleCard(f"{MARHABA}\n{MARHABA} {MARHABA} {MARHABA}", "lower third")
    layer = at_rest(card, font=ARABIC)
    assert layer.left + layer.alpha.shape[1] > FILM.width * 0.9
    block = block_of(card, typeface_at(ARABIC), typeface_at(ARABIC), FILM)
    assert block is not None
    ends = [row.left + row.ink.left + row.ink.mask.shape[1] for row in block.rows]
    assert abs(ends[0] - ends[1]) <= block.size // 4


def test_mixed_lines_keep_the_order_of_their_base_direction() -> None:
    need_shaping()
    face = typeface_at(ARABIC)
    first, last = (face.drawn(f"ab {MARHABA}", 60, rtl=rtl).mask for rtl in (False, True))
    assert not np.array_equal(first[:, :40], last[:, :40])
    assert first.shape[1] == pytest.approx(last.shape[1], abs=4)


def test_chinese_breaks_between_its_characters_and_not_before_a_stop() -> None:
    face = typeface_at(CHINESE)
    block = block_of(TitleCard((NIHAO + "。") * 8), face, face, FILM)
    assert block is not None
    assert len(block.rows) > 1
    widths = [row.ink.mask.shape[1] for row in block.rows]
    assert min(widths) > 0.5 * max(widths)


def test_without_shaping_plain_text_is_set_and_arabic_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longtake.artwork.typeface.features.check", lambda _: False)
    our_typeface.cache_clear()
    assert words_of(TitleCard("Aurora")) == ""
    assert at_rest(TitleCard("Aurora")).alpha.max() > 200
    assert "needs shaping" in words_of(TitleCard(MARHABA), font=ARABIC)
    our_typeface.cache_clear()


def test_types_follow_the_shorter_side() -> None:
    heights = [at_rest(TitleCard("H", "caption"), size).alpha.shape[0] for size in (Size(1280, 720), Size(720, 1280))]
    assert heights[0] == heights[1]
    assert look_of("caption").sizes[0][0] == 32


def _runs(mask: np.ndarray) -> list[int]:
    """Where connected runs of inked columns begin."""
    inked = np.pad(mask.any(0), (1, 0))
    return [int(at) for at in np.flatnonzero(inked[1:] & ~inked[:-1])]


def test_a_translated_title_has_letters_of_the_library_where_its_own_font_lacks_them() -> None:
    assert not check_title(TitleCard("日本\nAurora", "lower third", language="ja"), FILM)
    assert not check_title(TitleCard("日", language="ja"), FILM, DEVANAGARI)
    japanese, chinese = (at_rest(TitleCard("直", language=one)) for one in ("ja", "zh"))
    assert not same(japanese, chinese)  # one sign, written in two ways


def test_a_translated_title_that_its_font_has_looks_as_any_other() -> None:
    own, translated = (at_rest(TitleCard("Straße", language=one)) for one in ("", "de"))
    assert same(own, translated)


def test_without_the_library_a_translated_title_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_opened", lambda *_: None)
    assert "pip install 'longtake[fonts]'" in words_of(TitleCard("日", language="ja"))
