"""Laws of digests: one spelling for one recipe, whatever the machine or the run."""

import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRate, Size, canonical_json, digest_bytes, digest_file, digest_of

plain = st.none() | st.booleans() | st.integers() | st.text() | st.fractions()
names = st.text(min_size=1)
recipes = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=6
)


@given(st.dictionaries(names, recipes, max_size=4))
def test_the_order_of_names_does_not_matter(recipe: dict[str, object]) -> None:
    assert digest_of(recipe) == digest_of(dict(reversed(recipe.items())))


@given(st.lists(recipes, max_size=4))
def test_lists_and_tuples_are_one(recipe: list[object]) -> None:
    assert digest_of(recipe) == digest_of(tuple(recipe))


@given(st.lists(st.integers(), unique=True, min_size=2))
def test_the_order_of_a_list_matters(numbers: list[int]) -> None:
    assert digest_of(numbers) != digest_of(numbers[::-1])


def test_the_type_of_a_value_is_part_of_its_recipe() -> None:
    spellings = [1, True, "1", "true", [1], {"1": 1}, None, "null", Size(1, 1), {"width": 1, "height": 1}]
    assert len({digest_of(value) for value in spellings}) == len(spellings)


def test_a_recipe_has_one_spelling() -> None:
    recipe = {"b": [1, None, True], "a": Fraction(3, 6), "size": Size(16, 9), "word": "é"}
    assert canonical_json(recipe) == '{"a":"1/2","b":[1,null,true],"size":{"":"Size","height":9,"width":16},"word":"é"}'


@pytest.mark.parametrize("value", [0.5, float("nan"), {1, 2}, b"bytes", Decimal(1), Path("x"), object(), Size])
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no canonical form in a recipe"):
        digest_of(["deep", {"inside": value}])


@pytest.mark.parametrize("key", [1, None, "", ("a",)])
def test_a_key_that_could_be_read_as_another_is_refused(key: object) -> None:
    with pytest.raises(TypeError, match="is no key of a recipe: keys are text, and not empty"):
        digest_of({key: 1})


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_of_a_process_does_not_matter(seed: str) -> None:
    program = (
        "from longtake.media import FrameRate, digest_of;"
        "print(digest_of({name: [FrameRate(24), name] for name in frozenset({'one', 'two', 'three'})}))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == digest_of({name: [FrameRate(24), name] for name in ("three", "two", "one")})


@given(st.binary())
def test_a_digest_is_sixty_four_hexadecimal_digits(data: bytes) -> None:
    assert len(digest_bytes(data)) == 64
    assert set(digest_bytes(data)) <= set("0123456789abcdef")


def test_a_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    (tmp_path / "file").write_bytes(data)
    assert digest_file(tmp_path / "file") == digest_bytes(data)
