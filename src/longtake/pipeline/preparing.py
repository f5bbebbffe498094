"""Preparing a film: files admitted, the plan made, everything that decides the film known before any work begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from longtake.errors import Finding, InputError, MediaError
from longtake.inspection import SURVEY, Admitted, Refused, admit
from longtake.media import ClipFacts, Digest, FrameRate, Size, digest_of
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.materials import Stamp
from longtake.planning import Plan, Quote, plan, storyboard_of_clips
from longtake.store import Store, Workspace
from longtake.storyboard import KeyPath, Places, Storyboard, asset_paths, assets_of, load

__all__ = ["PlannedFilm", "inspected", "plan_of_clips", "plan_of_storyboard"]


@dataclass(frozen=True, slots=True)
class PlannedFilm:
    """A plan and the files that it needs. facts and files by the plan's own text for each asset."""

    plan: Plan
    facts: Mapping[str, ClipFacts]
    files: Mapping[str, Stamp]

    @property
    def quote(self) -> Quote:
        """What the film costs before anything is bought."""
        return self.plan.quote


def plan_of_storyboard(path: Path, workspace: Workspace, workers: int, say: Listener) -> PlannedFilm:
    """Raises StoryboardError, MediaError, PlanningError, each with all findings at their places in the file."""
    written = load(path)
    files = assets_of(written.storyboard, path.parent)
    used = {text: files[text] for _, text in _heard_and_seen(written.storyboard)}
    facts, stamps = _admitted(used, workspace, workers, say, _pointing(written.storyboard, written.places))
    return PlannedFilm(plan(written.storyboard, facts, places=written.places), facts, stamps)


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
) -> PlannedFilm:
    """The plan of clips in the order given. Raises MediaError for each that is refused, PlanningError."""
    names = _short_names([*clips, *(path for path in (music, lut) if path)])
    used = {name: path for path, name in names.items()}

    def point(text: str, finding: Finding) -> Finding:
        return Finding(str(used[text]), finding.message, finding.advice)

    facts, stamps = _admitted(used, workspace, workers, say, point)
    named = [(names[path], facts[names[path]]) for path in clips]
    bed, look = (names[path] if path else None for path in (music, lut))
    storyboard = storyboard_of_clips(
        named, size=size, rate=rate, join=join, music=bed, lut=look, fit=fit, retime=retime
    )
    return PlannedFilm(plan(storyboard, facts), facts, stamps)


def inspected(paths: Sequence[Path], workspace: Workspace, workers: int) -> list[ClipFacts | MediaError]:
    """What each file is, in the order given."""
    results = admit(paths, _Facts(workspace.store), workers=workers)
    return [result.facts if isinstance(result, Admitted) else result.error for result in results]


class _Facts:
    """Facts in the store, by the digest of the file they were measured from."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, digest: Digest) -> str | None:
        key = self._key(digest)
        return self._store.read(key).decode() if self._store.has(key) else None

    def put(self, digest: Digest, text: str) -> None:
        self._store.write(self._key(digest), text.encode())

    @staticmethod
    def _key(digest: Digest) -> Digest:
        return digest_of(["facts", SURVEY, digest])


def _heard_and_seen(storyboard: Storyboard) -> list[tuple[KeyPath, str]]:
    """The assets that end up in this film: clips, stills, LUTs, recordings, music. References are for video models."""
    return [(path, text) for path, text in asset_paths(storyboard) if path[-1] in ("clip", "image", "lut", "file")]


Pointer = Callable[[str, Finding], Finding]


def _pointing(storyboard: Storyboard, places: Places) -> Pointer:
    """Points a finding about a file to where the storyboard first names it."""
    named = {text: path for path, text in reversed(_heard_and_seen(storyboard))}

    def point(text: str, finding: Finding) -> Finding:
        return Finding(places.place(named[text]), f"{text}: {finding.message}", finding.advice)

    return point


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


def _admitted(
    files: Mapping[str, Path], workspace: Workspace, workers: int, say: Listener, point: Pointer
) -> tuple[dict[str, ClipFacts], dict[str, Stamp]]:
    """Facts and stamps of every file. Raises one MediaError with a finding for each that is refused."""
    stamps = {text: _stamp(path) for text, path in files.items()}
    done = reused = 0

    def told(_: int, result: Admitted | Refused) -> None:
        nonlocal done, reused
        done, reused = done + 1, reused + (isinstance(result, Admitted) and result.reused)
        say(Progress("clips", done, len(files), reused))

    results = admit([stamp.path for stamp in stamps.values()], _Facts(workspace.store), workers=workers, on_result=told)
    refused = [
        point(text, result.error.findings[0])
        for text, result in zip(files, results, strict=True)
        if isinstance(result, Refused)
    ]
    if refused:
        raise MediaError.of(refused)
    facts = {text: result.facts for text, result in zip(files, results, strict=True) if isinstance(result, Admitted)}
    return facts, stamps


def _stamp(path: Path) -> Stamp:
    try:
        return Stamp.of(path.absolute())
    except OSError as error:
        raise InputError(
            "there is no such file" if isinstance(error, FileNotFoundError) else f"it cannot be read: {error.strerror}",
            place=str(path),
            advice=("check the path",),
        ) from error
