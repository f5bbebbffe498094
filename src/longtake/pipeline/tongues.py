"""A film's sound in its other languages: each its own mix over the same pictures, with what of it is the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from longtake.captions import language_name
from longtake.media import Digest, Ladder, SoundRung
from longtake.packaging import SoundEssence, Stored
from longtake.planning import Plan
from longtake.planning.planned_sound import PlannedDub
from longtake.sound import Bed, Level, Loudness, SoundPiece, build_mix, pieces_of
from longtake.storyboard import each_shot

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["Tongue", "own_language", "sounds_of", "tongue_of"]

_MADE_BY_US = "public.machine-generated"
_UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Tongue:
    """The sound of a film in another language. is_voiced: whether a machine says any of it. level, loudness: as of
    `Job`."""

    language: str
    is_voiced: bool
    pieces: tuple[SoundPiece, ...]
    keys: tuple[Digest, ...]
    level: Level | None = None
    loudness: Loudness | None = None

    def at_level(self, level: Level, finished: Loudness, rung: SoundRung) -> Tongue:
        """The same sound at a level. finished: its loudness then."""
        pieces = tuple(replace(piece, level=level) for piece in self.pieces)
        return replace(self, pieces=pieces, keys=_keys(pieces, rung), level=level, loudness=finished)

    def essence(self, ladder: Ladder) -> SoundEssence:
        """For the package."""
        rung = replace(ladder.sound, name=f"{ladder.sound.name}-{self.language}")
        stored = [Stored(key, piece.packets) for key, piece in zip(self.keys, self.pieces, strict=True)]
        return SoundEssence(rung, stored, self.language, language_name(self.language), _tags(self.is_voiced))


def tongue_of(dub: PlannedDub, bed: Bed, rung: SoundRung) -> Tongue:
    """bed: all that is heard in the film in that language."""
    pieces = pieces_of(build_mix(bed))
    return Tongue(dub.language, _is_voiced(dub), pieces, _keys(pieces, rung))


def sounds_of(planned: PlannedFilm) -> tuple[PlannedDub, ...]:
    """How a film is heard in each language: first in that which it is shown in, if it is heard in that, and in its own
    else."""
    plan = planned.plan
    language = planned.storyboard.language if planned.storyboard else _UNDETERMINED
    every = (PlannedDub(language, plan.speech, plan.cues, plan.native), *plan.dubs)
    return tuple(sorted(every, key=lambda one: one.language != plan.language)) if plan.language else every


def own_language(planned: PlannedFilm) -> tuple[str, str, tuple[str, ...]]:
    """The language of a film's first sound, in BCP 47, what players call it, and its media characteristics. Of a film
    in which nobody says a word that we know of, language and name are open."""
    storyboard, plan = planned.storyboard, planned.plan
    first = sounds_of(planned)[0]
    if first.language == plan.language:  # a dub, which is heard first where its language is shown
        return first.language, language_name(first.language), _tags(_is_voiced(first))
    if storyboard is None or not (_speaks(plan) or any(shot.says for _, shot in each_shot(storyboard))):
        return _UNDETERMINED, "Original", ()
    return storyboard.language, language_name(storyboard.language), ()


def _is_voiced(dub: PlannedDub) -> bool:
    return any(one.start is not None for one in dub.speech)


def _tags(is_voiced: bool) -> tuple[str, ...]:
    return (_MADE_BY_US,) if is_voiced else ()


def _speaks(plan: Plan) -> bool:
    return any(cue.kind == "narration" for cue in plan.cues) or bool(plan.speech)


def _keys(pieces: tuple[SoundPiece, ...], rung: SoundRung) -> tuple[Digest, ...]:
    from longtake.libav.toolchain import sound_toolchain

    toolchain = sound_toolchain()
    return tuple(piece.key(rung, toolchain) for piece in pieces)
