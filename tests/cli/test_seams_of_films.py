"""`longtake inspect OUT`: the worst seams of a film."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

import longtake
from longtake.cli.summary import package_text
from longtake.errors import FolderError
from longtake.pipeline.seam_rows import worst_seam

Run = Callable[..., Result]


def seam(number: int, value: float, name: str, amount: float, score: float) -> dict[str, Any]:
    parts = [{"name": name, "amount": amount, "score": score}]
    return {
        "outgoing": f"film.{number}", "incoming": f"film.{number + 1}", "kind": "cut", "frames": 0, "is_chosen": False,
        "at": 24 * number, "time": f"0:0{number}.0",
        "score": {"value": value, "is_one_scene": True, "parts": parts},
    }  # fmt: skip


@pytest.fixture
def film(tmp_path: Path) -> Path:
    seams = [seam(1, 1.0, "light", 0.1, 1.0), seam(2, 0.4, "jump", 8.2, 0.0), seam(3, 0.9, "pace", 0.7, 0.8)]
    (tmp_path / "manifest.json").write_text(json.dumps({"files": [], "seams": seams}))
    return tmp_path


def test_the_worst_seam_stands_first_with_what_to_try(film: Path, run: Run) -> None:
    result = run("inspect", str(film))
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.output.splitlines() if "→" in line]
    assert [row[0] for row in rows] == ["0.40", "0.90", "1.00"]
    assert "jump: 8.2 times what moves there" in result.output
    assert "join: auto, or join: dissolve 0.5s" in result.output
    assert "pace: 2.0 times as fast or as slow" in result.output


def test_every_seam_is_an_object_of_its_own(film: Path, run: Run) -> None:
    told = [json.loads(line) for line in run("inspect", "--json", str(film)).output.splitlines()]
    assert [one["event"] for one in told] == ["seam"] * 3
    assert (told[0]["incoming"], told[0]["score"]["value"]) == ("film.3", 0.4)


def test_a_join_that_was_chosen_by_measure_wants_another_take(film: Path) -> None:
    value = json.loads((film / "manifest.json").read_text())
    value["seams"][1]["is_chosen"] = True
    (film / "manifest.json").write_text(json.dumps(value))
    assert longtake.seams(film)[0].advice == "another take of one of the two shots"


def test_a_make_ends_with_the_seam_that_stands_out(film: Path, package: SimpleNamespace) -> None:
    package.worst_seam = worst_seam(json.loads((film / "manifest.json").read_text()))
    assert "worst seam" in package_text(package)
    assert "film.2 → film.3 at 0:02.0: 0.40 of 1, jump: 8.2 times what moves there" in package_text(package)


def test_a_film_whose_seams_are_all_hidden_has_no_worst_one(film: Path) -> None:
    value = json.loads((film / "manifest.json").read_text())
    del value["seams"][1]
    assert worst_seam(value) is None


def test_a_folder_without_a_film_is_an_error_that_says_what_to_do(tmp_path: Path, run: Run) -> None:
    with pytest.raises(FolderError, match="holds no film whose seams were measured"):
        longtake.seams(tmp_path)
    result = run("inspect", str(tmp_path))
    assert result.exit_code == 2
    assert "make the film again" in result.output
