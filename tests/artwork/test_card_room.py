"""The words of a card keep out of what lies over it, and are lettered in a font where one is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cards import FILM, KITCHEN, SMALL, pixels
from hypothesis import given, settings
from hypothesis import strategies as some

from longtake.artwork import (
    POSITIONS,
    STYLES,
    AnimaticCard,
    AnimaticReader,
    Area,
    PictureCard,
    TitleCard,
    picture_box,
    title_box,
)
from longtake.artwork.page import Page, page_of
from longtake.artwork.palette import tones_of
from longtake.media import Size, canonical_json

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Subset.ttf"
HD, UPRIGHT = Size(1280, 720), Size(720, 1280)


def page(card: AnimaticCard, film: Size, *areas: Area) -> Page:
    boxes = tuple((area.left, area.top, area.width, area.height) for area in areas)
    return page_of(replace(card, clear=boxes), tones_of(card.palette), film)


def ink(made: Page, film: Size) -> np.ndarray:  # type: ignore[type-arg]
    """Where words stand: without the corner marks and the progress bar's track."""
    marked = np.zeros((film.height, film.width), bool)
    for decal in made.decals[2:]:
        keep = decal.keep[0]
        if decal.top == made.bar[1]:
            continue
        marked[decal.top : decal.top + keep.shape[0], decal.left : decal.left + keep.shape[1]] |= keep != 256
    return marked


def covered(made: Page, film: Size, area: Area) -> int:
    """How many pixels of words lie under it, time code included."""
    clock = made.clock
    marked = ink(made, film)
    marked[clock.top : clock.top + clock.size, clock.right - 5 * clock.size : clock.right] = True
    return int(marked[area.top : area.bottom, area.left : area.right].sum())


@settings(max_examples=40)
@given(some.sampled_from(STYLES), some.sampled_from((None, *POSITIONS)), some.sampled_from((HD, UPRIGHT)))
def test_no_word_of_a_card_lies_under_a_title(style: object, position: object, film: Size) -> None:
    area = title_box(TitleCard("Aurora remembers", style, position), film)  # type: ignore[arg-type]
    assert covered(page(KITCHEN, film, area), film, area) == 0


@settings(max_examples=25)
@given(some.sampled_from(POSITIONS), some.sampled_from(POSITIONS))
def test_no_word_of_a_card_lies_under_a_logo_and_a_caption(logo: object, caption: object) -> None:
    picture = picture_box(PictureCard(logo), HD, Size(400, 200))  # type: ignore[arg-type]
    title = title_box(TitleCard("Start free", "caption", caption), HD)  # type: ignore[arg-type]
    made = page(KITCHEN, HD, picture, title)
    assert (covered(made, HD, picture), covered(made, HD, title)) == (0, 0)


def test_words_stay_where_they_were_beside_what_does_not_meet_them() -> None:
    corner = Area(1200, 340, 60, 60)
    assert np.array_equal(ink(page(KITCHEN, HD, corner), HD), ink(page(KITCHEN, HD), HD))


def test_all_words_stand_on_a_card_that_is_covered_whole() -> None:
    whole = Area(0, 0, HD.width, HD.height)
    assert np.array_equal(ink(page(KITCHEN, HD, whole), HD), ink(page(KITCHEN, HD), HD))


def test_a_font_of_the_authors_draws_what_would_be_boxes() -> None:
    words = replace(KITCHEN, words="世界", narration="")
    boxes = AnimaticReader(words, SMALL, FILM, 24)
    lettered = AnimaticReader(replace(words, font="f" * 64), SMALL, FILM, 24, FONT)
    again = AnimaticReader(replace(words, font="f" * 64), SMALL, FILM, 24, FONT)
    assert pixels(boxes, 3) != pixels(lettered, 3) == pixels(again, 3)


@pytest.mark.parametrize("words", ["чай на столе", "τσάι"])
def test_our_own_font_letters_greek_and_cyrillic(words: str) -> None:
    plain = AnimaticReader(replace(KITCHEN, words=words), SMALL, FILM, 24)
    lettered = AnimaticReader(replace(KITCHEN, words=words, font="Inter-Regular"), SMALL, FILM, 24)
    assert pixels(plain, 3) != pixels(lettered, 3)


def test_a_card_without_them_has_the_recipe_that_it_always_had() -> None:
    assert not {"font", "clear"} & set(canonical_json(KITCHEN).split('"'))
    assert "clear" in canonical_json(replace(KITCHEN, clear=((0, 0, 8, 8),)))
