"""A film's stems: beside the film on request, in `stems/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from longtake.media import Digest
from longtake.pipeline.film_bed import bed_of
from longtake.pipeline.job import Job
from longtake.sound import Mix, build_mix

__all__ = ["FOLDER", "stem_files", "stems_json"]

FOLDER = "stems"


def stem_files(job: Job) -> dict[str, Callable[[], Iterator[bytes]]]:
    """By its path, what gives the bytes of each stem; none where none are wanted."""
    from longtake.sound.stems import stem_wav

    def opened(digest: Digest) -> Any:
        return job.sounds[digest]

    def writer(stem: Mix) -> Callable[[], Iterator[bytes]]:
        return lambda: stem_wav(stem, opened)

    return {_path(role): writer(stem) for role, stem in _stems(job).items()}


def stems_json(job: Job) -> dict[str, Any]:
    """For the manifest: which there are, and the gain in dB that the film's own sound has besides, and its limiter."""
    if not job.extras.stems:
        return {}
    gain = str(job.level.gain / 100) if job.level else "0"
    return {"stems": {"files": {role: _path(role) for role in _stems(job)}, "gain": gain}}


def _stems(job: Job) -> dict[str, Mix]:
    if not job.extras.stems:
        return {}
    from longtake.sound.stems import stems_in  # here: NumPy

    return {str(role): mix for role, mix in stems_in(build_mix(bed_of(job.planned, job.timeline))).items()}


def _path(role: str) -> str:
    return f"{FOLDER}/{_NAMES.get(role, role)}.wav"


_NAMES = {"effect": "effects"}
