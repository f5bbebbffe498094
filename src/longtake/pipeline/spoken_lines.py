"""What is said in a planned film, word by word: as voices told it, as it was found in recordings, else by a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.media import SaidLine, Sample, SpokenWord, round_half_up
from longtake.planning import Plan, guessed_lines
from longtake.planning.planned_sound import PlannedDub, SoundCue
from longtake.planning.said import said_lines
from longtake.planning.saying import spread
from longtake.storyboard import Storyboard
from longtake.storyboard.dubs import in_language
from longtake.storyboard.marks import plain_words

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.speech.aligning import Aligned
    from longtake.store import Workspace

__all__ = ["dubbed_lines", "is_told_of", "spoken_lines", "unheard_words", "with_recorded_words"]


def spoken_lines(planned: PlannedFilm) -> tuple[SaidLine, ...]:
    """Every line of a film with a storyboard, in the order in which they begin."""
    assert planned.storyboard is not None
    heard = [line for line in said_lines(planned.plan, planned.spoken) if not line.is_estimated]
    known = [*heard, *_recorded(planned)]
    told = {(line.about, _text(line)) for line in known} | {("", _text(line)) for line in heard}
    guessed = guessed_lines(planned.storyboard, planned.plan)
    rest = [line for line in guessed if not {(line.about, _text(line)), ("", _text(line))} & told]
    return tuple(sorted((*known, *rest), key=lambda line: line.words[0].start if line.words else 0))


def with_recorded_words(planned: PlannedFilm, workspace: Workspace) -> PlannedFilm:
    """The film with the words of its recordings in all its languages, where somebody wrote them: found once, kept.
    Raises MediaError."""
    storyboard = planned.storyboard
    if storyboard is None:
        return planned
    wanted = _recordings(storyboard, planned.plan, "")
    for dub in planned.plan.dubs:
        said = in_language(storyboard, dub.language, planned.translations.get(dub.language, {}))
        wanted |= _recordings(said, planned.plan, dub.language)
    if not wanted:
        return planned
    from longtake.pipeline.found_words import recorded_words  # here: it needs NumPy, which a film of drawings does not

    found: dict[str, Aligned] = {}
    for name, (file, text, language) in wanted.items():
        path, facts = planned.files[file].check(), planned.facts[file]
        found[name] = recorded_words(workspace.store, path, facts, text, language)
    return replace(planned, recorded=found)


def _recordings(said: Storyboard, plan: Plan, dub: str) -> dict[str, tuple[str, str, str]]:
    """File, text and language of each recording whose words are known, by what it is known as. dub: the language that
    it is heard in besides the film's own, or ""."""
    pairs = zip(said.scenes, plan.scenes, strict=False)
    told = [(_known_as(shown.name, dub), scene.narration) for scene, shown in pairs if scene.narration]
    return {name: (one.file, plain_words(one.text), said.language) for name, one in told if one.file and one.text}


def _known_as(scene: str, dub: str) -> str:
    return f"{scene} in {dub}" if dub else scene


def unheard_words(planned: PlannedFilm) -> Iterator[tuple[str, str]]:
    """For each reason why words of recordings were not found in them: the scenes, and the reason, for people."""
    scenes = dict[str, list[str]]()
    for name, aligned in planned.recorded.items():
        if aligned.is_estimated:
            scenes.setdefault(aligned.why, []).append(name)
    for why, names in scenes.items():
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield ", ".join(names[:3]) + more, f"when the recording's words are heard is estimated: {why}"


def is_told_of(line: SaidLine, planned: PlannedFilm) -> bool:
    """Whether `unheard_words` says already that the line's times are a guess: it follows a recording."""
    found = planned.recorded.get(_known_as(line.about, line.language)) or planned.recorded.get(line.about)
    return found is not None and found.is_estimated


def _recorded(planned: PlannedFilm) -> Iterator[SaidLine]:
    """The recordings' words at film samples: each recording begins with its scene."""
    assert planned.storyboard is not None
    plan = planned.plan
    for scene, shown in zip(planned.storyboard.scenes, plan.scenes, strict=True):
        found, start = planned.recorded.get(shown.name), plan.rate.samples(shown.start)
        if found and scene.narration:
            moved = tuple(
                SpokenWord(one.text, Sample(one.start + start), Sample(one.end + start)) for one in found.words
            )
            language, who = planned.storyboard.language, scene.narration.who or ""
            yield SaidLine(shown.name, who, language, moved, found.is_estimated)


def dubbed_lines(planned: PlannedFilm, dub: PlannedDub) -> tuple[SaidLine, ...]:
    """What is heard in another language, in the order in which it begins. A recording's words are spread over it where
    nobody has looked for them."""
    assert planned.storyboard is not None
    voiced = said_lines(replace(planned.plan, speech=dub.speech), planned.spoken)
    said = in_language(planned.storyboard, dub.language, planned.translations.get(dub.language, {}))
    starts = {cue.asset: cue for cue in dub.cues if cue.kind == "narration"}
    recorded = []
    for scene, shown in zip(said.scenes, planned.plan.scenes, strict=False):
        cue = starts.get(scene.narration.file or "") if scene.narration else None
        if scene.narration and scene.narration.text and cue:
            found = planned.recorded.get(_known_as(shown.name, dub.language))
            words = _moved(found, cue) if found else _spread_over(cue, scene.narration.text)
            is_guess = found is None or found.is_estimated
            recorded.append(SaidLine(shown.name, scene.narration.who or "", dub.language, words, is_guess))
    return tuple(sorted((*voiced, *recorded), key=lambda line: line.words[0].start if line.words else 0))


def _moved(found: Aligned, cue: SoundCue) -> tuple[SpokenWord, ...]:
    """A recording's words at film samples, at the speed at which it is heard."""

    def at(sample: int) -> Sample:
        return Sample(cue.start + round_half_up((sample - (cue.source_start or 0)) / (cue.tempo or Fraction(1))))

    return tuple(SpokenWord(one.text, at(one.start), at(one.end)) for one in found.words)


def _spread_over(cue: SoundCue, text: str) -> tuple[SpokenWord, ...]:
    return spread(plain_words(text), cue.start, Sample(cue.start + cue.samples))


def _text(line: SaidLine) -> str:
    return " ".join(plain_words(line.text).split()).casefold()
