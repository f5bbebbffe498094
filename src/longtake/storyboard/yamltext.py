"""Reads YAML 1.2 into a tree that knows its lines and columns. Nodes are composed; no object is ever constructed.

Every scalar keeps the text it was written with, so that `no` is a word and `4:30` is text, and the model decides what
a value means. Tags, other YAML versions and aliases that explode are refused.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from longtake.errors import LongtakeError, StoryboardError
from longtake.storyboard.quoting import quoted
from longtake.storyboard.tree import DEEPEST, Fields, Items, Node, Spot, Word, finding

__all__ = ["compose_yaml"]

_MOST_REPEATED = 10_000  # nodes that aliases may repeat, all together
_NULL = "tag:yaml.org,2002:null"


def compose_yaml(text: str, file: str) -> Node:
    """Raises StoryboardError at the first place that is no YAML 1.2, or that uses what a storyboard may not."""
    directive = re.search(r"^%(YAML|TAG)\b.*", text, re.MULTILINE)
    if directive and not re.fullmatch(r"%YAML\s+1\.2\s*", directive[0]):
        spot = Spot(text.count("\n", 0, directive.start()) + 1, 1)
        raise _stop(file, spot, f"{directive[0].strip()!r}: a storyboard is plain YAML 1.2", "leave this line out")
    reader: Any = YAML(typ="safe", pure=True)
    reader.Composer = _StrictComposer
    try:
        root = reader.compose(text)
    except MarkedYAMLError as error:
        raise _explained(error, text, file) from None
    except YAMLError as error:
        raise _stop(file, _spot_in(text, error), f"this cannot be YAML: {_one_line(error)}", "take it out") from None
    return _Tree(file).node(root, 1) if root else Word(None, Spot(1, 1))


class _StrictComposer(Composer):  # type: ignore[misc, unused-ignore]
    """ruamel.yaml's composer, which stops at a tag, a doubled anchor and too deep a nesting."""

    _level = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if not isinstance(event, AliasEvent):
            tag = getattr(event, "ctag", None)
            if tag is not None and str(tag) != "!":
                raise MarkedYAMLError(problem=f"tag {tag}", problem_mark=event.start_mark)
            if event.anchor in self.anchors:
                raise MarkedYAMLError(problem=f"anchor &{event.anchor}", problem_mark=event.start_mark)
        if self._level >= DEEPEST:
            raise MarkedYAMLError(problem="too deep", problem_mark=event.start_mark)
        self._level += 1
        node = super().compose_node(parent, index)
        self._level -= 1
        return node


class _Tree:
    """Turns ruamel's nodes into ours, writing aliases out, within a bound."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.seen: set[int] = set()
        self.open: set[int] = set()
        self.repeated = 0

    def node(self, raw: Any, depth: int) -> Node:
        spot = _spot(raw.start_mark)
        self.count(raw, spot, depth)
        if isinstance(raw, ScalarNode):
            return Word(None if raw.tag == _NULL and not raw.style else raw.value, spot)
        self.open.add(id(raw))
        made: Node
        if isinstance(raw, SequenceNode):
            made = Items(tuple(self.node(item, depth + 1) for item in raw.value), spot)
        else:
            assert isinstance(raw, MappingNode)
            made = Fields(tuple((self.key(k), self.node(v, depth + 1)) for k, v in raw.value), spot)
        self.open.discard(id(raw))
        return made

    def key(self, raw: Any) -> Word:
        spot = _spot(raw.start_mark)
        if not isinstance(raw, ScalarNode):
            raise _stop(self.file, spot, "a key here is not a word", *_brace_advice(raw))
        if raw.value == "<<" and not raw.style:
            advice = "write the fields out, or use an alias for a whole value"
            raise _stop(self.file, spot, "merge keys (<<) are no part of YAML 1.2", advice)
        return Word(raw.value, spot)

    def count(self, raw: Any, spot: Spot, depth: int) -> None:
        if id(raw) in self.open:
            raise _stop(self.file, spot, f"the anchor &{raw.anchor} contains itself", "write the value out")
        if depth > DEEPEST:
            raise _stop(self.file, spot, f"nested deeper than {DEEPEST} levels", "a storyboard needs 7 levels")
        if id(raw) in self.seen:
            self.repeated += 1
            if self.repeated > _MOST_REPEATED:
                message = f"the aliases repeat more than {_MOST_REPEATED} values"
                raise _stop(self.file, spot, message, "write the values out where they are needed")
        self.seen.add(id(raw))


def _explained(error: MarkedYAMLError, text: str, file: str) -> LongtakeError:
    """The parser's complaint in the words of somebody who writes storyboards."""
    is_open = "end of stream" in str(error.problem) and "quoted" in str(error.context)
    mark = error.context_mark if is_open else error.problem_mark or error.context_mark
    spot = _spot(mark) if mark else None
    lines = text.split("\n")
    line = lines[spot.line - 1] if spot and spot.line <= len(lines) else ""
    problem = "open quote" if is_open else str(error.problem or error.context)
    message, *advice = _stumble(problem, line, spot)
    return _stop(file, spot, message, *advice)


