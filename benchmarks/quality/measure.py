"""How many bits do independent spans cost, at the same quality, against FFmpeg's own encode?

The same film (real clips, 1280×720, dissolves) is encoded by both at three rate factors, with one preset, one cap and
closed GOPs of two seconds. Each is compared with its own composition without loss, so that only the encoding counts;
quality is VMAF, as FFmpeg's `libvmaf` gives it, and bits are those of the picture packets, without container and sound.
The answer is the BD-rate over the qualities that both reach (`bd_rate.py` beside this file). That of luma PSNR stands
in the results file for comparison.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import av
import imageio_ffmpeg
from ffmpeg_command import encoder, film_graph, opening, sound_encoder
from longtake_command import LONGTAKE
from material import RATE, check_format, film, film_frames, frames_of, fresh
from measuring import Answer, Result, Row, Settings, run
from quality.bd_rate import bd_rate

from longtake.media import FrameRate, Rung, Size, ladder_for

ROWS = (Row("bits of independent spans against FFmpeg's own encode, by BD-rate over VMAF", "≤ 3 %"),)

_CRFS = (19, 23, 27)
_CLIPS = 4  # of the film that all questions share: 20 s are enough, and judging them takes longer than encoding
_SIZE = Size(1280, 720)
_LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"]


def measure(settings: Settings) -> Result:
    clips = film(quick=settings.quick)[:_CLIPS]
    with fresh() as folder:
        ours = _ours(clips, folder, settings.workers)
        theirs = _theirs(clips, folder)
        _check([*ours, *theirs], film_frames(clips))
        figures = {"longtake": _judged(ours, folder, settings), "ffmpeg": _judged(theirs, folder, settings)}
    rates = {metric: _bd_rate(figures, metric) for metric in ("vmaf", "psnr")}
    answer = Answer(f"{100 * rates['vmaf']:+.1f} %", rates["vmaf"] <= 0.03)
    return Result((answer,), {"bd_rate": rates, "encodes": figures})


def _ours(clips: Sequence[Path], folder: Path, workers: int) -> list[Path]:
    """The composition, then the film at each rate factor."""
    films = []
    for crf in _CRFS:
        options = ["--size", str(_SIZE), "--rate", RATE, "--rungs", 720, "--join", "dissolve:0.5s", "--crf", crf]
        workspace = ["--workspace", folder / "workspace", "--workers", workers]
        run([LONGTAKE, "assemble", *clips, "-o", folder / f"ours-{crf}", *options, *workspace])
        films.append(folder / f"ours-{crf}" / "film.mp4")
    composed = folder / "ours.mkv"
    run([sys.executable, Path(__file__).with_name("compose.py"), folder / "workspace", composed, *clips])
    return [composed, *films]


def _theirs(clips: Sequence[Path], folder: Path) -> list[Path]:
    encodes = {"theirs.mkv": (_rung(_CRFS[0]), _LOSSLESS)}
    encodes |= {f"theirs-{crf}.mp4": (_rung(crf), encoder(_rung(crf))) for crf in _CRFS}
    for name, (rung, options) in encodes.items():
        graph = ["-filter_complex", film_graph(clips, [rung])]
        picture, sound = ["-map", "[picture0]", *options], ["-map", "[sound0]", *sound_encoder()]
        run([*opening(clips), *graph, *picture, *sound, folder / name])
    return [folder / name for name in encodes]


def _rung(crf: int) -> Rung:
    return ladder_for(_SIZE, FrameRate(RATE), short_sides=[720], crf=crf).top


def _check(films: Sequence[Path], expected: int) -> None:
    for path in films:
        check_format(path)
    if wrong := {path.name: frames for path in films if (frames := frames_of(path)) != expected}:
        raise RuntimeError(f"{expected} frames were expected everywhere, not {wrong}")


def _judged(films: Sequence[Path], folder: Path, settings: Settings) -> list[dict[str, float]]:
    """Rate and quality of each film against the composition, which stands first."""
    composed, *encoded = films
    return [{"kbit_s": _rate(film), **_quality(film, composed, folder, settings)} for film in encoded]


def _rate(film: Path) -> float:
    with av.open(str(film)) as container:
        return sum(packet.size for packet in container.demux(video=0)) * 8 / 1000 * RATE / frames_of(film)


def _quality(film: Path, composed: Path, folder: Path, settings: Settings) -> dict[str, float]:
    """VMAF and luma PSNR, means over all pictures, which are paired by their number.

    Both sides get the same tags, since FFmpeg would convert an untagged side to the other's colours.
    """
    log = folder / "vmaf.json"
    alike = f"settb=1/{RATE},setpts=N,setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    numbered = [f"[{place}:v]{alike}[{name}]" for place, name in enumerate(("film", "composed"))]
    judge = f"libvmaf=log_fmt=json:log_path={log}:n_threads={settings.workers}:feature=name=psnr"
    graph = ";".join([*numbered, f"[film][composed]{judge}"])
    said = ["-hide_banner", "-nostdin", "-loglevel", "error"]
    run([imageio_ffmpeg.get_ffmpeg_exe(), *said, "-i", film, "-i", composed, "-lavfi", graph, "-f", "null", "-"])
    pooled = json.loads(log.read_text())["pooled_metrics"]
    return {"vmaf": pooled["vmaf"]["mean"], "psnr": pooled["psnr_y"]["mean"]}


def _bd_rate(figures: dict[str, list[dict[str, float]]], metric: str) -> float:
    ours, theirs = ([(row["kbit_s"], row[metric]) for row in rows] for rows in figures.values())
    return bd_rate(ours, theirs)
