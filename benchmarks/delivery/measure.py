"""Is an hour packaged and verified quickly and in little memory, and does its package keep rules that others miss?

The hour (`hour.py`) is packaged out of its store by a process of its own, which plans, writes and publishes; memory is
its high-water mark, against that of ten minutes. `longtake verify` then reads the hour with all its digests. The long
film's first sixty shots are made and made again with another clip in one of them; segment files count as changed by
the digests of their bytes. Planted faults are those of the tests. Rules: two minutes of the same encodes are packaged
by FFmpeg's hls muxer and by Shaka Packager, too (`contenders.py`), and our verifying reads all three folders.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from delivery.contenders import MAIN, agreement, by_ffmpeg, by_shaka, stream_of, tracks_of, versions
from delivery.faults import counted
from delivery.hour import encode, essence_of
from delivery.rerolling import rerolled
from delivery.rulings import breaches, drawn, offered
from longtake_command import LONGTAKE
from material import WORK, fresh
from measuring import Answer, Result, Row, Settings, Usage, run

from longtake.packaging import PLAYLIST, package_film

__all__ = ["DRAWN", "ROWS", "drawn", "measure"]

ROWS = (
    Row("packaging a finished hour (1080p, 4 rungs, 2 languages, 2 subtitles, DASH, thumbnails, I-frames)", "≤ 60 s"),
    Row("memory of packaging, 10 minutes → 60", "flat (within 10 %)"),
    Row("`longtake verify` of that hour", "≤ 90 s"),
    Row("segment files that change when one of 60 shots is re-rolled at the same length", "only those that show it"),
    Row("planted faults found by verify; false ones on good films", "all of ≥ 40; none"),
    Row("rules of the stream missed on the same encodes: ours; FFmpeg; Shaka Packager", "ours none"),
    Row("Shaka Packager beside ours: CODECS; BANDWIDTH; EXTINF and tfdt of pictures, of sound", "agree"),
)
DRAWN = "rules that others miss"
_AAC_FRAME = 1024 / 48_000


def measure(settings: Settings) -> Result:
    few, many = (Fraction(1, 2), Fraction(3)) if settings.quick else (Fraction(10), Fraction(60))
    store = WORK / ("delivery-quick" if settings.quick else "delivery")
    encode(store, quick=settings.quick)
    with fresh() as folder:
        short = _packaged(store, few, folder / "short")
        long = _packaged(store, many, folder / "long")
        checked = run([LONGTAKE, "verify", folder / "long"])
        planted = counted(folder)
        rules = _rules(store, folder, Fraction(1, 2) if settings.quick else Fraction(2))
    changed = rerolled(8 if settings.quick else 60, settings.workers)
    grown = long.own_peak / short.own_peak - 1
    found = [len(rules["breaches"][name]) for name in ("ours", "ffmpeg", "shaka")]
    apart = rules["agreement"]
    answers = (
        Answer(f"{long.wall:.0f} s, {long.cpu:.0f} s of CPU", long.wall <= 60),
        Answer(f"{short.own_peak:.0f} → {long.own_peak:.0f} MB ({grown:+.1%})", grown <= 0.10),
        Answer(f"{checked.wall:.0f} s, {checked.cpu:.0f} s of CPU", checked.wall <= 90),
        Answer(
            "; ".join(f"{one.changed} of {one.segments} of {name}" for name, one in changed.items()),
            all(one.changed and not one.elsewhere for one in changed.values()),
        ),
        Answer(
            f"{planted.found} of {planted.planted}; on {planted.good - planted.clean} of {planted.good}",
            planted.found == planted.planted >= 40 and planted.clean == planted.good > 0,
        ),
        Answer("; ".join(map(str, found)), not found[0]),
        Answer(_told(apart), _agrees(apart)),
    )
    figures = {"short": short, "long": long, "verify": checked, "planted": asdict(planted), **rules}
    return Result(answers, figures | {"changed": {name: asdict(one) for name, one in changed.items()}})


def _packaged(store: Path, minutes: Fraction, out: Path) -> Usage:
    env = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])}
    return run([sys.executable, "-m", "delivery.packaging", store, minutes, out], env, watch_memory=True)


def _rules(store: Path, folder: Path, minutes: Fraction) -> dict[str, Any]:
    """What verifying finds in each package of the same encodes, and how far Shaka Packager's is from ours."""
    essence, inputs = essence_of(store, minutes), folder / "inputs"
    inputs.mkdir()
    tracks = tracks_of(essence, inputs)
    package_film(folder / "ours", essence)
    by_ffmpeg(tracks, folder / "ffmpeg")
    by_shaka(tracks, folder / "shaka")
    mains = {"ours": PLAYLIST, "ffmpeg": MAIN, "shaka": MAIN}
    return {
        "breaches": {name: breaches(folder / name, main) for name, main in mains.items()},
        "offered": {name: offered(folder / name, main) for name, main in mains.items()},
        "agreement": asdict(agreement(stream_of(folder / "ours", PLAYLIST), stream_of(folder / "shaka", MAIN))),
        "versions": versions(),
    }


def _told(apart: dict[str, Any]) -> str:
    same = sum(ours == theirs for ours, theirs in apart["codecs"])
    listed, begun = apart["listed"], apart["begun"]
    times = (f"{1000 * seen:.1f} ms" for seen in (listed[0], begun[0], listed[1], begun[1]))
    return "{} of {}; within {:.2%}; {} and {}, {} and {}".format(
        same, len(apart["codecs"]), apart["bandwidth"], *times
    )


def _agrees(apart: dict[str, Any]) -> bool:
    """Times of pictures to the millisecond that Shaka Packager writes; sound may be cut a frame of AAC elsewhere, and a
    segment of it so last two longer."""
    is_same = all(ours == theirs for ours, theirs in apart["codecs"]) and apart["bandwidth"] < 0.01
    (seen, heard), (decoded, sounding) = apart["listed"], apart["begun"]
    return (
        is_same and seen < 0.001 and decoded == 0 and heard < 2 * _AAC_FRAME + 0.001 and sounding < _AAC_FRAME + 0.001
    )
