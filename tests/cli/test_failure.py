"""How a failure is told, and with which exit code the command ends."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from longtake.errors import Finding, FolderError, LongtakeError, RenderError, StoryboardError

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*given: Any, **named: Any) -> Any:
        raise error

    return fail


TWO = StoryboardError.of(
    [
        Finding("film.yaml:31:15", "join of shot promise.1 wants 1.5 s", ("buy more: for: 5s", "or: join: cut")),
        Finding("film.yaml:40:3", "unknown key `camara`", ("did you mean camera?",)),
    ]
)


def test_every_finding_is_told_with_its_ways_out(run: Run, library: Library) -> None:
    library("make", raising(TWO))
    result = run("make", "film.yaml", "-o", "out")
    assert result.stderr.splitlines() == [
        "film.yaml:31:15: join of shot promise.1 wants 1.5 s",
        "  buy more: for: 5s · or: join: cut",
        "film.yaml:40:3: unknown key `camara`",
        "  did you mean camera?",
    ]
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("error", "code"), [(TWO, 2), (FolderError("held"), 2), (RenderError("lost"), 1), (LongtakeError("other"), 1)]
)
def test_the_error_decides_the_exit_code(run: Run, library: Library, error: LongtakeError, code: int) -> None:
    library("make", raising(error))
    assert run("make", "film.yaml", "-o", "out").exit_code == code


def test_an_error_without_a_place_names_the_program(run: Run, library: Library) -> None:
    library("make", raising(RenderError("the film could not be made")))
    assert run("make", "film.yaml", "-o", "out").stderr == "longtake: the film could not be made\n"


def test_escapes_in_an_error_are_stripped(run: Run, library: Library) -> None:
    library("make", raising(FolderError("\x1b[2Jgone", place="a\nb", advice=("\x1b]0;x\x07go on",))))
    assert run("make", "film.yaml", "-o", "out").stderr == "a b: gone\n  go on\n"


def test_ctrl_c_says_that_work_is_kept(run: Run, library: Library) -> None:
    library("make", raising(KeyboardInterrupt()))
    result = run("make", "film.yaml", "-o", "out")
    assert result.exit_code == 130
    assert result.stderr == "longtake: stopped; what is done is kept\n  run the same command to go on\n"


def test_the_unexpected_is_called_a_bug_and_says_how_to_report_it(run: Run, library: Library) -> None:
    library("make", raising(KeyError("essence")))
    result = run("make", "film.yaml", "-o", "out")
    assert result.exit_code == 1
    assert "this is a bug in Longtake: KeyError: 'essence'" in result.stderr
    assert "run it again with --verbose and report what it prints" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("words", [("--verbose", "make"), ("make", "--verbose")])
def test_verbose_shows_the_traceback(run: Run, library: Library, words: tuple[str, ...]) -> None:
    library("make", raising(KeyError("essence")))
    assert "Traceback" in run(*words, "film.yaml", "-o", "out").stderr


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [(TWO, "StoryboardError", 2), (KeyboardInterrupt(), "Interrupted", 130), (ZeroDivisionError(), "Bug", 1)],
)
def test_json_tells_errors_as_objects(run: Run, library: Library, error: BaseException, kind: str, code: int) -> None:
    library("make", raising(error))
    result = run("--json", "make", "film.yaml", "-o", "out")
    told = json.loads(result.stdout)
    assert (told["event"], told["kind"], told["exit_code"], result.exit_code) == ("error", kind, code, code)
    assert result.stderr == ""


def test_json_errors_carry_place_message_and_advice(run: Run, library: Library) -> None:
    library("make", raising(TWO))
    told = json.loads(run("make", "film.yaml", "-o", "out", "--json").stdout)
    assert told["findings"][1] == {
        "place": "film.yaml:40:3",
        "message": "unknown key `camara`",
        "advice": ["did you mean camera?"],
    }


def test_a_wrong_option_is_the_input_s_fault(run: Run) -> None:
    result = run("make", "film.yaml", "-o", "out", "--rungs", "720p")
    assert result.exit_code == 2
    assert "write short sides with commas, such as 1080,720" in result.stderr


def test_a_wrong_option_is_told_in_json_too(run: Run) -> None:
    result = run("make", "film.yaml", "-o", "out", "--crf", "low", "--json")
    told = json.loads(result.stdout)
    assert (told["kind"], told["exit_code"], result.exit_code) == ("UsageError", 2, 2)


def test_every_exit_code_is_in_the_help(run: Run) -> None:
    told = run("--help").stdout
    for line in (
        "0    done",
        "1    the film could",
        "2    the input",
        "3    stopped by the budget",
        "4    a provider",
        "130",
        "143",
    ):
        assert line in told


def test_a_failing_make_leaves_no_json_half_said(run: Run, library: Library, tmp_path: Path) -> None:
    library("make", raising(TWO))
    for line in run("--json", "make", tmp_path / "film.yaml", "-o", tmp_path).stdout.splitlines():
        assert json.loads(line)
