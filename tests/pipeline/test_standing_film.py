"""The film that stands in a folder is read by one reader, under one name."""

from __future__ import annotations

from pathlib import Path

import pytest

import longtake
from longtake.errors import FolderError
from longtake.pipeline.standing_film import MANIFEST, StandingFilm

PIPELINE = Path(longtake.__file__).parent / "pipeline"


def test_what_the_manifest_is_called_is_written_in_one_place() -> None:
    assert [path.name for path in PIPELINE.glob("*.py") if f'"{MANIFEST}"' in path.read_text("utf-8")] == [
        "standing_film.py"
    ]


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"files": [{"path": 1}]}', '{"files": [], "seams": [{}]}'])
def test_a_manifest_that_tells_no_seams_is_no_film_of_which_they_were_measured(tmp_path: Path, told: str) -> None:
    (tmp_path / MANIFEST).write_text(told, "utf-8")
    assert StandingFilm.read(tmp_path).files == {}
    with pytest.raises(FolderError, match="it holds no film whose seams were measured"):
        longtake.seams(tmp_path)
