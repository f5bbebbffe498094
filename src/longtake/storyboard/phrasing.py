"""Sentences, clauses and phrases of a text, in the languages that films are told in.

Sentences are sentencex's, which knows the abbreviations of about 300 languages. Clauses end at commas and their kin.
Phrases are what may stand together on a line or in a breath: words, and BudouX's phrases for Japanese, Chinese and
Thai, which write no spaces between them. Nothing of a text is ever lost: joined again, the pieces hold all its signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

__all__ = ["clauses", "join_lines", "language_of", "phrases", "sentences"]

# A clause ends after these where a space follows, so that 3,000 and 12:30 stay whole, and after these in any case.
_ENDS_BEFORE_SPACE = r"[,;:،؛—–…][\"'”’»)\]]*(?=\s)"
_ENDS_ANYWHERE = r"[、，；：][」』”’）]*"
_SPACED_DASH = r"(?<=\s)[—–-](?=\s)"
_CLAUSE_END = re.compile(f"(?:{_ENDS_BEFORE_SPACE}|{_ENDS_ANYWHERE}|{_SPACED_DASH})")
# Thai, Lao, Burmese and Khmer write no spaces between words: theirs stand between clauses.
_CLAUSE_SPACE = re.compile(
    r"(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\s+(?=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])"
)
_LANGUAGES = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "HANGUL": "ko", "THAI": "th", "LAO": "lo", "KHMER": "km",
    "MYANMAR": "my", "DEVANAGARI": "hi", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "ARABIC": "ar",
    "HEBREW": "he", "CYRILLIC": "ru", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "LATIN": "en",
}  # fmt: skip
_SAMPLE = 4000


def sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """The sentences of a text, in order, without the space around them. language: BCP 47, such as `pt-BR`."""
    from sentencex import segment

    return _stripped(segment(language.partition("-")[0], text))


def clauses(text: str, language: str = "en") -> tuple[str, ...]:
    """The clauses of a text: its sentences, cut after commas, semicolons, colons and dashes."""
    return _stripped(
        piece
        for sentence in sentences(text, language)
        for part in _CLAUSE_SPACE.split(sentence)
        for piece in _cut_after(_CLAUSE_END, part)
    )


def phrases(text: str, language: str = "en") -> tuple[str, ...]:
    """The smallest pieces that may be parted: words, or the phrases of Japanese, Chinese and Thai."""
    parser = _phrase_parser(language)
    words = text.split()
    return tuple(piece for word in words for piece in parser.parse(word)) if parser else tuple(words)


def join_lines(lines: list[str]) -> str:
    """Lines of one paragraph as one, with a space between them, and none between signs that are as wide as a square."""
    joined = ""
    for line in filter(None, map(str.strip, lines)):
        is_close = joined and _is_wide(joined[-1]) and _is_wide(line[0])
        joined += line if is_close or not joined else f" {line}"
    return joined


def language_of(text: str) -> str:
    """The language that most letters belong to, as far as letters tell: `en` stands for all that is Latin."""
    counted: Counter[str] = Counter()
    for sign in text[:_SAMPLE]:
        if sign.isalpha():
            counted[_LANGUAGES.get(unicodedata.name(sign, "").partition(" ")[0].partition("-")[0], "en")] += 1
    if counted["ja"]:  # kana stand beside Chinese signs in Japanese only
        return "ja" if 4 * counted["ja"] >= counted["zh"] else "zh"
    return max(counted, key=lambda language: counted[language], default="en")


def _stripped(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _cut_after(end: re.Pattern[str], text: str) -> list[str]:
    stops = [0, *(match.end() for match in end.finditer(text)), len(text)]
    return [text[start:stop] for start, stop in pairwise(stops)]


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF" and not "\uac00" <= sign <= "\ud7a3"


@lru_cache(maxsize=8)
def _phrase_parser(language: str) -> Parser | None:
    primary, _, rest = language.partition("-")
    if primary not in ("ja", "zh", "th"):
        return None
    import budoux

    if primary == "ja":
        return budoux.load_default_japanese_parser()
    if primary == "th":
        return budoux.load_default_thai_parser()
    is_traditional = any(part in ("Hant", "TW", "HK", "MO") for part in rest.split("-"))
    if is_traditional:
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()
