"""What a film hands to packaging: for each rendition the stored essence in film order, and a way to load it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from longtake.errors import PackagingError
from longtake.media import Digest, FrameRate, Rung, SoundRung
from longtake.packaging.chapters import Chapter, check_chapters
from longtake.packaging.naming import check_named
from longtake.packaging.sealing import Seal
from longtake.packaging.subtitles import SubtitleEssence
from longtake.packaging.thumbnails import ThumbnailEssence

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
    """A sound rendition's pieces in film order; the film's packet 0 is priming.

    language in BCP 47 (`en`, `und`); name: what players call the rendition, in that language; characteristics: media
    characteristic tags of HLS. The rung's name is that of the rendition's folder. Raises PackagingError for a language
    or a name that cannot stand in a playlist.
    """

    rung: SoundRung
    pieces: Sequence[Stored]
    language: str
    name: str
    characteristics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_named(self.language, self.name)


@dataclass(frozen=True, slots=True)
class FilmEssence:
    """A whole film: rungs best first, all cut into the same spans, its sound and its words. sound: in the film's own
    language; dubs: in others, one each. chapters: of the film in one file; cover: the key of its cover, a JPEG, which
    has to be there when the film is finished. seal: what the stream is encrypted with, if it is. low_sounds: its sounds
    once more, in the same order, at a lower rate: the stream's last `low_rungs` rungs are heard with them.

    Raises PackagingError if there is no rung, the rungs are not cut alike, a name cannot be a folder's, two sounds
    are of one language, low sounds are of other languages or for every rung, or the chapters do not cover the film.
    """

    title: str
    rate: FrameRate
    rungs: tuple[RungEssence, ...]
    sound: SoundEssence | None
    load: Load
    subtitles: tuple[SubtitleEssence, ...] = ()
    dubs: tuple[SoundEssence, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    cover: Digest | None = None
    seal: Seal | None = None
    thumbnails: ThumbnailEssence | None = None
    low_sounds: tuple[SoundEssence, ...] = ()
    low_rungs: int = 0

    @property
    def language(self) -> str:
        """The film's own, in BCP 47."""
        return self.sound.language if self.sound else "und"

    @property
    def sounds(self) -> tuple[SoundEssence, ...]:
        """Its own first."""
        return (self.sound, *self.dubs) if self.sound else ()

    def __post_init__(self) -> None:
        if not self.rungs:
            raise PackagingError("the film has no rung: there is nothing to package")
        self._check_names()
        self._check_spans()
        check_chapters(self.chapters, sum(span.length for span in self.rungs[0].spans))
        languages = [sound.language.lower() for sound in self.sounds]
        if len(set(languages)) < len(languages):
            raise PackagingError(f"two sounds are of one language: {', '.join(languages)}")
        self._check_low_sounds()

    def _check_low_sounds(self) -> None:
        low = [one.language for one in self.low_sounds]
        if low and low != [one.language for one in self.sounds]:
            raise PackagingError(f"the low sounds are in {', '.join(low)}: each language needs one, in the same order")
        if bool(low) != (self.low_rungs > 0) or self.low_rungs >= len(self.rungs):
            raise PackagingError(
                f"{self.low_rungs} of {len(self.rungs)} rungs are to have a low sound, of which there are {len(low)}: "
                "it is for some of them, and never for the first"
            )

    def _check_names(self) -> None:
        names = [one.rung.name for one in self.rungs]
        names += [one.rung.name for one in (*self.sounds, *self.low_sounds)]
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
