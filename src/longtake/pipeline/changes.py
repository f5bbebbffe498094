"""Changes: the moments at which a storyboard's film has to be made, while somebody works on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from longtake.errors import LongtakeError
from longtake.storyboard import NO_VALUES, Storyboard, Values, asset_paths, read_without_assets, sequence_paths

__all__ = ["changes"]

_Stamp = tuple[int, int, int] | None
"""Of a file: when it was written, its size, which one it is; None where there is none."""

_TICK = 0.1
"""Seconds between two looks. Looking at 400 files takes a millisecond and does on any disk; what a system tells of
changes by itself would not say which came while the film was made."""


def changes(
    storyboard: str | Path, *, values: Values = NO_VALUES, catalogue: Sequence[str | Path] = ()
) -> Iterator[tuple[Path, ...]]:
    """Now, and each time that a storyboard, or a file that it names, was written, put there or taken away.

        for changed in longtake.changes("storyboard.yaml"):
            longtake.make("storyboard.yaml", "out/film")

    Gives the files that changed, none at first. What changes while the film is made counts after it. It never ends by
    itself. values: of the storyboard's variables, by name; catalogue: further files that the film depends on.
    """
    return _moments(_Watched(Path(storyboard), values, [Path(path) for path in catalogue]), time.sleep)


class _Watched:
    """The files that a film is made of, as far as its storyboard can be read: else those of its last state."""

    def __init__(self, storyboard: Path, values: Values, further: Sequence[Path]) -> None:
        self._storyboard, self._values = storyboard, values
        self._further = further
        self._named: tuple[Path, ...] = ()

    def read(self) -> None:
        """What the storyboard names now."""
        with suppress(LongtakeError):  # whoever makes the film tells
            written = read_without_assets(self._storyboard, self._values)
            self._named = tuple(_files_of(written, self._storyboard.parent))

    def stamps(self) -> dict[Path, _Stamp]:
        further = (within for path in self._further for within in _within(path))
        return {path: _stamp(path) for path in dict.fromkeys((self._storyboard, *further, *self._named))}


def _moments(watched: _Watched, wait: Callable[[float], object]) -> Iterator[tuple[Path, ...]]:
    watched.read()
    before, changed = watched.stamps(), tuple[Path, ...]()
    while True:
        yield changed
        after = _settled(watched, before, wait)
        changed = tuple(path for path, stamp in after.items() if before[path] != stamp)
        watched.read()
        # What changes from the settled state on counts again; of what was not named before, from here on.
        before = {path: after.get(path, stamp) for path, stamp in watched.stamps().items()}


def _settled(watched: _Watched, before: Mapping[Path, _Stamp], wait: Callable[[float], object]) -> dict[Path, _Stamp]:
    """The stamps once they are others, and stay: a file that is being written is not read."""
    last = watched.stamps()
    while last == before:
        wait(_TICK)
        last = watched.stamps()
    while True:
        wait(_TICK)
        if (now := watched.stamps()) == last:
            return now
        last = now


def _files_of(storyboard: Storyboard, root: Path) -> Iterator[Path]:
    """Where they should be: one that is missing may yet come."""
    for _, text in asset_paths(storyboard):
        yield root / text
    yield from (root / text for text in storyboard.translations)
    for _, text in sequence_paths(storyboard):
        head, _, last = text.rpartition("/")
        yield from _within(root / (head if "%" in last else text))


def _within(path: Path) -> Iterator[Path]:
    """The path, and if it is a folder's, its files."""
    yield path
    with suppress(OSError):
        yield from sorted(path.iterdir())


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except (OSError, ValueError):  # ValueError: the text in the storyboard is no path at all
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
