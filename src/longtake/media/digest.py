"""Digests: everything made is named by what went into it.

A recipe is a value built of dataclasses, mappings, sequences, strings, integers, fractions, booleans and None. Its
digest is the SHA-256 of its canonical JSON: keys sorted, no spaces, fractions as `n/d`. Floats are refused, since two
machines may print them apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import Field, field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, NewType

__all__ = ["Digest", "canonical", "canonical_json", "digest_bytes", "digest_file", "digest_of", "later"]

_AS_THEY_ARE = frozenset((str, int, bool, NoneType))
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

Digest = NewType("Digest", str)
"""A SHA-256 as 64 lower-case hexadecimal digits."""


def later(default: Any) -> Any:
    """A dataclass field that joined its class after recipes of it were kept: spelt only where it is not `default`, so
    that everything made before keeps its name."""
    return field(default=default, metadata={"later": True})


def canonical(value: object) -> Any:
    """The plain-JSON form of a recipe. Raises TypeError for what has no single spelling (floats, sets)."""
    match value:
        case tuple() | list():  # asking an abstract class is ten times slower; a film spells ten thousand recipes
            return [item if type(item) in _AS_THEY_ARE else canonical(item) for item in value]
        case None | bool() | int() | str():
            return value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Mapping():
            return {_name(key): canonical(item) for key, item in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [canonical(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = [(one, getattr(value, one.name)) for one in _fields(type(value))]
            return {"": type(value).__name__, **{one.name: canonical(it) for one, it in named if _is_spelt(it, one)}}
    raise TypeError(f"a {type(value).__name__} has no canonical form in a recipe")


_fields = cache(fields)


def _is_spelt(value: object, one: Field[Any]) -> bool:
    return "later" not in one.metadata or value != one.default


def _name(key: object) -> str:
    """A mapping's key: text, since 1 and "1" would be spelt alike, and not empty, which is how dataclasses are told."""
    if not isinstance(key, str) or not key:
        raise TypeError(f"{key!r} is no key of a recipe: keys are text, and not empty")
    return key


def canonical_json(value: object) -> str:
    """A recipe's one spelling."""
    return _ENCODER.encode(canonical(value))


def digest_of(value: object) -> Digest:
    """The digest of a recipe."""
    return digest_bytes(canonical_json(value).encode())


def digest_bytes(data: bytes | memoryview) -> Digest:
    return Digest(hashlib.sha256(data).hexdigest())


def digest_file(path: Path) -> Digest:
    """The digest of a file's bytes, read in pieces. Raises OSError as opening does."""
    with path.open("rb") as file:
        return Digest(hashlib.file_digest(file, "sha256").hexdigest())
