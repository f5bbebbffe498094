"""Everything outside our code that decides bytes; part of the name of what is kept in the store."""

from __future__ import annotations

import platform
from functools import cache

import av
import numpy as np
from av import library_versions

__all__ = ["metering_toolchain", "picture_toolchain", "sound_toolchain"]


def picture_toolchain() -> tuple[str, ...]:
    """Name and version of what decides the bytes of pictures, and the architecture."""
    return _toolchain("libavcodec", "libavfilter", "libswscale")


def sound_toolchain() -> tuple[str, ...]:
    """Name and version of what decides the bytes of sound, and the architecture."""
    return _toolchain("libavcodec", "libswresample")


def metering_toolchain() -> tuple[str, ...]:
    """Name and version of what decides measures of sound, and the architecture."""
    return _toolchain("libavcodec", "libavfilter", "libswresample")


@cache
def _toolchain(*libraries: str) -> tuple[str, ...]:
    libav = (f"{name} {'.'.join(map(str, library_versions[name]))}" for name in libraries)
    return (f"PyAV {av.__version__}", f"NumPy {np.__version__}", *libav, platform.machine())
