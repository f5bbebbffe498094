"""What is said in a planned film, word by word: as voices told it, as it was found in recordings, else by a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.media import SaidLine, Sample, SpokenWord
from longtake.planning import guessed_lines
from longtake.planning.planned_sound import PlannedDub
from longtake.planning.said import said_lines
from longtake.planning.saying import spread
from longtake.storyboard.dubs import in_language
from longtake.storyboard.marks import plain_words

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.speech.aligning import Aligned
    from longtake.store import Workspace

__all__ = ["dubbed_lines", "spoken_lines", "unheard_words", "with_recorded_words"]


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
    """The film with the words of its recordings, where the author wrote them: found once, kept. Raises MediaError."""
    storyboard = planned.storyboard
    scenes = storyboard.scenes if storyboard else ()
    wanted = {
        shown.name: scene.narration
        for scene, shown in zip(scenes, planned.plan.scenes, strict=False)
        if scene.narration and scene.narration.file and scene.narration.text
    }
    if not wanted or storyboard is None:
        return planned
    from longtake.pipeline.found_words import recorded_words  # here: it needs NumPy, which a film of drawings does not

    found: dict[str, Aligned] = {}
    for name, narration in wanted.items():
        path, facts = planned.files[narration.file or ""].check(), planned.facts[narration.file or ""]
        found[name] = recorded_words(workspace.store, path, facts, narration.text, storyboard.language)
    return replace(planned, recorded=found)


def unheard_words(planned: PlannedFilm) -> Iterator[tuple[str, str]]:
    """For each reason why words of recordings were not found in them: the scenes, and the reason, for people."""
    scenes = dict[str, list[str]]()
    for name, aligned in planned.recorded.items():
        if aligned.is_estimated:
            scenes.setdefault(aligned.why, []).append(name)
    for why, names in scenes.items():
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield ", ".join(names[:3]) + more, f"when the recording's words are heard is estimated: {why}"


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
    """What is heard in another language, in the order in which it begins; a recording's words are spread over it."""
    assert planned.storyboard is not None
    voiced = said_lines(replace(planned.plan, speech=dub.speech), planned.spoken)
    said = in_language(planned.storyboard, dub.language, planned.translations.get(dub.language, {}))
    starts = {cue.asset: cue for cue in dub.cues if cue.kind == "narration"}
    recorded = []
    for scene, shown in zip(said.scenes, planned.plan.scenes, strict=False):
        cue = starts.get(scene.narration.file or "") if scene.narration else None
        if scene.narration and scene.narration.text and cue:
            words = spread(plain_words(scene.narration.text), cue.start, Sample(cue.start + cue.samples))
            recorded.append(SaidLine(shown.name, scene.narration.who or "", dub.language, words, True))
    return tuple(sorted((*voiced, *recorded), key=lambda line: line.words[0].start if line.words else 0))


def _text(line: SaidLine) -> str:
    return " ".join(plain_words(line.text).split()).casefold()
