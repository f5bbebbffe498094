"""Is a film with its HLS ladder cheaper than what people usually run: five encodes in one FFmpeg command?

Contender: one graph again, but the MP4 and each of the four HLS renditions are outputs of their own, each with its own
picture and sound encode, in FFmpeg's default threading. Ours starts with an empty workspace, admission of clips
included.
"""

from __future__ import annotations

from pathlib import Path

from ffmpeg_command import LADDER, encoder, film_graph, opening, sound_encoder
from longtake_command import assemble
from material import facts_of, film, film_frames, fresh
from measuring import Answer, Result, Row, Settings, Usage, paired, ratio, run

ROWS = (Row("the same against what people usually run (five encodes in one command)", "CPU ≤ 0.75×, wall ≤ 0.75×"),)

_OUTPUTS = (LADDER[0], *LADDER)


def measure(settings: Settings) -> Result:
    clips = film(quick=settings.quick)
    expected, facts = film_frames(clips), {}

    def ours() -> Usage:
        with fresh() as folder:
            usage = assemble(clips, folder, workers=settings.workers)
            facts["longtake"] = facts_of(folder / "out", expected, len(LADDER))
        return usage

    def theirs() -> Usage:
        with fresh() as folder:
            usage = run(_command(clips, folder))
            facts["ffmpeg"] = facts_of(folder, expected, len(LADDER))
        return usage

    rounds = paired({"longtake": ours, "ffmpeg": theirs}, settings.rounds_or(5))
    cpu, wall = (ratio(rounds, "longtake", "ffmpeg", what) for what in ("cpu", "wall"))
    answer = Answer(f"CPU {cpu}, wall {wall}", cpu.median <= 0.75 and wall.median <= 0.75)
    return Result((answer,), {"cpu": cpu, "wall": wall, "films": facts, "rounds": rounds})


def _command(clips: list[Path], folder: Path) -> list[object]:
    command = [*opening(clips), "-filter_complex", film_graph(clips, _OUTPUTS, len(_OUTPUTS))]
    for number, rung in enumerate(_OUTPUTS):
        streams = ["-map", f"[picture{number}]", "-map", f"[sound{number}]", *encoder(rung), *sound_encoder()]
        command += [*streams, *(_hls(folder / "hls" / rung.name) if number else _mp4(folder))]
    return command


def _mp4(folder: Path) -> list[object]:
    return ["-movflags", "+faststart", folder / "film.mp4"]


def _hls(folder: Path) -> list[object]:
    folder.mkdir(parents=True)
    kind = ["-f", "hls", "-hls_time", 6, "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"]
    return [*kind, "-hls_segment_filename", folder / "%d.m4s", folder / "index.m3u8"]
