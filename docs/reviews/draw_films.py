"""Makes the two films of examples/ that are heard, measures their sound as it decodes, and draws their pictures.

    python docs/reviews/draw_films.py FOLDER

FOLDER gets each film in a folder of its name and, beside it, a sheet with a picture in the middle of every cue. The
figures are printed. The films are spoken by Kokoro: make voices.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import webvtt
from film_sounds import Sound, late, loudness, music_gains, onset, track
from sheets import ROOT, Row, frames_of, out_folder, written_sheet

import longtake
from longtake.libav.hearing import heard as as_heard
from longtake.media import SaidLine, SpokenWord
from longtake.pipeline.spoken_lines import dubbed_lines, spoken_lines, with_recorded_words
from longtake.planning.planned_sound import SoundCue
from longtake.speech.aligning import aligned
from longtake.store import open_workspace

FILMS = ("explainer", "onboarding")
_WINDOW = 2400


def main() -> None:
    out = out_folder("films")
    for name in FILMS:
        story = ROOT / "examples" / name / "storyboard.yaml"
        package = longtake.make(story, out / name, preset="veryfast")
        planned = with_recorded_words(longtake.plan(story, stage="draft"), open_workspace())
        told(name, f"{float(package.seconds):.1f} s, {package.frames} frames")
        written_sheet(out / f"{name}.png", pictures(package.film, out / name))
        plan, files = planned.plan, {name: stamp.path for name, stamp in planned.files.items()}
        tracks = [(planned.storyboard.language, plan.cues, spoken_lines(planned))]
        tracks += [(dub.language, dub.cues, dubbed_lines(planned, dub)) for dub in plan.dubs]
        for number, (language, cues, lines) in enumerate(tracks):
            sound = track(package.film, number)
            told(f"{name} {language}", "loudness {:.2f} LUFS, true peak {:.2f} dBTP".format(*loudness(sound)))
            for about, figure in [*ducking(sound, cues, files), *timing(sound, cues, files)]:
                told(f"{name} {language}", f"{about}: {figure}")
            for about, figure in words(sound, lines, language, out):
                told(f"{name} {language}", f"{about}: {figure}")


def told(who: str, what: str) -> None:
    sys.stdout.write(f"{who:16} {what}\n")


def pictures(film: Path, folder: Path) -> list[Row]:
    """The middle of each cue in the film's own language, four in a row, each with its words in all languages."""
    cues = list(webvtt.read(str(folder / "film.en.vtt")))
    moments = [round((cue.start_in_seconds + cue.end_in_seconds) / 2 * 24) for cue in cues]
    seen = frames_of(film, moments, 240)
    rows = [(f"{number / 24:.2f} s", seen[number]) for number in moments]
    return [("", rows[at : at + 4]) for at in range(0, len(rows), 4)]


def ducking(sound: Sound, cues: tuple[SoundCue, ...], files: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """For each piece of music: how far it is down where it should be, against where it should not, and just before
    each first word that it steps back for."""
    for asset in dict.fromkeys(cue.asset for cue in cues if cue.kind == "music"):
        playing = [cue for cue in cues if cue.asset == asset]
        gains = music_gains(sound, [(cue, files[asset]) for cue in playing], _WINDOW)
        planned = planned_gains(playing, len(gains))
        lowest = float(np.nanmin(planned))
        up, down = (gains[np.isclose(planned, level) & ~np.isnan(gains)] for level in (0.0, lowest))
        if not len(up) or lowest == 0:
            yield asset, "is never heard alone, or never steps back"
            continue
        depth = float(np.median(down) - np.median(up))
        yield f"{asset} under speech", f"{depth:.1f} dB ({lowest:.0f} planned), {len(down)} and {len(up)} windows"
        falls = [at for at in range(4, len(planned)) if planned[at] == lowest and planned[at - 3] > lowest]
        falls = [at for at in falls if planned[at - 1] > lowest]
        ahead = [float(gains[at + 1] - np.median(up)) for at in falls if at + 1 < len(gains)]
        yield f"{asset} 50 ms before a word", ", ".join(f"{one:.1f} dB" for one in ahead) or "no word after a rest"


def planned_gains(cues: list[SoundCue], windows: int) -> np.ndarray:
    """What the plan gives the music in each window besides its level; nan where it fades, crosses or is not there."""
    found = np.full(windows, np.nan)
    for cue in cues:
        first = -(-(cue.start + cue.fade_in) // _WINDOW)
        last = (cue.start + cue.samples - max(cue.fade_out, cue.cross_out or 0)) // _WINDOW
        edges = np.arange(first, min(last, windows))
        points = [(point.at, point.millibels / 100) for point in cue.curve] or [(0, 0.0)]
        begin, end = (np.interp(edges * _WINDOW + more, *zip(*points, strict=True)) for more in (0, _WINDOW - 1))
        found[edges] = np.where(np.isclose(begin, end), begin, (begin + end) / 2)
    return found


def timing(sound: Sound, cues: tuple[SoundCue, ...], files: dict[str, Path]) -> Iterator[tuple[str, str]]:
    lags = [late(sound, cue, files[cue.asset]) for cue in cues if cue.kind == "narration" and cue.tempo is None]
    faster = [late(sound, cue, files[cue.asset]) for cue in cues if cue.kind == "narration" and cue.tempo]
    yield "voices are late by", ", ".join(f"{one:.2f}" for one in lags) + " ms"
    if faster:
        yield "voices heard faster are late by", ", ".join(f"{one:.0f}" for one in faster) + " ms (by loudness)"


def words(sound: Sound, lines: tuple[SaidLine, ...], language: str, out: Path) -> Iterator[tuple[str, str]]:
    """Words against what is heard: by the aligner where it knows the language, else where sentences begin."""
    firsts = [word for line in lines for word in sentence_starts(line)]
    begun = [one for word in firsts if (one := onset(sound, word.start)) is not None]
    if begun:
        yield f"{len(begun)} of {len(firsts)} sentences begin after their first word's time by", spread(begun)
    if language == "en":
        off = [one for line in lines for one in against_aligner(sound, line, out)]
        yield f"{len(off)} words begin after their time by", spread(off)


def sentence_starts(line: SaidLine) -> Iterator[SpokenWord]:
    yield from line.words[:1]
    yield from (word for before, word in pairwise(line.words) if before.text.endswith((".", "?", "。")))


def against_aligner(sound: Sound, line: SaidLine, out: Path) -> Iterator[float]:
    """Milliseconds by which the aligner hears each word of a line after the time that captions have for it."""
    first, last = max(0, line.words[0].start - 9600), line.words[-1].end + 9600
    piece = sound[:, first:last]
    path = out / "line.wav"
    written_wav(path, piece)
    found = aligned(" ".join(word.text for word in line.words), as_heard(path, piece.shape[1]))
    path.unlink()
    if not found.is_estimated and len(found.words) == len(line.words):
        yield from ((one.start + first - word.start) / 48 for one, word in zip(found.words, line.words, strict=True))


def written_wav(path: Path, sound: Sound) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 48_000, 0, "NONE", ""))
        file.writeframes((np.clip(sound.T, -1, 1) * 32767).astype("<i2").tobytes())


def spread(found: list[Any]) -> str:
    """The median, and the worst."""
    if not found:
        return "nothing could be measured"
    sizes = [abs(one) for one in found]
    return f"median {median(found):+.0f} ms, median error {median(sizes):.0f} ms, worst {max(sizes):.0f} ms"


if __name__ == "__main__":
    main()
