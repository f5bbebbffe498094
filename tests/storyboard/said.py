"""What reading a storyboard says: its findings as text."""

from pathlib import Path

import pytest

from longtake.errors import StoryboardError
from longtake.storyboard import parse, read


def said_of(text: str, format: str = "yaml", root: Path | None = None) -> list[str]:
    """The findings about a storyboard that must be refused, in the order they are shown."""
    with pytest.raises(StoryboardError) as caught:
        parse(text, f"film.{format}", format, root=root)
    return [str(finding) for finding in caught.value.findings]


def said_of_file(path: Path) -> list[str]:
    with pytest.raises(StoryboardError) as caught:
        read(path)
    return [str(finding).replace(path.as_posix(), path.name) for finding in caught.value.findings]


def film(*shots: str, head: str = "") -> str:
    """A storyboard with these shots, the first of which stands in line 4 (or as many later as `head` has)."""
    return f"storyboard: 1\n{head}scenes:\n- shots:\n" + "".join(f"  - {shot}\n" for shot in shots)
