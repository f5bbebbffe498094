"""The voices of this machine: which there are, which are here, and trying one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from longtake.catalogue import Voice, load_voices
from longtake.errors import InputError, SpeechError
from longtake.pipeline.events import Listener, Progress
from longtake.speech.sources import Origin, VoiceFile, files_of, kept_folder, origin_of
from longtake.speech.voice import Spoken, Utterance
from longtake.storyboard.marks import parts_of
from longtake.storyboard.units import Refused, parse_speed

__all__ = ["EmbeddedVoice", "embedded_voices", "get_voice", "say"]


_MEGABYTE = 10**6


@dataclass(frozen=True, slots=True)
class EmbeddedVoice:
    """A voice that is spoken here. model: of the catalogue; origin: where its files are had from, "" where they are not
    here; size_bytes: of them; urls: of their official releases."""

    name: str
    model: str
    languages: tuple[str, ...]
    licence: str
    origin: Origin
    size_bytes: int
    urls: tuple[str, ...]


def embedded_voices() -> tuple[EmbeddedVoice, ...]:
    """All of them, by model and name."""
    return tuple(_voices())


def _voices() -> Iterator[EmbeddedVoice]:
    for model in load_voices().values():
        for name in model.voices if model.is_embedded else ():
            files = files_of(name)
            size, urls = sum(file.size_bytes for file in files), tuple(file.url for file in files)
            yield EmbeddedVoice(name, model.name, model.languages, model.terms, origin_of(name), size, urls)


def get_voice(name: str, on_event: Listener | None = None) -> tuple[Path, ...]:
    """Fetches the files of a voice from their official releases, those that are not here. Gives where they are kept.

    Raises InputError for a name that no voice has, SpeechError where another file comes, GenerationError where none.
    """
    _named(name)
    folder = kept_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SpeechError(f"the folder of voices cannot be made: {error.strerror}", place=str(folder)) from error
    return asyncio.run(_fetched(name, folder, on_event or _ignore))


async def _fetched(name: str, folder: Path, say_of: Listener) -> tuple[Path, ...]:
    from longtake.generation.http import Door  # here: it needs httpx
    from longtake.speech.fetching import fetched
    from longtake.speech.sources import is_here

    found = []
    async with Door() as door:
        for file in files_of(name):
            if is_here(file):
                continue

            found.append(await fetched(file, folder, door, _telling(file, say_of)))
    return tuple(found)


def _telling(file: VoiceFile, say_of: Listener) -> Callable[[int], None]:
    """Tells of each megabyte once."""
    last = -1

    def told(size: int) -> None:
        nonlocal last
        if size // _MEGABYTE > last:
            last = size // _MEGABYTE
            say_of(Progress("voice", last, max(last, file.size_bytes // _MEGABYTE), note=f"MB of {file.name}"))

    return told


def say(text: str, voice: str, *, pace: Fraction | str = Fraction(1), language: str = "") -> Spoken:
    """A text, marks and all, as a voice of this machine says it: a WAV and when each word is heard. pace: in times its
    own; language: by default the first that it speaks.

    Raises InputError for a name that no voice has, SpeechError for what it cannot say.
    """
    from longtake.speech.narrators import narrator

    named = _named(voice)
    try:
        parts, times = parts_of(text), parse_speed(pace) if isinstance(pace, str) else pace
    except Refused as refused:
        raise InputError(str(refused), place="text", advice=refused.advice) from None
    utterance = Utterance(parts, language or named.model.languages[0], times)
    return asyncio.run(narrator(named).say(utterance))


def _named(name: str) -> Voice:
    found = load_voices().embedded(name)
    if found is not None:
        return found
    known = [one.name for one in embedded_voices()]
    near = get_close_matches(name.lower(), known, n=1)
    advice = (f"did you mean {near[0]}?",) if near else (f"there are {', '.join(known)}",)
    raise InputError(f"{name!r} is no voice of this machine", place="voice", advice=advice)


def _ignore(_: object) -> None:
    pass
