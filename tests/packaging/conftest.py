"""One film packaged at an even rate and one at 30000/1001, read back by a reader of the tests' own."""

from __future__ import annotations

import pytest
from iso_reading import read_multivariant
from made_film import Packaged, Shelf, make_essence

from longtake.media import FrameRate
from longtake.packaging import FilmEssence, package_film


@pytest.fixture(scope="session", params=[FrameRate(24), FrameRate(30000, 1001)], ids=str)
def packaged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Packaged:
    shelf = Shelf({})
    essence = make_essence(shelf, request.param)
    folder = tmp_path_factory.mktemp("film")
    package = package_film(folder, essence)
    return Packaged(folder, essence, package, shelf, read_multivariant(folder / package.playlist))


@pytest.fixture(scope="session")
def shelf_and_film() -> tuple[Shelf, FilmEssence]:
    """A film at 24 and the store it lies in, not packaged yet."""
    shelf = Shelf({})
    return shelf, make_essence(shelf, FrameRate(24))
