"""Marks in words that are said: pauses, emphasis, speed, pronunciation. Captions, cards and prompts see none of them.

    Wait. [pause 0.8s] This is *really* it.        a pause, an emphasised word
    [slow: read this with care] [fast: not this]   0.85 and 1.2 times the voice's own speed; [speed 0.9: …] for another
    Ask [Siobhán = shivawn] today.                 said as it is spelt after the sign; /ʃɪvˈɔːn/ are sounds of the IPA

Other words in brackets, such as [music], are heard or seen and not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction

from longtake.media import Pause, Phrase, parse_seconds
from longtake.storyboard.units import Refused

__all__ = ["checked_marks", "is_sounds", "parts_of", "plain_words", "respelt", "text_key"]

_PAUSE = Fraction(1, 2)
_LONGEST_PAUSE = Fraction(10)
_SLOWEST, _FASTEST = Fraction(1, 2), Fraction(2)
_PACES = {"slow": Fraction(85, 100), "fast": Fraction(120, 100)}
_WORDS = ("pause", "slow", "fast", "speed")

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_PAUSE_MARK = re.compile(r"pause(?:\s+(?P<length>\S.*))?", re.IGNORECASE)
_PACE_MARK = re.compile(r"(?P<word>slow|fast|speed\s+(?P<times>[^:\s]+))\s*:(?P<words>.*)", re.IGNORECASE | re.DOTALL)
_SOUND_MARK = re.compile(r"(?P<words>[^=]+)=(?P<sounds>[^=]+)", re.DOTALL)
# Stars stand close around the words, away from other words: 5 * 3 and a*b stay as they are.
_STRESS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_SOUNDS = re.compile(r"/[^/]+/")
_CLOSES = re.compile(r"[^\w\s]+(?=\s|$)|[’']\w+")
_OPENS = re.compile(r"(?:(?<=\s)|^)[(\"“‘«¿¡]+$")


def parts_of(text: str, lexicon: Mapping[str, str] | None = None) -> tuple[Phrase | Pause, ...]:
    """What is said and how, in order; () where nothing is. lexicon: how words are pronounced, as they are written.

    Raises Refused for a mark that cannot be read, in its own words.
    """
    return tuple(_joined(piece for part in _marked(text) for piece in _pronounced(part, lexicon or {})))


def plain_words(text: str) -> str:
    """The words without marks, spaced as they were; the text as it is where it has none."""
    if "[" not in text and "*" not in text:
        return text
    found = _BRACKETS.sub(lambda mark: _kept(mark[0], mark[1].strip()), text)
    found = re.sub(r"[ \t]{2,}", " ", _STRESS.sub(r"\1", found)).strip()
    return re.sub(r" +(?=[,.;:!?…])", "", found)


def checked_marks(text: str) -> str:
    """The text. Raises Refused for the first mark that cannot be read, and where nothing is left to say."""
    parts_of(text)
    return text


def is_sounds(spelt: str) -> bool:
    """Whether a pronunciation is sounds of the IPA between slashes, not a respelling."""
    return bool(_SOUNDS.fullmatch(spelt.strip()))


def respelt(lexicon: Mapping[str, str], text: str) -> tuple[tuple[str, str], ...]:
    """The entries of a lexicon whose words occur in the text, sorted: what of it decides how the text sounds."""
    found = {match.lower() for match in _entries(lexicon).findall(text)} if lexicon else set[str]()
    return tuple(sorted((word, sounds) for word, sounds in lexicon.items() if word.lower() in found))


def _kept(mark: str, inside: str) -> str:
    """What of a mark in brackets is words: of a pause nothing, of what is not said all."""
    if _PAUSE_MARK.fullmatch(inside):
        return ""
    if pace := _PACE_MARK.fullmatch(inside):
        return pace["words"].strip()
    if sound := _SOUND_MARK.fullmatch(inside):
        return sound["words"].strip()
    return mark


def _marked(text: str) -> Iterator[Phrase | Pause]:
    at = 0
    for match in _BRACKETS.finditer(text):
        yield from _stressed(text[at : match.start()])
        yield from _bracket(match[0], match[1].strip())
        at = match.end()
    rest = text[at:]
    if open_at := re.search(r"\[\s*(pause|slow|fast|speed)\b", rest, re.IGNORECASE):
        raise Refused(f"the mark {rest[open_at.start() :][:30]!r} is not closed", "end it with ]")
    yield from _stressed(rest)


def _bracket(mark: str, inside: str) -> Iterator[Phrase | Pause]:
    if pause := _PAUSE_MARK.fullmatch(inside):
        yield Pause(_length(mark, pause["length"]))
    elif pace := _PACE_MARK.fullmatch(inside):
        times = _times(mark, pace["times"]) if pace["times"] else _PACES[pace["word"].lower()]
        yield from (replace(part, pace=times) for part in _stressed(pace["words"]) if isinstance(part, Phrase))
    elif sound := _SOUND_MARK.fullmatch(inside):
        yield Phrase(sound["words"].strip(), sounds=" ".join(sound["sounds"].split()))
    else:
        _check_misspelt(mark, inside)


def _check_misspelt(mark: str, inside: str) -> None:
    """Words that are not said are taken; a mark that was meant is not."""
    first = re.split(r"[\s:]", inside.lower(), maxsplit=1)[0]
    if near := get_close_matches(first, _WORDS, n=1, cutoff=0.75):
        ways = {"pause": "[pause 0.5s]", "speed": "[speed 0.9: words]"}
        raise Refused(f"{mark} is no mark", f"write {ways.get(near[0], f'[{near[0]}: words]')}")


def _stressed(text: str) -> Iterator[Phrase]:
    at = 0
    for match in _STRESS.finditer(text):
        yield Phrase(text[at : match.start()])
        yield Phrase(match[1], is_stressed=True)
        at = match.end()
    yield Phrase(text[at:])


def _pronounced(part: Phrase | Pause, lexicon: Mapping[str, str]) -> Iterator[Phrase | Pause]:
    """The part, cut at words of the lexicon; what is pronounced already stays so."""
    if isinstance(part, Pause) or part.sounds or not lexicon:
        yield part
        return
    spelt, at = {word.lower(): sounds for word, sounds in lexicon.items()}, 0
    for match in _entries(lexicon).finditer(part.text):
        yield replace(part, text=part.text[at : match.start()])
        yield replace(part, text=match[0], sounds=spelt[match[0].lower()])
        at = match.end()
    yield replace(part, text=part.text[at:])


def _entries(lexicon: Mapping[str, str]) -> re.Pattern[str]:
    """Finds whole words of the lexicon, the longest first; signs of scripts without spaces anywhere."""
    words = sorted(lexicon, key=len, reverse=True)
    ends = [f"{_edge(word[0], '(?<!')}{re.escape(word)}{_edge(word[-1], '(?!')}" for word in words]
    return re.compile("|".join(ends), re.IGNORECASE)


def _edge(sign: str, look: str) -> str:
    return rf"{look}\w)" if re.match(r"\w", sign) and sign < "\u3000" else ""


def _joined(parts: Iterator[Phrase | Pause]) -> Iterator[Phrase | Pause]:
    """Without what is empty; signs right behind a phrase, such as its comma, belong to it, and those right before."""
    held: Phrase | Pause | None = None
    for part in parts:
        if isinstance(part, Phrase) and isinstance(held, Phrase):
            held, part = _shared(held, part)
            if not held.text:
                held = None
        if isinstance(part, Phrase) and not part.text.strip():
            if isinstance(held, Phrase) and part.text:
                held = replace(held, text=f"{held.text} ")
            continue
        if held is not None:
            yield _tidy(held)
        held = part
    if held is not None:
        yield _tidy(held)


def _shared(before: Phrase, after: Phrase) -> tuple[Phrase, Phrase]:
    """Two neighbours, the signs between them with the word that they stand close to."""
    close = _CLOSES.match(after.text)
    if close and not before.text[-1:].isspace():
        return _around("", before, close[0]), replace(after, text=after.text[close.end() :])
    opens = _OPENS.search(before.text)
    if opens and after.text.strip() and not after.text[0].isspace():
        return replace(before, text=before.text[: opens.start()]), _around(opens[0], after, "")
    return before, after


def _around(opening: str, phrase: Phrase, closing: str) -> Phrase:
    sounds = phrase.sounds and f"{opening}{phrase.sounds}{closing}"
    return replace(phrase, text=f"{opening}{phrase.text}{closing}", sounds=sounds)


def _tidy(part: Phrase | Pause) -> Phrase | Pause:
    return replace(part, text=" ".join(part.text.split())) if isinstance(part, Phrase) else part


def _length(mark: str, written: str | None) -> Fraction:
    if written is None:
        return _PAUSE
    try:
        seconds = parse_seconds(written.strip())
    except ValueError as error:
        raise Refused(f"{mark}: {error}", "write [pause 0.5s]") from None
    if not 0 < seconds <= _LONGEST_PAUSE:
        raise Refused(f"{mark}: a pause lasts up to {_LONGEST_PAUSE} s", "give the shot a length instead: for: 12s")
    return seconds


def _times(mark: str, written: str) -> Fraction:
    try:
        times = Fraction(written.rstrip("x×"))
    except (ValueError, ZeroDivisionError):
        raise Refused(f"{mark}: {written!r} is no speed", "write [speed 0.9: words]") from None
    if not _SLOWEST <= times <= _FASTEST:
        raise Refused(f"{mark}: a voice speaks 0.5 to 2 times as fast as usual", "write [speed 0.9: words]")
    return times


def text_key(text: str) -> str:
    """What a text is known by, however its lines are broken."""
    return "".join(text.split())
