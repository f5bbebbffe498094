"""Each example becomes a film of animatics: one in full, as a new user makes it, the others small, with one rung. Those
that are spoken by Kokoro are made where they are played: tests/players/test_examples_play.py."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import av
import pytest
from click.testing import CliRunner

import longtake
from longtake.cli.app import app
from longtake.planning import quoted_together
from longtake.storyboard import read_campaign

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = ("product-ad", "two-hander", "lecture", "listicle")


def frames_of(film: Path) -> int:
    with av.open(film) as file:
        return sum(1 for _ in file.decode(video=0))


@pytest.mark.long
def test_the_japanese_film_is_made_in_full(tmp_path: Path) -> None:
    package = longtake.make(EXAMPLES / "japanese" / "storyboard.yaml", tmp_path / "out")
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
def test_films_of_the_campaign_share_the_shots_that_name_no_city(tmp_path: Path) -> None:
    """As `--each` makes them: one with breakfast, one without."""
    storyboard, table = EXAMPLES / "campaign" / "storyboard.yaml", tmp_path / "films.csv"
    rows = (EXAMPLES / "campaign" / "films.csv").read_text("utf-8").splitlines()
    table.write_text("\n".join(row for row in rows if row.startswith(("film,", "vienna,", "brussels,"))), "utf-8")
    words = ["make", str(storyboard), "--each", str(table), "-o", str(tmp_path / "out"), "--rungs", "360"]
    made = CliRunner().invoke(app, [*words, "--preset", "ultrafast", "--workspace", str(tmp_path / "ws")])
    assert made.exit_code == 0, made.output
    vienna, brussels = (shots_of(tmp_path / "out" / film / "manifest.json") for film in ("vienna", "brussels"))
    assert (len(vienna), len(brussels), len(set(vienna) & set(brussels))) == (3, 2, 1)


def test_every_shot_of_the_campaign_that_does_not_differ_is_bought_and_quoted_once(tmp_path: Path) -> None:
    films = read_campaign(EXAMPLES / "campaign" / "films.csv")
    storyboard = EXAMPLES / "campaign" / "storyboard.yaml"
    plans = [
        longtake.plan(storyboard, stage="final", values=film.values, on=date(2026, 11, 21), workspace=tmp_path).plan
        for film in films
    ]
    takes = {one.segment.known_as: one.segment.price.amount for plan in plans for one in plan.shots if one.segment}
    rows = [row for plan in quoted_together(plans) for row in plan.quote.rows if row.buys is not None]
    assert (len(films), len(takes), len(rows)) == (20, 22, 22)
    assert sum(takes.values()) == sum(row.price.amount for row in rows)


def shots_of(manifest: Path) -> list[str]:
    return [shot["key"] for shot in json.loads(manifest.read_text())["shots"]]
