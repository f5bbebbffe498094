"""The plan: every decision about a film, as a frozen value. What is not in it is not made.

Frames are on the film's grid, samples at 48 kHz, gains in dB as exact fractions. `plan_json` writes and reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Digest, Frame, FrameRange, FrameRate, GainPoint, Match, Money, Retime, Sample, Size, View
from longtake.planning.segment import Segment
from longtake.planning.timings import speech_key
from longtake.storyboard import ContinuingWay, MatchWord

__all__ = [
    "CriticalPath",
    "JoinKind",
    "Notice",
    "Plan",
    "PlannedDub",
    "PlannedJoin",
    "PlannedLut",
    "PlannedOverlay",
    "PlannedScene",
    "PlannedShot",
    "PlannedSpeech",
    "PlannedTitle",
    "Quote",
    "QuoteRow",
    "SoundCue",
    "SpeechRow",
]

Fit = Literal["fill", "blur", "letterbox"]
JoinKind = Literal["cut", "dissolve", "flow"]


@dataclass(frozen=True, slots=True)
class PlannedJoin:
    """How a shot becomes the next. frames: of the transition, which stands over the cut; 0 for a cut. continues: how
    the next shot's take goes on from this one's ("" where it does not), and why. by: `measure` where it is chosen by
    what is measured: a cut until then. lead: frames by which the next shot's sound is heard before the join, below 0
    after it."""

    kind: JoinKind
    frames: int = 0
    continues: ContinuingWay | None = None
    why: str | None = None
    by: Literal["", "measure"] = ""
    lead: int | None = None

    @property
    def before(self) -> int:
        """Frames before the cut: taken from the incoming shot's head handle."""
        return self.frames // 2

    @property
    def after(self) -> int:
        """Frames after the cut: taken from the outgoing shot's tail handle."""
        return self.frames - self.frames // 2

    @property
    def head(self) -> int:
        """Frames of handle that picture and sound take before the incoming shot."""
        return self.before + max(0, self.lead or 0)

    @property
    def tail(self) -> int:
        """Frames of handle that picture and sound take after the outgoing shot."""
        return self.after + max(0, -(self.lead or 0))


@dataclass(frozen=True, slots=True)
class PlannedLut:
    """The LUT that a shot's colours go through: its file, and the digest of that."""

    asset: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class PlannedTitle:
    """Words over the film from film frame `start`. position: None where its style puts it. font, digest: the author's
    font file; None for our own."""

    text: str
    style: str
    position: str | None
    font: str | None
    digest: Digest | None
    start: Frame
    frames: int


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
    """A scene's place in the film. narration: how long its narration lasts in seconds, None without one."""

    name: str
    start: Frame
    frames: int
    narration: Fraction | None
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class SoundCue:
    """A sound file in the film: from film sample `start`, `samples` long, with its gain and fades (in samples).

    source_start: of the file's own samples, where not from its first. cross_in, cross_out: samples over which it
    crosses with the cue before it and after it, at equal power. curve: gain that changes besides, at film samples.
    tempo: times its own speed at which it is heard, its pitch kept, where that is another.
    """

    kind: Literal["narration", "music", "effect"]
    asset: str
    digest: Digest
    start: Sample
    samples: int
    gain: Fraction
    fade_in: int
    fade_out: int
    source_start: Sample | None = None
    cross_in: int | None = None
    cross_out: int | None = None
    curve: tuple[GainPoint, ...] = ()
    tempo: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PlannedSpeech:
    """A piece of speech: one request to a voice. about: the scene or the shot that it is heard in.

    voice: as the storyboard names it; model: of the catalogue. characters: as they are paid. seconds: measured or
    estimated. price: at that length; least, greatest: what it may be instead while the length is estimated, where time
    is paid; ceiling: the most that one try may cost, the author's `max_price` where nobody could confirm the price.
    order: the digest of all that decides it: the same piece is never bought twice. text: with its marks; who: from the
    cast, "" for the narrator; pace: in times the voice's own; sounds: what of the film's lexicon is in it. start: the
    film sample at which it is heard; None before it is known. tempo: times its own speed at which it is heard, its
    pitch kept, where it has to fit; seconds are those of what was spoken.
    """

    about: str
    voice: str
    model: str
    characters: int
    seconds: Fraction
    is_estimated: bool
    price: Money
    least: Money
    greatest: Money
    ceiling: Money
    is_price_sure: bool
    order: Digest
    text: str = ""
    who: str = ""
    language: str = ""
    pace: Fraction | None = None
    sounds: tuple[tuple[str, str], ...] = ()
    start: Sample | None = None
    tempo: Fraction | None = None

    @property
    def heard(self) -> Fraction:
        """Seconds that it is heard for."""
        return self.seconds / (self.tempo or 1)

    @property
    def asset(self) -> str:
        """What the plan's cues call its sound."""
        return f"speech/{self.order[:16]}"

    @property
    def known_as(self) -> Digest:
        """The key that its timing is known by."""
        return speech_key(self.text, self.voice, self.pace or Fraction(1), self.language, self.sounds)


@dataclass(frozen=True, slots=True)
class PlannedDub:
    """The film as it is heard in another language, over the same pictures. cues: all that is heard besides the clips'
    own sound; native: the gain of that, at film samples."""

    language: str
    speech: tuple[PlannedSpeech, ...]
    cues: tuple[SoundCue, ...]
    native: tuple[GainPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that stops nothing. about: a shot, a scene or a field."""

    about: str
    message: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """What a shot costs. needs, buys: seconds; buys None where nothing is bought. join: from the shot before. price_is:
    "at most" where nobody states the price, so that it is what the author allowed."""

    shot: str
    needs: Fraction
    buys: Fraction | None
    join: str
    model: str
    price: Money
    why: str
    price_is: Literal["", "at most"] = ""

    @property
    def price_text(self) -> str:
        """To the cent, for people: `at most 2.00 USD`."""
        return f"{self.price_is} {self.price.to_the_cent()}".strip()


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """What a voice costs. pieces, characters, seconds: all that it says, bought already or not. price: of what is to be
    bought; least, greatest: what that may be instead while lengths are estimated."""

    voice: str
    model: str
    pieces: int
    characters: int
    seconds: Fraction
    price: Money
    least: Money
    greatest: Money
    why: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What the film costs before anything is bought: its shots, and the voices of its speech. most: with every take and
    piece of speech bought once more, at the most that it may cost; None where nothing is bought."""

    rows: tuple[QuoteRow, ...]
    total: Money
    cap: Money | None
    most: Money | None = None
    speech: tuple[SpeechRow, ...] = ()

    @property
    def total_text(self) -> str:
        """To the cent, for people: at most so much where that is all that is known of a price in it."""
        most = next((row.price_is for row in self.rows if row.price_is), "")
        return f"{most} {self.total.to_the_cent()}".strip()

    @property
    def span(self) -> tuple[Money, Money] | None:
        """From what to what the total may be while lengths of speech are estimated; None where it is exact."""
        below = sum(row.price.amount - row.least.amount for row in self.speech)
        above = sum(row.greatest.amount - row.price.amount for row in self.speech)
        ends = (self.total.amount - below, self.total.amount + above)
        return (Money(ends[0], self.total.currency), Money(ends[1], self.total.currency)) if below or above else None


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
    room tone where it is too short. dubs: how it is heard in other languages.
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
