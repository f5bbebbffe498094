"""What goes along in orders: the author's files as they are, and pictures of takes as the film shows them. The
scheduler's port."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.catalogue import SoundForm
from longtake.generation.commission import CommissionInput
from longtake.generation.landing import Arrival
from longtake.generation.provider import Asset
from longtake.media import SAMPLE_RATE, ClipFacts, Sample, digest_bytes, round_half_up
from longtake.pipeline.giving import GivenSound, given_sound
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.sourcing import material_of, sights_of
from longtake.planning import PlannedShot
from longtake.planning.segment import HeardLine
from longtake.planning.slots import SENT_FORMS
from longtake.render import FilmFormat

if TYPE_CHECKING:
    from longtake.libav.sound import Pcm

__all__ = ["FilmInputs"]

_PICTURES = {"png": "image/png", "mjpeg": "image/jpeg", "webp": "image/webp", "jpeg": "image/jpeg"}
_CONTAINERS = {
    "matroska": "video/x-matroska",
    "webm": "video/webm",
    "mov": "video/mp4",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "aac": "audio/aac",
}
_FORMS: Mapping[SoundForm, str] = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
}


class FilmInputs:
    """See `generation.ports.Inputs`."""

    def __init__(self, planned: PlannedFilm) -> None:
        self.plan_is(planned)

    def plan_is(self, planned: PlannedFilm) -> None:
        """From here on; what is bought already is shown as it was."""
        self._planned = planned
        sights = zip(planned.plan.shots, sights_of(planned.plan.shots), strict=True)
        self._shots = {shot.key: (shot, sight) for shot, sight in sights}

    async def asset(self, one: CommissionInput, before: Arrival | None) -> Asset:
        return await asyncio.to_thread(lambda: self._asset(one, before))

    def _asset(self, one: CommissionInput, before: Arrival | None) -> Asset:
        if one.lines:
            return self._given(one)
        if one.asset:
            is_made = self._is_part(one) or not self._is_taken(one)
            return self._given(one) if is_made else self._own(one.asset)
        shot, _ = self._shots[one.take]
        if one.frame is None:
            return _whole(before) if before else self._own(shot.asset or "")
        return _asset(self._picture(shot, one.frame, before), "image/png")

    def _own(self, text: str) -> Asset:
        stamp, facts = self._planned.files[text], self._planned.facts[text]
        content = stamp.check().read_bytes()
        return Asset(facts.digest, media_type_of(facts, stamp.path), content)

    def _is_part(self, one: CommissionInput) -> bool:
        """Whether it is another sound than its file's: cut, longer, or faster."""
        is_other = one.start is not None or one.samples is not None or one.tempo is not None
        return is_other or (one.lasts is not None and self._samples(one.asset) < one.lasts)

    def _is_taken(self, one: CommissionInput) -> bool:
        """Whether a file may be sent as it is."""
        media_type = media_type_of(self._planned.facts[one.asset], self._planned.files[one.asset].path)
        return not one.forms or media_type in {_FORMS[form] for form in one.forms}

    def _given(self, one: CommissionInput) -> Asset:
        """A sound in a form that is taken, 48 kHz, two channels: WAV of 16 bits, or MP3."""
        sounds = [self._line(line) for line in one.lines or (HeardLine(one.asset, Sample(0), one.tempo),)]
        whole = given_sound(sounds, one.start or 0, one.samples, one.lasts)
        form: SoundForm = next((form for form in one.forms if form in SENT_FORMS), "wav")
        if form == "mp3":
            from longtake.libav.mp3 import encode_mp3

            return _asset(encode_mp3(whole), _FORMS[form])
        return _asset(_wav(whole), _FORMS[form])

    def _line(self, line: HeardLine) -> GivenSound:
        path, tempo = self._planned.files[line.asset].check(), line.tempo or Fraction(1)
        return GivenSound(path, self._samples(line.asset, tempo), line.at, tempo)

    def _samples(self, text: str, tempo: Fraction = Fraction(1)) -> int:
        sound = self._planned.facts[text].sound
        assert sound is not None
        return round_half_up(sound.seconds * SAMPLE_RATE / tempo)

    def _picture(self, shot: PlannedShot, frame: int, before: Arrival | None) -> bytes:
        """A picture of a shot as the film shows it, as PNG."""
        from PIL import Image

        film = FilmFormat(self._planned.plan.size, self._planned.plan.rate)
        _, sight = self._shots[shot.key]
        reader = material_of(shot, self._planned, sight, before).open(film)
        try:
            yuv = reader.frame(frame)
            shown = yuv.reformat(format="rgb24", interpolation="BICUBIC", src_colorspace="ITU709")
        finally:
            reader.close()
        kept = io.BytesIO()
        Image.fromarray(shown.to_ndarray()).save(kept, "PNG")
        return kept.getvalue()


def media_type_of(facts: ClipFacts, path: Path) -> str:
    """The media type of an admitted file, by what was found in it."""
    if facts.kind == "still" and facts.picture is not None:
        return _PICTURES.get(facts.picture.codec.lower(), f"image/{facts.picture.codec.lower()}")
    if facts.kind == "sound" and "mp4" in facts.container:
        return "audio/mp4"
    kinds = facts.container.split(",")
    if "webm" in kinds:
        return "video/webm" if path.suffix.lower() == ".webm" else "video/x-matroska"
    return next((_CONTAINERS[kind] for kind in kinds if kind in _CONTAINERS), "application/octet-stream")


def _wav(heard: Pcm) -> bytes:
    whole = (heard.T * 32767).round().clip(-32768, 32767).astype("<i2").tobytes()
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(whole)
    return kept.getvalue()


def _whole(take: Arrival) -> Asset:
    return Asset(take.digest, "video/mp4", take.path.read_bytes())


def _asset(content: bytes, media_type: str) -> Asset:
    return Asset(digest_bytes(content), media_type, content)