def _stumble(problem: str, line: str, spot: Spot | None) -> tuple[str, ...]:
    sign = line[spot.column - 1 : spot.column] if spot else ""
    if problem.startswith("tag "):
        return f"a storyboard takes no tags such as {problem[4:]!r}", "leave it out; for a ! in text, quote the text"
    if problem.startswith("anchor "):
        return f"the {problem} is set twice", "give the second one another name"
    if problem == "open quote":
        return "the quote that begins here is never closed", "close it, or take it out"
    if problem == "too deep":
        return f"nested deeper than {DEEPEST} levels", "a storyboard needs 7 levels"
    if sign == "\t" or (line[: len(line) - len(line.lstrip())].count("\t")):
        return "a tab stands where YAML takes spaces only", "indent with spaces"
    if "cannot start any token" in problem:
        return f"text cannot begin with {sign} unless it is quoted", _quoted(line)
    if "{{" in line:
        return "text with {{ must be quoted", _quoted(line)
    if "${" in line and "expected ',' or" in problem:
        return "inside [ ] and { }, text with ${ must be quoted", 'quote it: "… ${name} …"'
    if "got ':'" in problem and _colon_inside(line.strip()):
        return "a colon in { } makes this look like a second key", _quoted(line)
    if "mapping values are not allowed here" in problem or "could not find expected ':'" in problem:
        advice = f"if it is prose, quote it: {_quoted(line).removeprefix('quote it: ')}"
        return "a colon or a line break makes this look like a second key", advice, "else check the indentation"
    if "undefined alias" in problem:
        return f"{problem.removeprefix('found ')}: no anchor of that name stands before it", "for a * in text, quote it"
    if "another document" in problem:
        return "a second document begins here; a storyboard is one", "take out the lines --- and ... "
    return f"this is no YAML: {problem}", "check the quotes, brackets and indentation here and in the line above"


def _quoted(line: str) -> str:
    """The advice to quote, shown on the author's own words."""
    words = line.strip().removeprefix("- ").strip()
    key, colon, rest = words.partition(": ")
    prose = rest if colon and re.fullmatch(r"[\w-]{1,20}", key) else words
    if prose.startswith("{") and (inner := _colon_inside(prose)):
        return f"quote it: {inner[0]}: {quoted(inner[1])}"
    return f"quote it: {quoted(prose.strip())}"


def _colon_inside(group: str) -> tuple[str, str] | None:
    """The field of a { } whose text has a colon in it, with that text; None where no single field has one."""
    fields = re.split(r"[{,]\s*(?=[\w-]+: )", group.rstrip("}"))
    found = [field.partition(": ")[::2] for field in fields if field.count(": ") > 1]
    return (found[0][0], found[0][1].strip()) if len(found) == 1 else None


def _brace_advice(raw: Any) -> tuple[str, ...]:
    return ('text with {{ must be quoted: "{{ … }}"',) if isinstance(raw, MappingNode) else ("write a word as its key",)


def _spot(mark: Any) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)


def _spot_in(text: str, error: YAMLError) -> Spot | None:
    """Where the reader met a character that YAML forbids; it counts characters only."""
    at = getattr(error, "position", None)
    if not isinstance(at, int):
        return None
    before = text[:at]
    return Spot(before.count("\n") + 1, at - before.rfind("\n"))


def _one_line(error: YAMLError) -> str:
    character = getattr(error, "character", None)
    if character is not None:
        return f"the character U+{ord(str(character)) if isinstance(character, str) else character:04X} is not allowed"
    return " ".join(str(error).split())


def _stop(file: str, spot: Spot | None, message: str, *advice: str) -> LongtakeError:
    return StoryboardError.of([finding(file, spot, message, *advice)])
