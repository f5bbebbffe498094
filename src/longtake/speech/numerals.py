"""Figures as English speakers say them: 47, 1,500, 3.5, 2026, 1st, $20, 50 %."""

from __future__ import annotations

import re

__all__ = ["readings_of"]

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_SIGNS = {"%": "percent", "°": "degrees", "°C": "degrees celsius", "°F": "degrees fahrenheit", "x": "times"}
_COINS = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_NUMBER = re.compile(
    r"(?P<coin>[$€£¥])?(?P<minus>[-−])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?"
    r"(?P<after>st|nd|rd|th|s|%|°C|°F|°|x)?"
)
_MOST = 10**12


def readings_of(token: str) -> tuple[str, ...]:
    """The ways in which a token of figures is said, in words, the likeliest first; () for one that is no number."""
    found = _NUMBER.fullmatch(token)
    if not found or int(found["whole"].replace(",", "")) >= _MOST:
        return ()
    whole, after = found["whole"], found["after"] or ""
    said = [_cardinal(int(whole.replace(",", "")))]
    if len(whole) == 4 and not found["part"]:
        said.insert(0, _year(int(whole)))
    if len(whole) > 1 and (whole[0] == "0" or len(whole) > 2) and "," not in whole:
        said.append(_digits(whole))
    if after in ("st", "nd", "rd", "th"):
        return tuple(_ordinal(words) for words in said)
    parts = f" point {_digits(found['part'])}" if found["part"] else ""
    behind = _SIGNS.get(after, "") or _COINS.get(found["coin"] or "", "")
    before = "minus " if found["minus"] else ""
    plural = "s" if after == "s" else ""
    return tuple(dict.fromkeys(f"{before}{words}{plural}{parts} {behind}".strip() for words in said))


def _cardinal(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    rest = number % size
    return f"{_cardinal(number // size)} {name}" + (f" {_cardinal(rest)}" if rest else "")


def _year(number: int) -> str:
    """1984 as nineteen eighty-four, 1900 as nineteen hundred, 2026 as twenty twenty-six."""
    high, low = divmod(number, 100)
    if high % 10 == 0 and low < 10:
        return _cardinal(number)
    after = "hundred" if not low else f"oh {_ONES[low]}" if low < 10 else _cardinal(low)
    return f"{_cardinal(high)} {after}"


def _ordinal(words: str) -> str:
    *before, last = words.split()
    last = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last.removesuffix('t')}th")
    return " ".join([*before, last])


def _digits(figures: str) -> str:
    return " ".join(_ONES[int(figure)] for figure in figures)
