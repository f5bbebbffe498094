"""Units as people write them: `-20 dB`, `1.5s..6s`, `dissolve 0.5s`, `1280x720`, `auto`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal

from longtake.media import RetimeKind, Size, parse_seconds

__all__ = [
    "POSITIONS",
    "TITLE_STYLES",
    "ContinuingWay",
    "JoinWords",
    "Refused",
    "RetimeWord",
    "Trim",
    "checked_size",
    "decibels_text",
    "parse_decibels",
    "parse_position",
    "parse_retime",
    "parse_share",
    "parse_speed",
    "parse_title_style",
    "seconds_text",
    "share_text",
    "speed_text",
]

RetimeWord = RetimeKind | Literal["auto"]
RETIME_WORDS: tuple[RetimeWord, ...] = ("auto", "nearest", "speed", "blend", "flow")
SLOWEST, FASTEST = Fraction(1, 4), Fraction(4)
ContinuingWay = Literal["", "last frame", "extension", "references"]
_WAY_WORDS: dict[ContinuingWay, str] = {
    "last frame": "from last frame",
    "extension": "by extension",
    "references": "with references",
}
JOIN_KINDS = ("cut", "dissolve", "flow", "continue", "auto")
TITLE_STYLES = ("title", "lower third", "caption", "corner")
POSITIONS = (
    *("top left", "top", "top right"),
    *("left", "centre", "right"),
    *("bottom left", "bottom", "bottom right"),
)
LONGEST_SIDE, SHORTEST_SIDE = 4096, 64
_JOIN_SECONDS = Fraction(1, 2)


class Refused(ValueError):
    """A value that cannot be taken, with the ways out. The reader adds the place."""

    def __init__(self, message: str, *advice: str) -> None:
        super().__init__(message)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Trim:
    """The part of a clip that is shown, in seconds from its first picture. end None: to the end of the clip."""

    start: Fraction = Fraction(0)
    end: Fraction | None = None

    @classmethod
    def parse(cls, text: str) -> Trim:
        """Reads `1.5s..6s`, `1.5s..` or `..6s`. Raises Refused."""
        head, dots, tail = text.partition("..")
        if not dots or not (head.strip() or tail.strip()):
            raise Refused(f"{text!r} is no trim", "write from..to, such as 1.5s..6s, 1.5s.. or ..6s")
        start = parse_seconds(head) if head.strip() else Fraction(0)
        end = parse_seconds(tail) if tail.strip() else None
        if end is not None and end <= start:
            raise Refused(f"{text!r} ends before it starts", "write the earlier time first")
        return cls(start, end)

    def __str__(self) -> str:
        return f"{seconds_text(self.start)}..{'' if self.end is None else seconds_text(self.end)}"


@dataclass(frozen=True, slots=True)
class JoinWords:
    """How a shot follows the one before it, as written. seconds: length of a dissolve or flow; else 0. way: how
    a model continues the shot before; "" leaves that to the plan. lead: seconds by which its sound is heard before the
    join; below 0, after it."""

    kind: Literal["cut", "dissolve", "flow", "continue", "auto"]
    seconds: Fraction = Fraction(0)
    way: ContinuingWay = ""
    lead: Fraction = Fraction(0)

    @classmethod
    def parse(cls, text: str) -> JoinWords:
        """Reads `cut`, `dissolve 0.5s` (also `dissolve:0.5s`; alone it lasts 0.5 s), `flow` likewise, `continue`,
        `continue by extension` and `auto`, each also with `, sound leads 0.3s` or `, sound lags 0.3s`.

        Raises Refused."""
        picture, comma, sound = text.partition(",")
        words = cls._of_picture(picture)
        return replace(words, lead=_lead(sound)) if comma else words

    @classmethod
    def _of_picture(cls, text: str) -> JoinWords:
        kind, _, length = re.sub(r"\s*[:\s]\s*", " ", text.strip()).partition(" ")
        if kind in ("dissolve", "flow"):
            seconds = _join_seconds(kind, length) if length else _JOIN_SECONDS
            return cls("dissolve" if kind == "dissolve" else "flow", seconds)
        if kind not in JOIN_KINDS:
            near = get_close_matches(kind, JOIN_KINDS, n=1)
            hint = (f"did you mean {near[0]}?",) if near else ()
            raise Refused(f"{text!r} is no join", *hint, "write cut, dissolve 0.5s, flow 0.5s, continue or auto")
        if kind == "continue" and length:
            return cls("continue", way=_continuing_way(length))
        if length:
            raise Refused(f"{text!r}: a join of kind {kind} has no length", f"write {kind}")
        return cls("cut" if kind == "cut" else "continue" if kind == "continue" else "auto")

    def __str__(self) -> str:
        way = "leads" if self.lead > 0 else "lags"
        sound = f", sound {way} {seconds_text(abs(self.lead))}" if self.lead else ""
        if self.seconds:
            return f"{self.kind} {seconds_text(self.seconds)}{sound}"
        return (f"continue {_WAY_WORDS[self.way]}" if self.way else self.kind) + sound


def _continuing_way(text: str) -> ContinuingWay:
    for way, words in _WAY_WORDS.items():
        if text in (words, way):
            return way
    raise Refused(
        f"'continue {text}' is no join",
        "write continue from last frame, continue by extension, continue with references, or continue alone",
    )


def _lead(text: str) -> Fraction:
    match = re.fullmatch(r"\s*sound\s+(leads|lags)\s+(.+)", text)
    if not match:
        raise Refused(f"{text.strip()!r} says nothing of a join", "write cut, sound leads 0.3s or cut, sound lags 0.3s")
    seconds = parse_seconds(match[2])
    if not 0 < seconds <= 5:
        raise Refused(
            f"sound {match[1]} by more than 0 s and at most 5 s, not {match[2].strip()}", "or write join: cut"
        )
    return seconds if match[1] == "leads" else -seconds


def _join_seconds(kind: str, text: str) -> Fraction:
    seconds = parse_seconds(text)
    if not 0 < seconds <= 10:
        raise Refused(f"a {kind} lasts more than 0 s and at most 10 s, not {text}", "for none, write join: cut")
    return seconds


def parse_decibels(text: str) -> Fraction:
    """Reads `-20 dB`, `+3 dB`, `−6dB`: a gain. Raises Refused."""
    match = re.fullmatch(r"\s*([-+−]?)\s*(\d{1,3}(?:\.\d{1,2})?)\s*[dD][bB]\s*", text)
    if not match:
        raise Refused(f"{text!r} is no level", "write it in decibels with the unit, such as -20 dB")
    gain = Fraction(match[2]) * (-1 if match[1] in ("-", "−") else 1)
    if not -100 <= gain <= 24:
        raise Refused(f"{text!r} is outside -100 dB to +24 dB", "to silence a sound, leave it out or write sound: off")
    return gain


def parse_title_style(text: str) -> str:
    """Reads one of TITLE_STYLES. Raises Refused with the nearest."""
    return _one_of(TITLE_STYLES, text, "style of a title")


def parse_position(text: str) -> str:
    """Reads one of POSITIONS. Raises Refused with the nearest."""
    return _one_of(POSITIONS, re.sub(r"\bcenter\b", "centre", text.lower()), "position")


def _one_of(known: Sequence[str], text: str, what: str) -> str:
    words = " ".join(text.lower().replace("-", " ").split())
    if words in known:
        return words
    near = get_close_matches(words, known, n=1)
    hint = (f"did you mean {near[0]}?",) if near else ()
    raise Refused(f"{text[:40]!r} is no {what}", *hint, f"known: {', '.join(known)}")


def parse_share(text: str) -> Fraction:
    """Reads `12%` or `12.5 %` as a share of one. Raises Refused."""
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,2})?)\s*%\s*", text)
    if not match:
        raise Refused(f"{text[:40]!r} is no share", "write it in per cent, such as 12%")
    share = Fraction(match[1]) / 100
    if not 0 < share <= 1:
        raise Refused(f"{text.strip()} is outside what can be", "write more than 0% and at most 100%")
    return share


def share_text(share: Fraction) -> str:
    """A share as an author writes it: `12%`."""
    return f"{_decimal(100 * share)}%"


def parse_speed(text: str) -> Fraction:
    """Reads `0.5`, `2` or `1/3`: times the clip's own speed. Raises Refused."""
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,4})?|\.\d{1,4}|\d{1,4}/\d{1,4})\s*", text)
    try:
        speed = Fraction(match[1]) if match else None
    except ZeroDivisionError:
        speed = None
    if speed is None:
        raise Refused(f"{text!r} is no speed", "write times the clip's own speed: 0.5 for half, 2 for double")
    if not SLOWEST <= speed <= FASTEST:
        raise Refused(
            f"a speed is 0.25 to 4 times the clip's own, not {text.strip()}", "for a hold, use a still: image:"
        )
    return speed


