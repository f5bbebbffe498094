"""Encoded essence becomes files that play: fragmented HLS renditions and one MP4, from the same packets."""

from longtake.packaging.chapters import Chapter
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
from longtake.packaging.subtitles import SubtitleEssence
from longtake.packaging.text_track import TimedText
from longtake.packaging.user_data import MOST_COVER
from longtake.packaging.writing import PackageWriter, package_film

__all__ = [
    "FILM",
    "MOST_COVER",
    "PLAYLIST",
    "Chapter",
    "FilmEssence",
    "MeasuredRendition",
    "OnProgress",
    "Package",
    "PackagePlan",
    "PackageWriter",
    "PackagedFile",
    "RungEssence",
    "SoundEssence",
    "Stored",
    "SubtitleEssence",
    "TimedText",
    "package_film",
    "plan_package",
]
