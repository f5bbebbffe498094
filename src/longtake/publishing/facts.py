"""What the report page tells: plain facts, filled in by whoever made the film. Paths are relative to its folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from longtake.media import Digest, FrameRate, Size
from longtake.publishing.loudness import LoudnessFacts

__all__ = [
    "CaptionFacts",
    "CaptionFinding",
    "FidelityFacts",
    "FileFacts",
    "JoinFacts",
    "NoticeFacts",
    "OverFacts",
    "Photo",
    "PriceFacts",
    "RenditionFacts",
    "ReportFacts",
    "SeamFacts",
    "ShotFacts",
    "Strip",
]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture shown in the page, stored in the page itself. alt: what it shows, in words.

    webp: gives the file's bytes when the page comes to it, so that a long film's photos never stand in memory together.
    """

    webp: Callable[[], bytes]
    alt: str


@dataclass(frozen=True, slots=True)
class FidelityFacts:
    """How much of the pictures came through encoding. median and worst: SSIM of the spans that were measured, in
    ten-thousandths; spans: how many they were."""

    median: int
    worst: int
    spans: int


@dataclass(frozen=True, slots=True)
class RenditionFacts:
    """One rendition as it was measured. size: None for sound. average and peak in bits a second; playlist is a path;
    fidelity: None for sound."""

    name: str
    size: Size | None
    codecs: str
    average: int
    peak: int
    size_bytes: int
    playlist: str
    fidelity: FidelityFacts | None = None


@dataclass(frozen=True, slots=True)
class OverFacts:
    """What lies over pictures. kind: `title` or `overlay`; what: its words, or its file. start and frames count film
    frames."""

    kind: str
    what: str
    start: int
    frames: int


@dataclass(frozen=True, slots=True)
class ShotFacts:
    """One shot of the film.

    words: what the author wrote. source: `footage`, `still` or `animatic`; source_name: the file, or what drew it.
    asked: name and value of each wish of the author's (`duration`, `camera`…). start and frames count film frames.
    reasons: why it became so; notices: what a person should know. digest: of the source's bytes or recipe.
    photo: stands for the shot; ribbon: small pictures of it, evenly spaced, for the film's ribbon. over: what lies over
    any of it, also what began before it. made: of a take, name and value of all that is known of its making. verdict:
    what its measures say of it, if it was measured.
    """

    name: str
    scene: str
    words: str
    source: str
    source_name: str
    start: int
    frames: int
    asked: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    digest: Digest | None = None
    photo: Photo | None = None
    ribbon: tuple[Photo, ...] = ()
    over: tuple[OverFacts, ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    verdict: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """Pictures of one width side by side. frames: the film frame of each, in order."""

    photo: Photo
    frames: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeamFacts:
    """How well a seam is hidden. score: in thousandths, 1000 where nobody notices it. scene: whether both shots show
    one scene. parts: each part's text and score; advice: what to try, if anything stands out."""

    score: int
    scene: bool
    parts: tuple[tuple[str, int], ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """The join between two neighbouring shots. kind: `cut`, `dissolve` or `flow`; at: the film frame of the cut that it
    stands over.

    frames: its length, 0 for a cut, of which `before` stand before the cut. strips: what is seen before the cut, and
    after it. remark: what became of it that nobody asked for, in a sentence's words; "" for nothing. why: why it is
    what it is, "" where the author said so. seam: how it was measured in the finished film.
    """

    outgoing: str
    incoming: str
    kind: str
    at: int
    frames: int
    before: int = 0
    strips: tuple[Strip, ...] = ()
    remark: str = ""
    why: str = ""
    seam: SeamFacts | None = None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Something a person should know. about: the name of a shot, of a scene or of a field; empty for the whole film."""

    about: str
    message: str


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """A row of the quote. price: text with its currency ("0.80 USD"); paid: what it came to, "" where nothing was
    bought."""

    shot: str
    model: str
    price: str
    why: str = ""
    paid: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of the output folder. path: relative, with forward slashes. what: its use, in a few words. A file that is
    written after the page (the manifest, which lists the page) has no size and digest here."""

    path: str
    what: str = ""
    size_bytes: int | None = None
    digest: Digest | None = None


@dataclass(frozen=True, slots=True)
class CaptionFinding:
    """A caption outside the norms of readers. time: in the film, for people; advice: what to do, "" for nothing."""

    time: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class CaptionFacts:
    """A film's captions. cues: how many; shown: where, for people; files: paths of those beside the film."""

    language: str
    cues: int
    shown: str
    files: tuple[str, ...]
    findings: tuple[CaptionFinding, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything the page tells. joins has one entry fewer than shots; files: those that a
    person would open (the manifest lists every one); total: text with its currency, as quoted; paid: what it
    came to, "" where nothing was bought; made_by: name and
    version of each program that had a part; poster: shown until the film plays; captions: a row a language.
    sound: None where nothing is heard, or it was left as it was mixed."""

    title: str
    size: Size
    rate: FrameRate
    frames: int
    shots: tuple[ShotFacts, ...]
    joins: tuple[JoinFacts, ...]
    renditions: tuple[RenditionFacts, ...]
    files: tuple[FileFacts, ...]
    total: str
    paid: str = ""
    prices: tuple[PriceFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    made_by: tuple[tuple[str, str], ...] = ()
    poster: Photo | None = None
    sound: LoudnessFacts | None = None
    film: str = "film.mp4"
    playlist: str = "hls/main.m3u8"
    language: str = "en"
    captions: tuple[CaptionFacts, ...] = ()
