"""The catalogue: every model that is known, by name. A model's file is read when the model is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Protocol

from longtake.catalogue.model import Model
from longtake.catalogue.reading import model_of
from longtake.catalogue.written import Written, in_text, of_file, overridden
from longtake.errors import CatalogueError, Finding

__all__ = ["Catalogue", "load_catalogue", "model_in"]


class _Reader(Protocol):
    def __call__(self) -> Model: ...


class Catalogue(Mapping[str, Model]):
    """Models by name, sorted; a model is also found by its aliases, which do not count and are not listed."""

    def __init__(self, readers: Mapping[str, _Reader]) -> None:
        self._readers = dict(sorted(readers.items()))
        self._models: dict[str, Model] = {}

    @classmethod
    def of(cls, models: Iterable[Model]) -> Catalogue:
        """A catalogue of these models alone."""
        return cls({model.name: partial(_itself, model) for model in models})

    def __getitem__(self, name: str) -> Model:
        """Raises KeyError for a name that is not known."""
        if name not in self._readers:
            name = self._aliases()[name]
        if name not in self._models:
            self._models[name] = self._readers[name]()
        return self._models[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)

    def nearest(self, name: str) -> tuple[str, ...]:
        """The names spelt most like `name`, at most three, the most alike first."""
        aliases = self._aliases()
        known = {key.lower(): key for key in (*aliases, *self._readers)}
        found = (known[key] for key in get_close_matches(name.lower(), sorted(known), n=6, cutoff=0.5))
        return tuple(dict.fromkeys(aliases.get(key, key) for key in found))[:3]

    def _aliases(self) -> dict[str, str]:
        return {alias: model.name for model in self.values() for alias in model.aliases if alias not in self._readers}


def model_in(text: str, name: str) -> Model:
    """The model in the text of a file. name: what findings call it. Raises CatalogueError."""
    return model_of(in_text(text, name))


def load_catalogue(extra: Sequence[Path] = ()) -> Catalogue:
    """The models that come with Longtake, and the author's: each file of `extra`, or each `.toml` in a folder of it,
    adds one, or overrides figures of a known one; later files win. Raises CatalogueError with the first fault of each
    of these files."""
    shipped = _shipped_files()
    readers: dict[str, _Reader] = {name: partial(_shipped_model, name) for name in shipped}
    layers: dict[str, Written] = {}
    faults: list[Finding] = []
    for path in chain.from_iterable(map(_files_in, extra)):
        try:
            file = of_file(path)
            below = layers.get(file.model) or (_shipped_file(file.model) if file.model in shipped else None)
            layers[file.model] = overridden(below, file) if below else file
            readers[file.model] = partial(_itself, model_of(layers[file.model]))
        except CatalogueError as error:
            faults += error.findings
    catalogue = Catalogue(readers)
    if faults := faults or [fault for file in layers.values() for fault in _at_odds(file, catalogue)]:
        raise CatalogueError.of(faults)
    return catalogue


def _files_in(path: Path) -> Sequence[Path]:
    """The files of a folder, or the file itself."""
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]


def _at_odds(file: Written, catalogue: Catalogue) -> Iterator[Finding]:
    """What an author's file says of other models that is not so."""
    model = catalogue[file.model]
    name = model.replacement
    if name and (name == model.name or name not in catalogue):
        near = catalogue.nearest(name)
        advice = f"did you mean {near[0]}?" if near else "name a model of the catalogue: longtake models"
        yield Finding(file.place(("retirement", "replacement")), f"{name!r} is no model to take instead", (advice,))
    others = [other for other in catalogue.values() if other.name != model.name]
    taken = {word: other.name for other in others for word in (other.name, *other.aliases)}
    for alias in model.aliases:
        if alias in taken:
            advice = "take the alias out, or choose another"
            yield Finding(file.place(("aliases",)), f"{alias!r} means {taken[alias]} already", (advice,))


def _itself(model: Model) -> Model:
    return model


@cache
def _shipped_files() -> Mapping[str, Traversable]:
    """The files that come with Longtake, by their models' names."""
    folder = resources.files(__package__).joinpath("models")
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}


def _shipped_file(name: str) -> Written:
    file = _shipped_files()[name]
    return in_text(file.read_text("utf-8"), file.name)


@cache
def _shipped_model(name: str) -> Model:
    return model_of(_shipped_file(name))
