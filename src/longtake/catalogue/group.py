"""A group of fields in a model's file: what is asked of it is there and of the right kind, or the error says where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from longtake.catalogue.written import KeyPath, Written
from longtake.errors import CatalogueError
from longtake.media import FrameRate, Money, Size

__all__ = ["Group"]

_Word = TypeVar("_Word", bound=str)


class Group:
    """One table of a model's file. known: its keys; None where any key may stand. Methods raise CatalogueError."""

    def __init__(self, written: Written, path: KeyPath, data: Mapping[str, Any], known: Sequence[str] | None) -> None:
        self._written, self._path, self._data = written, path, data
        for key in data:
            if known is not None and key not in known:
                near = get_close_matches(key, known, n=1)
                advice = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
                raise CatalogueError(f"unknown key {key!r}{self._owner()}", place=self._place(key), advice=(advice,))

    @property
    def name(self) -> str:
        return str(self._path[-1])

    def has(self, key: str) -> bool:
        return key in self._data

    def is_table(self, key: str) -> bool:
        return isinstance(self._data.get(key), dict)

    def is_text(self, key: str) -> bool:
        return isinstance(self._data.get(key), str)

    def folder(self, key: str) -> Path:
        """Where the file lies that says `key`."""
        return Path(self._place(key).rpartition(":")[0]).parent

    def names(self, key: str) -> tuple[str, ...]:
        """The names of the tables below `key`."""
        return tuple(self._data[key]) if self.is_table(key) else ()

    def refused(self, key: str, message: str, *advice: str) -> CatalogueError:
        """The error that says what is wrong with a field; key: "" for the group itself."""
        subject = ".".join(map(str, (*self._path, *([key] if key else ())))) or "the file"
        return CatalogueError(f"{subject} {message}", place=self._place(key), advice=advice)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._needed(key, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.refused(key, f"is {_kind(value)}; text is meant", f'write {key} = "…"')
        return value

    def texts(self, key: str, *, is_needed: bool = False) -> tuple[str, ...]:
        """A list of texts; without it, none."""
        value = self._needed(key, None if is_needed else [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or (is_needed and not value):
            raise self.refused(key, f"is {_kind(value)}; a list of texts is meant", f'write {key} = ["…", "…"]')
        return tuple(value)

    def choice(self, key: str, of: Sequence[_Word]) -> _Word:
        value = self.text(key)
        if value in of:
            return cast(_Word, value)
        near = get_close_matches(value, of, n=1)
        advice = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(of)}"
        raise self.refused(key, f"is {value!r}, which is not known here", advice)

    def flag(self, key: str) -> bool:
        value = self._needed(key)
        if not isinstance(value, bool):
            raise self.refused(key, f"is {_kind(value)}; yes or no is meant", f"write {key} = true or {key} = false")
        return value

    def constant(self, key: str) -> bool | int | str:
        """A value that is passed on as it stands."""
        value = self._needed(key)
        if not isinstance(value, bool | int | str):
            raise self.refused(
                key, f"is {_kind(value)}; a text, a whole number or yes or no is meant", f"write {key} = 5"
            )
        return value

    def whole(self, key: str, least: int = 1) -> int:
        """A whole number of at least `least`."""
        value = self._needed(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.refused(key, f"is {_kind(value)}; a whole number from {least} on is meant", f"write {key} = 5")
        return value

    def number(self, key: str, default: Fraction | None = None) -> Fraction:
        """A number above zero."""
        return default if default is not None and not self.has(key) else self._number(key, self._needed(key))

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        """A list of at least one number above zero."""
        value = self._needed(key)
        if not isinstance(value, list) or not value:
            raise self.refused(key, f"is {_kind(value)}; a list of numbers is meant", f"write {key} = [5, 10]")
        return tuple(self._number(key, one) for one in value)

    def span(self, key: str) -> tuple[int, int]:
        """`3`, exactly so many, or `[0, 3]`, from and to."""
        value = self._needed(key)
        ends = value if isinstance(value, list) else [value, value]
        is_whole = all(isinstance(end, int) and not isinstance(end, bool) and end >= 0 for end in ends)
        if len(ends) != 2 or not is_whole or ends[0] > ends[1] or not ends[1]:
            raise self.refused(key, f"is {_kind(value)}; how many is meant", f"write {key} = 1 or {key} = [0, 3]")
        return ends[0], ends[1]

    def day(self, key: str) -> date:
        value = self._needed(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refused(key, f"is {_kind(value)}; a day is meant", f"write {key} = 2026-11-21, without quotes")
        return value

    def money(self, key: str) -> Money:
        value = self._needed(key)
        advice = f'write it with its currency: {key} = "0.10 USD"'
        if not isinstance(value, str):
            raise self.refused(key, f"is {_kind(value)}; an amount of money is meant", advice)
        try:
            return Money.parse(value)
        except ValueError:
            reason = "is less than nothing" if value.strip().startswith(("-", "−")) else "is no amount of money"
            raise self.refused(key, f"is {value!r}, which {reason}", advice) from None

    def size(self, key: str, text: str) -> Size:
        """A size that is written as `text` in the field `key`."""
        try:
            return _size(text)
        except ValueError:
            advice = "write 1280x720, or the name of a list in [sizes]"
            raise self.refused(key, f"has {text!r}, which is no size", advice) from None

    def rates(self, key: str) -> tuple[FrameRate, ...]:
        """Frame rates: `24`, `"24000/1001"`. Without the field, none."""
        value = self._needed(key, [])
        try:
            return tuple(_rate(str(one)) for one in (value if isinstance(value, list) else [value]))
        except ValueError as error:
            raise self.refused(key, f"has {error}", f"write {key} = [24]") from None

    def group(self, key: str, known: Sequence[str] | None) -> Group:
        """The table `key`, which must be there."""
        value = self._needed(key)
        if not isinstance(value, dict):
            raise self.refused(key, f"is {_kind(value)}; a table is meant", f"write [{key}] and its fields below it")
        return Group(self._written, (*self._path, key), value, known)

    def groups(self, key: str, known: Sequence[str]) -> Iterator[Group]:
        """Each table below the table `key`, which must be there and not empty."""
        outer = self.group(key, None)
        if not outer._data:
            raise self.refused(key, "is empty", f"write [{key}.NAME] and its fields below it")
        yield from (outer.group(name, known) for name in outer._data)

    def rows(self, key: str, known: Sequence[str]) -> tuple[Group, ...]:
        """A list of at least one table."""
        value = self._needed(key)
        if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
            raise self.refused(key, f"is {_kind(value)}; a list of rows is meant", f"write {key} = [{{…}}, {{…}}]")
        return tuple(Group(self._written, (*self._path, key, at), row, known) for at, row in enumerate(value, 1))

    def _number(self, key: str, value: object) -> Fraction:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _is_usual(value):
            raise self.refused(
                key, f"is {_kind(value)}; a number above zero is meant", f"write {key} = 5 or {key} = 2.5"
            )
        return Fraction(value)

    def _needed(self, key: str, default: object = None) -> Any:
        value = self._data.get(key, default)
        if value is None:
            raise self.refused("", f"needs {key}")
        return value

    def _owner(self) -> str:
        return f" in {'.'.join(map(str, self._path))}" if self._path else ""

    def _place(self, key: str) -> str:
        return self._written.place((*self._path, *([key] if key else ())))


# A few hundred files name the same few sizes and rates.
_size = cache(Size.parse)
_rate = cache(FrameRate.parse)


def _is_usual(value: int | Decimal) -> bool:
    """Above zero, below 1,000,000,000, in at most nine decimals: what an exact fraction can be made of at once."""
    if isinstance(value, int):
        return 0 < value < 10**9
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -9 and 0 < value < 10**9


def _kind(value: object) -> str:
    """What a person sees there: `"5s"`, `true`, `a table`."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list ({', '.join(map(str, value))[:40]})" if value else "an empty list"
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    return "true" if value is True else "false" if value is False else str(value)
