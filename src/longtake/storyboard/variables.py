"""Variables: `${name}` in a text becomes the value of a variable, before anything is made of the text.

The names are a closed list, `variables:` of the storyboard. A value is put in once and never looked into again: a value
`${other}` or `{api_key}` stays as it is. Between the braces stands a name and nothing else. `$${` is `${` itself, and
`$$${price}` a dollar sign with a price after it: of the dollars before a brace, each two are one.

Keys, `when` and the variables themselves are not filled. What decides who is paid (a model, a voice, the budget) takes
only variables whose values are a closed list too, so that no row of a campaign chooses a provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from longtake.errors import Finding
from longtake.storyboard.fields import NAME
from longtake.storyboard.model import Variable
from longtake.storyboard.signs import printable
from longtake.storyboard.textfile import LARGEST
from longtake.storyboard.tree import KeyPath, Remark
from longtake.storyboard.units import Refused
from longtake.storyboard.values import Given

__all__ = ["Filled", "literal", "literals", "put_in", "truth"]

_OPENING = re.compile(r"(\$+)\{(?:([^{}]*)\})?")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Filled:
    """Plain data of a storyboard with its variables put in, each of which now has the value that was taken.

    remarks: what is wrong, by key path. findings: what is wrong with values, where they were given. open: the texts
    that could not be filled; what else is odd about them follows from that.
    """

    data: dict[str, Any]
    remarks: list[Remark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    open: list[KeyPath] = field(default_factory=list)


def put_in(data: dict[str, Any], given: Mapping[str, Given]) -> Filled:
    """The data with every variable put in. given: values by name; a variable without one has its default."""
    written = data.get("variables")
    written = written if isinstance(written, dict) else {}
    filled = Filled({})
    filled.findings.extend(_unknown(given, written))
    pen = _Pen(filled, set(written))
    for name, raw in written.items():
        variable = _declared(raw)
        value = _value(name, variable, given.get(name), filled) if variable else None
        if variable and value is not None:
            pen.values[name] = value
            pen.closed |= {name} if variable.of or variable.kind == "yes or no" else set()
    filled.data.update({key: pen.fill(value, (key,)) for key, value in data.items()})
    if pen.values:
        filled.data["variables"] = {name: _with_value(raw, pen.values.get(name)) for name, raw in written.items()}
    return filled


def literal(text: str) -> str:
    """The text as it must be written, so that `put_in` gives it back."""
    return re.sub(r"(\$+)(?=\{)", r"\1\1", text)


def literals(value: Any, path: KeyPath = ()) -> Any:
    """Plain data of a storyboard as they must be written, so that `put_in` gives them back. path: where they stand."""
    if isinstance(value, dict):
        return {key: literals(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [literals(item, (*path, number)) for number, item in enumerate(value)]
    return literal(value) if isinstance(value, str) and not _is_kept(path) else value


def truth(text: str) -> bool | None:
    """What yes, no, true and false mean; None for anything else."""
    return _TRUTHS.get(text)


def _declared(raw: object) -> Variable | None:
    """The variable, or None where it is faulty, which the storyboard's own validation tells."""
    try:
        return Variable.model_validate(raw)
    except ValidationError:
        return None


def _with_value(raw: object, value: str | None) -> object:
    if value is None:
        return raw
    return {**raw, "value": value} if isinstance(raw, dict) else value


def _unknown(given: Mapping[str, Given], written: Mapping[str, object]) -> Iterator[Finding]:
    for name, value in given.items():
        if name not in written:
            near = get_close_matches(name, sorted(written), n=1)
            known = f"known: {', '.join(sorted(written))}" if written else "the storyboard has no variables"
            advice = (f"did you mean {near[0]}?",) if near else (known, f"or define it: variables: {{{name}: …}}")
            yield Finding(value.place, f"there is no variable {name[:60]!r}", advice)


def _value(name: str, variable: Variable, given: Given | None, filled: Filled) -> str | None:
    """The value that stands for a variable. None where there is none to be had, which is remarked."""
    path: KeyPath = ("variables", name)
    try:
        allowed = [_checked(text, variable) for text in variable.of]
        default = None if variable.value is None else _one_of(_checked(variable.value, variable), allowed)
    except Refused as error:
        filled.remarks.append(Remark(path, str(error), error.advice))
        return None
    if given is None:
        if default is None:
            advice = (f"give it one: --set {name}=…", "or a default: value: …")
            filled.remarks.append(Remark(path, "it has no value", advice, on_key=True))
        return default
    try:
        return _one_of(_checked(printable(given.text), variable), allowed)
    except Refused as error:
        filled.findings.append(Finding(given.place, f"variable {name}: {error}", error.advice))
        return None


