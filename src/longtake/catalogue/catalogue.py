"""The catalogue: every model that is known, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path

from longtake.catalogue.model import Model
from longtake.catalogue.reading import model_of
from longtake.catalogue.written import Written, in_text, of_file, overridden
from longtake.errors import CatalogueError, Finding

__all__ = ["Catalogue", "load_catalogue"]


class Catalogue(Mapping[str, Model]):
    """Models by name, sorted; a model is also found by its aliases, which do not count and are not listed."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._models = {model.name: model for model in sorted(models, key=lambda model: model.name)}
        self._aliases = {alias: model.name for model in self._models.values() for alias in model.aliases}

    def __getitem__(self, name: str) -> Model:
        return self._models[self._aliases.get(name, name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def nearest(self, name: str) -> tuple[str, ...]:
        """The names spelt most like `name`, at most three, the most alike first."""
        known = {key.lower(): key for key in (*self._models, *self._aliases)}
        found = get_close_matches(name.lower(), sorted(known), n=6, cutoff=0.5)
        return tuple(dict.fromkeys(self[known[key]].name for key in found))[:3]


def load_catalogue(extra: Sequence[Path] = ()) -> Catalogue:
    """The models that come with Longtake, and the author's: each file of `extra` adds one, or overrides figures of a
    known one; later files win. Raises CatalogueError with every file's first fault."""
    return _read((*_shipped(), *(of_file(path) for path in extra))) if extra else _as_shipped()


@cache
def _as_shipped() -> Catalogue:
    return _read(_shipped())


@cache
def _shipped() -> tuple[Written, ...]:
    folder = resources.files(__package__).joinpath("models")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(in_text(file.read_text("utf-8"), file.name) for file in files)


def _read(files: Iterable[Written]) -> Catalogue:
    by_name: dict[str, Written] = {}
    faults: list[Finding] = []
    for file in files:
        known = by_name.get(file.model)
        try:
            by_name[file.model] = overridden(known, file) if known else file
        except CatalogueError as error:
            faults += error.findings
    models: list[Model] = []
    for file in by_name.values():
        try:
            models.append(model_of(file))
        except CatalogueError as error:
            faults += error.findings
    if faults:
        raise CatalogueError.of(faults)
    return Catalogue(models)
