"""Rules of the folder: it holds what its manifest says, byte for byte, and nothing that nobody may see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from longtake.media import digest_file
from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.fault import Fault, guarded

__all__ = ["bundle_faults"]

_SECRET = (".key", ".pem", ".env")


def bundle_faults(folder: Path, manifest: str) -> Iterator[Fault]:
    """What the manifest lists and is not there as it says; keys that lie open."""
    try:
        rows: list[dict[str, Any]] = json.loads((folder / manifest).read_text("utf-8"))["files"]
        listed = [(str(row["path"]), int(row["size"]), str(row["sha256"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Fault("H05", manifest, f"it lists no files: {error!r}")
        listed = []
    bundle = Bundle(folder)
    for name, size, sha256 in listed:
        yield from guarded("H05", name, _changed(bundle, manifest, name, size, sha256))
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SECRET and path.is_file():
            place = path.relative_to(folder).as_posix()
            if path.stat().st_mode & 0o077 or any(name == place for name, _, _ in listed):
                yield Fault("H93", place, "a key lies open in the bundle: keep it out, readable by its owner alone")


def _changed(bundle: Bundle, manifest: str, name: str, size: int, sha256: str) -> Iterator[Fault]:
    if bundle.leads_out(name):
        yield Fault("H06", manifest, f"it lists {name!r}, which lies outside the folder")
    elif not bundle.has(name):
        yield Fault("H05", name, "the manifest lists it and it is not there")
    elif bundle.size(name) != size:
        yield Fault("H05", name, f"it has {bundle.size(name)} bytes, {size} were written")
    elif digest_file(bundle.at(name)) != sha256:
        yield Fault("H05", name, "it was changed since it was written")
