from __future__ import annotations

import os
from pathlib import Path

import pytest
from made_sound import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def real_clips() -> Path:
    named = os.environ.get("LONGTAKE_CLIPS")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "clips"
    if not (folder / "manifest.json").is_file():
        pytest.skip("the folder of real clips is not here: set LONGTAKE_CLIPS to it")
    return folder.resolve()
