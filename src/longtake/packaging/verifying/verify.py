"""Whether a film's folder keeps every rule: what was promised plays. Reads; decodes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

from longtake.packaging.package import DASH, FILM, PLAYLIST, POSTER, THUMBNAILS
from longtake.packaging.preview import PREVIEW
from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.bundle_rules import bundle_faults
from longtake.packaging.verifying.caption_rules import CAPTION_RULES
from longtake.packaging.verifying.chapter_rules import CHAPTER_RULES, chapter_faults
from longtake.packaging.verifying.cipher_rules import CIPHER_RULES, key_faults
from longtake.packaging.verifying.dash_rules import dash_faults
from longtake.packaging.verifying.fault import Fault, guarded
from longtake.packaging.verifying.film_rules import film_faults
from longtake.packaging.verifying.image_rules import IMAGE_RULES, OTHER_IMAGE_RULES, listed_faults, poster_faults
from longtake.packaging.verifying.ladder_rules import LADDER_RULES
from longtake.packaging.verifying.media_rules import MEDIA_RULES
from longtake.packaging.verifying.playlist_rules import PLAYLIST_RULES
from longtake.packaging.verifying.preview_rules import PREVIEW_RULES, preview_faults
from longtake.packaging.verifying.readings import Readings
from longtake.packaging.verifying.rules import Rule
from longtake.packaging.verifying.stream import Stream
from longtake.packaging.verifying.target_rules import TARGET_RULES, target_faults
from longtake.packaging.verifying.trick_rules import TRICK_RULES

__all__ = ["ADVISORY", "OTHER_RULES", "RULES", "Verification", "verify_folder", "verify_package"]

_MANIFEST, _KEY = "manifest.json", "keys/film.key"
RULES: tuple[Rule, ...] = (
    *PLAYLIST_RULES,
    *MEDIA_RULES,
    *LADDER_RULES,
    *CAPTION_RULES,
    *TRICK_RULES,
    *IMAGE_RULES,
    *CIPHER_RULES,
)
"""Of the stream."""
ADVISORY = frozenset({"H62"})
"""Rules of thumb that the pictures themselves may break: told, and no reason to keep a film back."""
OTHER_RULES = (
    "H01",
    "H02",
    "H05",
    "H06",
    "H93",
    "D01",
    "D02",
    "D03",
    "D04",
    "D05",
    "A11",
    "A12",
    "A13",
    "A20",
    "A21",
    "A23",
    *(rule.number for rule in PREVIEW_RULES),
    "L04",
    *CHAPTER_RULES,
    *TARGET_RULES,
    *OTHER_IMAGE_RULES,
)
"""Those that are checked while reading, of the film in one file, and of the folder."""
_NUMBERS = frozenset({*(rule.number for rule in RULES), *OTHER_RULES})
_OF_A_FINISHED_FOLDER = frozenset({"H93", *(rule.number for rule in PREVIEW_RULES), "L04", *TARGET_RULES})


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in a film's folder. rules: how many were checked; renditions, segments: how many were read;
    seconds: how long the film lasts; is_deep: whether segments were decoded, too; stream: as it was read."""

    folder: Path
    faults: tuple[Fault, ...]
    rules: int
    renditions: int
    segments: int
    seconds: Fraction
    stream: Stream
    is_deep: bool = False

    @property
    def broken(self) -> tuple[Fault, ...]:
        """The faults that are more than a rule of thumb."""
        return tuple(fault for fault in self.faults if fault.rule not in ADVISORY)

    @property
    def is_good(self) -> bool:
        """Whether it may be published."""
        return not self.broken


def verify_folder(folder: Path, key: Path | None = None) -> Verification:
    """Every rule, read from the files alone. Nothing is raised for what the folder holds: it is a fault. key: file of
    the key of an encrypted film, by default the one that stands in the folder. Raises OSError for one that cannot be
    read."""
    bundle = Bundle(folder)
    secret = key.read_bytes() if key else _kept_key(folder / _KEY)
    key = key or folder / _KEY
    stream = Stream.read(bundle, PLAYLIST, Readings(), secret)
    listed = guarded("H05", _MANIFEST, bundle_faults(folder, _MANIFEST))
    preview = guarded("L01", PREVIEW, preview_faults(bundle, PREVIEW, stream))
    further = guarded("F03", _MANIFEST, target_faults(bundle, _MANIFEST))
    kept = guarded("H93", _KEY, key_faults(folder, key, stream.key)) if stream.key is not None else ()
    return _verification(stream, chain(_faults(stream), further, listed, preview, kept), _NUMBERS)


def _kept_key(path: Path) -> bytes | None:
    """The key that make kept in the folder; None where it cannot be read, which is then told of what it encrypts."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def verify_package(bundle: Bundle, readings: Readings, key: bytes | None = None) -> Verification:
    """Every rule of a package that is about to take its place: without those of what will stand beside it, and without
    digests, for it was just written. readings: what is known of its files; key: of encrypted ones."""
    stream = Stream.read(bundle, PLAYLIST, readings, key)
    return _verification(stream, _faults(stream, has_dash=key is None), _NUMBERS - _OF_A_FINISHED_FOLDER)


def _verification(stream: Stream, faults: Iterable[Fault], checked: frozenset[str]) -> Verification:
    pictures = stream.of("picture")
    return Verification(
        stream.folder,
        tuple(dict.fromkeys(faults)),
        len(checked),
        len(stream.renditions),
        sum(len(one.segments) for one in stream.renditions),
        pictures[0].seconds if pictures else Fraction(0),
        stream,
    )


def _faults(stream: Stream, *, has_dash: bool = True) -> Iterator[Fault]:
    """has_dash: whether a manifest of DASH that stands there is this film's; an encrypted one has none."""
    yield from stream.faults
    for rule in RULES:
        yield from rule.check(stream)
    yield from guarded("A23", FILM, film_faults(FILM, stream))
    yield from guarded("F01", FILM, chapter_faults(FILM, stream))
    if has_dash:
        yield from guarded("D01", DASH, dash_faults(DASH, stream))
    yield from guarded("H83", THUMBNAILS, listed_faults(THUMBNAILS, stream))
    yield from guarded("F05", POSTER, poster_faults(POSTER, stream))
