"""The speech of a film: what is said by which voice, and what that costs. One piece is one request to a service.

Nothing is listed of a film that no hosted voice speaks in: what is spoken here costs nothing, as a recording does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from longtake.catalogue import Price, Voice, load_voices
from longtake.errors import CatalogueError
from longtake.media import Money
from longtake.planning.asks import words_heard
from longtake.planning.material import Material
from longtake.planning.narration import Speaker, Speech, said, speaker_of
from longtake.planning.plan import PlannedSpeech
from longtake.planning.routing import Limits, too_dear
from longtake.planning.timings import Timings, speech_key
from longtake.storyboard import KeyPath, Remark, Storyboard, is_sketch, scene_name
from longtake.storyboard.stages import Stage

__all__ = ["MADE_HERE", "speeches_of", "wrong_voices"]

MADE_HERE = "spoken here"
"""What stands for the model of a voice that no service is named for."""

_SPREAD = Fraction(1, 5)
"""How far speech may be from its estimate: people who read the same text aloud differ by about so much."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that are said at once. about: a scene or a shot; path: of the field that chooses the voice."""

    about: str
    text: str
    speaker: Speaker
    path: KeyPath


def wrong_voices(storyboard: Storyboard) -> Iterator[Remark]:
    """Hosted voices that nobody knows, wherever they are written."""
    for path, voice in _hosted(storyboard):
        try:
            load_voices().hosted(voice)
        except CatalogueError as error:
            (found,) = error.findings
            yield Remark(path, found.message, found.advice)


def _hosted(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Each voice that names a service, with its key path."""
    if storyboard.narrator and "/" in storyboard.narrator.voice:
        yield ("narrator", "voice"), storyboard.narrator.voice
    yield from ((("cast", name, "voice"), one.voice) for name, one in storyboard.cast.items() if "/" in one.voice)


def speeches_of(
    storyboard: Storyboard,
    materials: Sequence[Material],
    limits: Limits,
    stage: Stage,
    timings: Timings,
) -> tuple[tuple[PlannedSpeech, ...], list[Remark]]:
    """Each piece of speech in film order, and a remark for each voice that cannot be bought. A sketch stands for what
    is said, too: nothing is bought for it."""
    if not any(_hosted(storyboard)) or any(is_sketch(storyboard, material.shot, stage) for material in materials):
        return (), []
    pieces = list(_pieces(storyboard, materials))
    if not any("/" in piece.speaker.voice for piece in pieces):
        return (), []
    if storyboard.narrator and storyboard.narrator.most:
        limits = replace(limits, most=storyboard.narrator.most)
    limits, remarks = replace(limits, of="piece"), dict[KeyPath, Remark]()
    planned = []
    for piece in pieces:
        speech = _planned(piece, limits, timings)
        if isinstance(speech, Remark):
            remarks.setdefault(speech.path, speech)
        else:
            planned.append(speech)
    return tuple(planned), list(remarks.values())


def _pieces(storyboard: Storyboard, materials: Sequence[Material]) -> Iterator[_Piece]:
    """What a voice has to say: scenes' narration that is no recording, and what takes are made from."""
    for number, scene in enumerate(storyboard.scenes):
        narration, name = scene.narration, scene_name(number, scene.id)
        if narration and not narration.file:
            for text in narration.pieces:
                yield _piece(storyboard, name, text, narration.who)
        for material in (one for one in materials if one.scene == number and _follows_speech(one)):
            texts, who = words_heard(scene, material.shot) or ((), None)
            yield from (_piece(storyboard, material.name, text, who) for text in texts if text)


def _follows_speech(material: Material) -> bool:
    shot = material.shot
    is_driven = shot.driven_by == "narration" or (bool(shot.avatar) and not shot.driven_by)
    return material.kind == "generated" and is_driven


def _piece(storyboard: Storyboard, about: str, text: str, who: str | None) -> _Piece:
    member = storyboard.cast.get(who) if who else None
    path: KeyPath = ("cast", who, "voice") if who and member and member.voice else ("narrator", "voice")
    return _Piece(about, text, speaker_of(storyboard, who), path)


def _planned(piece: _Piece, limits: Limits, timings: Timings) -> PlannedSpeech | Remark:
    speaker = piece.speaker
    speech = said(piece.text, speaker, timings)
    if "/" not in speaker.voice:
        return _made_here(piece, speech, limits)
    voice = load_voices().hosted(speaker.voice)
    model, characters = voice.model, voice.model.characters(piece.text)
    if not model.speaks(speaker.language):
        known = ", ".join(model.languages)
        message = f"{model.name} does not speak the storyboard's language, {speaker.language}; it speaks {known}"
        return Remark(piece.path, message, ("name another voice: longtake voices", "or write language: …"))
    least, price, greatest = (voice.price(characters, seconds) for seconds in _range(voice, speech))
    if reason := too_dear(greatest, limits):
        ways = ("raise the most for a piece: narrator: {max_price: …}",) if limits.most else ()
        message = f"speech of {piece.about} by {speaker.voice} {reason}"
        return Remark(piece.path, message, (*ways, "or name another voice"))
    return PlannedSpeech(
        about=piece.about,
        voice=speaker.voice,
        model=model.name,
        characters=characters,
        seconds=speech.seconds,
        is_estimated=not speech.is_measured,
        price=_known(price, limits),
        least=_known(least, limits),
        greatest=_known(greatest, limits),
        ceiling=_ceiling(greatest, limits),
        is_price_sure=price.is_sure,
        order=speech_key(piece.text, _wire_name(voice), speaker.pace, speaker.language),
    )


def _made_here(piece: _Piece, speech: Speech, limits: Limits) -> PlannedSpeech:
    """Speech that costs nothing, beside some that does."""
    speaker, nothing = piece.speaker, Money("0.00", limits.currency)
    voice = load_voices().embedded(speaker.voice)
    return PlannedSpeech(
        about=piece.about,
        voice=speaker.voice or "narrator",
        model=voice.model.name if voice else MADE_HERE,
        characters=len(" ".join(piece.text.split())),
        seconds=speech.seconds,
        is_estimated=not speech.is_measured,
        price=nothing,
        least=nothing,
        greatest=nothing,
        ceiling=nothing,
        is_price_sure=True,
        order=speech_key(piece.text, speaker.voice, speaker.pace, speaker.language),
    )


def _range(voice: Voice, speech: Speech) -> tuple[Fraction, Fraction, Fraction]:
    """The least, the likely and the greatest length, where the length decides the price and is not known."""
    seconds = speech.seconds
    if speech.is_measured or not voice.model.charge.is_by_time:
        return seconds, seconds, seconds
    return seconds * (1 - _SPREAD), seconds, seconds * (1 + _SPREAD)


def _known(price: Price, limits: Limits) -> Money:
    found = price.amount or limits.most
    assert found  # or it would have been too dear
    return found


def _ceiling(price: Price, limits: Limits) -> Money:
    """The most that a piece may cost: the author's maximum where nobody could confirm the price."""
    return _known(price, limits) if price.is_sure or limits.most is None else limits.most


def _wire_name(voice: Voice) -> str:
    return f"{voice.model.provider}/{voice.model.wire_name}/{voice.name}"
