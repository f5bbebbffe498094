"""`longtake storyboard --director`: what it writes, what it says, and that nothing is asked in vain."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from scripted_endpoint import ScriptedEndpoint, failure, film, says, serving

import longtake
from longtake.cli.app import app

KEY = "sk-canary-4711"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LONGTAKE_DIRECTOR_KEY", KEY)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], prog_name="longtake")


def to(endpoint: ScriptedEndpoint) -> tuple[str, ...]:
    return ("--director", "--endpoint", endpoint.url, "--model", "small-model")


def test_a_topic_becomes_a_storyboard_that_is_planned(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "tea.yaml"
    with serving(says(film(props={"pot": {"is": "a tea pot"}}), taken_in=1240, put_out=3100)) as endpoint:
        result = run("storyboard", "how tea is made", *to(endpoint), "-o", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.replace(tmp_path.as_posix(), "…") == (
        "…/tea.yaml · Tea · 1 scene · 1 shot · 1 person · 1 place\n"
        "1 answer · 1,240 tokens in, 3,100 out\n"
        "props.pot: pot is never named\n"
        "  write @pot in an action\n"
        "\n"
        "Next: read it, then longtake quote …/tea.yaml\n"
    )
    planned = longtake.plan(out, workspace=tmp_path / "workspace")
    assert [shot.name for shot in planned.plan.shots] == ["kitchen.1"]


def test_as_json_it_tells_answers_and_tokens(run: Run, tmp_path: Path) -> None:
    with serving(says("no"), says(film())) as endpoint:
        result = run("--json", "storyboard", "tea", *to(endpoint), "-o", tmp_path / "tea.yaml")
    told = json.loads(result.stdout)
    assert {name: told[name] for name in ("tries", "tokens_in", "tokens_out", "is_sure")} == {
        "tries": 2,
        "tokens_in": 2000,
        "tokens_out": 1000,
        "is_sure": True,
    }


def test_a_file_that_is_there_costs_no_question(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "tea.yaml"
    out.write_text("mine", "utf-8")
    with serving(says(film())) as endpoint:
        result = run("storyboard", "tea", *to(endpoint), "-o", out)
    assert (result.exit_code, out.read_text("utf-8"), endpoint.asked) == (2, "mine", [])


def test_a_folder_that_is_not_there_costs_no_question(run: Run, tmp_path: Path) -> None:
    with serving(says(film())) as endpoint:
        result = run("storyboard", "tea", *to(endpoint), "-o", tmp_path / "none" / "tea.yaml")
    assert (result.exit_code, endpoint.asked) == (2, [])
    assert "check the folder" in result.stderr


def test_nothing_is_written_where_no_answer_holds_and_the_key_is_shown_nowhere(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "tea.yaml"
    with serving(failure(401, f"bad key {KEY}")) as endpoint:
        result = run("--verbose", "storyboard", "tea", *to(endpoint), "-o", out)
    assert (result.exit_code, out.exists()) == (4, False)
    assert "it does not take the key (bad key ***)" in result.stderr
    assert KEY not in result.output


def test_endpoint_and_model_may_come_from_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(says(film())) as endpoint:
        monkeypatch.setenv("LONGTAKE_DIRECTOR_ENDPOINT", endpoint.url)
        monkeypatch.setenv("LONGTAKE_DIRECTOR_MODEL", "house-model")
        result = run("storyboard", "tea", "--director", "-o", tmp_path / "tea.yaml")
    assert result.exit_code == 0, result.stderr
    assert endpoint.asked[0]["model"] == "house-model"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--model", "m"), "--model: only with --director"),
        (("--most-tokens", "9", "--tries", "2"), "--most-tokens, --tries: only with --director"),
        (("--director", "--from", "text"), "--from is for scripts that are read without --director"),
        (("--director", "--tries", "11"), "tries is 1 to 10, not 11"),
        (("--director", "--most-tokens", "0"), "0 is no number of tokens"),
        (("--director",), "no address of an endpoint is given"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(run: Run, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    result = run("storyboard", "tea", *words, "-o", tmp_path / "tea.yaml")
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_missing_extra_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with serving() as endpoint:
        result = run("storyboard", "tea", *to(endpoint), "-o", tmp_path / "tea.yaml")
    assert result.exit_code == 2
    assert result.stderr == (
        "--director: a director needs the package openai\n"
        '  pip install "longtake[director]" · or leave --director out: scripts are read without a model\n'
    )
