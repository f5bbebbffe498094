"""OpenRouter's list of models becomes files that the catalogue reads; what it does not tell is not made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from exchanges import HD, exchange

from longtake.catalogue import Mode, Model, Slot, model_in
from longtake.generation.openrouter_models import MARK, Listed, Skipped, listed
from longtake.media import Size

TODAY = date(2026, 11, 21)
TOLD = exchange("openrouter/models")["response"]["body"]["data"][0]


def one(**changes: Any) -> Listed | Skipped:
    (found,) = listed({"data": [{**TOLD, **changes}]}, TODAY)
    return found


def model(**changes: Any) -> Model:
    found = one(**changes)
    assert isinstance(found, Listed), found
    return model_in(found.text, f"{found.model}.toml")


def price(seconds: int = 8, size: Size = HD, sound: bool = True, **skus: str) -> Decimal | None:
    made = model(pricing_skus=skus)
    mode: Mode = made.modes[0]
    found = made.price(Slot(mode, mode.lengths.longest, size, mode.rates[0] if mode.rates else None, sound)).amount
    return found and found.amount


def test_a_model_of_the_list_is_a_file_that_says_when_it_was_read() -> None:
    found = one()
    assert isinstance(found, Listed)
    assert found.text.startswith(MARK)
    made = model()
    assert (made.name, made.words) == ("openrouter-google-veo-3.1", "Google: Veo 3.1 at OpenRouter")
    assert (made.provider, made.wire_name, made.dialect) == ("openrouter", "google/veo-3.1", "veo")
    assert [mode.name for mode in made.modes] == ["text", "frames"]
    assert made.modes[1].inputs[1].role == "last frame"
    assert {source.read_on for _, source in made.sources} == {TODAY}
    assert made.takes_seed


def test_a_model_without_frames_or_sound_has_none() -> None:
    made = model(supported_frame_images=None, generate_audio=None, seed=None)
    assert [(mode.kind, mode.sound) for mode in made.modes] == [("text", "never")]
    assert not made.takes_seed


@pytest.mark.parametrize(
    ("skus", "sound", "cost"),
    [
        ({"duration_seconds": "0.40"}, True, "3.20"),
        ({"duration_seconds_with_audio": "0.40", "duration_seconds_without_audio": "0.20"}, True, "3.20"),
        ({"duration_seconds_with_audio": "0.40", "duration_seconds_without_audio": "0.20"}, False, "1.60"),
        ({"duration_seconds_720p": "0.03", "duration_seconds_1080p": "0.05"}, True, "0.24"),
        ({"cents_per_second_output": "12"}, True, "0.96"),
        ({"video_tokens": "0.000007"}, True, "1.2096"),
    ],
)
def test_a_price_is_read_where_its_name_is_known(skus: dict[str, str], sound: bool, cost: str) -> None:
    assert price(sound=sound, **skus) == Decimal(cost)


@pytest.mark.parametrize(
    ("skus", "note"),
    [
        ({}, "it states no price"),
        ({"cents_per_megapixel_second": "3"}, "told as cents_per_megapixel_second, so it is not known"),
        ({"duration_seconds": "0.40", "video_tokens": "0.1"}, "so it is not known"),
        ({"duration_seconds": "free"}, "no figure"),
        ({"duration_seconds": "NaN"}, "no figure"),
        ({"duration_seconds": "-1"}, "no figure"),
        ({"duration_seconds_480p": "0.01"}, "not stated for all its sizes"),
    ],
)
def test_a_price_that_is_not_understood_is_not_known(skus: dict[str, str], note: str) -> None:
    found = one(pricing_skus=skus)
    assert isinstance(found, Listed)
    assert note in found.note
    assert price(**skus) is None


def test_sizes_are_those_that_an_order_can_name() -> None:
    made = model(supported_sizes=["1280x720", "1000x1000", "719x1279", "640x360"])
    assert made.modes[0].sizes == (HD,)


def test_without_sizes_those_of_its_shapes_and_resolutions_count() -> None:
    made = model(supported_sizes=None, supported_resolutions=["720p", "4K"], supported_aspect_ratios=["9:16"])
    assert made.modes[0].sizes == (Size(720, 1280), Size(2160, 3840))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"supported_durations": None}, "made for clips"),
        ({"supported_resolutions": None}, "none of the sizes"),
        ({"supported_aspect_ratios": ["9:21"]}, "none of the sizes"),
    ],
)
def test_a_model_that_no_shot_can_be_made_with_is_left_out_with_the_reason(change: dict[str, Any], why: str) -> None:
    found = one(**change)
    assert isinstance(found, Skipped)
    assert why in found.why


def test_a_name_cannot_write_into_the_file_what_it_likes() -> None:
    made = model(name='Veo"\n[service]\nwire_name = "other', id='google/veo"\nmodel = "x')
    assert made.wire_name == 'google/veo" model = "x'
    assert made.provider == "openrouter"
