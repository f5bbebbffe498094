"""Fetching a voice from its official release, because somebody asked for it: through the one door, kept only if it is
the very file."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urljoin

from longtake.errors import SpeechError
from longtake.generation.http import Ask, Door, Limits, Stream
from longtake.speech.sources import VoiceFile

__all__ = ["fetched"]

_HOPS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_CONNECT, _READ, _TOTAL = 10.0, 60.0, 3600.0

Told = Callable[[int], None]


async def fetched(file: VoiceFile, folder: Path, door: Door, told: Told = lambda _: None) -> Path:
    """The file in `folder`, which is there. told: how many bytes are here. Raises SpeechError for another answer than
    the file, GenerationError where nobody answers."""
    part, digest, size = folder / f".{file.name}.{secrets.token_hex(4)}", hashlib.sha256(), 0
    try:
        with part.open("xb") as held:
            async with _opened(file, door) as stream:
                async for chunk in stream.chunks():
                    held.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                    told(size)
        if digest.hexdigest() != file.sha256:
            raise _refused(file, f"its SHA-256 is {digest.hexdigest()[:12]}…, and that of the file {file.sha256[:12]}…")
        return part.replace(folder / file.name)
    except OSError as error:
        raise SpeechError(f"{file.name} cannot be written: {error.strerror}", place=str(folder)) from error
    finally:
        part.unlink(missing_ok=True)


@asynccontextmanager
async def _opened(file: VoiceFile, door: Door) -> AsyncIterator[Stream]:
    """The answer with the file, behind as many redirections as releases have; the door looks at each address."""
    url, limits = file.url, Limits(_CONNECT, _READ, _TOTAL, most_bytes=file.size_bytes)
    for _ in range(_HOPS):
        async with door.opened(Ask("GET", url, limits=limits)) as stream:
            if stream.status == 200:
                yield stream
                return
            if stream.status not in _REDIRECTS or "location" not in stream.headers:
                raise _refused(file, f"its address answers with status {stream.status}")
            url = urljoin(url, stream.headers["location"])
    raise _refused(file, f"its address leads on more than {_HOPS} times")


def _refused(file: VoiceFile, why: str) -> SpeechError:
    return SpeechError(
        f"{file.name} was not fetched: {why}",
        place=file.url,
        advice=("try again later", f"or fetch {file.name} yourself and name its folder: LONGTAKE_VOICES=FOLDER"),
    )
