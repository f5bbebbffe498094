"""What a make gives back: a finished film, where it stands, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from longtake.errors import LongtakeError
from longtake.media import Money, Rung
from longtake.packaging import FILM, PLAYLIST
from longtake.pipeline.delivering import REPORT
from longtake.pipeline.events import Notice
from longtake.pipeline.further import further_paths
from longtake.pipeline.job import Job
from longtake.pipeline.loudness import loudness_words
from longtake.pipeline.rates import rate_notices, rates_of_film
from longtake.pipeline.seam_rows import SeamRow, worst_seam
from longtake.pipeline.standing_film import MANIFEST, StandingFilm

__all__ = ["Package", "found_on", "package_of"]


@dataclass(frozen=True, slots=True)
class Package:
    """A finished film. reused: whether it stood there already. price: text with its currency, of the takes and the
    hosted voices that it is made of; is_price_most: whether that is only the most that they may have cost;
    is_paid_before: whether all of them were bought before; elapsed: seconds. missing: an error for each take that is
    missing, so that an animatic stands in. is_emulated: whether they are an emulator's. loudness: of the sound, for
    people; "" where there is none, or it was left as it was mixed. worst_seam: of its seams, if it stands out.
    verified: how many rules of delivery its files were read back and held to; 0 where they stood there already.
    further: films in one file beside it, those of targets first, then its scenes."""

    folder: Path
    film: Path
    playlist: Path
    manifest: Path
    report: Path
    title: str
    frames: int
    seconds: Fraction
    rungs: tuple[Rung, ...]
    reused: bool
    notices: tuple[str, ...]
    price: str
    elapsed: Fraction
    missing: tuple[LongtakeError, ...] = ()
    is_emulated: bool = False
    is_price_most: bool = False
    is_paid_before: bool = False
    loudness: str = ""
    worst_seam: SeamRow | None = None
    verified: int = 0
    further: tuple[Path, ...] = ()

    @property
    def exit_code(self) -> int:
        """As the command ends: 0 if every take is there, else that of the worst reason."""
        return max((error.exit_code for error in self.missing), default=0)


def found_on(standing: StandingFilm) -> tuple[Notice, ...]:
    """What is to be known of a finished film."""
    return rate_notices(rates_of_film(standing.told))


def package_of(
    job: Job, path: Path, rules: int, elapsed: float, standing: StandingFilm, found: Sequence[Notice]
) -> Package:
    """The film of a job that stands at `path`. rules: how many it was held to; 0 where it stood there already. elapsed:
    seconds; standing: that film; found: on it."""
    plan, takes, voices = job.planned.plan, job.planned.takes, job.planned.voices
    price = takes.cost or Money("0.00", plan.quote.total.currency)
    notices = (*job.notices, *((notice.place, notice.message) for notice in found))
    return Package(
        folder=path,
        film=path / FILM,
        playlist=path / PLAYLIST,
        manifest=path / MANIFEST,
        report=path / REPORT,
        title=plan.title,
        frames=plan.frames,
        seconds=plan.seconds,
        rungs=job.ladder.rungs,
        reused=not rules,
        verified=rules,
        notices=tuple(f"{about}: {message}" if about else message for about, message in notices),
        price=str(price + voices.cost if voices else price),
        elapsed=Fraction(round(elapsed * 1000), 1000),
        missing=tuple(one.error for one in takes.missing.values()),
        is_emulated=takes.is_emulated or bool(voices and voices.is_emulated),
        is_price_most=takes.is_cost_most,
        is_paid_before=takes.is_paid_before and not (voices and voices.is_new),
        loudness=loudness_words(job),
        worst_seam=worst_seam(standing.told),
        further=tuple(path / name for name in further_paths(job)),
    )
