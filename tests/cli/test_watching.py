"""`longtake make --watch`: what it asks of the library and what it prints. The library is a stand-in."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

from longtake import Workers
from longtake.errors import StoryboardError
from longtake.storyboard import Given

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]


def twice(*_: Any, **__: Any) -> Iterator[tuple[Path, ...]]:
    yield ()
    yield Path("film.yaml"), Path("a.mp4"), Path("b.mp4")
    raise KeyboardInterrupt


def test_it_makes_now_and_after_a_change_with_the_same_workers(
    run: Run, library: Library, package: SimpleNamespace
) -> None:
    makes, looks = library("make", lambda *given, **named: package), library("changes", twice)
    result = run("make", "film.yaml", "-o", "out", "--watch", "--workers", "2", "--set", "a=1", "--catalogue", "m.toml")
    assert result.exit_code == 130
    assert looks == [((Path("film.yaml"),), {"values": {"a": Given("1", "--set a")}, "catalogue": (Path("m.toml"),)})]
    workers = [named["workers"] for _, named in makes]
    assert len(workers) == 2
    assert workers[0] is workers[1]
    assert isinstance(workers[0], Workers)
    assert workers[0].count == 2
    assert [named["buys"] for _, named in makes] == [False, False]
    told = [line for line in result.output.splitlines() if line.startswith(("change", "watching", "longtake"))]
    waiting = "watching  film.yaml and the files that it names; Ctrl-C ends it"
    assert told == [
        waiting,
        "change    film.yaml and 2 other files",
        waiting,
        "longtake: stopped; what is done is kept",
    ]


def test_what_is_wrong_is_told_and_it_goes_on(run: Run, library: Library, package: SimpleNamespace) -> None:
    left = [StoryboardError("it is no list", place="film.yaml:3:1"), None]

    def make(*_: Any, **__: Any) -> SimpleNamespace:
        if error := left.pop(0):
            raise error
        return package

    library("make", make)
    library("changes", twice)
    result = run("make", "film.yaml", "-o", "out", "--watch")
    assert "film.yaml:3:1: it is no list" in result.stderr
    assert "Meet Aurora" in result.stdout


def test_machines_are_told_of_changes_too(run: Run, library: Library, package: SimpleNamespace) -> None:
    library("make", lambda *given, **named: package)
    library("changes", twice)
    lines = run("--json", "make", "film.yaml", "-o", "out", "--watch").stdout.splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["event"] for one in told] == ["done", "watching", "changed", "done", "watching", "error"]
    assert told[1] == {"event": "watching", "storyboard": "film.yaml"}
    assert told[2] == {"event": "changed", "files": ["film.yaml", "a.mp4", "b.mp4"]}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--yes", "--budget", "3 USD"),
            "--watch buys nothing: leave out --budget, --yes, or buy first, without --watch",
        ),
        (("--again", "a.1"), "--watch buys nothing: leave out --again, or buy first, without --watch"),
        (("--each", "t.csv"), "--watch makes one film, of values that stay: say --set instead of --each"),
        (("--values", "v.json"), "--watch makes one film, of values that stay: say --set instead of --values"),
    ],
)
def test_what_has_no_meaning_meanwhile_is_refused(
    run: Run, library: Library, words: tuple[str, ...], told: str
) -> None:
    makes = library("make", lambda *given, **named: None)
    result = run("make", "film.yaml", "-o", "out", "--watch", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert makes == []
