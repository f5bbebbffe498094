"""A storyboard's files, each let in by its role in the film; what is wrong with one is shown where it is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from longtake.errors import Finding
from longtake.inspection import Role
from longtake.media import ClipFacts
from longtake.pipeline.admitting import AdmissionDoor, Lot, Pointer
from longtake.pipeline.materials import Stamp
from longtake.pipeline.sequences import FileSequence
from longtake.storyboard import (
    KeyPath,
    Places,
    Storyboard,
    WrittenStoryboard,
    asset_paths,
    each_shot,
    sequence_paths,
)
from longtake.storyboard.stages import Stage, is_generated

__all__ = ["StoryboardFiles", "admitted_files"]

_ROLES: tuple[Role, ...] = ("clip", "overlay", "font")


@dataclass(frozen=True, slots=True)
class StoryboardFiles:
    """Facts and stamps of clips and sounds, by the storyboard's own text for each; laid_facts and laid_stamps: of what
    lies over the film, pictures of overlays (of a sequence of files all of its stamps) and fonts of titles."""

    facts: Mapping[str, ClipFacts]
    stamps: Mapping[str, Stamp]
    laid_facts: Mapping[str, ClipFacts]
    laid_stamps: Mapping[str, tuple[Stamp, ...]]

    @property
    def paths(self) -> dict[str, Path]:
        """Where clips and sounds lie."""
        return {text: stamp.path for text, stamp in self.stamps.items()}


def admitted_files(
    written: WrittenStoryboard,
    paths: Mapping[str, Path],
    sequences: Mapping[str, FileSequence],
    stage: Stage,
    door: AdmissionDoor,
) -> StoryboardFiles:
    """paths: of all files, those of sequences too. Raises one MediaError with a finding for each that is refused."""
    lots: list[Lot] = []
    for role in _ROLES:
        assets = list(_assets_as(role, written.storyboard, sequences, stage))
        lots.append(Lot(role, {text: paths[text] for _, text in assets}, _pointing(assets, written.places)))
    door.admit(*lots)
    facts, stamps = door.admitted("clip")
    laid_facts, found = door.admitted("overlay", "font")
    laid_stamps: dict[str, tuple[Stamp, ...]] = {text: (stamp,) for text, stamp in found.items()}
    for text, sequence in sequences.items():
        laid_facts[text] = sequence.facts(laid_facts)
        laid_stamps[text] = tuple(found[file] for file in sequence.files)
    return StoryboardFiles(facts, stamps, laid_facts, laid_stamps)


def _assets_as(
    role: Role, storyboard: Storyboard, sequences: Mapping[str, FileSequence], stage: Stage
) -> Iterator[tuple[KeyPath, str]]:
    """The files that this film is made of in one role, those of sequences too; pictures for video models where one is
    asked."""
    is_bought = any(is_generated(storyboard, shot, stage) for _, shot in each_shot(storyboard))
    for path, text in asset_paths(storyboard):
        if role == (_role_of(path) or ("clip" if is_bought else None)):
            yield path, text
    if role == "overlay":
        for path, text in sequence_paths(storyboard):
            yield from ((path, file) for file in sequences[text].files)


def _role_of(path: KeyPath) -> Role | None:
    if path[-1] == "font":
        return "font"
    if path[-1] == "image" and isinstance(path[-2], int) and path[-3] in ("overlay", "overlays"):
        return "overlay"
    return "clip" if path[-1] in ("clip", "image", "lut", "file") or path[-2] == "files" else None


def _pointing(assets: Sequence[tuple[KeyPath, str]], places: Places) -> Pointer:
    """Points a finding about a file to where the storyboard first names it."""
    named = {text: path for path, text in reversed(assets)}

    def point(text: str, finding: Finding) -> Finding:
        return Finding(places.place(named[text]), f"{text}: {finding.message}", finding.advice)

    return point
