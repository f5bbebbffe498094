"""Where a text is broken: into cues, and each of them into lines, at phrases and as evenly as they allow.

Every way to part the pieces has a cost; the cheapest is taken (Knuth and Plass, Breaking paragraphs into lines, 1981).
Costs are in steps of what a clumsy break is worth, and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise

from longtake.captions.norms import Norms
from longtake.captions.pieces import Piece, joined
from longtake.media import SAMPLE_RATE
from longtake.storyboard.phrasing import sentences

__all__ = ["Cut", "cuts_of"]

_CLAUSE_END = re.compile(r"[,;:،؛、，；：—–][\"'”’»)\]」』）]*$")
_AT_SENTENCE, _AT_CLAUSE, _AT_PHRASE, _ANYWHERE, _HELD = 0.0, 2.0, 4.0, 6.0, 16.0
_CUE = 20.0  # what a cue costs, so that there are no more of them than it takes
_WORSE_BETWEEN_CUES = 5.0  # a clumsy break is that much worse where the reader has to remember the beginning
_SENTENCE_WITHIN = 8.0
_PAUSE, _LONG_PAUSE = 12.0, 0.7  # a second of silence within a cue, from so many seconds on
_ORPHAN_LINE, _ORPHAN_CUE = 8.0, 24.0
_UNEVEN = 0.15  # for each column by which lines differ
_TOO_FAST, _TOO_SHORT = 60.0, 60.0
_SHORT_CUE = 3  # parts of a sentence of up to a third of the width are orphans as cues
_SHORT_LINE = 4  # lines of up to a quarter of the width are orphans


@dataclass(frozen=True, slots=True)
class Cut:
    """A cue's pieces: those from `start` up to `end`, and the numbers that its lines begin at, `start` the first."""

    start: int
    end: int
    lines: tuple[int, ...]


def cuts_of(pieces: Sequence[Piece], language: str, norms: Norms, room: float) -> tuple[Cut, ...]:
    """The pieces of one speaker in cues that follow each other: every piece once, in order. room: seconds that nobody
    speaks after the last.

    A piece that is wider than a line stands on one alone; one that is heard for longer than a cue lasts, in one alone.
    """
    if not pieces:
        return ()
    breaker = _Breaker(pieces, language, norms, room)
    best: list[tuple[float, Cut | None]] = [(0.0, None)]
    for end in range(1, len(pieces) + 1):
        best.append(min(((best[cut.start][0] + cost, cut) for cost, cut in breaker.ending_at(end)),
                        key=lambda found: found[0]))  # fmt: skip
    cuts, end = list[Cut](), len(pieces)
    while end:
        cut = best[end][1]
        assert cut is not None
        cuts.append(cut)
        end = cut.start
    return tuple(reversed(cuts))


