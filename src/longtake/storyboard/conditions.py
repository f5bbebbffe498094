"""Conditions: `when: premium` decides whether a scene is in the film. A closed grammar, nothing is evaluated.

`premium`, `not premium`, `audience = new`, `audience != new`: the name of a variable, and for the last two a value,
which may stand in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction

from longtake.storyboard.fields import NAME
from longtake.storyboard.model import Storyboard, Variable
from longtake.storyboard.names import scene_name
from longtake.storyboard.references import NAMED, names_in
from longtake.storyboard.tree import KeyPath, Places, Remark, Spot
from longtake.storyboard.units import Refused
from longtake.storyboard.variables import truth

__all__ = ["Condition", "LeftOut", "Scenes", "in_no_film", "wrong_conditions"]

_BARE = re.compile(rf"(not\s+)?({NAME})")
_COMPARED = re.compile(rf"({NAME})\s*(!?=)\s*([^=\s].*)")


@dataclass(frozen=True, slots=True)
class Condition:
    """A variable, and what it must or must not be. value None: it must (or must not) be yes."""

    name: str
    is_wanted: bool
    value: str | None = None

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Reads one of the four forms. Raises Refused."""
        if bare := _BARE.fullmatch(text.strip()):
            return cls(bare[2], not bare[1])
        if compared := _COMPARED.fullmatch(text.strip()):
            return cls(compared[1], compared[2] == "=", _unquoted(compared[3].strip()))
        raise Refused(f"{text[:60]!r} is no condition", "write premium, not premium, audience = new or audience != new")

    def holds(self, variables: Mapping[str, Variable]) -> bool:
        """Raises Refused if no such variable is there, or its value cannot be what is asked for."""
        variable = variables.get(self.name)
        if variable is None:
            near = get_close_matches(self.name, sorted(variables), n=1)
            hint = (f"did you mean {near[0]}?",) if near else ()
            raise Refused(f"variable {self.name!r} is not defined", *hint, f"define it: variables: {{{self.name}: …}}")
        value = variable.value or ""
        return (self._is_true(value) if self.value is None else self._equals(value, variable)) is self.is_wanted

    def _is_true(self, value: str) -> bool:
        meant = truth(value)
        if meant is None:
            message = f"{self.name} is {value[:40]!r}, neither yes nor no"
            raise Refused(
                message, f"compare it: {self.name} = …", f"or give it a type: {self.name}: {{type: yes or no}}"
            )
        return meant

    def _equals(self, value: str, variable: Variable) -> bool:
        wanted = self.value or ""
        if variable.kind == "number":
            if not re.fullmatch(r"-?\d+(\.\d+)?", wanted):
                raise Refused(f"{self.name} is a number, and {wanted[:40]!r} is none", f"write {self.name} = 3")
            return Fraction(wanted) == Fraction(value)
        if variable.kind == "yes or no":
            if truth(wanted) is None:
                raise Refused(
                    f"{self.name} is yes or no, never {wanted[:40]!r}", f"write {self.name}, or not {self.name}"
                )
            return truth(wanted) is truth(value)
        if variable.of and wanted not in variable.of:
            near = get_close_matches(wanted, variable.of, n=1)
            hint = (f"did you mean {near[0]}?",) if near else ()
            raise Refused(f"{self.name} is never {wanted[:40]!r}", *hint, f"known: {', '.join(variable.of)}")
        return wanted == value


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _holds(storyboard: Storyboard, number: int) -> bool | Refused:
    text = storyboard.scenes[number].when
    try:
        return text is None or Condition.parse(text).holds(storyboard.variables)
    except Refused as error:
        return error


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A scene that is written and not in the film. cause: why, for people; when: its condition."""

    scene: str
    when: str
    cause: str


@dataclass(frozen=True, slots=True)
class Scenes:
    """Which of the scenes that are written are in the film, by number: those whose conditions hold, and those whose
    conditions are faulty, which is told."""

    kept: tuple[int, ...]
    is_all: bool

    @classmethod
    def of(cls, storyboard: Storyboard) -> Scenes:
        numbers = range(len(storyboard.scenes))
        kept = tuple(number for number in numbers if _holds(storyboard, number) is not False)
        return cls(kept, len(kept) == len(numbers))

    def left_out(self, storyboard: Storyboard) -> tuple[LeftOut, ...]:
        """The scenes that are not in the film, in their order."""
        written = enumerate(storyboard.scenes)
        return tuple(
            LeftOut(scene_name(number, scene.id), scene.when, _cause(scene.when, storyboard))
            for number, scene in written
            if number not in self.kept and scene.when
        )

    def film(self, storyboard: Storyboard) -> Storyboard:
        """The storyboard with these scenes alone, and without whom and what only the others name."""
        if self.is_all:
            return storyboard
        film = storyboard.model_copy(update={"scenes": tuple(storyboard.scenes[number] for number in self.kept)})
        gone = names_in(storyboard) - names_in(film)
        groups = {group: getattr(storyboard, group) for group in NAMED}
        left = {
            group: {name: one for name, one in named.items() if name not in gone} for group, named in groups.items()
        }
        return film.model_copy(update=left)

    def as_written(self, remark: Remark) -> Remark:
        """A remark about the film, as one about what is written."""
        match remark.path:
            case ("scenes", int(number), *rest):
                return replace(remark, path=("scenes", self.kept[number], *rest))
        return remark

    def places(self, places: Places) -> Places:
        """Where the parts of the film stand."""
        if self.is_all:
            return places
        numbers = {number: at for at, number in enumerate(self.kept)}

        def moved(spots: Mapping[KeyPath, Spot]) -> dict[KeyPath, Spot]:
            found: dict[KeyPath, Spot] = {}
            for path, spot in spots.items():
                if path[:1] != ("scenes",) or len(path) == 1:
                    found[path] = spot
                elif path[1] in numbers:
                    found[("scenes", numbers[int(path[1])], *path[2:])] = spot
            return found

        return Places(places.file, moved(places.values), moved(places.keys))


def in_no_film(films: Sequence[tuple[LeftOut, ...]]) -> tuple[tuple[str, str], ...]:
    """The scenes that every one of these films is without, with their conditions: it may be one that never holds."""
    everywhere = [(one.scene, one.when) for one in films[0]] if films else []
    return tuple(pair for pair in everywhere if all(pair in {(one.scene, one.when) for one in film} for film in films))


def _cause(when: str, storyboard: Storyboard) -> str:
    condition = Condition.parse(when)
    value = storyboard.variables[condition.name].value or ""
    is_typo = condition.is_wanted and condition.value and get_close_matches(condition.value, [value], n=1)
    hint = f"; did you mean {value}?" if is_typo else ""
    return f"it is left out: when: {when}, and {condition.name} is {value[:60] or 'empty'}{hint}"


def wrong_conditions(storyboard: Storyboard, known: Set[str]) -> Iterator[Remark]:
    """Conditions that mean nothing, and those that do not hold, whose scenes are here all the same: Python made it.
    known: names of variables with a fault of their own."""
    faulty = known - set(storyboard.variables)
    for number, scene in enumerate(storyboard.scenes):
        holds, path = _holds(storyboard, number), ("scenes", number, "when")
        if isinstance(holds, Refused):
            if not faulty & set(re.findall(NAME, scene.when or "")):
                yield Remark(path, str(holds), holds.advice)
        elif not holds:
            advice = ("take the scene out", "or read the storyboard with longtake.storyboard.parse")
            yield Remark(path, f"{scene.when} does not hold, so the scene is not in the film", advice)
