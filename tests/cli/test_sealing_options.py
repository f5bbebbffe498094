"""`--encrypt` and `--key-uri` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from longtake.cli.encoding import encoding_options
from longtake.cli.sealing import sealing_options


def told(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = {}

    @click.command()
    @sealing_options
    def command(sealing: dict[str, Any]) -> None:
        found.update(sealing)

    result = CliRunner().invoke(command, words, catch_exceptions=False)
    assert result.exit_code == 0
    return found


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ((), {}),
        (("--encrypt",), {"encrypt": True}),
        (("--encrypt", "film.key"), {"encrypt": Path("film.key")}),
        (("--encrypt=film.key", "--key-uri", "/k"), {"encrypt": Path("film.key"), "key_uri": "/k"}),
        (("--encrypt", "--key-uri", "/k"), {"encrypt": True, "key_uri": "/k"}),
    ],
)
def test_the_library_gets_them_as_it_has_them(words: tuple[str, ...], options: dict[str, Any]) -> None:
    assert told(*words) == options


@pytest.mark.parametrize(("word", "rungs"), [("auto", "auto"), ("720,360", (720, 360))])
def test_rungs_are_a_list_or_auto(word: str, rungs: object) -> None:
    found: dict[str, Any] = {}
    command = click.command()(encoding_options(lambda **options: found.update(options)))
    CliRunner().invoke(command, ["--rungs", word], catch_exceptions=False)
    assert found["rungs"] == rungs
