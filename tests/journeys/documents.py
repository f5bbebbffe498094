"""Documents that are run: their fenced blocks in order, in one folder, as a reader would follow them.

- `console`: each line after `$ ` is a command; the lines after it are what it prints, with `…` for what differs from
  time to time. Nothing shown: anything may be printed. A failing command fails the document, unless `echo $?` follows.
- `yaml`, `toml` and `python` whose first line is a comment with a file's name (`# storyboard.yaml`): that file is
  written. `python` without a name is run as it stands.
- `diff`: the lines marked `-` are replaced by those marked `+`, in the file that its first line names.
- Every other block is for reading.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

__all__ = ["Block", "Reader", "blocks_of"]

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"# ([\w./-]+\.\w+)\n")
_LIMIT_S = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. place: the document and the line on which it begins."""

    language: str
    text: str
    place: str

    @property
    def name(self) -> str | None:
        """The file that the first line names."""
        found = _NAME.match(self.text)
        return found[1] if found else None


def blocks_of(document: Path) -> Iterator[Block]:
    """The blocks of a Markdown file, in order."""
    text = document.read_text("utf-8")
    for found in _FENCE.finditer(text):
        yield Block(found[1], found[2], f"{document.name}:{text.count(chr(10), 0, found.start()) + 1}")


class Reader:
    """Somebody who follows a document in `folder`, with `longtake` and `python` on the path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._status = 0

    def follow(self, block: Block) -> None:
        """Does what a block says. Raises AssertionError where something else comes out than it shows."""
        match block.language:
            case "console":
                self._type(block)
            case "yaml" | "toml" | "python" if block.name:
                path = self._folder / block.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, "utf-8")
            case "python":
                self._run([sys.executable, "-c", block.text], "", block.place, is_last=True)
            case "diff":
                self._edit(block)

    def _type(self, block: Block) -> None:
        commands = list(_commands(block.text))
        follows = [following for _, (following, _) in pairwise(commands)] + [""]
        for (command, shown), following in zip(commands, follows, strict=True):
            shell = ["bash", "-c", f"(exit {self._status}); {command}"]
            self._run(shell, shown, f"{block.place}: $ {command}", is_last=not following.startswith("echo $?"))

    def _run(self, command: list[str], shown: str, place: str, *, is_last: bool) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            command,
            cwd=self._folder,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_LIMIT_S,
            check=False,
        )
        self._status = done.returncode if done.returncode >= 0 else 128 - done.returncode  # as a shell tells a signal
        assert not (is_last and done.returncode), f"{place} failed ({done.returncode}):\n{done.stdout}"
        if shown.strip():
            assert re.fullmatch(_pattern(shown), _tidy(done.stdout)), f"{place} printed:\n{done.stdout}"

    def _edit(self, block: Block) -> None:
        assert block.name, f"{block.place}: a diff names its file in the first line"
        lines = block.text.splitlines()[1:]
        before = "".join(f"{line[1:]}\n" for line in lines if line[0] in "- ")
        after = "".join(f"{line[1:]}\n" for line in lines if line[0] in "+ ")
        path = self._folder / block.name
        text = path.read_text("utf-8")
        assert text.count(before) == 1, (
            f"{block.place}: what it changes stands {text.count(before)} times in {path.name}"
        )
        path.write_text(text.replace(before, after), "utf-8")


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command with what is shown of its output."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.strip().splitlines())


def _pattern(shown: str) -> str:
    """A line `…` stands for any lines, none among them; `…` within a line for anything on that line."""
    return "".join(
        r"(?:.*\n)*?" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + r"\n"
        for line in _tidy(shown).splitlines()
    )