def speed_text(speed: Fraction) -> str:
    """A speed as an author writes it: `0.5`, `2`, `1/3`."""
    try:
        return _decimal(speed)
    except ValueError:
        return str(speed)


def parse_retime(text: str) -> RetimeWord:
    """Reads `auto`, `nearest`, `speed`, `blend` or `flow`. Raises Refused."""
    word = text.strip()
    for known in RETIME_WORDS:
        if word == known:
            return known
    near = get_close_matches(word, RETIME_WORDS, n=1)
    hint = (f"did you mean {near[0]}?",) if near else ()
    raise Refused(
        f"{text!r} is no way of retiming", *hint, f"write {', '.join(RETIME_WORDS[:-1])} or {RETIME_WORDS[-1]}"
    )


def checked_size(size: Size) -> Size:
    """The size, if a film can have it: even sides of 64 to 4096 pixels. Raises Refused with the nearest that can."""
    sides = (size.width, size.height)
    if not size.is_even:
        even = Size(size.width + size.width % 2, size.height + size.height % 2)
        raise Refused(f"{size} has an odd side, and video is made of 2x2 blocks", f"write {even}")
    if max(sides) > LONGEST_SIDE or min(sides) < SHORTEST_SIDE:
        raise Refused(
            f"{size} is outside what is made: each side {SHORTEST_SIDE} to {LONGEST_SIDE} pixels",
            "write a size such as 1920x1080, 1080x1920 or 3840x2160",
        )
    return size


def parse_size(text: str) -> Size:
    """Reads `1280x720`. Raises Refused; for a shape such as `16:9` it names a size of that shape."""
    shape = re.fullmatch(r"\s*(\d{1,3})\s*:\s*(\d{1,3})\s*", text)
    if shape and int(shape[1]) and int(shape[2]):
        ratio = Fraction(int(shape[1]), int(shape[2]))
        sides = [2 * round(540 * ratio), 1080] if ratio >= 1 else [1080, 2 * round(540 / ratio)]
        raise Refused(f"{text!r} is a shape, not a size", f"write pixels of that shape, such as {sides[0]}x{sides[1]}")
    return checked_size(Size.parse(text))


def seconds_text(seconds: Fraction) -> str:
    """Exact seconds as an author writes them: `4s`, `0.5s`. For lengths that were written in decimals."""
    return f"{_decimal(seconds)}s"


def decibels_text(gain: Fraction) -> str:
    """A gain as an author writes it: `-20 dB`."""
    return f"{_decimal(gain)} dB"


def _decimal(value: Fraction) -> str:
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 12:
            raise ValueError(f"{value} has no short decimal form")
    digits = str(abs(value.numerator * 10**places // value.denominator)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text
