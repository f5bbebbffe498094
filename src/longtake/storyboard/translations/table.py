"""Tables of translations: the first line names languages, each further line is one text in all of them."""

from __future__ import annotations

import csv
from io import StringIO

from longtake.errors import StoryboardError

__all__ = ["read_table"]


def read_table(text: str, name: str, language: str) -> dict[str, dict[str, str]]:
    """Texts by those of `language`, by their own. Commas, semicolons or tabs part the cells. Raises StoryboardError."""
    first = text.partition("\n")[0]
    delimiter = next((sign for sign in "\t;," if sign in first), ",")
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=delimiter, strict=True) if any(row)]
    except csv.Error as error:
        advice = ("check its quotes: a quote inside a quoted cell is written twice",)
        raise StoryboardError(f"this is no table: {error}", place=name, advice=advice) from None
    header = [cell.strip() for cell in rows[0]] if rows else []
    if language not in header:
        advice = (f"name a column {language}, and one for each other language, such as {language},ja",)
        raise StoryboardError(f"no column is called {language}, the film's language", place=f"{name}:1", advice=advice)
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            message = f"row {number} has {len(row)} cells, and the first {len(header)}"
            raise StoryboardError(message, place=name, advice=("quote a cell that holds a comma",))
    source = header.index(language)
    return {
        other: {row[source].strip(): row[at].strip() for row in rows[1:]}
        for at, other in enumerate(header)
        if at != source
    }
