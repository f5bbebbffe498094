"""Plain text: paragraphs are narration, `[square brackets]` shots; `Scene 2: the kitchen` and rules begin scenes."""

from __future__ import annotations

import re

from longtake.storyboard.phrasing import join_lines
from longtake.storyboard.scripts.article import Block, Direction, Heading, Line, Paragraph, Rule, assemble, labelled
from longtake.storyboard.scripts.draft import Draft
from longtake.storyboard.tree import Spot

__all__ = ["read_text"]

_SCENE = re.compile(
    r"(?:scene|szene|scène|escena|cena|scena|сцена|シーン|場面|场景|場景|장면)\s*\d{1,4}(?!\d).*", re.IGNORECASE
)
_RULE = re.compile(r"\s*(?:([-*_=~])\s*)(?:\1\s*){2,}|\s*[⁂§]\s*")
_BRACKETS = re.compile(r"\s*(?:\[(?P<square>[^\[\]]+)\]|【(?P<wide>[^【】]+)】)\s*")
_SPEAKER = re.compile(r"(?P<who>[^\W\d_a-z][^:：a-z]{0,30}?)\s*[:：]\s*(?P<text>\S.*)", re.DOTALL)


def read_text(draft: Draft, text: str) -> None:
    """Adds what plain text says to the draft."""
    blocks: list[Block] = []
    lines: list[str] = []
    begin = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        is_alone = bool(_RULE.fullmatch(line) or _SCENE.fullmatch(line.strip()) or _is_part(line))
        if not line.strip() or is_alone:
            blocks += _block(lines, begin)
            lines = []
        if is_alone:
            blocks += _block([line], number)
        elif line.strip():
            begin = begin if lines else number
            lines.append(line)
    assemble(draft, blocks)


def _is_part(line: str) -> bool:
    """Whether a line begins a part of its own: a label, a direction, somebody's line."""
    return bool(labelled(line.strip())[0] or _BRACKETS.fullmatch(line) or _speaker(line.strip()))


def _speaker(text: str) -> re.Match[str] | None:
    """A name in capitals and a colon: `MARA: Good morning.`"""
    match = _SPEAKER.fullmatch(text)
    return match if match and match["who"].isupper() and len(match["who"].split()) <= 4 else None


def _block(lines: list[str], number: int) -> list[Block]:
    text = join_lines(lines)
    if not text:
        return []
    spot = Spot(number, len(lines[0]) - len(lines[0].lstrip()) + 1)
    bracketed, speaker = _BRACKETS.fullmatch(text), _speaker(text)
    if len(lines) == 1 and _RULE.fullmatch(lines[0]):
        return [Rule(spot)]
    if len(lines) == 1 and _SCENE.fullmatch(text):
        return [Heading(text, 2, spot)]
    if bracketed:
        return [Direction((bracketed["square"] or bracketed["wide"]).strip(), spot)]
    if speaker and not labelled(text)[0]:
        return [Line(speaker["who"], speaker["text"], spot)]
    return [Paragraph(text, spot)]
