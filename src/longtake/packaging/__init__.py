"""Encoded essence becomes files that play: fragmented HLS renditions and one MP4, from the same packets."""

from longtake.packaging.chapters import Chapter
from longtake.packaging.delivery import PackagedFile
from longtake.packaging.essence import FilmEssence, RungEssence, SoundEssence, Stored
from longtake.packaging.further import FurtherFile, part_file, target_file
from longtake.packaging.one_file import OneFile
from longtake.packaging.package import (
    FILM,
    PLAYLIST,
    MeasuredRendition,
    OnProgress,
    Package,
    PackagePlan,
    plan_package,
)
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.sealing import Seal
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
    "FurtherFile",
    "MeasuredRendition",
    "OnProgress",
    "OneFile",
    "Package",
    "PackagePlan",
    "PackageWriter",
    "PackagedFile",
    "PictureReader",
    "RungEssence",
    "Seal",
    "SoundEssence",
    "SoundReader",
    "Stored",
    "SubtitleEssence",
    "TimedText",
    "package_film",
    "part_file",
    "plan_package",
    "target_file",
]
