"""The speech of a film: what is said by which voice, and what that costs. One piece is one request to a service.

What is spoken here costs nothing, as a recording does; words that nobody's voice is named for are not spoken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import TypedDict

from longtake.catalogue import Price, Voice, load_voices
from longtake.errors import CatalogueError
from longtake.media import SAMPLE_RATE, Digest, Money, Sample, round_half_up
from longtake.planning.material import Material
from longtake.planning.narration import Speaker, Speech, narrating, said, saying, speaker_of
from longtake.planning.planned_sound import PlannedSpeech
from longtake.planning.routing import Limits, too_dear
from longtake.planning.timings import Timings, speech_key
from longtake.storyboard import KeyPath, Remark, Storyboard, is_sketch, scene_name
from longtake.storyboard.marks import parts_of, plain_words
from longtake.storyboard.stages import Stage

__all__ = ["pieces_kept", "speeches_of", "wrong_voices"]

_NO_STARTS: Mapping[str, Sample] = {}

_SPREAD = Fraction(1, 5)
"""How far speech may be from its estimate: people who read the same text aloud differ by about so much."""


class _Said(TypedDict):
    text: str
    who: str
    language: str
    pace: Fraction
    sounds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that are said at once. about: a scene or a shot; path: of the field that chooses the voice. at: seconds
    from the beginning of that."""

    about: str
    text: str
    who: str
    speaker: Speaker
    path: KeyPath
    at: Fraction = Fraction(0)


def wrong_voices(storyboard: Storyboard) -> Iterator[Remark]:
    """Voices that nobody knows, and those of this machine that do not speak the storyboard's language."""
    voices = load_voices()
    narrator = storyboard.narrator.voice if storyboard.narrator else ""
    if narrator and "/" not in narrator and voices.embedded(narrator) is None:
        known = [name for model in voices.values() if model.is_embedded for name in model.voices]
        near = get_close_matches(narrator.lower(), known, n=1)
        advice = (f"did you mean {near[0]}?",) if near else ()
        more = ("longtake voices lists them all", "or name a voice of a service: elevenlabs/rachel")
        yield Remark(("narrator", "voice"), f"no voice {narrator!r} is known here", (*advice, *more))
    for path, name in _embedded(storyboard):
        voice = voices.embedded(name)
        if voice and not voice.model.speaks(storyboard.language):
            message = f"{name} speaks {', '.join(voice.model.languages)}, and the storyboard's language is"
            ways = ("name another voice: longtake voices", "or write language: …")
            yield Remark(path, f"{message} {storyboard.language}", ways)
    for path, written in _hosted(storyboard):
        try:
            voices.hosted(written)
        except CatalogueError as error:
            (found,) = error.findings
            yield Remark(path, found.message, found.advice)


