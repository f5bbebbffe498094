"""Encrypting a film's stream (`encrypt`): where its key comes from and where it is kept.

The key stands in a file that nobody else can read, beside the film and not of it: no manifest lists it, and no make
removes or changes it. Without that file the stream is lost to everybody.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longtake.errors import InputError, PackagingError
from longtake.media import digest_of
from longtake.packaging import Seal
from longtake.packaging.sealing import KEY_BYTES
from longtake.pipeline.job import Job
from longtake.store import OutputFolder

if TYPE_CHECKING:
    from longtake.generation.secrets import Secret

__all__ = ["KEY_FILE", "Encryption", "checked_encryption", "encrypted", "encryption_json", "read_key"]

KEY_FILE = "keys/film.key"
"""Where a film's key stands, in its folder, and where players look for it by default."""

_METHOD = "AES-128"


@dataclass(frozen=True, slots=True)
class Encryption:
    """What was asked for. key_file: None for the film's own, which is made where there is none; uri: what players are
    told; None for the film's own."""

    key_file: Path | None = None
    uri: str | None = None


def checked_encryption(encrypt: bool | str | Path, key_uri: str | None) -> Encryption | None:
    """encrypt: whether, or the file of the key. Raises InputError for an address without a key."""
    if encrypt is False and key_uri is not None:
        raise InputError("an address of a key says nothing without encryption", place="key_uri", advice=("encrypt",))
    if encrypt is False:
        return None
    return Encryption(None if encrypt is True else Path(encrypt), key_uri)


def encrypted(job: Job, wanted: Encryption | None, folder: OutputFolder) -> Job:
    """The film with its stream under a key. Raises InputError for a key that is none, FolderError where it cannot be
    kept, MissingExtraError without `longtake[encryption]`."""
    if wanted is None:
        return job
    key = _key(wanted, folder)
    try:
        seal = Seal(key, wanted.uri or KEY_FILE)
    except PackagingError as error:
        raise InputError(str(error), place="key_uri", advice=("such as https://keys.example.com/film",)) from None
    digest = digest_of(["film under a key", job.digest, seal.mark, seal.uri])
    return replace(job, digest=digest, seal=seal, notices=(*job.notices, *_notices(wanted)))


def encryption_json(job: Job) -> dict[str, Any]:
    """For the manifest; nothing where the stream is in the clear."""
    return {"encryption": {"method": _METHOD, "key_uri": job.seal.uri}} if job.seal else {}


def read_key(path: Path) -> Secret:
    """Raises InputError for what is no key of 16 bytes."""
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the key cannot be read: {error.strerror or error}"
        raise InputError(message, place=str(path), advice=("leave the file out, and one is made",)) from None
    if len(data) != KEY_BYTES:
        raise InputError(
            f"a key of {_METHOD} has {KEY_BYTES} bytes, this file {len(data)}",
            place=str(path),
            advice=("leave the file out, and a key is made", f"or: head -c {KEY_BYTES} /dev/urandom > film.key"),
        )
    return _secret(data)


def _secret(key: bytes) -> Secret:
    from longtake.generation.secrets import Secret  # here: most films are in the clear

    return Secret(key.hex())


def _key(wanted: Encryption, folder: OutputFolder) -> Secret:
    """The key that was given, else that of the film, else a new one; it stands in the folder, unless players are told
    to get a given one elsewhere."""
    own = folder.path / KEY_FILE
    given = read_key(wanted.key_file) if wanted.key_file else None
    if given and wanted.uri:
        return given
    if own.exists():
        return _same(read_key(own), given, own)
    key = given or _secret(secrets.token_bytes(KEY_BYTES))
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes.fromhex(key.reveal()))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise folder.refusal(error) from error
    return key


def _same(own: Secret, given: Secret | None, path: Path) -> Secret:
    if given and given != own:
        raise InputError(
            "the film has another key already",
            place=str(path),
            advice=("leave the file out, to keep that key", "or move it away: what it opens is lost without it"),
        )
    return own


def _notices(wanted: Encryption) -> Sequence[tuple[str, str]]:
    where = "its key is the one that you gave" if wanted.key_file and wanted.uri else f"its key is {KEY_FILE}"
    clear = "film.mp4 and all else beside hls/ is in the clear: publish hls/ alone"
    return [
        ("encrypt", f"the stream is under a key, and {where}: keep it, and give it only to who may watch"),
        ("encrypt", f"film.mpd is not written, since DASH has no {_METHOD} of whole segments; {clear}"),
    ]
