"""What is told of rungs whose peaks stand far above their averages."""

from __future__ import annotations

import json
from pathlib import Path

from longtake.pipeline.rates import RungRates, rate_notices, rates_json, rates_of_film, rates_text

EVEN, UNEVEN = RungRates("720p", 2_000_000, 1_000_000), RungRates("360p", 1_310_000, 312_400)


def test_a_peak_of_twice_the_average_is_nothing_to_tell() -> None:
    assert rate_notices([EVEN]) == ()
    assert rates_json([{"name": "720p"}], [EVEN]) == [{"name": "720p", "average": 1_000_000, "peak": 2_000_000}]


def test_one_above_that_is_told_with_its_rendition_and_both_figures() -> None:
    [notice] = rate_notices([EVEN, UNEVEN])
    assert notice.place == "rungs"
    assert "360p 1.31 Mbit/s over 312 kbit/s (4.2 times)" in notice.message
    assert "bits follow the picture" in notice.message
    assert "720p" not in notice.message


def test_the_manifest_holds_the_same_finding(tmp_path: Path) -> None:
    [row] = rates_json([{"name": "360p"}], [UNEVEN])
    assert row["finding"] == "peak 1.31 Mbit/s over 312 kbit/s (4.2 times)"
    (tmp_path / "manifest.json").write_text(json.dumps({"renditions": [row]}))
    assert rates_of_film(tmp_path) == (UNEVEN,)


def test_a_folder_without_rates_tells_none(tmp_path: Path) -> None:
    assert rates_of_film(tmp_path) == ()
    (tmp_path / "manifest.json").write_text('{"renditions": [{"name": "720p"}]}')
    assert rates_of_film(tmp_path) == ()


def test_rates_are_told_in_kilobits_and_megabits() -> None:
    assert (rates_text(999_000), rates_text(4_500_000)) == ("999 kbit/s", "4.50 Mbit/s")
