"""What a director is asked to make a film of: a topic in the author's words, or a script's text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from longtake.errors import Finding, InputError, StoryboardError
from longtake.storyboard.scripts.accounting import notes_of
from longtake.storyboard.scripts.intake import bytes_of, cleaned, text_of
from longtake.storyboard.scripts.reading import format_of

__all__ = ["Subject", "subject_of"]

_LONGEST_TOPIC = 4_000


@dataclass(frozen=True, slots=True)
class Subject:
    """words: the topic or the script. script: the name of its file, "" for a topic. notes: what was taken out of it."""

    words: str
    script: str = ""
    notes: tuple[Finding, ...] = ()


def subject_of(given: str | Path) -> Subject:
    """The subject: a file's text where `given` names a file, else `given` itself. Raises InputError."""
    path = Path(given)
    if _is_file(path):
        text, left = cleaned(text_of(bytes_of(path), path.as_posix()))
        if not text.strip():
            raise StoryboardError("the script is empty", place=path.as_posix(), advice=("write what the film tells",))
        return Subject(text, path.name, tuple(notes_of(left, path.as_posix())))
    topic, left = cleaned(str(given).strip())
    if isinstance(given, Path) or (format_of(path) and " " not in topic):
        advice = ("check the path", 'a topic is a few words: "how a kettle is made"')
        raise InputError("no such file", place=path.as_posix(), advice=advice)
    if not topic:
        raise InputError("the topic is empty", place="topic", advice=("say in a line what the film is about",))
    if len(topic) > _LONGEST_TOPIC:
        message = f"the topic has {len(topic):,} characters, and {_LONGEST_TOPIC:,} at most are taken"
        raise InputError(message, place="topic", advice=("write it to a file, and name that",))
    return Subject(topic, notes=tuple(notes_of(left, "topic")))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a topic may be longer than any name of a file
        return False
