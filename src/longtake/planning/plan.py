"""The plan: every decision about a film, as a frozen value. What is not in it is not made.

Frames are on the film's grid, samples at 48 kHz, gains in dB as exact fractions. `plan_json` writes and reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Digest, Frame, FrameRange, FrameRate, GainPoint, Match, Retime, Size, View
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.planned_sound import PlannedDub, PlannedSpeech, SoundCue
from longtake.planning.quote import Quote
from longtake.planning.segment import Segment
from longtake.storyboard import MatchWord

__all__ = [
    "CriticalPath",
    "Notice",
    "Plan",
    "PlannedLut",
    "PlannedOverlay",
    "PlannedScene",
    "PlannedShot",
    "PlannedTitle",
]

Fit = Literal["fill", "blur", "letterbox"]


@dataclass(frozen=True, slots=True)
class PlannedLut:
    """The LUT that a shot's colours go through: its file, and the digest of that."""

    asset: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class PlannedTitle:
    """Words over the film from film frame `start`. position: None where its style puts it. font, digest: the author's
    font file; None for our own. language: of the words, where they were translated."""

    text: str
    style: str
    position: str | None
    font: str | None
    digest: Digest | None
    start: Frame
    frames: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class PlannedOverlay:
    """The author's picture over the film from film frame `start`. width: in parts of the film's; opacity: 0 to 1. rate:
    pictures a second of a sequence of files; None of one file."""

    asset: str
    digest: Digest
    position: str
    width: Fraction
    opacity: Fraction
    start: Frame
    frames: int
    rate: FrameRate | None = None


@dataclass(frozen=True, slots=True)
class PlannedShot:
    """A shot with all that is needed to make it.

    name: for people; key: what it is known by when the storyboard changes. asset, digest: the file of a footage or
    still shot. words: its action; narration: the words that are said while it shows; place, camera, motion, palette,
    style: for the card of an animatic. take_frames: length of its source, handles included; visible: what of it the
    film shows; start: where in the film that begins. sound: gain of the clip's own sound in dB, None where there is
    none or it is off. join: to the next shot; None at the film's end. reasons: why it is as it is. views: the part of
    its picture that shows, None for all of it, two for a move from one to the other while the shot is visible.
    retime: what becomes of a clip's pictures; None where each frame shows the picture nearest in time. lut: over
    footage or a still; None for none. overlays, titles: what begins in it and lies over the film, each above those
    before it, titles above overlays. room: the frames of its take among which what it shows may slip, by as much at
    both ends, where joins are chosen by what is measured; None where it stays. match: whether the author wants its
    colours matched with its neighbours'; None leaves that to the joins. matched: what is done to them for that.
    """

    name: str
    key: str
    scene: str
    kind: Literal["footage", "still", "animatic", "generated"]
    asset: str | None
    digest: Digest | None
    words: str
    narration: str
    place: str
    camera: str
    motion: str
    palette: tuple[str, ...]
    style: str
    take_frames: int
    visible: FrameRange
    start: Frame
    fit: Fit
    sound: Fraction | None
    join: PlannedJoin | None
    reasons: tuple[str, ...]
    views: tuple[View, ...] | None = None
    retime: Retime | None = None
    lut: PlannedLut | None = None
    overlays: tuple[PlannedOverlay, ...] = ()
    titles: tuple[PlannedTitle, ...] = ()
    segment: Segment | None = None
    room: FrameRange | None = None
    match: MatchWord | None = None
    matched: Match | None = None

    @property
    def frames(self) -> int:
        """How many frames of the film are its own."""
        return len(self.visible)


@dataclass(frozen=True, slots=True)
class PlannedScene:
    """A scene's place in the film. narration: how long its narration lasts in seconds, None without one. title: as the
    author wrote it, "" where none is written."""

    name: str
    start: Frame
    frames: int
    narration: Fraction | None
    is_estimated: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that stops nothing. about: a shot, a scene or a field."""

    about: str
    message: str


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """The shots whose takes the film waits for longest, in the order they are made: each after the one before. usual,
    slow: the seconds that takes, by what half and 19 of 20 of each model's takes need."""

    shots: tuple[str, ...]
    usual: Fraction
    slow: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """A film, decided. The same storyboard and facts give the same plan, byte for byte.

    overlays: over the whole film, above those of shots. stage: which of its films this is, where something is bought
    for it, else "". chains: names of shots whose takes are made one after the other, each from the one before.
    critical: None where nothing is bought. speech: what voices say. loudness: as the author wrote it; "" for the usual.
    native: gain of the clips' own sound, at film samples. room_tone: whether it goes on with
    room tone where it is too short. dubs: how it is heard in other languages. poster: the film frame that
    stands for it, where its author chose one. language: that its pictures are in, where that is another than its own.
    """

    title: str
    size: Size
    rate: FrameRate
    scenes: tuple[PlannedScene, ...]
    shots: tuple[PlannedShot, ...]
    cues: tuple[SoundCue, ...]
    notices: tuple[Notice, ...]
    quote: Quote
    overlays: tuple[PlannedOverlay, ...] = ()
    stage: Literal["", "draft", "final"] = ""
    chains: tuple[tuple[str, ...], ...] = ()
    critical: CriticalPath | None = None
    speech: tuple[PlannedSpeech, ...] = ()
    loudness: str = ""
    native: tuple[GainPoint, ...] = ()
    room_tone: Literal["", "on"] = ""
    dubs: tuple[PlannedDub, ...] = ()
    poster: Frame | None = None
    language: str = ""

    @property
    def all_speech(self) -> tuple[PlannedSpeech, ...]:
        """What voices say in every language of the film, its own first."""
        return (*self.speech, *(piece for dub in self.dubs for piece in dub.speech))

    @property
    def frames(self) -> int:
        """The film's length in frames."""
        return sum(shot.frames for shot in self.shots)

    @property
    def seconds(self) -> Fraction:
        """The film's length in seconds."""
        return self.rate.seconds(self.frames)

    @property
    def joins(self) -> tuple[PlannedJoin, ...]:
        """The joins between the shots, one fewer than there are shots."""
        return tuple(shot.join for shot in self.shots if shot.join)
