"""Shot lists: CSV, TSV and tables in articles. One row is one shot; the words over the columns say what is in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from longtake.errors import StoryboardError
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.scripts.labels import field_of, join_text, length_text, names_file
from longtake.storyboard.scripts.naming import slug
from longtake.storyboard.tree import Spot, finding

__all__ = ["Row", "is_shot_list", "read_rows", "read_table"]

_SHOWN = ("action", "narration", "says", "clip", "image")
_SEPARATORS = ",;\t|"
_KNOWN = ("scene", "shot", "action", "narration", "duration", "camera", "clip", "image", "location", "transition")
_AS_WRITTEN = (
    "camera",
    "motion",
    "energy",
    "avoid",
    "trim",
    "title",
    "model",
    "seed",
    "reference",
    "first_frame",
    "last_frame",
)


class Row(NamedTuple):
    """Cells, and where they stand."""

    cells: tuple[str, ...]
    spot: Spot


def is_shot_list(header: Sequence[str]) -> bool:
    """Whether a table's header says that its rows show or say something."""
    return any(field_of(word) in _SHOWN for word in header)


def read_table(draft: Draft, text: str, name: str, separator: str = "") -> None:
    """Reads CSV or TSV. separator: by default the one that parts the first line most. Raises StoryboardError."""
    excel = re.match(r"sep=(.)[ \t]*(?=\n)", text)  # how Excel names the separator, in a line of its own
    if excel:
        draft.taken.append(excel[0])
        text, separator = text[excel.end() :], excel[1]
    rows = _rows(text, name, separator or _separator(text))
    if not rows:
        return
    header = rows[0].cells
    if not is_shot_list(header):
        named = ", ".join(repr(cell) for cell in header[:8] if cell) or "nothing"
        near = get_close_matches(header[0].casefold(), _KNOWN, n=1)
        advice = (*(f"is {header[0]!r} meant as {word}?" for word in near), f"columns known here: {', '.join(_KNOWN)}")
        message = f"no column says what is seen or said: the first line has {named}"
        raise StoryboardError.of([finding(name, rows[0].spot, message, *advice)])
    read_rows(draft, header, rows[1:])


def _separator(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _rows(text: str, name: str, separator: str) -> list[Row]:
    """The rows that hold anything, with the lines they begin in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(tuple(" ".join(cell.split()) for cell in cells), Spot(line, 0)))
            line = reader.line_num + 1
    except csv.Error as error:
        advice = ('a cell with a quote or a line break in it stands in quotes, and each " in it twice',)
        raise StoryboardError.of([finding(name, Spot(line, 0), f"this is no table: {error}", *advice)]) from None
    return rows


def read_rows(draft: Draft, header: Sequence[str], rows: Sequence[Row]) -> None:
    """Adds a shot for each row, and a scene for each run of rows that name the same."""
    fields = [field_of(word) for word in header]
    draft.taken += header
    for row in rows:
        _row(draft, header, fields, row)


def _row(draft: Draft, header: Sequence[str], fields: Sequence[str], row: Row) -> None:
    said: dict[str, list[str]] = {}
    for number, cell in enumerate(row.cells):
        field = fields[number] if number < len(fields) else ""
        if cell and field:
            said.setdefault(field, []).append(cell)
        elif cell:
            column = header[number] if number < len(header) and header[number] else f"{number + 1}"
            draft.leave(row.spot, f"a cell of the column {column}, which is not known here", cell)
    for field in ("clip", "image"):
        if field in said and not names_file(" ".join(said[field])):
            said.setdefault("action", []).extend(said.pop(field))
    _scene(draft, said, row.spot)
    _shot(draft, {field: " ".join(cells) for field, cells in said.items()}, row.spot)


def _scene(draft: Draft, said: dict[str, list[str]], spot: Spot) -> None:
    """Begins a scene where the row names another one than the row before."""
    named = " ".join(said.pop("scene", []))
    draft.taken.append(named)
    if not named and draft.scenes:
        return
    if draft.scenes and [*draft.comments.get(draft.here, ())][-1:] == [named]:
        return
    draft.scene(spot, named, slug(named) or (slug(f"scene {named}") if named and named.isascii() else ""))


def _shot(draft: Draft, said: dict[str, str], spot: Spot) -> None:
    narration, who = said.get("narration", ""), said.get("who", "")
    if narration:
        draft.narrate(spot, narration)
    shot: dict[str, Any] = {"action": said.get("action", "")}
    if "id" in said:
        draft.taken.append(said["id"])
        shot["id"] = draft.shot_id(slug(said["id"]))
    if said.get("says"):
        shot["says"] = [_line(draft, said, spot)]
    elif who:
        draft.leave(spot, "a speaker who says nothing", who, "a column dialogue says what they say")
    if "at" in said:
        _place(draft, said["at"], spot)
    _length_and_join(draft, shot, said, spot)
    shot |= {field: said[field] for field in (*_AS_WRITTEN, "clip", "image") if field in said}
    if not (shot["action"] or "clip" in said or "image" in said):
        shot["action"] = narration or _spoken(shot)
        if not shot["action"]:
            draft.leave(spot, "a row in which nothing is seen or said", " · ".join(said.values()))
            return
    draft.shot(spot, **{"for_" if key == "for" else key: value for key, value in shot.items()})
    if not said.get("action") and not ("clip" in said or "image" in said):
        draft.guess(draft.last_shot, "say what is seen")
    draft.say(draft.last_shot, said.get("note", ""))


def _line(draft: Draft, said: dict[str, str], spot: Spot) -> dict[str, str]:
    line = {"text": said["says"]}
    if said.get("who"):
        line = {"who": draft.cast(said["who"], spot), **line}
    return line | ({"how": said["how"]} if said.get("how") else {})


def _spoken(shot: dict[str, Any]) -> str:
    says = shot.get("says")
    if not says:
        return ""
    return f"@{says[0]['who']} speaks" if "who" in says[0] else str(says[0]["text"])


def _place(draft: Draft, words: str, spot: Spot) -> None:
    name, scene = draft.place(words, spot), draft.begun(spot)
    if scene.setdefault("at", name) != name:
        draft.leave(
            spot, "the place of a single shot", words, "a scene has one place: give the shot a scene of its own"
        )


def _length_and_join(draft: Draft, shot: dict[str, Any], said: dict[str, str], spot: Spot) -> None:
    if "for" in said:
        shot["for"] = length_text(said["for"])
        draft.taken.append(said["for"])
    if "join" in said:
        shot["join"] = join_text(said["join"]) if draft.scenes and (draft.shots or len(draft.scenes) > 1) else ""
        if shot["join"]:
            draft.taken.append(said["join"])
        else:
            advice = "join: cut and join: dissolve 0.5s are made, between two shots"
            draft.leave(spot, "a transition that is not made", said["join"], advice)
