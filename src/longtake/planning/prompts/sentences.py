"""Clauses into a dialect's sentences: each value put in once, word for word. Only a sentence's first letter may rise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from longtake.catalogue.dialects import Clock, Dialect
from longtake.planning.prompt import Clause, ClauseKind
from longtake.planning.prompts.clauses import shown_name
from longtake.planning.prompts.tags import TAG_RULE

__all__ = ["negative_text", "said", "text_of", "words_of"]

_ENDS = (".", "!", "?", "…", "。", "！", "？", ".”", "!”", "?”", '."', '!"', '?"', ".»", "」")


def words_of(clause: Clause) -> str:
    """What stands of a clause in the prompt."""
    return clause.text if clause.shortened is None else clause.shortened


def text_of(clauses: Sequence[Clause], dialect: Dialect) -> str:
    """The prompt: each kind that has something to say, in the dialect's order."""
    paragraphs = (_paragraph(kind, clauses, dialect) for kind in dialect.order)
    return dialect.between.join(paragraph for paragraph in paragraphs if paragraph)


def said(clauses: Sequence[Clause], dialect: Dialect, kind: ClauseKind) -> tuple[str, ...]:
    """The sentences of one kind, unfinished."""
    standing = [clause for clause in clauses if clause.kind == kind and words_of(clause)]
    match kind:
        case "subject" | "setting":
            return tuple(_thing(group, dialect) for group in _by_name(standing))
        case "beat":
            return tuple(_beats(standing, dialect))
        case "speech":
            return tuple(_line(list(group), dialect) for _, group in groupby(standing, _owner))
        case "negative":
            return (dialect.says["negative"].filled({"text": negative_text(standing)}),) if standing else ()
        case "camera":
            return tuple(_camera(clause, dialect) for clause in standing)
        case _:
            return tuple(dialect.says[_way(clause)].filled({"text": words_of(clause)}) for clause in standing)


def negative_text(clauses: Sequence[Clause]) -> str:
    """What must not be seen, in one line."""
    return ", ".join(words_of(clause) for clause in clauses if clause.kind == "negative" and words_of(clause))


def _paragraph(kind: str, clauses: Sequence[Clause], dialect: Dialect) -> str:
    sentences = said(clauses, dialect, kind)  # type: ignore[arg-type]
    if not sentences:
        return ""
    label = dialect.labels.get(kind, "")
    text = " ".join(_finished(sentence) for sentence in sentences)
    return f"{label}{text}"


def _finished(sentence: str) -> str:
    text = sentence if sentence.endswith(_ENDS) else f"{sentence}."
    return re.sub(r"^\w+", _raised, text, count=1)


def _raised(found: re.Match[str]) -> str:
    """A first word with a capital, unless its capitals stand elsewhere (iPhone)."""
    word = found[0]
    first = word[0].upper()
    return first + word[1:] if word.islower() and len(first) == 1 else word


def _by_name(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Clauses about the same person, place or thing together; those about nobody each alone."""
    groups: dict[str, list[Clause]] = {}
    for number, clause in enumerate(clauses):
        groups.setdefault(clause.name or str(number), []).append(clause)
    return iter(groups.values())


def _thing(group: list[Clause], dialect: Dialect) -> str:
    values = {_slot(clause): words_of(clause) for clause in group}
    defined = next((clause for clause in group if clause.origin != TAG_RULE), None)
    if defined is None:
        way = "tagged" if group[0].name else "reference"
        return dialect.says[way].filled({**values, "name": shown_name(group[0].name, is_person=True)})
    way = {"cast": "cast", "props": "prop", "places": "place"}[defined.origin.partition(".")[0]]
    name = shown_name(defined.name, is_person=way == "cast")
    return dialect.says[way].filled({**values, "name": name})


def _slot(clause: Clause) -> str:
    return "tag" if clause.origin == TAG_RULE else clause.origin.rpartition(".")[2]


def _owner(clause: Clause) -> str:
    return clause.origin.rpartition(".")[0]


def _line(group: list[Clause], dialect: Dialect) -> str:
    values = {_slot(clause): words_of(clause) for clause in group}
    words = values.get("text", "")
    way = "says" if group[0].name else "voice"
    name = shown_name(group[0].name, is_person=True)
    return dialect.says[way].filled({"name": name, "how": values.get("how", ""), "words": _quoted(words)})


def _quoted(words: str) -> str:
    return f"“{words}”" if '"' in words else f'"{words}"'


def _camera(clause: Clause, dialect: Dialect) -> str:
    words = words_of(clause)
    plain = re.sub(r"[\s_-]+", " ", words).lower()
    moves = (own for theirs, own in dialect.moves.items() if re.search(rf"\b{re.escape(theirs)}\b", plain))
    return dialect.says["camera"].filled({"text": words, "move": next(moves, "")})


def _beats(clauses: Sequence[Clause], dialect: Dialect) -> Iterator[str]:
    if len(clauses) == 1:
        yield dialect.says["action"].filled({"text": words_of(clauses[0])})
        return
    for number, clause in enumerate(clauses, start=1):
        way = "first" if number == 1 else "last" if number == len(clauses) else "next"
        yield dialect.says[way].filled(_beat_values(clause, number, dialect.clock))


def _beat_values(clause: Clause, number: int, clock: Clock) -> Mapping[str, str]:
    start, end = clause.start or Fraction(0), clause.end or Fraction(0)
    return {
        "text": words_of(clause),
        "number": str(number),
        "from": _time(start, clock),
        "to": _time(end, clock),
        "length": _time(end - start, clock),
    }


def _time(seconds: Fraction, clock: Clock) -> str:
    whole = int(seconds + Fraction(1, 2))
    if clock == "mm:ss":
        return f"{whole // 60:02}:{whole % 60:02}"
    return str(whole)


def _way(clause: Clause) -> str:
    return _slot(clause) if clause.kind == "style" else clause.kind
