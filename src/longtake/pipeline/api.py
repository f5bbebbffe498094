"""The library's front door: words and paths in, a finished film out. Each function is a thin layer over the stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack, overload

from longtake.catalogue import Offer, SpeechModel, load_catalogue, load_voices
from longtake.errors import InputError, MediaError
from longtake.media import ClipFacts
from longtake.pipeline.admitting import inspected
from longtake.pipeline.assembling import plan_of_clips
from longtake.pipeline.capacity import Machine
from longtake.pipeline.estimating import Estimate, estimate_of, warnings_of
from longtake.pipeline.events import Event, Listener
from longtake.pipeline.finished import Package
from longtake.pipeline.looking import Inspection, looked_over
from longtake.pipeline.loops import run
from longtake.pipeline.loudness import with_loudness
from longtake.pipeline.making import make_film
from longtake.pipeline.means import workers_of
from longtake.pipeline.offering import ModelWish, offered
from longtake.pipeline.options import (
    AssembleOptions,
    FilmOptions,
    MakeOptions,
    Settings,
    rate_of,
    settings_of,
    size_of,
    terms_of,
    wish_of,
)
from longtake.pipeline.paying import paid_in, with_paid
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import plan_of_storyboard
from longtake.pipeline.seam_rows import SeamRow, film_seams
from longtake.pipeline.staff import staff_of
from longtake.pipeline.status import Status, status_of
from longtake.pipeline.terms import Terms
from longtake.pipeline.wanting import as_wanted, told_with
from longtake.pipeline.workers import WorkerPool
from longtake.planning import Timings
from longtake.store import open_workspace
from longtake.storyboard import forget_text
from longtake.storyboard.stages import Stage
from longtake.storyboard.values import NO_VALUES, Values

if TYPE_CHECKING:
    from longtake.ledger import Realm

__all__ = [
    "assemble",
    "assemble_async",
    "contact_sheet",
    "estimate",
    "inspect",
    "make_with",
    "models",
    "plan",
    "schema",
    "seams",
    "status",
    "voices",
]

_USUAL_TERMS = Terms()


async def make_with(
    pool: WorkerPool, storyboard: str | Path | PlannedFilm, out: str | Path, options: FilmOptions
) -> Package:
    """As `make`, with workers that may be on their way already."""
    settings, terms = settings_of(options), terms_of(options)
    if isinstance(storyboard, PlannedFilm):
        for name in ("values", "stage", "catalogue", "language", "again"):
            if options.get(name):
                raise InputError(f"a plan has its {name} already", place=name, advice=("give it to longtake.plan",))

    def prepare(say: Listener) -> PlannedFilm:
        realm: Realm = "live" if terms.speed is None else "emulated"
        if isinstance(storyboard, PlannedFilm):
            return told_with(storyboard, options.get("captions"), settings.workspace, say, terms, realm)
        paid = partial(paid_in, settings.workspace, realm)
        wish = wish_of(options.get("stage"), options.get("catalogue", ()), language=options.get("language"))
        wish = replace(wish, paid=paid, realm=realm)
        values, cores = options.get("values", NO_VALUES), settings.inspectors
        planned = plan_of_storyboard(Path(storyboard), settings.workspace, cores, say, values, wish)
        forget_text()
        planned = as_wanted(planned, settings.workspace, terms)
        return told_with(planned, options.get("captions"), settings.workspace, say, terms, realm)

    return await _make(prepare, out, settings, pool, terms)


def assemble(clips: Sequence[str | Path], out: str | Path, **options: Unpack[AssembleOptions]) -> Package:
    """Joins clips, in the order given, into a film in the folder `out`: the compositor alone, no storyboard.

    Works and raises as `make` does.
    """
    return run(assemble_async(clips, out, **options))


async def assemble_async(clips: Sequence[str | Path], out: str | Path, **options: Unpack[AssembleOptions]) -> Package:
    """As `assemble`, inside a running loop; cancel it as any task."""
    settings, music, lut = settings_of(options), options.get("music"), options.get("lut")
    size, rate = size_of(options.get("size")), rate_of(options.get("rate"))

    def prepare(say: Listener) -> PlannedFilm:
        return plan_of_clips(
            [Path(clip) for clip in clips],
            settings.workspace,
            settings.inspectors,
            say,
            size=size,
            rate=rate,
            join=options.get("join", "dissolve:0.5s"),
            music=Path(music) if music else None,
            fit=options.get("fit", "auto"),
            retime=options.get("retime", "auto"),
            lut=Path(lut) if lut else None,
            match=options.get("match"),
        )

    async with WorkerPool(0, staff_of(options.get("workers", "auto"))) as pool:
        return await _make(prepare, out, settings, pool)


def plan(
    storyboard: str | Path,
    *,
    stage: Stage | None = None,
    values: Values = NO_VALUES,
    catalogue: Sequence[str | Path] = (),
    timings: Timings | None = None,
    on: date | None = None,
    language: str | None = None,
    workspace: str | Path | None = None,
    on_event: Listener | None = None,
) -> PlannedFilm:
    """Every decision about a storyboard's film, and what it will cost; nothing is made or bought.

    stage: `draft` or `final`, by default the draft if the route has one. values: of the storyboard's variables, by
    name. catalogue: files of your own that add models or override figures. timings: of speech that was measured; all
    other speech is estimated. on: the day that models are bought on, by default today; those switched off by then are
    not taken. language: that the film is shown in, one of its languages, by default its own.
    """
    from longtake.pipeline.retaking import replanned  # here: it needs the ledger, and a make that buys nothing does not

    place, cores, say = open_workspace(workspace), Machine.here().cores, on_event or _ignore
    wish = replace(wish_of(stage, catalogue, on, language), timings=timings, paid=partial(paid_in, place, "live"))

    planned = plan_of_storyboard(Path(storyboard), place, cores, say, values, wish)
    return with_paid(replanned(planned, place, "live"), place)


def estimate(planned: PlannedFilm, **options: Unpack[MakeOptions]) -> tuple[Estimate, tuple[str, ...]]:
    """About what making a planned film takes, and what to know beforehand: a long wait, a disk that is too small.

    It only reads: a hardware encoder is not tried, and what is told is what x264 would take.
    """
    settings = settings_of(options)
    ladder = settings.ladder(planned)
    workers = workers_of(settings.workers, planned, ladder, _ignore)
    low_sound = ladder.low_sound if settings.extras.low_sound else None
    found = estimate_of(planned.plan, ladder, workers, low_sound=low_sound)
    warnings = warnings_of(found, planned.plan, workers, settings.workspace.root, None)
    return found, tuple(f"{warning.place}: {warning.message}" for warning in warnings)


@overload
def inspect(clips: Sequence[str | Path], *, workspace: str | Path | None = None) -> list[ClipFacts | MediaError]: ...


@overload
def inspect(
    clips: Sequence[str | Path], *, workspace: str | Path | None = None, measured: Literal[True]
) -> list[Inspection | MediaError]: ...


def inspect(
    clips: Sequence[str | Path], *, workspace: str | Path | None = None, measured: bool = False
) -> list[ClipFacts | MediaError] | list[Inspection | MediaError]:
    """What each file is, in the order given; the error in its place for one that is refused.

    measured: also what of it is fit to be shown and why. Raises MissingExtraError for that without `longtake[seams]`.
    """
    paths, store, cores = [Path(clip) for clip in clips], open_workspace(workspace), Machine.here().cores
    return looked_over(paths, store, cores) if measured else inspected(paths, store, cores)


def contact_sheet(clip: str | Path, *, workspace: str | Path | None = None) -> bytes:
    """A PNG with the pictures at both ends of a clip, those struck through that would be left out.

    Raises MediaError for a file that is refused or has no moving pictures, MissingExtraError without `longtake[seams]`.
    """
    from longtake.pipeline.sheets import sheet_of

    (found,) = looked_over([Path(clip)], open_workspace(workspace), 1)
    if isinstance(found, MediaError):
        raise found
    return sheet_of(Path(clip), found)


def seams(out: str | Path) -> tuple[SeamRow, ...]:
    """The seams of the film in a folder, the worst first, each with its score, its parts and what to try.

    Raises FolderError where no film stands whose seams were measured.
    """
    return film_seams(Path(out))


def status(out: str | Path) -> Status:
    """What of the film in a folder is done and what is left. Raises FolderError if none was begun there."""
    return status_of(out)


def models(*, catalogue: Sequence[str | Path] = (), **wish: Unpack[ModelWish]) -> tuple[Offer, ...]:
    """The models that can make what is wished, each with its cheapest slot; without a wish, all of them.

    catalogue: files of your own that add models or override figures. Raises CatalogueError for a file, InputError for
    a wish, that cannot be read.
    """
    return offered(load_catalogue([Path(path) for path in catalogue]), wish)


def voices() -> tuple[SpeechModel, ...]:
    """The models for speech, by name, those that speak here without a key among them."""
    return tuple(load_voices().values())


def schema() -> dict[str, Any]:
    """The JSON Schema of a storyboard, for editors."""
    from longtake.storyboard import schema as storyboard_schema

    return storyboard_schema()


async def _make(
    prepare: Callable[[Listener], PlannedFilm],
    out: str | Path,
    settings: Settings,
    pool: WorkerPool,
    terms: Terms = _USUAL_TERMS,
) -> Package:
    say = settings.on_event or _ignore
    prepare = with_loudness(prepare, settings.loudness)
    return await make_film(
        prepare,
        settings.means,
        out,
        settings.workspace,
        say,
        pool,
        terms,
        relock=settings.relock,
        live_preview=settings.live_preview,
        extras=settings.extras,
        encryption=settings.encryption,
    )


def _ignore(_: Event) -> None:
    pass
