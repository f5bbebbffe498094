"""Values from the command line, and campaigns: what reaches the library and what is told."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]

STORYBOARD = """\
storyboard: 1
title: Hello ${city}
variables: {city: Berlin, premium: {type: yes or no, value: no}}
scenes:
- shots: ["the roofs of ${city}"]
- when: premium
  shots: [a terrace]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "film.yaml").write_text(STORYBOARD, "utf-8")
    (tmp_path / "values.json").write_text('{"city": "Bonn", "premium": true}', "utf-8")
    (tmp_path / "cities.csv").write_text("film,city,premium\nb,Bonn,yes\nw,Wien,\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LONGTAKE_WORKSPACE", str(tmp_path / "kept"))
    return tmp_path


def given(calls: list[tuple[Any, ...]]) -> dict[str, tuple[str, str]]:
    """The values of the only call, each with its place."""
    ((_, named),) = calls
    return {name: (value.text, value.place) for name, value in named["values"].items()}


def test_set_goes_before_the_file_of_values(run: Run, library: Library, package: SimpleNamespace, folder: Path) -> None:
    calls = library("make", lambda *given, **named: package)
    run("make", "film.yaml", "-o", "out", "--values", "values.json", "--set", "city=Köln=x")
    assert given(calls) == {"city": ("Köln=x", "--set city"), "premium": ("true", "values.json:1:29")}


def test_each_makes_a_film_of_every_row_in_a_folder_of_its_name(
    run: Run, library: Library, package: SimpleNamespace, folder: Path
) -> None:
    calls = library("make", lambda *given, **named: package)
    run("make", "film.yaml", "-o", "out", "--each", "cities.csv")
    assert [(call[0][0].plan.title, call[0][1]) for call in calls] == [
        ("Hello Bonn", Path("out/b")),
        ("Hello Wien", Path("out/w")),
    ]


def test_the_quote_of_one_film_takes_values(run: Run, folder: Path) -> None:
    assert run("quote", "film.yaml", "--set", "city=Bonn").stdout.startswith("Hello Bonn · 1 scene")
    assert run("quote", "film.yaml", "--values", "values.json").stdout.startswith("Hello Bonn · 2 scenes")


def test_the_quote_of_a_campaign_is_a_row_a_film_and_a_total(run: Run, folder: Path) -> None:
    assert run("quote", "film.yaml", "--each", "cities.csv").stdout == (
        "2 films of one storyboard; a shot that films share is bought once.\n"
        "\n"
        " film    lasts   shots   buys   shared      price   title\n"
        " b        0:08       2      0        0   0.00 USD   Hello Bonn\n"
        " w        0:04       1      0        0   0.00 USD   Hello Wien\n"
        " total    0:12       3      0        0   0.00 USD\n"
        "\n"
        "Nothing was bought.\n"
    )


def test_a_campaign_speaks_json(run: Run, folder: Path) -> None:
    told = json.loads(run("--json", "quote", "film.yaml", "--each", "cities.csv").stdout)
    assert (told["event"], [film["film"] for film in told["films"]], told["totals"]) == (
        "campaign",
        ["b", "w"],
        ["0.00 USD"],
    )


WRONG = {
    "no such variable": (("--set", "ctiy=Bonn"), "--set ctiy: there is no variable 'ctiy'\n  did you mean city?\n"),
    "no value": (("--set", "city"), "--set: 'city' sets nothing\n  write name=value, such as --set city=Berlin\n"),
    "no file": (("--values", "gone.json"), "gone.json: the values file cannot be opened: no such file\n"),
    "no table": (("--each", "gone.csv"), "gone.csv: the campaign cannot be opened: no such file\n"),
}


@pytest.mark.parametrize(("words", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_meant_ends_with_code_2(run: Run, folder: Path, words: tuple[str, ...], told: str) -> None:
    result = run("quote", "film.yaml", *words)
    assert (result.exit_code, result.stderr.startswith(told)) == (2, True)


def test_a_faulty_row_is_told_with_its_film_before_anything_is_made(
    run: Run, library: Library, package: SimpleNamespace, folder: Path
) -> None:
    calls = library("make", lambda *given, **named: package)
    (folder / "cities.csv").write_text("film,city,premium\nb,Bonn,yes\nw,Wien,perhaps\n", "utf-8")
    result = run("make", "film.yaml", "-o", "out", "--each", "cities.csv")
    assert (calls, result.exit_code) == ([], 2)
    assert result.stderr.startswith("cities.csv:3: film w: variable premium: 'perhaps' is neither yes nor no\n")
