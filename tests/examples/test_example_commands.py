"""The commands in examples/README.md are ones that the program takes, and name files that are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from longtake.cli.app import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "examples" / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"`longtake ([^`]+ [^`]+)`", README)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_examples_parses_and_names_files_that_are_there(line: str) -> None:
    name, *words = shlex.split(line)
    assert app.commands[name].make_context(name, list(words), parent=click.Context(app)).args == []
    assert [word for word in words if word.startswith("examples/") and not (ROOT / word).is_file()] == []


def test_every_example_has_a_command() -> None:
    folders = {path.parent.name for path in (ROOT / "examples").glob("*/storyboard.yaml")}
    assert {match for line in COMMANDS for match in re.findall(r"examples/([\w-]+)/", line)} == folders
