"""What a prompt calls the files that go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from longtake.catalogue.dialects import Dialect
from longtake.planning.prompt import Clause, ClauseKind
from longtake.planning.segment import InputRole, SegmentInput

__all__ = ["TAG_RULE", "tag_clauses", "tagged"]

TAG_RULE = "rule: tag"
"""The origin of a clause that says which file shows whom."""

_MEDIA: Mapping[InputRole, str] = {"video": "video", "audio": "audio"}


def tagged(inputs: Sequence[SegmentInput], dialect: Dialect) -> tuple[SegmentInput, ...]:
    """The inputs with the name that this dialect has for each, counted in the order they are sent."""
    counts: Counter[str] = Counter()
    named: list[SegmentInput] = []
    for item in inputs:
        media = _MEDIA.get(item.role, "image")
        row = "all" if dialect.is_counted_together else media
        counts[row] += 1
        named.append(replace(item, tag=dialect.tags[media].filled({"number": str(counts[row])})))
    return tuple(named)


def tag_clauses(inputs: Sequence[SegmentInput], dialect: Dialect, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """A clause for everybody and everything that reference pictures show, and one for each picture of nobody."""
    places = {clause.name for clause in clauses if clause.kind == "setting"}
    shown: dict[str, list[str]] = {}
    for item in tagged(inputs, dialect):
        if item.role == "reference":
            shown.setdefault(item.about or f"\0{item.tag}", []).append(item.tag)
    for about, tags in shown.items():
        name = "" if about.startswith("\0") else about
        kind: ClauseKind = "setting" if name in places else "subject"
        yield Clause(kind, ", ".join(tags), TAG_RULE, name)