def _hosted(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Each voice that names a service, with its key path."""
    if storyboard.narrator and "/" in storyboard.narrator.voice:
        yield ("narrator", "voice"), storyboard.narrator.voice
    yield from ((("cast", name, "voice"), one.voice) for name, one in storyboard.cast.items() if "/" in one.voice)


def _embedded(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Each voice that may be one of this machine's, with its key path."""
    if storyboard.narrator:
        yield ("narrator", "voice"), storyboard.narrator.voice
    yield from ((("cast", name, "voice"), one.voice) for name, one in storyboard.cast.items() if one.voice)


def pieces_kept(storyboard: Storyboard) -> Iterator[tuple[Digest, Digest, str]]:
    """For each text that a voice may say in the film: the key that its timing is known by, and its order, and the voice
    that says it."""
    for number, scene in enumerate(storyboard.scenes):
        said = [(text, narrating(scene)) for text in scene.narration.pieces] if scene.narration else []
        for shot in scene.shots:
            said += [(line.text, saying(shot, line)) for line in shot.says]
        for text, who in said:
            piece = _piece(storyboard, scene_name(number, scene.id), text, who)
            if piece.speaker.is_heard:
                with suppress(CatalogueError):  # told where the voice stands
                    yield piece.speaker.key(text), _order(piece), piece.speaker.voice


def speeches_of(
    storyboard: Storyboard,
    materials: Sequence[Material],
    limits: Limits,
    stage: Stage,
    timings: Timings,
    sounding: Collection[str] = (),
    starts: Mapping[str, Sample] = _NO_STARTS,
) -> tuple[tuple[PlannedSpeech, ...], list[Remark]]:
    """Each piece of speech in film order, and a remark for each voice that cannot be bought. A sketch stands for what
    is said, too: nothing is bought for it. sounding: shots whose takes bring their words along; starts: the film sample
    at which each scene and shot begins, by its name."""
    is_sketched = any(is_sketch(storyboard, material.shot, stage) for material in materials)
    pieces = [
        piece
        for piece in _pieces(storyboard, materials, sounding)
        if piece.speaker.is_heard and not (is_sketched and "/" in piece.speaker.voice) and parts_of(piece.text)
    ]
    if storyboard.narrator and storyboard.narrator.most:
        limits = replace(limits, most=storyboard.narrator.most)
    limits, remarks = replace(limits, of="piece"), dict[KeyPath, Remark]()
    planned = []
    for piece in pieces:
        speech = _planned(piece, limits, timings)
        if isinstance(speech, Remark):
            remarks.setdefault(speech.path, speech)
        else:
            planned.append(_placed(speech, piece, starts))
    return tuple(planned), list(remarks.values())


def _placed(speech: PlannedSpeech, piece: _Piece, starts: Mapping[str, Sample]) -> PlannedSpeech:
    if piece.about not in starts:
        return speech
    return replace(speech, start=Sample(starts[piece.about] + round_half_up(piece.at * SAMPLE_RATE)))


def _pieces(storyboard: Storyboard, materials: Sequence[Material], sounding: Collection[str]) -> Iterator[_Piece]:
    """What a voice has to say: scenes' narration that is no recording, and the lines of shots, but for those that a
    model says. A take that is made from speech is made from these, and its own sound is not heard besides."""
    for number, scene in enumerate(storyboard.scenes):
        narration, name = scene.narration, scene_name(number, scene.id)
        if narration and not narration.file:
            times = [Fraction(0)] if narration.text else [cue.at for cue in narration.cues]
            for text, at in zip(narration.pieces, times, strict=True):
                yield _piece(storyboard, name, text, narrating(scene), at)
        for material in (one for one in materials if one.scene == number):
            if material.shot.follows_speech or material.name not in sounding:
                shot = material.shot
                yield from (_piece(storyboard, material.name, line.text, saying(shot, line)) for line in shot.says)


def _piece(storyboard: Storyboard, about: str, text: str, who: str | None, at: Fraction = Fraction(0)) -> _Piece:
    member = storyboard.cast.get(who) if who else None
    path: KeyPath = ("cast", who, "voice") if who and member and member.voice else ("narrator", "voice")
    return _Piece(about, text, who or "", speaker_of(storyboard, who), path, at)


def _planned(piece: _Piece, limits: Limits, timings: Timings) -> PlannedSpeech | Remark:
    speaker = piece.speaker
    speech = said(piece.text, speaker, timings)
    if "/" not in speaker.voice:
        return _made_here(piece, speech, limits)
    voice = load_voices().hosted(speaker.voice)
    model, characters = voice.model, voice.model.characters(plain_words(piece.text))
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
        order=_order(piece),
        **_said(piece),
    )


def _made_here(piece: _Piece, speech: Speech, limits: Limits) -> PlannedSpeech:
    """Speech that costs nothing."""
    speaker, nothing = piece.speaker, Money("0.00", limits.currency)
    voice = load_voices().embedded(speaker.voice)
    assert voice
    return PlannedSpeech(
        about=piece.about,
        voice=speaker.voice,
        model=voice.model.name,
        characters=voice.model.characters(plain_words(piece.text)),
        seconds=speech.seconds,
        is_estimated=not speech.is_measured,
        price=nothing,
        least=nothing,
        greatest=nothing,
        ceiling=nothing,
        is_price_sure=True,
        order=_order(piece),
        **_said(piece),
    )


def _said(piece: _Piece) -> _Said:
    speaker = piece.speaker
    sounds = speaker.sounds(piece.text)
    return {
        "text": piece.text,
        "who": piece.who,
        "language": speaker.language,
        "pace": speaker.pace,
        "sounds": sounds,
    }


def _order(piece: _Piece) -> Digest:
    """By the names that the service knows its model and voice by, where it is one."""
    speaker = piece.speaker
    voice = _wire_name(load_voices().hosted(speaker.voice)) if "/" in speaker.voice else speaker.voice
    return speech_key(piece.text, voice, speaker.pace, speaker.language, speaker.sounds(piece.text))


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
