"""Acme keeps the contract that every provider of Longtake keeps."""

from __future__ import annotations

from fractions import Fraction

import pytest
from acme_video import ACME

from longtake import ProviderContract
from longtake.generation.authoring import Order
from longtake.media import Size

ORDER = Order("one-2026-09", "text", Fraction(5), Size(1280, 720), False, "A tram crosses a square", "reference-1")
CONTRACT = ProviderContract("acme", ACME, ORDER, can=frozenset({"image", "cancel"}))


@pytest.mark.parametrize("rule", CONTRACT.rules)
def test_acme_keeps_the_rule_that(rule: str) -> None:
    CONTRACT.check(rule)
