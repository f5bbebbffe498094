"""The file of keys: TOML that only its owner can read, one table a provider."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from longtake.errors import OperatorError

__all__ = ["kept_keys", "keys_of_file"]

_WRITE = ('write [fal] and below it key = "…"',)


def kept_keys(environ: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The tables of the user's file of keys: the one that `LONGTAKE_KEYS` names, else `keys.toml` in the user's folder
    of settings, which need not be there. Raises OperatorError as `keys_of_file` does."""
    if named := environ.get("LONGTAKE_KEYS"):
        return keys_of_file(Path(named).expanduser())
    from platformdirs import user_config_path

    usual = user_config_path("longtake", appauthor=False) / "keys.toml"
    return keys_of_file(usual) if usual.exists() else {}


def keys_of_file(path: Path) -> Mapping[str, Mapping[str, str]]:
    """The tables of a file of keys (TOML, one table a provider: `[fal]` and below it `key = "…"`). Raises OperatorError
    where it is open to other users, damaged or not there."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                advice = f"close it: chmod 600 {path}"
                raise OperatorError("the file of keys can be read by other users", place=str(path), advice=(advice,))
            tables = tomllib.load(file)
    except OSError as error:
        raise OperatorError(f"the file of keys cannot be read: {error.strerror}", place=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):  # its message would quote the line, and so a key
        raise OperatorError("the file of keys is no TOML", place=str(path), advice=_WRITE) from None
    return {name: _table(path, name, table) for name, table in tables.items()}


def _table(path: Path, name: str, table: Any) -> Mapping[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise OperatorError(f"{name} in the file of keys is no table of texts", place=str(path), advice=_WRITE)
    return table
