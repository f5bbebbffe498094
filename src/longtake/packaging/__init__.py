"""Encoded essence becomes files that play: fragmented HLS renditions and one MP4, from the same packets."""

from longtake.packaging.delivery import PackagedFile
from longtake.packaging.essence import FilmEssence, RungEssence, SoundEssence, Stored
from longtake.packaging.package import (
    FILM,
    PLAYLIST,
    MeasuredRendition,
    OnProgress,
    Package,
    PackagePlan,
    plan_package,
)
from longtake.packaging.sealing import Seal
from longtake.packaging.subtitles import SubtitleEssence
from longtake.packaging.text_track import TimedText
from longtake.packaging.writing import PackageWriter, package_film

__all__ = [
    "FILM",
    "PLAYLIST",
    "FilmEssence",
    "MeasuredRendition",
    "OnProgress",
    "Package",
    "PackagePlan",
    "PackageWriter",
    "PackagedFile",
    "RungEssence",
    "Seal",
    "SoundEssence",
    "Stored",
    "SubtitleEssence",
    "TimedText",
    "package_film",
    "plan_package",
]
