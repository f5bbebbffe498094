"""The film that stands in an output folder, as its manifest tells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longtake.packaging import PackagedFile
from longtake.store import OutputFolder

__all__ = ["MANIFEST", "StandingFilm"]

MANIFEST = "manifest.json"
"""What the manifest is called in the output folder."""


@dataclass(frozen=True, slots=True)
class StandingFilm:
    """told: the manifest; empty where none can be read. files: all that it lists, by path; recipes: of further films,
    by path."""

    told: Mapping[str, Any]
    files: Mapping[str, PackagedFile]
    recipes: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> StandingFilm:
        """Once: an hour's manifest lists some thousand files."""
        try:
            told = json.loads((folder / MANIFEST).read_bytes())
            rows = told["files"]
            files = {row["path"]: PackagedFile(row["path"], row["size"], row["sha256"]) for row in rows}
            recipes = {row["path"]: row["recipe"] for row in rows if "recipe" in row}
        except (OSError, ValueError, KeyError, TypeError):
            return cls({}, {}, {})
        return cls(told, files, recipes)

    def untouched(self, folder: OutputFolder) -> dict[str, PackagedFile]:
        """The files that nobody touched since they were written."""
        intact = folder.intact()
        return {path: file for path, file in self.files.items() if path in intact}
