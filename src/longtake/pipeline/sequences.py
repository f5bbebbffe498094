"""Sequences over the film: many numbered picture files that are one overlay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from longtake.errors import Finding, MediaError, StoryboardError
from longtake.inspection import sequence_files
from longtake.media import ClipFacts, digest_of
from longtake.storyboard import Places, Storyboard, resolve, resolve_sequence, sequence_paths

__all__ = ["FileSequence", "sequences_of"]


@dataclass(frozen=True, slots=True)
class FileSequence:
    """place: where the storyboard names it. files: in order, by their own path text in the project folder."""

    place: str
    files: Mapping[str, Path]

    def facts(self, of_files: Mapping[str, ClipFacts]) -> ClipFacts:
        """Those of its first picture, of kind `sequence`, with a digest of all files' bytes.

        Raises MediaError if its pictures differ in size.
        """
        parts = [of_files[text] for text in self.files]
        for text, part in zip(self.files, parts, strict=True):
            if _shown(part) != _shown(parts[0]):
                message = f"{text} is {_shown(part)}, the first picture of the sequence {_shown(parts[0])}"
                raise MediaError(message, place=self.place, advice=("export all pictures at one size",))
        size = sum(part.size_bytes for part in parts)
        return replace(parts[0], digest=digest_of([part.digest for part in parts]), size_bytes=size, kind="sequence")


def sequences_of(storyboard: Storyboard, root: Path, places: Places) -> dict[str, FileSequence]:
    """Every sequence by its path text. Raises MediaError with a finding for each that is not whole."""
    found: dict[str, FileSequence] = {}
    refused: list[Finding] = []
    for path, text in sequence_paths(storyboard):
        place = places.place(path)
        try:
            found[text] = FileSequence(place, dict(_files(root, text)))
        except (MediaError, StoryboardError) as error:
            message, advice = error.findings[0].message, error.findings[0].advice
            refused.append(Finding(place, f"{text}: {message}", advice))
    if refused:
        raise MediaError.of(refused)
    return found


def _shown(facts: ClipFacts) -> str:
    return str(facts.picture.shown) if facts.picture else "no picture"


def _files(root: Path, text: str) -> Iterator[tuple[str, Path]]:
    """Each file again through the door for paths: a link in the folder may lead anywhere."""
    folder = text.rpartition("/")[0] if "%" in text.rpartition("/")[2] else text
    for file in sequence_files(resolve_sequence(root, text)):
        name = f"{folder}/{file.name}" if folder else file.name
        yield name, resolve(root, name)
