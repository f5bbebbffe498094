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
    package_film,
    plan_package,
    write_package,
)

__all__ = [
    "FILM",
    "PLAYLIST",
    "FilmEssence",
    "MeasuredRendition",
    "OnProgress",
    "Package",
    "PackagePlan",
    "PackagedFile",
    "RungEssence",
    "SoundEssence",
    "Stored",
    "package_film",
    "plan_package",
    "write_package",
]
