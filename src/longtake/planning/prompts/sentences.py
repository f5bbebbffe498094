"""Clauses into a dialect's sentences: each value put in once, word for word, but for a capital at its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from longtake.catalogue.dialects import Dialect
from longtake.planning.prompt import Clause
from longtake.planning.prompts.beats import beat_sentences
from longtake.planning.prompts.tags import TAG_RULE
from longtake.planning.prompts.words import finished, joined, words_of
from longtake.storyboard import shown_name

__all__ = ["negative_text", "text_of"]


def text_of(clauses: Sequence[Clause], dialect: Dialect) -> str:
    """The prompt: each kind that has something to say, in the dialect's order."""
    standing = [clause for clause in clauses if words_of(clause)]
    sentences = (sentence for kind in dialect.order for sentence in _sentences(kind, standing, dialect))
    return joined(map(finished, sentences))


def negative_text(clauses: Sequence[Clause], dialect: Dialect) -> str:
    """What must not be seen, in one line, for a field of its own."""
    return _listed([words_of(clause) for clause in clauses if words_of(clause)], dialect)


def _negative(clauses: Sequence[Clause], dialect: Dialect) -> str:
    """What must not be seen as a sentence of the prompt, each thing as the dialect rules it out."""
    things = [dialect.told("unwanted", {"text": words_of(clause)}) for clause in clauses]
    return dialect.told("negative", {"text": _listed(things, dialect)})


def _listed(things: Sequence[str], dialect: Dialect) -> str:
    return dialect.tongue.of(things).joint.join(things)


def _sentences(kind: str, clauses: Sequence[Clause], dialect: Dialect) -> Iterator[str]:
    """The sentences of one kind, without their full stops."""
    told = [clause for clause in clauses if clause.kind == kind]
    match kind:
        case "subject" | "setting":
            yield from (_thing(group, dialect) for group in _by_name(told))
        case "beat":
            yield from beat_sentences(told, dialect)
        case "speech":
            yield from (_line(list(group), dialect) for _, group in groupby(told, _owner))
        case "negative" if told:
            yield _negative(told, dialect)
        case "style":
            yield from (dialect.told(_slot(clause), {"text": words_of(clause)}) for clause in told)
        case _:
            yield from (_plain(kind, clause, dialect) for clause in told)


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
        return dialect.told(way, {**values, "name": shown_name(group[0].name, is_person=True)})
    way = {"cast": "cast", "props": "prop", "places": "place"}[defined.origin.partition(".")[0]]
    name = shown_name(defined.name, is_person=way == "cast")
    return dialect.told(way, {**values, "name": name})


def _slot(clause: Clause) -> str:
    return "tag" if clause.origin == TAG_RULE else clause.origin.rpartition(".")[2]


def _owner(clause: Clause) -> str:
    return clause.origin.rpartition(".")[0]


def _line(group: list[Clause], dialect: Dialect) -> str:
    values = {_slot(clause): words_of(clause) for clause in group}
    name = shown_name(group[0].name, is_person=True)
    if "voice" in values:
        return dialect.told("timbre", {"name": name, "text": values["voice"]})
    words = _quoted(values["text"], dialect)
    way = "says" if name else "voice"
    return dialect.told(way, {"name": name, "how": values.get("how", ""), "words": words})


def _quoted(words: str, dialect: Dialect) -> str:
    """The words in the dialect's quotes, or in curly ones where they have such quotes in them."""
    opening, closing = dialect.quotes
    return f"“{words}”" if opening in words or closing in words else f"{opening}{words}{closing}"


def _plain(kind: str, clause: Clause, dialect: Dialect) -> str:
    words = words_of(clause)
    values = {"text": words, "move": _move(words, dialect.moves)} if kind == "camera" else {"text": words}
    return dialect.told(kind, values)


def _move(words: str, moves: Mapping[str, str]) -> str:
    """The model's own word for the first camera move that the author's words name; "" for none."""
    plain = re.sub(r"[\s_-]+", " ", words).lower()
    found = [(place.start(), own) for said, own in moves.items() if (place := re.search(rf"\b{said}\b", plain))]
    return min(found, default=(0, ""))[1]
