"""The README's examples are run: its storyboard is read, its commands parse, its exit codes are the help's."""

import re
from pathlib import Path

import click
import pytest

from longtake.cli.app import app
from longtake.storyboard import parse

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ longtake (.+)$", README, re.MULTILINE)


def test_the_storyboard_is_read_without_a_finding() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    storyboard = parse(text, "README.md")
    assert (storyboard.title, len(storyboard.scenes)) == ("Meet Aurora", 2)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_parses(line: str) -> None:
    name, *words = line.split()
    command = app.commands[name]
    context = command.make_context(name, words, parent=click.Context(app))
    assert context.args == []


def test_every_command_is_shown() -> None:
    shown = {line.split()[0] for line in [*COMMANDS, *re.findall(r"`longtake (\w+[^`]*)`", README)]}
    assert shown == set(app.commands)


def test_the_exit_codes_are_those_of_the_help() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+?) \|$", README, re.MULTILINE))
    listed = dict(re.findall(r"^  (\d+) +(.+)$", app.epilog or "", re.MULTILINE))
    assert table == listed
    assert len(table) == 7
