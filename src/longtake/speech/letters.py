"""How an English word that no dictionary has is likely to sound, by its letters: near enough to find it in a recording
between words that are known."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["sounds_of", "spelt_out"]

_NAMES = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S",
    "y": "W AY", "z": "Z IY",
}  # fmt: skip
# A row fits where its pattern matches at the letter that is read; ^ and $ are the word's ends. The first that fits.
_RULES = tuple(
    (re.compile(pattern), sounds)
    for pattern, sounds in (
        (r"^kn", "N"), (r"^wr", "R"), (r"^ps", "S"), (r"^x", "Z"), (r"^wh", "W"), (r"^gn", "N"),
        (r"tion", "SH AH N"), (r"sion", "ZH AH N"), (r"cious|tious", "SH AH S"), (r"ture$", "CH ER"),
        (r"tch", "CH"), (r"sch", "SH"), (r"sh", "SH"), (r"ch", "CH"), (r"th", "TH"), (r"ph", "F"), (r"ck", "K"),
        (r"dg", "JH"), (r"ng$", "NG"), (r"ng(?=[^aeiouy])", "NG"), (r"nk", "NG K"), (r"qu", "K W"),
        (r"gu(?=[ei])", "G"), (r"ght", "T"), (r"gh", ""), (r"mb$", "M"), (r"wh", "W"), (r"sc(?=[eiy])", "S"),
        (r"ee|ea|ie(?=[^rt])", "IY"), (r"ai|ay|ei|ey(?=.)", "EY"), (r"ey$|y$|ie$", "IY"), (r"oa|ow$|oe$", "OW"),
        (r"oo", "UW"), (r"ou|ow", "AW"), (r"oi|oy", "OY"), (r"au|aw", "AO"), (r"ew|eu|ue$", "UW"), (r"igh", "AY"),
        (r"air|are$", "EH R"), (r"ar", "AA R"), (r"or|ore$", "AO R"), (r"er|ir|ur", "ER"),
        (r"a(?=[^aeiouywx]e)", "EY"), (r"e(?=[^aeiouywx]e$)", "IY"), (r"i(?=[^aeiouywx]e)", "AY"),
        (r"o(?=[^aeiouywx]e)", "OW"), (r"u(?=[^aeiouywx]e)", "UW"),
        (r"e$|(?<=[^aeioushxz])e(?=s$)", ""), (r"o$", "OW"), (r"a$", "AH"), (r"i$", "IY"), (r"u$", "UW"),
        (r"a", "AE"), (r"e", "EH"), (r"i", "IH"), (r"o", "AA"), (r"u", "AH"), (r"^y", "Y"), (r"y", "IH"),
        (r"c(?=[eiy])", "S"), (r"c", "K"), (r"g(?=[eiy])", "JH"), (r"x", "K S"), (r"j", "JH"),
        (r"b", "B"), (r"d", "D"), (r"f", "F"), (r"g", "G"), (r"h", "HH"), (r"k", "K"), (r"l", "L"), (r"m", "M"),
        (r"n", "N"), (r"p", "P"), (r"q", "K"), (r"r", "R"), (r"s", "S"), (r"t", "T"), (r"v", "V"), (r"w", "W"),
        (r"z", "Z"),
    )
)  # fmt: skip


def sounds_of(word: str) -> str:
    """The phones of a word in the alphabet of CMUdict, such as `L AO NG T EY K`; "" where it has no Latin letters."""
    plain = _latin(word)
    phones, at = list[str](), 0
    while at < len(plain):
        if at and plain[at] == plain[at - 1] and plain[at] not in "aeiou":
            at += 1
            continue
        found = next((match, sounds) for rule, sounds in _RULES if (match := rule.match(plain, at)))
        phones += found[1].split()
        at = found[0].end()
    return " ".join(phones)


def spelt_out(word: str) -> str:
    """The phones of its letters by their names, as of HLS."""
    return " ".join(_NAMES[letter] for letter in _latin(word))


def _latin(word: str) -> str:
    """Its letters without accents, small."""
    apart = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "e"))
    return "".join(sign for sign in apart if sign in _NAMES)
