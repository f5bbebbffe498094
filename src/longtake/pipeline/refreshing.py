"""A provider's own list of models as files of the catalogue: fetched when a person says so, never for a plan."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import CatalogueError, GenerationError, InputError
from longtake.pipeline.loops import run

if TYPE_CHECKING:
    from longtake.generation.http import Answer
    from longtake.generation.openrouter_models import Listed, Skipped

__all__ = ["Refreshed", "refresh_models", "refresh_models_async"]

_LISTS = ("openrouter",)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """folder: where the files are; written: models, each by its file; skipped: what no film can be made with."""

    folder: Path
    written: tuple[Listed, ...]
    skipped: tuple[Skipped, ...]


def refresh_models(provider: str, folder: str | Path = "models") -> Refreshed:
    """Writes a file of the catalogue for each model that a provider lists; `openrouter` has such a list. Files that an
    earlier list left are written anew, or removed where the list no longer has the model; no other file is touched.
    Raises InputError for a provider without a list, and where a file of another's is in the way, OperatorError where
    the key is missing, GenerationError."""
    return run(refresh_models_async(provider, folder))


async def refresh_models_async(provider: str, folder: str | Path = "models") -> Refreshed:
    """As `refresh_models`, inside a running loop."""
    from longtake.generation.clock import SystemClock
    from longtake.generation.openrouter_models import Listed, Skipped, listed

    if provider not in _LISTS:
        advice = (f"these have one: {', '.join(_LISTS)}", "for others write a file: see the guide, Add a model")
        raise InputError(f"{provider!r} has no list of models that can be read", advice=advice)
    answer = await _fetched(provider)
    try:
        found = listed(answer.json(), SystemClock().today().date())
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"{provider}'s list of models has not the shape that was expected ({type(error).__name__}: {error})"
        raise GenerationError(what, advice=("see whether a newer Longtake knows of it",)) from error
    if not found:
        raise GenerationError(f"{provider} lists no models", advice=("try again later; no file was changed",))
    read = tuple(_read(one) if isinstance(one, Listed) else one for one in found)
    written = tuple(one for one in read if isinstance(one, Listed))
    _write(Path(folder), written)
    return Refreshed(Path(folder), written, tuple(one for one in read if isinstance(one, Skipped)))


async def _fetched(provider: str) -> Answer:
    from longtake.generation.accounts import accounts
    from longtake.generation.adapter import Adapter
    from longtake.generation.clock import SystemClock
    from longtake.generation.failures import raised
    from longtake.generation.http import Door
    from longtake.generation.openrouter_models import LISTING
    from longtake.generation.providers import wire_of

    account = accounts(os.environ)(provider)
    async with Door(allow_loopback=account.is_emulated) as door:
        adapter = Adapter(wire_of(provider, ""), account, door, SystemClock())
        answer = await adapter.asked(LISTING)
        if answer.status != 200:
            raise raised(adapter.failure(answer))
        return answer


def _read(one: Listed) -> Listed | Skipped:
    """The model, if its file can be read."""
    from longtake.catalogue import model_in
    from longtake.generation.openrouter_models import Skipped

    try:
        model_in(one.text, f"{one.model}.toml")
    except CatalogueError as error:
        return Skipped(one.model, f"what is told of it contradicts itself: {error.findings[0].message}")
    return one


def _write(folder: Path, written: Sequence[Listed]) -> None:
    files = {folder / f"{one.model}.toml": one.text for one in written}
    if foreign := [path for path in files if path.exists() and not _is_ours(path)]:
        message = f"{foreign[0].as_posix()} was not written by a list of models, and its place is wanted"
        raise InputError(message, advice=("move it, or name another folder: -o FOLDER",))
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        beside = path.with_suffix(".part")
        beside.write_text(text, "utf-8", newline="\n")
        beside.replace(path)
    for path in set(folder.glob("*.toml")) - set(files):
        if _is_ours(path):
            path.unlink()


def _is_ours(path: Path) -> bool:
    from longtake.generation.openrouter_models import MARK

    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK.encode()