class _Breaker:
    """The pieces with what decides their costs, each worked out once."""

    def __init__(self, pieces: Sequence[Piece], language: str, norms: Norms, room: float) -> None:
        self._norms, self._room = norms, room
        sentence_ends = _sentence_ends(pieces, language)
        costs = (
            _AT_SENTENCE if at in sentence_ends else _break_cost(*pair, language)
            for at, pair in enumerate(pairwise(pieces), 1)
        )
        self._breaks = [0.0, *costs, _AT_SENTENCE]
        spaced = (piece.columns + piece.is_spaced for piece in pieces)
        self._ends = [0, *accumulate(spaced)]
        self._spaces = [int(piece.is_spaced) for piece in pieces]
        self._starts = [piece.start / SAMPLE_RATE for piece in pieces]
        self._stops = [piece.end / SAMPLE_RATE for piece in pieces]
        self._sentences = [0, *accumulate(int(at in sentence_ends) for at in range(1, len(pieces) + 1))]
        pauses = (max(0.0, after - before) for before, after in zip(self._stops, self._starts[1:], strict=False))
        self._pauses = [0.0, *accumulate(pause if pause > _LONG_PAUSE else 0.0 for pause in pauses)]

    def ending_at(self, end: int) -> list[tuple[float, Cut]]:
        """Each cue that may end there, with its cost: at least the last piece alone."""
        found = []
        for start in range(end - 1, -1, -1):
            is_alone = start == end - 1
            if not is_alone and (
                self._width(start, end) > self._norms.lines * self._norms.columns
                or self._stops[end - 1] - self._starts[start] > self._norms.longest
            ):
                break
            set_in = self._lines(start, end, self._norms.lines)
            if set_in or is_alone:
                cost, lines = set_in or (0.0, (start,))
                found.append((cost + self._cue_cost(start, end), Cut(start, end, lines)))
        return found

    def _width(self, start: int, end: int) -> int:
        return self._ends[end] - self._ends[start] - self._spaces[start]

    def _lines(self, start: int, end: int, most: int) -> tuple[float, tuple[int, ...]] | None:
        """The best way to set these in at most so many lines: the fewest that hold them, evenly. None if none does."""
        width = self._width(start, end)
        if width <= self._norms.columns:
            return 0.0, (start,)
        if most == 1:
            return None
        ways = []
        for cut in range(end - 1, start, -1):
            last = self._width(cut, end)
            if last > self._norms.columns:
                break
            before = self._lines(start, cut, most - 1)
            if before:
                above = self._width(before[1][-1], cut)
                orphan = _ORPHAN_LINE * (min(last, above) * _SHORT_LINE <= self._norms.columns)
                cost = before[0] + 2.0 + self._breaks[cut] + orphan + _UNEVEN * abs(last - above)
                ways.append((cost, (*before[1], cut)))
        return min(ways, default=None)

    def _cue_cost(self, start: int, end: int) -> float:
        last = end == len(self._stops)
        spoken = self._stops[end - 1] - self._starts[start]
        room = self._room if last else self._starts[end] - self._stops[end - 1]
        shown = max(spoken + min(room, float(self._norms.hang)), 0.04)
        too_fast = max(0.0, self._width(start, end) / (shown * self._norms.speed) - 1)
        too_short = max(0.0, float(self._norms.shortest) - shown)
        inner = self._sentences[end - 1] - self._sentences[start]
        pause = self._pauses[end - 1] - self._pauses[start]
        is_whole = self._breaks[start] == self._breaks[end] == _AT_SENTENCE
        orphan = _ORPHAN_CUE * (not is_whole and self._width(start, end) * _SHORT_CUE <= self._norms.columns)
        wrong = _TOO_FAST * too_fast + _TOO_SHORT * too_short + _PAUSE * pause + orphan
        return _CUE + _WORSE_BETWEEN_CUES * self._breaks[end] + _SENTENCE_WITHIN * inner + wrong


def _sentence_ends(pieces: Sequence[Piece], language: str) -> set[int]:
    """The numbers of the pieces before which a sentence has ended."""
    text, found, at = joined(pieces), set(), 0
    for sentence in sentences(text, language):
        at = text.index(sentence, at) + len(sentence)
        found.add(at)
    ends = accumulate(len(piece.text) + (piece.is_spaced and number > 0) for number, piece in enumerate(pieces))
    return {number for number, end in enumerate(ends, 1) if end in found}


def _break_cost(before: Piece, after: Piece, language: str) -> float:
    """What it costs to part two pieces within a sentence."""
    if _CLAUSE_END.search(before.text):
        return _AT_CLAUSE
    primary = language.partition("-")[0].lower()
    begins, holds = _joints(primary)
    word, following = before.text.strip("\"'“‘«(¿¡").lower(), after.text.strip("\"'“‘«(¿¡").lower()
    if word in holds or word[-1:].isdigit():
        return _HELD
    if before.text[:1].isupper() and after.text[:1].isupper() and primary != "de":
        return _HELD
    return _AT_PHRASE if following in begins else _ANYWHERE


@lru_cache(maxsize=16)
def _joints(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words that begin a line well, and those that never end one."""
    row = _written().get(language, {})
    return frozenset(row.get("before", "").split()), frozenset(row.get("holds", "").split())


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("joints.toml").read_text("utf-8"))
