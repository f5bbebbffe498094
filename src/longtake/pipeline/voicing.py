"""Voicing: what a film says is spoken before its final plan, which is then as long as the words are.

Voices of this machine cost nothing and speak at once. Whoever buys speech keeps it on the same shelf.
"""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.catalogue import Voice as NamedVoice
from longtake.catalogue import load_voices
from longtake.errors import Finding, SpeechError
from longtake.media import ClipFacts, Digest, SoundFacts, digest_bytes
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.spoken import SpeechShelf, heard
from longtake.pipeline.taken import ApprovalMissingError
from longtake.pipeline.terms import Terms
from longtake.planning import PlannedSpeech, Timings
from longtake.speech.voice import Utterance, Voice
from longtake.store import Workspace
from longtake.storyboard.marks import parts_of

if TYPE_CHECKING:
    from longtake.ledger import Realm

__all__ = ["VoiceOf", "check_rise", "facts_of", "revoiced", "spoken_here", "unspoken", "utterance_of", "voiced"]

VoiceOf = Callable[[NamedVoice], Voice]
"""Gives who speaks under a name. Raises SpeechError where nobody does."""

_AT_ONCE = 2  # a model on one thread each: more of them need much memory and gain little


def voiced(
    planned: PlannedFilm, workspace: Workspace, say: Listener, realm: str = "live", voice_of: VoiceOf | None = None
) -> PlannedFilm:
    """The film planned with its speech as long as it is; what the voices of this machine have to say is spoken now,
    unless it was before. voice_of: by default the voices that are installed. Raises SpeechError with a finding for each
    piece that cannot be spoken, PlanningError where the film cannot be as long as its words."""
    shelf = SpeechShelf(workspace, realm)
    missing = [piece for piece in unspoken(planned, shelf) if load_voices().embedded(piece.voice)]
    if not missing:
        return planned
    asyncio.run(spoken_here(missing, shelf, say, voice_of))
    return revoiced(planned, shelf)


def revoiced(planned: PlannedFilm, shelf: SpeechShelf) -> PlannedFilm:
    """The film planned anew with the lengths of all speech that is on the shelf. Raises PlanningError."""
    seconds = dict(planned.timings.seconds)
    for piece in planned.plan.all_speech:
        kept = shelf.find(piece.order, piece.voice)
        if kept and kept.facts.sound:
            seconds[piece.known_as] = kept.facts.sound.seconds
    film = planned.retimed(Timings(seconds))
    return replace(film, **heard(film.plan, shelf, film.facts, film.files))


def unspoken(planned: PlannedFilm, shelf: SpeechShelf) -> tuple[PlannedSpeech, ...]:
    """The pieces that nobody has spoken yet, each once, in film order."""
    pieces = dict[Digest, PlannedSpeech]()
    for piece in planned.plan.all_speech:
        pieces.setdefault(piece.order, piece)
    return tuple(piece for order, piece in pieces.items() if shelf.find(order, piece.voice) is None)


async def spoken_here(
    pieces: Sequence[PlannedSpeech], shelf: SpeechShelf, say: Listener, voice_of: VoiceOf | None = None
) -> None:
    """Has the voices of this machine say the pieces, and keeps what they say. Raises one SpeechError with a finding for
    each piece that cannot be said."""
    room, done, wrong = asyncio.Semaphore(_AT_ONCE), 0, list[Finding]()

    async def speak(piece: PlannedSpeech) -> None:
        nonlocal done
        async with room:
            try:
                await _spoken(piece, shelf, voice_of or _installed)
            except SpeechError as error:
                (found,) = error.findings
                wrong.append(Finding(piece.about, found.message, found.advice))
        done += 1
        say(Progress("speech", done, len(pieces), note=piece.about))

    say(Progress("speech", 0, len(pieces)))
    await asyncio.gather(*map(speak, pieces))
    if wrong:
        raise SpeechError.of(dict.fromkeys(wrong))


async def _spoken(piece: PlannedSpeech, shelf: SpeechShelf, voice_of: VoiceOf) -> None:
    voice = load_voices().embedded(piece.voice)
    assert voice is not None
    spoken = await voice_of(voice).say(utterance_of(piece))
    shelf.keep(piece.order, piece.voice, spoken.sound, facts_of(spoken.sound), spoken.words)


def _installed(voice: NamedVoice) -> Voice:
    from longtake.speech.narrators import narrator  # here: it needs NumPy, and a film that was spoken does not

    return narrator(voice)


def utterance_of(piece: PlannedSpeech) -> Utterance:
    """A piece as a voice takes it."""
    return Utterance(parts_of(piece.text, dict(piece.sounds)), piece.language, piece.pace or Fraction(1))


def facts_of(sound: bytes) -> ClipFacts:
    """Of a WAV of our own making, which nobody has to admit."""
    with wave.open(io.BytesIO(sound)) as file:
        told = SoundFacts("pcm_s16le", file.getframerate(), file.getnchannels(), Fraction(0), file.getnframes())
    return ClipFacts(digest_bytes(sound), len(sound), "wav", "sound", sound=told)


def check_rise(before: PlannedFilm, after: PlannedFilm, terms: Terms, realm: Realm) -> None:
    """Raises ApprovalMissingError where a film costs more now that its speech was measured, and nobody allowed that: by
    a yes, or by a budget."""
    was, now = before.quote.total, after.quote.total
    if now.amount <= was.amount or realm == "emulated" or terms.is_approved or terms.budget or after.quote.cap:
        return
    longer = after.plan.seconds - before.plan.seconds
    raise ApprovalMissingError(
        f"its speech was measured, and the film lasts {float(longer):.1f} s longer than estimated: it costs "
        f"{now.to_the_cent()} instead of {was.to_the_cent()}, and nobody has said yes to that",
        place="budget",
        advice=("say yes: --yes", "or write a budget: --budget AMOUNT", "see it first: longtake quote"),
    )
