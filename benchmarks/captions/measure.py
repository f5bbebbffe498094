"""Are the captions of the examples within the norms of readers, and what does it cost to cut an hour of them?

Every storyboard of `examples/` is planned (the campaign once for each of its films); its cues are counted, and read by
the norms anew, not by the code that finds what is outside them. An hour of narration, 9,000 words, is cut alone: CPU,
median.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from measuring import Answer, Result, Row, Settings

import longtake
from longtake.captions import Cue, Norms, columns, cues_of, norms_for
from longtake.media import FrameRate, SaidLine, Sample, Size, SpokenWord
from longtake.pipeline.captioning import FilmCaptions, captions_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.storyboard import read_campaign

ROWS = (
    Row("caption cues of the examples within the norms, or listed as findings", "100 %"),
    Row("cutting an hour of narration into captions, CPU", "–"),
)
_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_SENTENCE = "Every morning begins with the same small ceremony, water and steam, and it belongs to nobody else. "
_WORDS = 9000


def measure(settings: Settings) -> Result:
    counted = {name: _counted(film) for name, film in _films(settings)}
    cues, outside, unlisted = (sum(row[at] for row in counted.values()) for at in range(3))
    within = f"{cues - outside} of {cues} within, {outside} listed, {unlisted} neither; {len(counted)} films"
    times = [_cut() for _ in range(settings.rounds_or(5))]
    answers = (Answer(within, unlisted == 0), Answer(f"{median(times):.2f} s", None))
    return Result(answers, {"films": counted, "seconds": times})


def _films(settings: Settings) -> Iterator[tuple[str, PlannedFilm]]:
    storyboards = sorted(_EXAMPLES.glob("*/storyboard.yaml"))
    with TemporaryDirectory() as workspace:
        for path in storyboards[:2] if settings.quick else storyboards:
            table = path.with_name("films.csv")
            values = {film.name: film.values for film in read_campaign(table)} if table.is_file() else {"": {}}
            for name, given in values.items():
                yield f"{path.parent.name} {name}".strip(), longtake.plan(path, values=given, workspace=workspace)


def _counted(film: PlannedFilm) -> tuple[int, int, int]:
    """Cues, those outside the norms, and those of them that no finding names."""
    counted = [_counted_in(captions, film) for captions in captions_of(film)]
    return sum(row[0] for row in counted), sum(row[1] for row in counted), sum(row[2] for row in counted)


def _counted_in(captions: FilmCaptions, film: PlannedFilm) -> tuple[int, int, int]:
    norms = norms_for(captions.language, film.plan.size)
    outside = {cue for cue in captions.cues if not _is_within(cue, norms, captions.rate)}
    close = (pair for pair in pairwise(captions.cues) if pair[1].start - pair[0].end < 2)
    outside |= {before for before, _ in close}
    said = [finding.message for finding in captions.findings]
    unlisted = [cue for cue in outside if not any(cue.text[:39] in message for message in said)]
    return len(captions.cues), len(outside), len(unlisted)


def _is_within(cue: Cue, norms: Norms, rate: FrameRate) -> bool:
    seconds = rate.seconds(cue.end - cue.start)
    return (
        len(cue.lines) <= norms.lines
        and max(map(columns, cue.lines)) <= norms.columns
        and Fraction(5, 6) <= seconds <= 7
        and columns(cue.text) <= norms.speed * seconds
        and cue.start - cue.heard <= 3
    )


def _cut() -> float:
    words, at = list[SpokenWord](), 0
    for word in (_SENTENCE * (_WORDS // len(_SENTENCE.split()))).split():
        words.append(SpokenWord(word, Sample(at), Sample(at + 16_000)))
        at += 19_200
    line = SaidLine("hour", "", "en", tuple(words))
    began = process_time()
    cues_of([line], norms_for("en", Size(1920, 1080)), FrameRate(24), 24 * 3700)
    return process_time() - began
