"""The models that come with Longtake: every file reads, and every figure says where it is from."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from longtake.catalogue import Catalogue, Model, Slot, Source, load_catalogue
from longtake.catalogue import catalogue as rooms

CATALOGUE = load_catalogue()
MODELS = [CATALOGUE[name] for name in CATALOGUE]
PROVIDERS = (
    "ark",
    "atlas",
    "dashscope",
    "fal",
    "google",
    "heygen",
    "kie",
    "kling",
    "luma",
    "luma-dream-machine",
    "minimax",
)
MORE = ("openai", "openai-gateway", "openrouter", "replicate", "runway", "synthesia", "topaz", "vertex", "volcengine")
NAMES = ("veo-3.1-fast", "kling-3.0", "seedance-2.0", "runway-gen4.5", "ray-3.2", "hailuo-2.3", "wan-2.6", "sora-2")


def sources_of(model: Model) -> Iterator[Source]:
    yield from (source for _, source in model.sources)
    yield from (mode.source for mode in model.modes)
    yield from (rule.source for rule in model.prices)
    yield from (row.source for rule in model.prices for row in rule.rows if row.source)


def slots_of(model: Model) -> Iterator[Slot]:
    """Every size, sound and rate of every mode, at its shortest and its longest length."""
    for mode in model.modes:
        sounds = {"never": [False], "always": [True], "asked": [False, True]}[mode.sound]
        lengths = {mode.lengths.reaching(Fraction(0)), mode.lengths.longest}
        for size, sound, length, rate in product(mode.sizes, sounds, lengths, mode.rates or (None,)):
            assert length is not None
            yield Slot(mode, length, size, rate, sound)


def test_a_model_of_each_provider_is_there() -> None:
    assert sorted({model.provider for model in MODELS}) == [*PROVIDERS, *MORE]
    assert [name for name in NAMES if name not in list(CATALOGUE)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_figure_has_a_source_a_date_and_a_certainty(model: Model) -> None:
    assert {"latency", "prompt", "service", "terms"} <= dict(model.sources).keys()
    for source in sources_of(model):
        assert source.said_by
        assert date(2026, 1, 1) <= source.read_on <= date(2026, 12, 31)
        assert source.sure


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_slot_of_every_tier_has_its_price(model: Model) -> None:
    for slot, tier in product(slots_of(model), model.tiers or ("",)):
        price = model.price(slot, tier)
        if price.amount is None:
            assert not price.is_sure
        else:
            assert 0 < price.amount.amount < 1000
            assert price.amount.currency == "USD"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_larger_or_longer_take_with_the_same_sound_never_costs_less(model: Model) -> None:
    for mode in model.modes:
        slots = [slot for slot in slots_of(model) if slot.mode == mode]
        for small, large in product(slots, slots):
            is_more = small.seconds <= large.seconds and small.size.pixels * 2 <= large.size.pixels
            costs = [model.price(slot).amount for slot in (small, large)]
            if is_more and small.has_sound == large.has_sound and costs[0] and costs[1]:
                assert costs[0].amount <= costs[1].amount


def test_what_retires_has_a_replacement_that_stays() -> None:
    retiring = [model for model in MODELS if model.retires]
    assert [model.name for model in retiring] == ["sora-2", "sora-2-pro"]
    for model in retiring:
        assert model.retires == date(2026, 9, 24)
        assert CATALOGUE[model.replacement].retires is None
        assert [model.is_retired(date(2026, 9, day)) for day in (23, 24)] == [False, True]


def test_a_file_is_named_after_its_model() -> None:
    assert [name for name in CATALOGUE if CATALOGUE[name].name != name] == []


def test_no_alias_hides_a_model_or_stands_for_two() -> None:
    aliases = [alias for model in MODELS for alias in model.aliases]
    assert len(set(aliases)) == len(aliases)
    assert [alias for alias in aliases if alias in list(CATALOGUE)] == []


def test_a_model_is_found_by_its_wire_name_too() -> None:
    assert CATALOGUE["gen4.5"] is CATALOGUE["runway-gen4.5"]
    assert "gen4.5" not in list(CATALOGUE)


def test_names_are_sorted_and_the_nearest_is_known() -> None:
    assert list(CATALOGUE) == sorted(CATALOGUE)
    assert CATALOGUE.nearest("veo3.1-fast")[0] == "veo-3.1-fast"
    assert CATALOGUE.nearest("Kling 3.0")[0] == "kling-3.0"
    assert CATALOGUE.nearest("zzzz") == ()
    assert CATALOGUE.get("zzzz") is None


def test_a_catalogue_can_be_of_a_few_models() -> None:
    few = Catalogue.of([CATALOGUE["veo-3.1"], CATALOGUE["kling-3.0"]])
    assert list(few) == ["kling-3.0", "veo-3.1"]
    assert few["veo-3.1"] is CATALOGUE["veo-3.1"]


def test_reading_them_all_is_quick_and_reading_one_is_quicker() -> None:
    """39 ms for 79 files of this thread's own time where it was measured; twice that is allowed for slower machines."""

    def seconds(names: list[str]) -> float:
        rooms._shipped_model.cache_clear()
        start = time.thread_time()
        catalogue = load_catalogue()
        for name in names:
            assert catalogue[name]
        return time.thread_time() - start

    assert min(seconds(list(CATALOGUE)) for _ in range(5)) < 0.1
    assert min(seconds(["veo-3.1"]) for _ in range(5)) < 0.005


def test_a_route_reads_only_the_files_it_names() -> None:
    rooms._shipped_model.cache_clear()
    assert "kling-3.0" in load_catalogue()
    assert rooms._shipped_model.cache_info().currsize <= 1


def test_help_does_not_load_it() -> None:
    code = "import sys, longtake.cli; print([name for name in sys.modules if name.startswith('longtake.catalogue')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
