"""The captions of a film: what is said in it, as cues, for its stream, for files beside it and for its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from longtake.captions import (
    Cue,
    Norms,
    cues_of,
    findings_of,
    language_name,
    norms_for,
    subrip,
    unseen_words,
    webvtt,
    webvtt_part,
)
from longtake.errors import Finding, InputError
from longtake.media import FrameRate, SaidLine, Size
from longtake.packaging import SubtitleEssence, TimedText
from longtake.pipeline.spoken_lines import dubbed_lines, is_told_of, spoken_lines
from longtake.pipeline.standing import stood
from longtake.planning import marked_lines, translated_lines, untranslated

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.storyboard import Captions
    from longtake.storyboard.captions import CaptionsShown

__all__ = ["FilmCaptions", "captions_of", "with_captions"]

_MADE_BY_US = "public.machine-generated"
_FOR_THE_DEAF = ("public.accessibility.transcribes-spoken-dialog", "public.accessibility.describes-music-and-sound")


@dataclass(frozen=True, slots=True)
class FilmCaptions:
    """The cues of a film in one language. findings: where they are outside the norms; size, rate: the film's;
    as_written: how the author wants them; tells_sounds: whether they say what is heard besides words; is_estimated:
    whether the times of any words are a guess that no notice on a recording tells."""

    language: str
    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...]
    size: Size
    rate: FrameRate
    as_written: Captions
    tells_sounds: bool = False
    is_estimated: bool = False

    @property
    def norms(self) -> Norms:
        return norms_for(self.language, self.size)

    @property
    def recipe(self) -> object:
        """What decides the files that they become."""
        top = [[cue.place] if cue.place == "top" else [] for cue in self.cues]
        rows = zip(self.cues, top, strict=True)
        shown = [[cue.start, cue.end, cue.lines, cue.who, *place] for cue, place in rows]
        return ["captions 1", self.language, self.as_written.are_burned, self.tells_sounds, shown]

    @property
    def essence(self) -> SubtitleEssence:
        """For the package. What is burned in is in files beside the film too, but not in its stream or tracks, where
        it would be seen twice."""
        tags = (*_FOR_THE_DEAF, _MADE_BY_US) if self.tells_sounds else (_MADE_BY_US,)
        beside = {
            f"film.{self.language}.vtt": webvtt(self.cues, self.rate),
            f"film.{self.language}.srt": subrip(self.cues, self.rate),
        }
        if self.as_written.are_burned:
            return SubtitleEssence(self.language, language_name(self.language), None, beside, tags)
        texts = tuple(TimedText(cue.start, cue.end, "\n".join(cue.lines)) for cue in self.cues)
        return SubtitleEssence(self.language, language_name(self.language), self._part, beside, tags, texts)

    @property
    def notices(self) -> Iterator[tuple[str, str]]:
        """What a person should know."""
        about = f"captions in {language_name(self.language)}"
        if self.findings:
            wrong = len({finding.place for finding in self.findings})
            yield about, f"{wrong} of {len(self.cues)} are outside the norms; the report lists them"
        if self.is_estimated:
            yield about, "the times of words are estimated from how long the narration lasts"

    def _part(self, start: int, end: int) -> bytes:
        return webvtt_part(self.cues, self.rate, start, end)


def with_captions(planned: PlannedFilm, shown: CaptionsShown | None) -> PlannedFilm:
    """The film with its captions shown so, in the style that is written; None: as they are written. Raises InputError
    for a film without a storyboard, whose words nobody knows."""
    if shown is None:
        return planned
    if planned.storyboard is None:
        raise InputError("clips have no words to be captions of", place="captions", advice=("write a storyboard",))
    captions = planned.storyboard.captions.model_copy(update={"show": shown})
    return replace(planned, storyboard=planned.storyboard.model_copy(update={"captions": captions}))


def captions_of(planned: PlannedFilm) -> tuple[FilmCaptions, ...]:
    """The captions of a planned film, those in the language that it is shown in first, then one of each other; none
    where nobody says a word, or the author wants none."""
    storyboard, plan = planned.storyboard, planned.plan
    if storyboard is None or not storyboard.captions.are_on:
        return ()
    spoken = spoken_lines(planned)
    marked, unmarked = marked_lines(storyboard, plan, spoken)
    lines = (*spoken, *marked)
    beside = storyboard.captions.model_copy(update={"show": "on"})  # a picture has words in one language
    shown = plan.language or storyboard.language

    def as_written(language: str) -> Captions:
        return storyboard.captions if language == shown else beside

    own = _in_language(storyboard.language, lines, planned, as_written(storyboard.language), bool(marked))
    if not own.cues:
        return ()
    own = replace(own, findings=(*own.findings, *unmarked))
    others, dubs = [], {dub.language: dubbed_lines(planned, dub) for dub in plan.dubs}
    for language, texts in planned.translations.items():
        dubbed = dubs.get(language, ())
        told = {one.about for one in dubbed}
        others_said = [line for line in spoken if line.about not in told]
        said = (*dubbed, *translated_lines([*others_said, *marked], texts, language))
        said = tuple(sorted(said, key=lambda line: line.words[0].start if line.words else 0))
        captions = _in_language(language, said, planned, as_written(language), bool(marked))
        lacking = untranslated(lines, texts)
        others.append(replace(captions, findings=(*captions.findings, *lacking)))
    every = sorted((own, *others), key=lambda one: one.language != shown)
    return tuple(stood(one, planned) for one in every)


def _in_language(
    language: str, lines: tuple[SaidLine, ...], planned: PlannedFilm, as_written: Captions, tells_sounds: bool
) -> FilmCaptions:
    plan = planned.plan
    norms = norms_for(language, plan.size)
    cuts = tuple(shot.start for before, shot in pairwise(plan.shots) if before.join and before.join.kind == "cut")
    cues = _cues(lines, norms, plan.rate, plan.frames, cuts)
    findings = (*findings_of(cues, norms, plan.rate), *unseen_words(lines, plan.rate, plan.frames))
    is_estimated = any(line.is_estimated and not is_told_of(line, planned) for line in lines)
    return FilmCaptions(language, cues, findings, plan.size, plan.rate, as_written, tells_sounds, is_estimated)


_cues = lru_cache(maxsize=16)(cues_of)  # a film is looked at anew each time a take lands, and its words stay
