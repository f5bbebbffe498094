"""A provider of the user's own: an installed package that offers one, or a table that says whose interface it speaks.

Nothing of either is looked at before a model names the provider. Longtake's own providers can't be replaced.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from longtake.errors import ForbiddenAddressError, OperatorError
from longtake.generation.guard import checked_url
from longtake.generation.wire import Wire

__all__ = ["FILE", "GROUP", "OwnProvider", "own_provider"]

GROUP = "longtake.providers"
"""The entry points in which packages offer providers, by the provider's name."""
FILE = "LONGTAKE_PROVIDERS"
"""The variable that names the file of providers; else `providers.toml` in the user's folder of settings."""
_FIELDS = ("speaks", "base", "key", "keys")


@dataclass(frozen=True, slots=True)
class OwnProvider:
    """base: where its live interface stands, by https, with settings in braces. wire: makes the wire format of a model
    from the provider's name for it, None where the provider speaks the interface of `speaks`, one of Longtake's own.
    keys: the variables that may hold each key, by the key's name; enough: sets of keys of which one must be whole;
    settings: the variable of each, by its name. played: makes what the emulator plays for it (`emulator.wire.Wire`)."""

    base: str
    wire: Callable[[str], Wire] | None = None
    speaks: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    enough: tuple[tuple[str, ...], ...] = (("key",),)
    settings: Mapping[str, str] = field(default_factory=dict)
    played: Callable[[], Any] | None = None


def own_provider(name: str, environ: Mapping[str, str] = os.environ) -> OwnProvider | None:
    """The provider of that name: of the file, else of a package; None where there is none. Raises OperatorError for a
    file that cannot be read, and for a package whose provider cannot be loaded."""
    path = _file(environ)
    table = _tables(path).get(name) if path is not None else None
    return _of_table(name, table, path) if table is not None and path is not None else _of_package(name)


def _file(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get(FILE):
        return Path(named).expanduser()
    from platformdirs import user_config_path

    usual = user_config_path("longtake", appauthor=False) / "providers.toml"
    return usual if usual.exists() else None


def _tables(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OperatorError(f"the file of providers cannot be read: {error.strerror}", place=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OperatorError(f"the file of providers is no TOML: {error}", place=str(path)) from None


def _of_table(name: str, table: Any, path: Path) -> OwnProvider:
    def wrong(what: str, advice: str) -> OperatorError:
        return OperatorError(f"[{name}] {what}", place=str(path), advice=(advice,))

    if not isinstance(table, dict):
        raise wrong("is no table", f'write [{name}] and below it speaks = "fal"')
    if strange := sorted(set(table) - set(_FIELDS)):
        near = get_close_matches(strange[0], _FIELDS, n=1)
        known = f"did you mean {near[0]}?" if near else f"it takes {', '.join(_FIELDS)}"
        raise wrong(f"has {strange[0]}, which nothing reads", known)
    speaks, base = table.get("speaks"), table.get("base")
    keys: Any = table.get("keys", {"key": table["key"]} if "key" in table else None)
    if not (isinstance(speaks, str) and isinstance(base, str) and _is_keys(keys)):
        advice = 'speaks = "fal", base = "https://…", key = "ACME_API_KEY": the variable that holds the key'
        raise wrong("needs speaks, base and key", advice)
    try:
        checked_url(base)
    except ForbiddenAddressError as error:
        raise wrong(f"base: {error.findings[0].message}", "its address begins with https, on a public host") from None
    return OwnProvider(base, speaks=speaks, keys={one: (variable,) for one, variable in keys.items()})


def _is_keys(keys: Any) -> bool:
    return isinstance(keys, dict) and bool(keys) and all(isinstance(one, str) and one for one in keys.values())


@cache
def _of_package(name: str) -> OwnProvider | None:
    found = tuple(entry_points(group=GROUP, name=name))
    if not found:
        return None
    if len(found) > 1:
        packages = " and ".join(sorted(_package(one) for one in found))
        raise OperatorError(f"{packages} both offer a provider {name}", advice=("uninstall one of them",))
    (one,) = found
    advice = (f"see to that package, or uninstall it; it offers {one.value}",)
    try:
        provider = one.load()
    except Exception as error:  # whatever a stranger's module does while it is imported
        what = f"{_package(one)} offers the provider {name}, which cannot be loaded: {type(error).__name__}: {error}"
        raise OperatorError(what, advice=advice) from error
    if not isinstance(provider, OwnProvider) or (provider.wire is None) == (not provider.speaks):
        what = f"{_package(one)} offers as provider {name} what is none: an OwnProvider has a wire, or speaks another's"
        raise OperatorError(what, advice=advice)
    return provider


def _package(one: EntryPoint) -> str:
    return f"the package {one.dist.name} {one.dist.version}" if one.dist is not None else "a package"
