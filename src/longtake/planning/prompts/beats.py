"""What happens one after the other inside a take: beats of one shot, or shots where a beat says "cut to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from longtake.catalogue.dialects import Dialect
from longtake.planning.prompt import Clause
from longtake.planning.prompts.words import finished, time_text, words_of

__all__ = ["beat_sentences", "shots_of"]

_CUT = re.compile(r"cut(s|ting)?\s+(back\s+)?to\b", re.IGNORECASE)


def shots_of(clauses: Sequence[Clause]) -> tuple[tuple[Clause, ...], ...]:
    """The beats by the shots they make: a beat that begins with "cut to" begins a new one."""
    shots: list[list[Clause]] = []
    for clause in clauses:
        if clause.kind == "beat":
            if not shots or _CUT.match(clause.text):
                shots.append([])
            shots[-1].append(clause)
    return tuple(tuple(shot) for shot in shots)


def beat_sentences(beats: Sequence[Clause], dialect: Dialect) -> Iterator[str]:
    """A sentence for each beat with its time, or for each shot; a single beat is told as an action."""
    if len(beats) < 2:
        yield from (dialect.told("action", {"text": words_of(beat)}) for beat in beats)
        return
    shots = shots_of(beats)
    if dialect.shots and len(shots) > 1:
        groups: Sequence[Sequence[Clause]] = shots
        ways = ["shot"] * len(groups)
    else:
        groups = [(beat,) for beat in beats]
        ways = ["first", *["next"] * (len(groups) - 2), "last"]
    is_whole = _are_apart_in_whole_seconds(beats)
    for number, (way, group) in enumerate(zip(ways, groups, strict=True), start=1):
        yield dialect.told(way, _values(group, number, dialect, is_whole=is_whole))


def _are_apart_in_whole_seconds(beats: Sequence[Clause]) -> bool:
    """Whether times may be told in whole seconds, which models keep best, and no beat loses its length."""
    whole = [int(seconds + Fraction(1, 2)) for beat in beats for seconds in (beat.start or 0, beat.end or 0)]
    return all(start < end for start, end in zip(whole[::2], whole[1::2], strict=True))


def _values(beats: Sequence[Clause], number: int, dialect: Dialect, *, is_whole: bool) -> Mapping[str, str]:
    start, end = beats[0].start or Fraction(0), beats[-1].end or Fraction(0)
    texts = [words_of(beat) for beat in beats]

    def shown(seconds: Fraction) -> str:
        return time_text(seconds, dialect.clock, is_whole=is_whole)

    return {
        "text": " ".join(map(finished, texts)) if len(texts) > 1 else texts[0],
        "number": str(number),
        "from": shown(start),
        "to": shown(end),
        "length": shown(end - start),
    }
