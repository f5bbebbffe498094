"""A `.cube` file: a table that gives each colour another one (Adobe Cube LUT Specification 1.0), read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from longtake.errors import MediaError
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits

__all__ = ["Cube", "cube_of", "read_cube"]

_LARGEST = 16 << 20  # bytes: twice what 65 points a side take
_POINTS = {"LUT_3D_SIZE": (2, 65), "LUT_1D_SIZE": (2, 65_536)}
_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ROW = re.compile(rb"\s*(%b)\s+(%b)\s+(%b)\s*" % (_NUMBER, _NUMBER, _NUMBER))
_HIGHEST = 1e6  # beyond any colour; what would not fit in single precision is far beyond

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """table: float32; of a 3D table points x points x points x 3, by blue, green and red; of a 1D table points x 3.
    low, high: the ends of what it takes in, for red, green and blue; what lies outside counts as the end."""

    table: NDArray[np.float32]
    low: Three = (0.0, 0.0, 0.0)
    high: Three = (1.0, 1.0, 1.0)

    @property
    def points(self) -> int:
        """A side."""
        return len(self.table)

    @property
    def is_3d(self) -> bool:
        return self.table.ndim == 4


def read_cube(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Cube:
    """path: absolute. Raises MediaError that names the line, for a file that is no whole and plain table."""
    with open_regular_file(path, limits) as file:
        text = file.read(_LARGEST + 1)
        while len(text) <= _LARGEST and (more := file.read(_LARGEST + 1 - len(text))):
            text += more
    if len(text) > _LARGEST:
        raise MediaError(
            f"it has more than {_LARGEST} bytes, and no table that is taken needs so many",
            place=str(path),
            advice=["export the LUT with 33 or 65 points a side"],
        )
    return cube_of(text, str(path))


def cube_of(text: bytes, place: str) -> Cube:
    """The table in the text of a `.cube` file. Raises MediaError as `read_cube` does."""
    reading = _Reading(place)
    for number, line in enumerate(text.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        reading.take(number, line)
    return reading.cube()


@dataclass(slots=True)
class _Reading:
    """A file as far as it is read. said: its keywords, each with its numbers."""

    place: str
    line: int = 1
    said: dict[str, tuple[float, ...]] = field(default_factory=dict)
    rows: list[Three] = field(default_factory=list)
    wanted: int = 0

    def take(self, number: int, line: bytes) -> None:
        self.line, words = number, line.split()
        if not words or words[0].startswith(b"#"):
            return
        if row := _ROW.fullmatch(line):
            self._take_row((float(row[1]), float(row[2]), float(row[3])))
        elif self.rows:
            self._refuse(f"{_quoted(line)} is no row of three numbers")
        else:
            self._take_word(words[0].decode("ascii", "replace"), [_quoted(word, "") for word in words[1:]])

    def _take_row(self, row: Three) -> None:
        if not self.rows:
            self.wanted = self._wanted()
        if len(self.rows) == self.wanted:
            self._refuse(f"there are more than the {self.wanted} rows that its size needs")
        if any(abs(value) > _HIGHEST for value in row):
            self._refuse("a value is far beyond any colour")
        self.rows.append(row)

    def _take_word(self, word: str, values: list[str]) -> None:
        if word == "TITLE":
            return
        counts = {**dict.fromkeys(_POINTS, 1), "DOMAIN_MIN": 3, "DOMAIN_MAX": 3, **dict.fromkeys(_RANGES, 2)}
        if word not in counts:
            self._refuse(f"{word[:40]!r} is neither a keyword of the format nor a row of three numbers")
        if word in self.said:
            self._refuse(f"{word} is said twice")
        if len(values) != counts[word]:
            self._refuse(f"{word} takes {counts[word]} numbers, not {len(values)}")
        self.said[word] = tuple(self._number(value) for value in values)
        if word in _POINTS:
            self._check_points(word, values[0])

    def _number(self, text: str) -> float:
        if not re.fullmatch(_NUMBER, text.encode("ascii", "replace")) or abs(float(text)) > _HIGHEST:
            self._refuse(f"{text!r} is no number that is meant here")
        return float(text)

    def _check_points(self, word: str, text: str) -> None:
        least, most = _POINTS[word]
        if not text.isdigit() or not least <= int(text) <= most:
            self._refuse(f"{word} is {text}, and {least} to {most} is taken", "export it with 33 points a side")
        if all(size in self.said for size in _POINTS):
            self._refuse("it holds two tables, 1D and 3D", "export it as one 3D table")

    def _wanted(self) -> int:
        if "LUT_3D_SIZE" in self.said:
            return int(self.said["LUT_3D_SIZE"][0]) ** 3
        if "LUT_1D_SIZE" not in self.said:
            self._refuse("rows begin before LUT_3D_SIZE is said")
        return int(self.said["LUT_1D_SIZE"][0])

    def cube(self) -> Cube:
        if not self.said.keys() & _POINTS.keys():
            self._refuse("the file ends and has said no LUT_3D_SIZE")
        wanted = self._wanted()
        if len(self.rows) != wanted:
            self._refuse(f"the file ends after {len(self.rows)} of the {wanted} rows that its size needs")
        table = np.array(self.rows, np.float32)
        if "LUT_3D_SIZE" in self.said:
            points = int(self.said["LUT_3D_SIZE"][0])
            table = table.reshape(points, points, points, 3)
        return Cube(table, *self._domain())

    def _domain(self) -> tuple[Three, Three]:
        low, high = self.said.get("DOMAIN_MIN", (0.0,) * 3), self.said.get("DOMAIN_MAX", (1.0,) * 3)
        for word in _RANGES:
            if word in self.said:
                if self.said.keys() & {"DOMAIN_MIN", "DOMAIN_MAX"}:
                    self._refuse(f"it says its domain twice, by {word} too", "take one of them out")
                low, high = (self.said[word][:1] * 3, self.said[word][1:] * 3)
        if any(least >= most for least, most in zip(low, high, strict=True)):
            self._refuse("its domain ends before it begins")
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def _refuse(self, problem: str, advice: str = "export the LUT again as .cube") -> NoReturn:
        raise MediaError(f"line {self.line}: {problem}", place=self.place, advice=[advice])


_RANGES = ("LUT_3D_INPUT_RANGE", "LUT_1D_INPUT_RANGE")  # not in the specification; DaVinci Resolve writes them


def _quoted(text: bytes, mark: str = "'") -> str:
    """Text of a stranger for a message: short, and without control characters."""
    shown = text.strip()[:40].decode("ascii", "replace")
    return mark + "".join(sign if sign.isprintable() else "�" for sign in shown) + mark
