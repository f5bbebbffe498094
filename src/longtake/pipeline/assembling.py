"""Planning a film of clips alone, in the order given, as `assemble` makes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from longtake.errors import Finding
from longtake.inspection import check_measurable
from longtake.media import FrameRate, Size
from longtake.pipeline.admitting import AdmissionDoor, Lot
from longtake.pipeline.events import Listener
from longtake.pipeline.facts import StoredMeasures
from longtake.pipeline.measured import fit_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import join_words, plan, storyboard_of_clips
from longtake.store import Workspace

__all__ = ["plan_of_clips"]


def plan_of_clips(
    clips: Sequence[Path],
    workspace: Workspace,
    workers: int,
    say: Listener,
    *,
    size: Size | None,
    rate: FrameRate | None,
    join: str,
    music: Path | None,
    fit: str = "auto",
    retime: str = "auto",
    lut: Path | None = None,
    match: str | None = None,
) -> PlannedFilm:
    """The plan of clips in the order given. Raises MediaError for each that is refused, PlanningError."""
    names = _short_names([*clips, *(path for path in (music, lut) if path)])
    used = {name: path for path, name in names.items()}
    wish = join_words(join)
    if wish.kind == "auto":
        check_measurable()

    def point(text: str, finding: Finding) -> Finding:
        return Finding(str(used[text]), finding.message, finding.advice)

    door = AdmissionDoor(workspace, workers, say, StoredMeasures(workspace.store) if wish.kind == "auto" else None)
    door.admit(Lot("clip", used, point))
    facts, stamps = door.admitted("clip")
    named = [(names[path], facts[names[path]]) for path in clips]
    bed, look = (names[path] if path else None for path in (music, lut))
    storyboard = storyboard_of_clips(
        named, size=size, rate=rate, join=wish, music=bed, lut=look, fit=fit, retime=retime, match=match
    )
    shown = fit_of(storyboard, facts, {text: stamp.path for text, stamp in stamps.items()}, workspace.store)
    return PlannedFilm(plan(storyboard, facts, fit=shown), facts, stamps)


def _short_names(paths: Sequence[Path]) -> dict[Path, str]:
    """What a plan calls each file: its name, with as many folders before it as tell it from the others. Where a film's
    clips lay on the maker's disk is no part of the film."""
    distinct = list(dict.fromkeys(paths))
    shared = Counter(path.parts[-depth:] for path in distinct for depth in range(1, len(path.parts) + 1))
    names: dict[Path, str] = {}
    for path in distinct:
        depth = 1
        while depth < len(path.parts) and shared[path.parts[-depth:]] > 1:
            depth += 1
        names[path] = Path(*path.parts[-depth:]).as_posix()
    return names
