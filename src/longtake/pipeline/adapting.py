"""Scripts become storyboards: read once, written once, never over a file that is there."""

from __future__ import annotations

from pathlib import Path

from longtake.errors import InputError
from longtake.storyboard import load, written
from longtake.storyboard.scripts import Adaptation, adapt

__all__ = ["check_new", "read_script", "save_storyboard"]

_STORYBOARDS = (".yaml", ".yml", ".json")


def read_script(script: str | Path, *, format: str = "") -> Adaptation:
    """A script as a storyboard: text, Markdown, Fountain, CSV, TSV, SRT, WebVTT, HTML, Word, or a storyboard again.

    format: `text`, `markdown`, `fountain`, `csv`, `tsv`, `srt`, `vtt`, `html` or `docx`; by default by the file's name.
    Raises StoryboardError for a script that cannot be read, MissingExtraError for HTML and Word without the extra
    `scripts`.
    """
    path = Path(script)
    if format or path.suffix.lower() not in _STORYBOARDS:
        return adapt(path, format)
    storyboard = load(path).storyboard
    return Adaptation(storyboard, written(storyboard), (), (), ())


def save_storyboard(adaptation: Adaptation, out: str | Path) -> Path:
    """Writes the storyboard's text to a new file. Raises InputError if the file is there or cannot be written."""
    path = check_new(out)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(adaptation.text)
    except FileExistsError:
        raise _is_there(out) from None
    except OSError as error:
        advice = ("check the folder",)
        raise InputError(f"it cannot be written: {error.strerror}", place=str(out), advice=advice) from None
    return path


def check_new(out: str | Path) -> Path:
    """The path, if a storyboard can be written there. Raises InputError."""
    path = Path(out)
    if path.suffix.lower() not in (".yaml", ".yml"):
        advice = (f"write -o {path.with_suffix('.yaml')}",)
        raise InputError(
            f"{path.name} is no name for a storyboard: it is written as YAML", place=str(out), advice=advice
        )
    if path.exists():
        raise _is_there(out)
    if not path.parent.is_dir():
        raise InputError(
            "it cannot be written: No such file or directory", place=str(out), advice=("check the folder",)
        )
    return path


def _is_there(out: str | Path) -> InputError:
    ways_out = ("name another file with -o", "or move that one away")
    return InputError("a file of this name is there, and is never overwritten", place=str(out), advice=ways_out)
