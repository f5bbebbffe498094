"""Is one MP4 made as cheaply as by melt, the engine under Kdenlive and Shotcut?

Contender: Debian's `melt` (`apt-get install melt`): the same clips, cropped to fill 16:9, dissolves by `-mix` with
`luma` for pictures and `mix` for sound, x264 with the ladder's own caps, as many threads for frames as there are cores
and no frame dropped; it writes one picture more than there are. Ours makes the MP4 and, from the same packets, HLS of
one rung, on an empty workspace, admission of clips included. Nothing must be reached here: it tells where we stand.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ffmpeg_command import LADDER
from longtake_command import assemble
from material import JOIN_FRAMES, RATE, facts_of, film, film_frames, fresh
from measuring import Answer, Result, Row, Settings, Usage, paired, ratio, run

ROWS = (Row("MP4 only, against melt (MLT, from Debian)", "–"),)

_MIX = JOIN_FRAMES + 1  # `-mix 13` lets two clips share 12 frames: measured on the length of what melt 7.12 writes


def measure(settings: Settings) -> Result:
    melt = _melt()
    clips = film(quick=settings.quick)
    expected, facts = film_frames(clips), {}

    def ours() -> Usage:
        with fresh() as folder:
            usage = assemble(clips, folder, rungs="1080", workers=settings.workers)
            facts["longtake"] = facts_of(folder / "out", expected, 1)
        return usage

    def theirs() -> Usage:
        with fresh() as folder:
            usage = run(_command(melt, clips, folder / "film.mp4", settings.workers))
            facts["melt"] = facts_of(folder, expected, 0, may_add=1)
        return usage

    rounds = paired({"longtake": ours, "melt": theirs}, settings.rounds_or(3))
    cpu, wall = (ratio(rounds, "longtake", "melt", what) for what in ("cpu", "wall"))
    figures = {"cpu": cpu, "wall": wall, "films": facts, "rounds": rounds, "melt": _version(melt)}
    return Result((Answer(f"CPU {cpu}, wall {wall}", None),), figures)


def _melt() -> str:
    program = shutil.which("melt") or shutil.which("melt-7")
    if program is None:
        raise SystemExit("melt is not installed (Debian and Ubuntu: apt-get install melt); ask another question")
    return program


def _version(melt: str) -> str:
    said = subprocess.run([melt, "-version"], capture_output=True, text=True, check=False)
    return (said.stdout + said.stderr).splitlines()[0]


def _command(melt: str, clips: Sequence[Path], target: Path, threads: int) -> list[object]:
    words: list[object] = [melt, "-silent", "-profile", f"atsc_1080p_{RATE}"]
    for number, clip in enumerate(clips):
        words += [clip, "-attach-clip", "crop", "center=1"]
        words += ["-mix", _MIX, "-mixer", "luma", "-mixer", "mix:-1"] if number else []
    return [*words, "-consumer", f"avformat:{target}", *_encoding(), "rescale=bicubic", f"real_time=-{threads}"]


def _encoding() -> list[str]:
    rung = LADDER[0]
    caps = f"vbv-maxrate={rung.maxrate // 1000}:vbv-bufsize={rung.bufsize // 1000}"
    gop = f"keyint={2 * RATE}:min-keyint={2 * RATE}:scenecut=0:open-gop=0"
    picture = [
        "vcodec=libx264",
        f"preset={rung.preset}",
        f"crf={rung.crf}",
        f"x264-params={gop}:{caps}",
        "pix_fmt=yuv420p",
    ]
    return [*picture, "acodec=aac", "ab=128k", "ar=48000", "channels=2", "movflags=+faststart"]
