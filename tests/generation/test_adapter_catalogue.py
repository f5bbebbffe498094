"""Every model of the catalogue that these providers sell is asked for, or refused in words before anything is sent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from exchanges import PIXEL, PROMPT, TOKEN

from longtake.catalogue import Mode, Model, Role, load_catalogue
from longtake.errors import GenerationError
from longtake.generation.accounts import account_of
from longtake.generation.provider import Input, Order
from longtake.generation.providers import wire_of
from longtake.generation.shaping import CannotAskError
from longtake.generation.wire import Call

HERE = "http://127.0.0.1:8100/x"
AGGREGATORS = ("atlas", "fal", "kie", "openai-gateway", "openrouter", "replicate")
ACTORS = ("dashscope", "heygen", "synthesia", "volcengine")
OTHERS = ("ark", "google", "kling", "luma", "luma-dream-machine", "minimax", "runway", "topaz", "vertex")
PROVIDERS = (*OTHERS, *ACTORS, *AGGREGATORS)
BY_ADDRESS = ("heygen", "luma-dream-machine", "volcengine")
MODELS = [model for model in load_catalogue().values() if model.provider in PROVIDERS]


def address(model: Model, role: Role) -> str:
    return f"https://bucket.example/{role}" if model.provider in BY_ADDRESS or role == "video" else PIXEL


def orders(model: Model, mode: Mode) -> list[Order]:
    """The mode's shortest take at each size, with and without sound, and with the most and the fewest inputs."""
    lengths = mode.lengths
    seconds = min(lengths.these) if lengths.these else lengths.least
    sounds = {"never": (False,), "always": (True,), "asked": (False, True)}[mode.sound]
    shown = [
        tuple(Input(one.role, address(model, one.role), "image/png") for one in mode.inputs for _ in range(count(one)))
        for count in (lambda one: one.least, lambda one: one.most)
    ]
    return [
        Order(
            model.wire_name,
            mode.kind,
            Fraction(seconds),
            size,
            sound,
            PROMPT,
            TOKEN,
            inputs=inputs,
            form=model.form,
            seed=7 if model.takes_seed else None,
            negative="text" if model.negative == "apart" else "",
        )
        for size in mode.sizes
        for sound in sounds
        for inputs in shown
    ]


def outcome(model: Model, order: Order) -> str:
    """ "" where it can be asked for, or why not."""
    try:
        wire = wire_of(model.provider, model.wire_name)
        assert isinstance(wire.placing(order, account_of(model.provider, {}, emulator=HERE)), Call)
    except (CannotAskError, GenerationError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("model", MODELS, ids=[model.name for model in MODELS])
def test_a_model_of_the_catalogue_is_asked_for_or_refused_in_words(model: Model) -> None:
    for mode in model.modes:
        for order in orders(model, mode):
            said = outcome(model, order)
            assert not said or order.model in said or "shapes" in said or "resolutions" in said, said


UNKNOWN = {
    "gemini-omni-1.1": "is shown a last frame",
    "gemini-omni-1.2": "is shown a last frame",
    "runway-h3-max": "is asked for a take from",
    "runway-hailuo-3": "is asked for a take from",
}
"""What nobody could say how to ask for."""


@pytest.mark.parametrize("model", MODELS, ids=[model.name for model in MODELS])
def test_the_catalogue_says_how_a_lost_order_is_found_as_the_adapter_does_it(model: Model) -> None:
    assert wire_of(model.provider, model.wire_name).reconcile == model.reconcile


def test_all_that_is_made_from_words_and_frames_can_be_asked_for_but_what_nobody_could_say() -> None:
    refused = {
        model.name: said
        for model in MODELS
        for mode in model.modes
        if mode.kind in ("text", "image")
        for order in orders(model, mode)
        if (said := outcome(model, order))
    }
    assert {name: UNKNOWN[name] in said for name, said in refused.items()} == dict.fromkeys(UNKNOWN, True)
