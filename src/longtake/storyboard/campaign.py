"""A campaign: one storyboard and a table of values, one film a row.

The first line of the table names variables; a column `film` names the films, which are numbered without it. An empty
cell gives no value, so the variable has its default. Spaces around a cell are no part of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from longtake.errors import Finding, StoryboardError
from longtake.storyboard.assets import is_device
from longtake.storyboard.fields import NAME
from longtake.storyboard.textfile import text_of
from longtake.storyboard.values import Given

__all__ = ["CampaignFilm", "read_campaign"]

_FILM = "film"
_DELIMITERS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class CampaignFilm:
    """One film of a campaign. name: safe as a folder's; place: the row, `campaign.csv:4`."""

    name: str
    place: str
    values: Mapping[str, Given]


def read_campaign(path: Path) -> tuple[CampaignFilm, ...]:
    """The films of a CSV or TSV file, in its order. Commas, semicolons or tabs part the cells.

    Raises StoryboardError with every finding, each at `file:line`.
    """
    name = path.as_posix()
    lines = list(_rows(text_of(path, "campaign"), name))
    if len(lines) < 2:
        advice = ("write the names of variables in its first line, and one film in each further line",)
        raise StoryboardError("the campaign has no films", place=name, advice=advice)
    header_line, header = lines[0]
    wrong = list(_wrong_header(header, f"{name}:{header_line}"))
    films = [
        _film(row, header, f"{name}:{line}", str(number).zfill(len(str(len(lines) - 1))))
        for number, (line, row) in enumerate(lines[1:], 1)
    ]
    wrong += [
        finding for film, (_, row) in zip(films, lines[1:], strict=True) for finding in _wrong_row(film, row, header)
    ]
    wrong += _doubled(films)
    if wrong:
        raise StoryboardError.of(wrong)
    return tuple(films)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line it begins in."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = next((sign for sign in _DELIMITERS if sign in first), ",")
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, [cell.strip() for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        advice = ("check its quotes: a quote inside a quoted cell is written twice",)
        raise StoryboardError(f"this is no table: {error}", place=f"{name}:{begins}", advice=advice) from None


def _wrong_header(header: list[str], place: str) -> Iterator[Finding]:
    for number, column in enumerate(header, 1):
        if not re.fullmatch(NAME, column):
            message = f"column {number} is called {column[:40]!r}, which is no name of a variable"
            yield Finding(place, message, ("write the variables' names in the first line",))
        elif column in header[: number - 1]:
            yield Finding(place, f"column {column} is here twice", ("keep one of the two",))


def _wrong_row(film: CampaignFilm, row: list[str], header: list[str]) -> Iterator[Finding]:
    if len(row) != len(header):
        message = f"the row has {len(row)} cells, and the first line {len(header)}"
        yield Finding(film.place, message, ("quote a cell that holds a comma",))
    if not re.fullmatch(f"{NAME}|[0-9]{{1,9}}", film.name) or is_device(film.name):
        message = f"the film is called {film.name[:40]!r}, which is no name for a folder"
        yield Finding(film.place, message, ("begin with a letter and use letters, digits, - and _",))


def _doubled(films: list[CampaignFilm]) -> Iterator[Finding]:
    first: dict[str, CampaignFilm] = {}
    for film in films:
        other = first.setdefault(film.name.lower(), film)
        if other is not film:
            message = f"film {film.name} is here twice; first at {other.place}"
            yield Finding(film.place, message, ("give it another name",))


def _film(row: list[str], header: list[str], place: str, number: str) -> CampaignFilm:
    cells = {column: cell for column, cell in zip(header, row, strict=False) if cell}
    name = cells.pop(_FILM, "") or f"film-{number}"
    return CampaignFilm(name, place, {column: Given(cell, place) for column, cell in cells.items()})
