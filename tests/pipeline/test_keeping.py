"""A film that is paid for is made again after its models are switched off; nothing new is bought of those."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bought_films import FILM, books, buy, intent_for, write_film

import longtake
from longtake.errors import PlanningError

TEXT = FILM.replace("veo-3.1-fast", "[sora-2, kling-3.0]").replace("{draft: DRAFT, ", "{")
BEFORE, AFTER = date(2026, 9, 1), date(2026, 11, 21)  # sora-2 was switched off on 24 September
SHOTS = ("waking.boil", "waking.pour", "waking.3")


def bought(path: Path, *shots: str) -> None:
    planned = longtake.plan(path, on=BEFORE)
    assert {one.segment.model for one in planned.plan.shots if one.segment} == {"sora-2"}
    with books() as ledger:
        for shot in shots:
            buy(ledger, intent_for(planned, shot))


def models(path: Path, on: date = AFTER) -> list[str]:
    return [one.segment.model for one in longtake.plan(path, on=on).plan.shots if one.segment]


def test_a_film_that_is_paid_for_whole_is_planned_as_it_was(tmp_path: Path) -> None:
    path = write_film(tmp_path, text=TEXT)
    bought(path, *SHOTS)
    planned = longtake.plan(path, on=AFTER)
    assert planned.json == longtake.plan(path, on=BEFORE).json
    assert str(planned.quote.total) == "0.00 USD"


def test_what_is_not_paid_for_is_bought_of_the_next_model_and_the_rest_stays(tmp_path: Path) -> None:
    path = write_film(tmp_path, text=TEXT)
    bought(path, "waking.pour")
    assert models(path) == ["kling-3.0", "sora-2", "kling-3.0"]


def test_without_another_model_only_what_is_not_paid_for_is_refused(tmp_path: Path) -> None:
    path = write_film(tmp_path, text=TEXT.replace(", kling-3.0", ""))
    bought(path, "waking.boil", "waking.pour")
    with pytest.raises(PlanningError, match=r"sora-2 was switched off on 2026-09-24; .* replaces it") as caught:
        longtake.plan(path, on=AFTER)
    assert [finding.message.split(" can make")[0] for finding in caught.value.findings] == [
        "no model on the route of shot waking.3"
    ]


def test_words_that_are_edited_are_not_paid_for(tmp_path: Path) -> None:
    bought(write_film(tmp_path, text=TEXT), *SHOTS)
    path = write_film(tmp_path, text=TEXT.replace("a kettle boils", "a kettle sings"))
    assert models(path) == ["kling-3.0", "sora-2", "sora-2"]
