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
_WAYS: Mapping[InputRole, str] = {"video": "source", "audio": "driver"}


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
    """A clause for everybody and everything that reference pictures show, one for each picture of nobody, and one for
    the clip to be edited and the sound to be followed where the dialect calls them by their tags."""
    places = {clause.name for clause in clauses if clause.kind == "setting"}
    files = tagged(inputs, dialect)
    shown = [item for item in files if item.role == "reference"]
    for about in dict.fromkeys(item.about for item in shown if item.about):
        kind: ClauseKind = "setting" if about in places else "subject"
        yield Clause(kind, ", ".join(item.tag for item in shown if item.about == about), TAG_RULE, about)
    for item in files:
        if item.role == "reference" and not item.about:
            yield Clause("subject", item.tag, TAG_RULE)
        elif words := dialect.told(_WAYS[item.role], {"tag": item.tag}) if item.role in _WAYS else "":
            yield Clause("continuity", words, TAG_RULE)