def _checked(text: str, variable: Variable) -> str:
    """The value as it is put in: a text and a number as they were written, yes or no as these words."""
    if variable.kind == "yes or no":
        meant = truth(text.strip())
        if meant is None:
            raise Refused(f"{text[:60]!r} is neither yes nor no", "write yes or no")
        return "yes" if meant else "no"
    if variable.kind == "number":
        if not _NUMBER.fullmatch(text.strip()):
            raise Refused(f"{text[:60]!r} is no number", "write it plainly, such as 12 or 0.5")
        return text.strip()
    return text


def _one_of(value: str, allowed: list[str]) -> str:
    if allowed and value not in allowed:
        near = get_close_matches(value, allowed, n=1)
        hint = (f"did you mean {near[0]}?",) if near else ()
        raise Refused(f"{value[:60]!r} is none of its values", *hint, f"known: {', '.join(allowed)}")
    return value


def _decides_who_is_paid(path: KeyPath) -> bool:
    match path:
        case ("route" | "budget", *_) | ("narrator",) | ("narrator", "voice" | "max_price") | ("cast", _, "voice"):
            return True
        case ("scenes", _, "shots", _, "model", *_):
            return True
    return False


def _is_kept(path: KeyPath) -> bool:
    """Whether a text is not filled: the variables themselves, and conditions, which name variables."""
    return path[:1] == ("variables",) or (len(path) == 3 and path[0] == "scenes" and path[2] == "when")


class _Pen:
    """Puts values into texts, as much as a storyboard may be long. known: every name that is written, faulty or not;
    closed: the names whose values are a closed list."""

    def __init__(self, filled: Filled, known: set[str]) -> None:
        self.filled, self.known = filled, known
        self.values: dict[str, str] = {}
        self.closed: set[str] = set()
        self._room = LARGEST

    def fill(self, value: Any, path: KeyPath) -> Any:
        if isinstance(value, dict):
            return {key: self.fill(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, (*path, number)) for number, item in enumerate(value)]
        if not isinstance(value, str) or "${" not in value or _is_kept(path):
            return value
        return self._text(value, path)

    def _text(self, text: str, path: KeyPath) -> str:
        names = [match[2] for match in _OPENING.finditer(text) if len(match[1]) % 2]
        wrong = [remark for name in dict.fromkeys(names) for remark in self._wrong(name, path)]
        self._room -= sum(len(self.values.get(name, "")) for name in names if name)
        if self._room < 0 and not wrong:
            advice = ("shorten the values", "or use them in fewer places")
            wrong = [Remark(path, "with this value, the variables make the storyboard longer than 1 MB", advice)]
        self.filled.remarks.extend(wrong)
        if wrong or not all(name in self.values for name in names):
            self.filled.open.append(path)
            return text
        return _OPENING.sub(self._piece, text)

    def _piece(self, match: re.Match[str]) -> str:
        dollars = "$" * (len(match[1]) // 2)
        return dollars + self.values[match[2]] if len(match[1]) % 2 else match[0].replace(match[1], dollars, 1)

    def _wrong(self, name: str | None, path: KeyPath) -> Iterator[Remark]:
        """What is wrong with one opening; name: what stands between the braces, None where they never close."""
        as_it_is = "for the signs themselves, write $${"
        if name is None:
            yield Remark(path, "${ is never closed by }", ("write ${name}", as_it_is))
        elif not re.fullmatch(NAME, name):
            inner = re.search(NAME, name)
            message = f"{name[:40]!r} is no name, and only the name of a variable stands between ${{ and }}"
            yield Remark(path, message, (f"write ${{{inner[0] if inner else 'name'}}}", as_it_is))
        elif name not in self.known:
            near = get_close_matches(name, sorted(self.known), n=1)
            hint = (f"did you mean ${{{near[0]}}}?",) if near else ()
            advice = (*hint, f"define it: variables: {{{name}: …}}", as_it_is)
            yield Remark(path, f"variable {name!r} is not defined", advice)
        elif _decides_who_is_paid(path) and name in self.values and name not in self.closed:
            message = f"this decides who is paid, and ${{{name}}} may be anything"
            yield Remark(path, message, (f"give variable {name} a list: of: [ … ]", "or write it here"))
