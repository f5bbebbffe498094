"""Each example becomes a film of animatics: one in full, as a new user makes it, the others small, with one rung."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

import longtake

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = ("onboarding", "product-ad", "two-hander", "lecture", "listicle", "japanese")


def frames_of(film: Path) -> int:
    with av.open(film) as file:
        return sum(1 for _ in file.decode(video=0))


@pytest.mark.long
def test_the_explainer_becomes_its_film_in_full(tmp_path: Path) -> None:
    package = longtake.make(EXAMPLES / "explainer" / "storyboard.yaml", tmp_path / "out")
    assert frames_of(package.film) == package.frames == 24 * package.seconds
    assert package.playlist.read_text().count("#EXT-X-STREAM-INF") > 2
    assert {shot["kind"] for shot in json.loads(package.manifest.read_text())["shots"]} == {"animatic"}


@pytest.mark.long
@pytest.mark.parametrize("example", SMALL)
def test_an_example_becomes_a_small_film(example: str, tmp_path: Path) -> None:
    package = longtake.make(EXAMPLES / example / "storyboard.yaml", tmp_path / "out", rungs=(360,), preset="ultrafast")
    assert frames_of(package.film) == package.frames
    assert 10 < package.seconds < 25


@pytest.mark.long
def test_two_films_of_the_campaign_share_the_shots_that_name_no_city(tmp_path: Path) -> None:
    values = [{"city": "Wien", "sight": "roofs"}, {"city": "Split", "sight": "a harbour"}]
    packages = [
        longtake.make(
            EXAMPLES / "campaign" / "storyboard.yaml",
            tmp_path / str(one["city"]),
            values=one,
            workspace=tmp_path / "workspace",
            rungs=(360,),
            preset="ultrafast",
        )
        for one in values
    ]
    first, second = (set(shots_of(package)) for package in packages)
    assert [frames_of(package.film) for package in packages] == [package.frames for package in packages]
    assert len(first & second) == 2
    assert len(first ^ second) == 2


def shots_of(package: longtake.Package) -> list[str]:
    return [shot["key"] for shot in json.loads(package.manifest.read_text())["shots"]]
