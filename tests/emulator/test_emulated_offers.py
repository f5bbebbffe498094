"""What an order gets, by the catalogue: size, sound, price."""

from __future__ import annotations

from fractions import Fraction

import pytest

from longtake.catalogue import load_catalogue
from longtake.emulator.asked import Asked, Shape
from longtake.emulator.offers import offer_of
from longtake.media import Digest, Money, Size

_CATALOGUE = load_catalogue()


def asked(provider: str, model: str, shape: Shape, sound: bool | None = None, seconds: int = 5) -> Asked:
    return Asked(provider, model, "text", "a tram", Fraction(seconds), shape, Digest("0" * 64), sound)


@pytest.mark.parametrize(
    ("ratio", "lines", "size"),
    [
        (Fraction(16, 9), 480, Size(864, 496)),
        (Fraction(9, 16), 720, Size(720, 1280)),
        (Fraction(4, 3), 720, Size(1112, 834)),
        (Fraction(1), 1080, Size(1440, 1440)),
        (Fraction(21, 9), 720, Size(1470, 630)),
        (Fraction(16, 9), 2160, Size(3840, 2160)),
    ],
)
def test_a_shape_becomes_the_models_nearest_size(ratio: Fraction, lines: int, size: Size) -> None:
    assert offer_of(_CATALOGUE, asked("ark", "dreamina-seedance-2-0-260128", Shape(ratio, lines))).size == size


def test_sound_is_as_the_model_has_it() -> None:
    wide = Shape(Fraction(16, 9), 720)
    assert not offer_of(_CATALOGUE, asked("runway", "gen4.5", wide, True)).has_sound
    assert offer_of(_CATALOGUE, asked("google", "veo-3.1-generate-preview", wide, False, 8)).has_sound
    assert not offer_of(_CATALOGUE, asked("kling", "kling-3.0", wide, False)).has_sound
    assert offer_of(_CATALOGUE, asked("kling", "kling-3.0", wide, True)).has_sound


def test_a_model_that_nobody_knows_has_the_houses_terms() -> None:
    offer = offer_of(_CATALOGUE, asked("fal", "somebody/made-this-up", Shape(Fraction(16, 9), 720)))
    assert (offer.model, offer.size, offer.price) == ("", Size(1280, 720), Money("0.50", "USD"))
