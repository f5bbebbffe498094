"""Is a film with its HLS ladder cheaper than with FFmpeg at its best: one graph, each rung encoded once?

Contender: one command that decodes each clip once, scales to four rungs, encodes each once, and muxes the top one into
both MP4 and HLS by `tee`. It runs first in every way of `ffmpeg_command.THREADS`; those that took the least CPU and the
least wall time go on, each against its own measure. Ours starts with an empty workspace, admission of clips included.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ffmpeg_command import LADDER, THREADS, Threads, encoder, film_graph, opening, sound_encoder
from longtake_command import assemble
from material import facts_of, film, film_frames, fresh
from measuring import Answer, Result, Row, Settings, Usage, paired, ratio, run

ROWS = (
    Row(
        "MP4 + 4-rung HLS, real clips, 1080p, dissolves, against FFmpeg at its best (one graph, four encodes, `tee`)",
        "CPU ≤ 0.95×, wall ≤ 0.90×",
    ),
)


def measure(settings: Settings) -> Result:
    clips = film(quick=settings.quick)
    expected, facts = film_frames(clips), {}

    def ours() -> Usage:
        with fresh() as folder:
            usage = assemble(clips, folder, workers=settings.workers)
            facts["longtake"] = facts_of(folder / "out", expected, len(LADDER))
        return usage

    def theirs(threads: Threads) -> Usage:
        with fresh() as folder:
            usage = run(_command(clips, folder, threads))
            facts["ffmpeg"] = facts_of(folder, expected, len(LADDER))
        return usage

    contenders = {name: partial(theirs, threads) for name, threads in THREADS.items()}
    [heat] = paired(contenders, 1)
    least_cpu, least_wall = (min(heat, key=lambda name: getattr(heat[name], what)) for what in ("cpu", "wall"))
    best = {name: contenders[name] for name in (least_cpu, least_wall)}
    rounds = paired({"longtake": ours, **best}, settings.rounds_or(5))
    cpu, wall = ratio(rounds, "longtake", least_cpu, "cpu"), ratio(rounds, "longtake", least_wall, "wall")
    answer = Answer(f"CPU {cpu}, wall {wall}", cpu.median <= 0.95 and wall.median <= 0.90)
    return Result((answer,), {"cpu": cpu, "wall": wall, "films": facts, "heat": heat, "rounds": rounds})


def _command(clips: list[Path], folder: Path, threads: Threads) -> list[object]:
    pictures = [word for number in range(len(LADDER)) for word in ("-map", f"[picture{number}]")]
    encoders = [word for number, rung in enumerate(LADDER) for word in encoder(rung, f"v:{number}", threads)]
    graph = ["-filter_complex", film_graph(clips, LADDER), *pictures, "-map", "[sound0]"]
    whole = [*opening(clips, threads), *graph, *encoders, *sound_encoder(), "-flags", "+global_header"]
    return [*whole, "-f", "tee", f"{_mp4(folder)}|{_hls(folder)}"]


def _mp4(folder: Path) -> str:
    return rf"[select='v\:0,a':f=mp4:movflags=+faststart]{folder}/film.mp4"


def _hls(folder: Path) -> str:
    (folder / "hls").mkdir()
    variants = [f"v:{number},agroup:sound,name:{rung.name}" for number, rung in enumerate(LADDER)]
    streams = " ".join([*variants, "a:0,agroup:sound,name:sound"]).replace(":", r"\:")
    options = [
        "f=hls:hls_time=6:hls_playlist_type=vod:hls_segment_type=fmp4:hls_flags=independent_segments",
        f"master_pl_name=main.m3u8:var_stream_map='{streams}':hls_segment_filename={folder}/hls/%v/%d.m4s",
    ]
    return f"[{':'.join(options)}]{folder}/hls/%v/index.m3u8"
