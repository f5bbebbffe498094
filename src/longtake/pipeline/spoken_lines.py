"""What is said in a planned film, word by word: as voices told it, as it was found in recordings, else by a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.media import SaidLine, Sample, SpokenWord
from longtake.planning import guessed_lines
from longtake.planning.said import said_lines
from longtake.storyboard.marks import plain_words

if TYPE_CHECKING:
    from longtake.pipeline.preparing import PlannedFilm
    from longtake.store import Workspace

__all__ = ["spoken_lines", "with_recorded_words"]


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

    found = dict[str, tuple[SpokenWord, ...]]()
    for name, narration in wanted.items():
        file = narration.file or ""
        aligned = recorded_words(
            workspace.store, planned.files[file].check(), planned.facts[file], narration.text, storyboard.language
        )
        if not aligned.is_estimated:
            found[name] = aligned.words
    return replace(planned, recorded=found)


def _recorded(planned: PlannedFilm) -> Iterator[SaidLine]:
    """The recordings' words at film samples: each recording begins with its scene."""
    assert planned.storyboard is not None
    plan = planned.plan
    for scene, shown in zip(planned.storyboard.scenes, plan.scenes, strict=True):
        words, start = planned.recorded.get(shown.name, ()), plan.rate.samples(shown.start)
        if words and scene.narration:
            moved = (SpokenWord(word.text, Sample(word.start + start), Sample(word.end + start)) for word in words)
            yield SaidLine(shown.name, scene.narration.who or "", planned.storyboard.language, tuple(moved))


def _text(line: SaidLine) -> str:
    return " ".join(plain_words(line.text).split()).casefold()
