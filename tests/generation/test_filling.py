"""Order forms are filled in with an aggregator's own names and words; what a form has none for is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from exchanges import FIRST, FULL, LAST, PROMPT, REFERENCE, order

from longtake.catalogue import Choice, OrderForm, Spelling, Way
from longtake.generation.filling import filled
from longtake.generation.shaping import CannotAskError
from longtake.media import Size

FORM = OrderForm(
    ways=(
        ("text", Way("/words")),
        ("image", Way("/pictures", (("first frame", "frames[]"), ("last frame", "frames[]")), ("ratio",))),
        ("references", Way("/pictures", (("reference", "picture"),))),
    ),
    seconds=Spelling("length", "{}s"),
    ratio=Choice("shape", (("16:9", "landscape"), ("9:16", "portrait"))),
    grade=Choice("quality", (("720p", "std"), ("1080p", "pro"))),
    sound="with_sound",
    settings=("warmth",),
    always=(("watermark", False),),
)
USUAL = replace(order("maker/model", 8), form=FORM)


def test_an_order_is_said_in_the_models_own_words() -> None:
    asked = filled(replace(USUAL, size=FULL, settings={"warmth": "0.5"}))
    assert asked.model == "maker/model/words"
    assert asked.fields == {
        "watermark": False,
        "prompt": PROMPT,
        "shape": "landscape",
        "quality": "pro",
        "length": "8s",
        "with_sound": True,
        "warmth": 0.5,
    }


def test_files_that_share_a_field_stand_in_it_by_their_roles() -> None:
    first, last = replace(FIRST, address="https://a.example/1.png"), replace(LAST, address="https://a.example/2.png")
    asked = filled(replace(USUAL, kind="image", inputs=(last, first)))
    assert asked.fields["frames"] == [first.address, last.address]
    assert "shape" not in asked.fields


def test_a_field_that_is_no_list_takes_one_file() -> None:
    assert filled(replace(USUAL, kind="references", inputs=(REFERENCE,))).fields["picture"] == REFERENCE.address
    with pytest.raises(CannotAskError, match="is shown one picture, and the order has 2"):
        filled(replace(USUAL, kind="references", inputs=(REFERENCE, REFERENCE)))


def test_a_size_in_pixels_is_one_of_those_that_the_form_names() -> None:
    form = OrderForm((("text", Way()),), size=Choice("size", (("1280x720", "1280*720"),)))
    assert filled(replace(USUAL, form=form, audio=False)).fields["size"] == "1280*720"
    with pytest.raises(CannotAskError, match="none of the sizes that can be asked for: 1280x720"):
        filled(replace(USUAL, form=form, audio=False, size=FULL))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seed": 7}, "takes no seed"),
        ({"negative": "text"}, "takes no negative"),
        ({"shots": (("A tram", Fraction(3)),)}, "takes no shots"),
        ({"settings": {"speed": "1"}}, "takes no speed"),
        ({"tier": "night"}, "takes no tier"),
        ({"kind": "avatar"}, "from avatar is not known"),
        ({"inputs": (REFERENCE,)}, "is shown a reference"),
        ({"size": Size(1000, 1000)}, "none of the shapes"),
        ({"form": None}, "from text is not known"),
    ],
)
def test_what_a_form_has_no_word_for_is_refused(change: dict, says: str) -> None:
    with pytest.raises(CannotAskError, match=says):
        filled(replace(USUAL, **change))
