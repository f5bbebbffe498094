"""`--encrypt` and `--key-uri` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from longtake.cli.encoding import encoding_options
from longtake.cli.sealing import SealedCommand, sealing_options


def run(*words: str) -> tuple[Result, dict[str, Any]]:
    found: dict[str, Any] = {}

    @click.command(cls=SealedCommand)
    @click.argument("names", nargs=-1)
    @sealing_options
    def command(**options: Any) -> None:
        found.update(options)

    return CliRunner().invoke(command, words), found


@pytest.mark.parametrize(
    ("words", "names", "options"),
    [
        ((), (), {}),
        (("--encrypt",), (), {"encrypt": True}),
        (("--encrypt", "film.yaml"), ("film.yaml",), {"encrypt": True}),
        (("film.yaml", "--encrypt"), ("film.yaml",), {"encrypt": True}),
        (("--encrypt", "--", "--encrypt"), ("--encrypt",), {"encrypt": True}),
        (("--encrypt=film.key", "film.yaml"), ("film.yaml",), {"encrypt": Path("film.key")}),
        (("--encrypt=film.key", "--key-uri", "/k"), (), {"encrypt": Path("film.key"), "key_uri": "/k"}),
        (("--encrypt", "--key-uri", "/k"), (), {"encrypt": True, "key_uri": "/k"}),
    ],
)
def test_a_key_file_is_what_is_joined_to_its_option(
    words: tuple[str, ...], names: tuple[str, ...], options: dict[str, Any]
) -> None:
    result, found = run(*words)
    assert (result.exit_code, found) == (0, {"names": names, "sealing": options})


def test_a_key_file_behind_its_option_is_refused_and_not_taken_for_a_film(tmp_path: Path) -> None:
    key = tmp_path / "film.key"
    key.write_bytes(bytes(16))
    result, found = run("film.yaml", "--encrypt", str(key))
    assert (result.exit_code, found) == (2, {})
    assert f"a key file is joined to its option: --encrypt={key}" in result.output


def test_an_empty_key_file_never_leaves_a_film_in_the_clear() -> None:
    result, found = run("film.yaml", "--encrypt=")
    assert (result.exit_code, found) == (2, {})
    assert "--encrypt= names no key file; alone, --encrypt is the film's own key" in result.output


@pytest.mark.parametrize(("word", "rungs"), [("auto", "auto"), ("720,360", (720, 360))])
def test_rungs_are_a_list_or_auto(word: str, rungs: object) -> None:
    found: dict[str, Any] = {}
    command = click.command()(encoding_options(lambda **options: found.update(options)))
    CliRunner().invoke(command, ["--rungs", word], catch_exceptions=False)
    assert found["rungs"] == rungs
