"""What a film hands to packaging: for each rendition the stored essence in film order, and a way to load it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from longtake.errors import PackagingError
from longtake.media import Digest, FrameRate, Rung, SoundRung
from longtake.packaging.subtitles import SubtitleEssence

__all__ = ["FilmEssence", "Load", "RungEssence", "SoundEssence", "Stored"]

Load = Callable[[Digest], bytes]
"""Gives the stored bytes of an essence. Called once or a few times for each key, in film order."""

_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Stored:
    """Essence in the store. length: frames of a span, or packets of a piece of sound."""

    key: Digest
    length: int


@dataclass(frozen=True, slots=True)
class RungEssence:
    """One rung's spans in film order."""

    rung: Rung
    spans: Sequence[Stored]


@dataclass(frozen=True, slots=True)
class SoundEssence:
    """The sound rendition's pieces in film order; the film's packet 0 is priming.

    language in BCP 47 (`en`, `und`); name: what players call the rendition, in that language.
    """

    rung: SoundRung
    pieces: Sequence[Stored]
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class FilmEssence:
    """A whole film: rungs best first, all cut into the same spans, its sound and its words.

    Raises PackagingError if there is no rung, the rungs are not cut alike, or a name cannot be a folder's.
    """

    title: str
    rate: FrameRate
    rungs: tuple[RungEssence, ...]
    sound: SoundEssence | None
    load: Load
    subtitles: tuple[SubtitleEssence, ...] = ()

    def __post_init__(self) -> None:
        if not self.rungs:
            raise PackagingError("the film has no rung: there is nothing to package")
        self._check_names()
        self._check_spans()
        if self.sound and (re.search(r'["\r\n]', self.sound.name) or not self.sound.name):
            raise PackagingError(f"{self.sound.name!r} cannot stand in a playlist: a name has no quotes nor line ends")
        if self.sound and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", self.sound.language):
            raise PackagingError(
                f"{self.sound.language!r} is no language tag: write it as in BCP 47, such as en or pt-BR"
            )

    def _check_names(self) -> None:
        names = [essence.rung.name for essence in self.rungs] + ([self.sound.rung.name] if self.sound else [])
        names += [f"captions-{subtitles.language}" for subtitles in self.subtitles]
        for name in names:
            if not _FOLDER_NAME.fullmatch(name):
                raise PackagingError(f"rendition {name!r} cannot name a folder: use letters, digits, _ and -")
        if len({name.lower() for name in names}) < len(names):
            raise PackagingError(f"two renditions have one name: {', '.join(names)}")

    def _check_spans(self) -> None:
        top = self.rungs[0]
        lengths = [span.length for span in top.spans]
        for other in self.rungs[1:]:
            if [span.length for span in other.spans] != lengths:
                raise PackagingError(
                    f"rung {other.rung.name} is cut into other spans than rung {top.rung.name}: "
                    "players could not switch between them"
                )
