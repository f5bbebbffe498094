"""Where the files of embedded voices lie: in the user's folder, installed, or fetched before on request.

Nothing is ever fetched by itself: what is missing is an error that says the ways. Every file is what it is named after,
by its SHA-256, or it is refused.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from longtake.errors import SpeechError
from longtake.media import Digest, digest_bytes

__all__ = [
    "FOLDER",
    "Origin",
    "VoiceFile",
    "engine_key",
    "files_of",
    "installed_folder",
    "is_here",
    "kept_folder",
    "origin_of",
    "read",
]

FOLDER = "LONGTAKE_VOICES"
"""The variable that names the user's own folder of voices."""

_STEP = 1  # change it whenever the same words in the same voice come to sound otherwise

Origin = Literal["placed", "installed", "fetched", ""]
"""Where a voice is had from; "" where it is not here."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A file that a voice is made of. parts: resources of packages (`package/path`) that joined are it; url: of its
    official release."""

    name: str
    sha256: Digest
    size_bytes: int
    url: str
    parts: tuple[str, ...] = ()


def files_of(voice: str) -> tuple[VoiceFile, VoiceFile]:
    """The model's file and the voice's own. Raises KeyError for a voice that nobody made."""
    told = _data()
    named = told["voices"][voice]
    return _file(told, named["model"]), _file(told, named["own"])


def engine_key(voice: str) -> list[object]:
    """What besides the words decides how they sound, so that speech made by another version is made anew."""
    return [_STEP, *(file.sha256 for file in files_of(voice))]


def origin_of(voice: str, environ: Mapping[str, str] = os.environ) -> Origin:
    """Where all its files are had from, the rarer place where they lie in two; nothing is read."""
    found = [next(iter(_places(file, environ)), None) for file in files_of(voice)]
    if any(place is None for place in found):
        return ""
    origins = [place.origin for place in found if place]
    return next(origin for origin in ("placed", "fetched", "installed") if origin in origins)


def is_here(file: VoiceFile, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether it lies where it is looked for, whatever is in it."""
    return any(_places(file, environ))


def read(file: VoiceFile, voice: str, environ: Mapping[str, str] = os.environ) -> bytes:
    """The file's bytes. Raises SpeechError where it is nowhere, and where it is another file."""
    place = next(iter(_places(file, environ)), None)
    if place is None:
        raise SpeechError(
            f"voice {voice!r} is not here: its file {file.name} is missing",
            place=voice,
            advice=_ways(file, voice),
        )
    content = place.read()
    if digest_bytes(content) != file.sha256:
        raise SpeechError(
            f"it is not the {file.name} that voice {voice!r} is made of: its SHA-256 is another",
            place=place.name,
            advice=(f"take it away and fetch the official one: longtake voices get {voice}",),
        )
    return content


def kept_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where fetched voices are kept: the user's own folder, else the user's data folder."""
    if own := environ.get(FOLDER):
        return Path(own).expanduser()
    from platformdirs import user_data_path

    return user_data_path("longtake", appauthor=False) / "voices"


def installed_folder() -> Path:
    """Where an environment of Python has voices that come in no package for pip, such as those of `make voices`."""
    return Path(sys.prefix) / "share" / "longtake" / "voices"


@dataclass(frozen=True, slots=True)
class _Place:
    """A file that may be read, or parts of one."""

    origin: Origin
    parts: tuple[Any, ...]

    @property
    def name(self) -> str:
        return ", ".join(map(str, self.parts))

    def read(self) -> bytes:
        return b"".join(part.read_bytes() for part in self.parts)


def _places(file: VoiceFile, environ: Mapping[str, str]) -> Iterator[_Place]:
    """Where the file is, in the order in which it is looked for."""
    if own := environ.get(FOLDER):
        placed = Path(own).expanduser() / file.name
        if placed.is_file():
            yield _Place("placed", (placed,))
    beside = installed_folder() / file.name
    if beside.is_file():
        yield _Place("installed", (beside,))
    packaged = tuple(map(_resource, file.parts))
    if packaged and all(packaged):
        yield _Place("installed", packaged)
    fetched = kept_folder({}) / file.name
    if fetched.is_file():
        yield _Place("fetched", (fetched,))


def _resource(part: str) -> Any:
    package, _, path = part.partition("/")
    try:
        found = resources.files(package).joinpath(path)
    except ModuleNotFoundError:
        return None
    return found if found.is_file() else None


def _ways(file: VoiceFile, voice: str) -> tuple[str, ...]:
    fetch = f"fetch it from its official release: longtake voices get {voice}"
    return (
        *(("install it: pip install 'longtake[voices]'", f"or {fetch}") if file.parts else (fetch,)),
        f"or put {file.name} into a folder and name that: {FOLDER}=FOLDER",
        "or name a voice that is here: longtake voices",
    )


def _file(told: Mapping[str, Any], name: str) -> VoiceFile:
    entry = told["files"][name]
    return VoiceFile(name, Digest(entry["sha256"]), entry["bytes"], entry["url"], tuple(entry.get("parts", ())))


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("data/voices.toml").read_text("utf-8"))
