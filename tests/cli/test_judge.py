"""`longtake approve` and `reject`: what they ask of the library and what they print."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bought_films import write_film
from click.testing import Result

from longtake.media import digest_of
from longtake.pipeline.approving import Judgement

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]


def judged(shot: str = "waking.1", **other: Any) -> Judgement:
    given: dict[str, Any] = {"film": "Kettle", "stage": "draft", "shot": shot, "key": shot, "verdict": "approved"}
    given |= {"note": "", "take": digest_of("a take"), "words": digest_of("words"), "made_by": "animatic"}
    return Judgement(**given | other)


BOUGHT = {"made_by": "kling-3.0", "number": 2, "purchase": 14}


def test_approve_says_what_it_was_bound_to_and_what_comes_next(run: Run, library: Library) -> None:
    library("approve", lambda *given, **named: (judged(), judged("waking.2", **BOUGHT)))
    result = run("approve", "waking.1", "waking.2", "-s", "film.yaml")
    assert result.stdout == (
        "Kettle · draft · 2 shots approved\n"
        "\n"
        " waking.1   the animatic of its words\n"
        " waking.2   take 2 by kling-3.0 (purchase 14)\n"
        "\n"
        "Bound to the take and to the shot's own words: an edited shot is judged anew.\n"
        "Next: longtake make film.yaml --final buys them.\n"
    )


def test_what_is_asked_is_passed_on(run: Run, library: Library) -> None:
    calls = library("approve", lambda *given, **named: (judged(),))
    assert run("--workspace", "ws", "approve", "--all", "--emulated", "--set", "city=Bonn").exit_code == 0
    ((given, named),) = calls
    assert given == (Path("storyboard.yaml"),)
    assert named == {
        "note": "",
        "all_shots": True,
        "emulated": True,
        "stage": None,
        "catalogue": (),
        "workspace": Path("ws"),
        "values": {"city": named["values"]["city"]},
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"stage": "draft", **BOUGHT}, "Next: longtake make storyboard.yaml --draft buys another take; or edit"),
        ({"stage": "final", **BOUGHT}, "Next: longtake make storyboard.yaml --final buys another take; or edit"),
        ({}, "An animatic is drawn from the shot's words: edit these"),
    ],
)
def test_reject_says_how_another_take_comes(run: Run, library: Library, said: dict[str, Any], words: str) -> None:
    calls = library("reject", lambda *given, **named: (judged(verdict="rejected", note="too dark", **said),))
    result = run("reject", "waking.1", "--note", "too dark", "--final")
    assert "1 shot rejected" in result.stdout
    assert "too dark\n" in result.stdout
    assert words in result.stdout
    assert calls[0][1]["stage"] == "final"


def test_a_rejection_without_a_note_is_refused(run: Run) -> None:
    result = run("reject", "waking.1")
    assert (result.exit_code, "Missing option '--note'" in result.stderr) == (2, True)


def test_verdicts_speak_json_a_line_each(run: Run, library: Library) -> None:
    library("approve", lambda *given, **named: (judged(), judged("waking.2", **BOUGHT)))
    first, second = map(json.loads, run("approve", "--all", "--json").stdout.splitlines())
    assert (first["event"], first["shot"], first["purchase"]) == ("verdict", "waking.1", None)
    assert (second["purchase"], second["take"], second["verdict"]) == (14, digest_of("a take"), "approved")


def test_a_shot_is_approved_from_the_command_line(run: Run, tmp_path: Path) -> None:
    film = write_film(tmp_path)
    assert "waking.boil   the animatic of its words" in run("approve", "waking.boil", "-s", film).stdout
    result = run("approve", "waking.boll", "-s", film)
    assert result.exit_code == 2
    assert result.stderr.startswith("Kettle: 'waking.boll' is no shot of this film\n  did you mean waking.boil or ")
