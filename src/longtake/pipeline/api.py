"""The library's front door: words and paths in, a finished film out. Each function is a thin layer over the stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, overload

from longtake.catalogue import Offer, SpeechModel, load_catalogue, load_voices
from longtake.errors import InputError, MediaError
from longtake.media import ClipFacts, FrameRate, Ladder, Money, Size, ladder_for
from longtake.pipeline.books import written
from longtake.pipeline.burning import check_burned
from longtake.pipeline.capacity import Machine
from longtake.pipeline.captioning import with_captions
from longtake.pipeline.estimating import Estimate, estimate_of, warnings_of
from longtake.pipeline.events import Event, Listener
from longtake.pipeline.looking import Inspection, looked_over
from longtake.pipeline.loops import run
from longtake.pipeline.loudness import checked_loudness, with_loudness
from longtake.pipeline.making import Package, make_film
from longtake.pipeline.means import Means, Workers, checked_encoder, checked_workers, workers_of
from longtake.pipeline.offering import ModelWish, offered
from longtake.pipeline.paying import paid_in, with_paid
from longtake.pipeline.preparing import PlannedFilm, PlanWish, inspected, plan_of_clips, plan_of_storyboard
from longtake.pipeline.seam_rows import SeamRow, film_seams
from longtake.pipeline.status import Status, status_of
from longtake.pipeline.terms import APPROVE_ABOVE, Terms, checked_candidates, checked_money, checked_speed
from longtake.pipeline.workers import WorkerPool
from longtake.planning import Timings
from longtake.store import Workspace, open_workspace
from longtake.storyboard.captions import CaptionsShown
from longtake.storyboard.stages import Stage
from longtake.storyboard.values import NO_VALUES, Values

if TYPE_CHECKING:
    from longtake.ledger import Realm

__all__ = [
    "AssembleOptions",
    "FilmOptions",
    "MakeOptions",
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

_PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
_USUAL_TERMS = Terms()


class MakeOptions(TypedDict, total=False):
    """How a film is made.

    workspace: where everything made once is kept (else LONGTAKE_WORKSPACE, else the user's data folder). workers:
    processes, by default `auto`: one a core, fewer where memory is short. rungs: short sides of the renditions
    ([1080, 720]), by default from the size; `auto`: of those by default the ones that the film is hard enough for, by
    what a few of its spans take. preset, crf: of libx264, by default veryfast and 21. encoder: x264, or a
    hardware encoder by name, or `hardware` for any that works, else x264. loudness: what the sound is brought to,
    instead of the storyboard's: `streaming` (-16 LUFS), `social`, `broadcast`, `US broadcast`, `-18 LUFS`, or `off`.
    on_event: called with each Event, in order. relock: what is chosen by measure (`join: auto`, `rungs: auto`) is
    chosen anew, not as the lock beside the film says.
    """

    workspace: str | Path | None
    workers: Workers
    rungs: Sequence[int] | Literal["auto"] | None
    preset: str
    crf: int
    encoder: str
    loudness: str | None
    on_event: Listener | None
    relock: bool


class AssembleOptions(MakeOptions, total=False):
    """How clips are joined. size, rate: by default those of most of the clips. join: between each two clips,
    `dissolve:LENGTH`, `cut` or `auto` (chosen by what is measured, with `longtake[seams]`), by default `dissolve:0.5s`.
    music: a file under the whole film. fit: how pictures of another shape stand in the frame: `fill`, `blur`,
    `letterbox`, by default `auto` (see `fit` of a storyboard). retime: how clips of other rates are brought to the
    film's: `nearest`, `speed`, `blend`, `flow`, by default `auto` (what each pair of rates needs). lut: a `.cube` file
    that all colours go through. match: whether clips of one scene are matched in light and colour where they meet:
    `auto` or `off`, by default at joins that are measured.
    """

    size: Size | str | None
    rate: FrameRate | str | int | None
    join: str
    music: str | Path | None
    fit: str
    retime: str
    lut: str | Path | None
    match: str | None


class FilmOptions(MakeOptions, total=False):
    """How a storyboard's film is made. values: of the storyboard's variables, by name; stage: `draft` or `final`, by
    default the draft if the route has one; catalogue: files of your own that add models or override figures. A plan has
    taken its own of these.

    emulate: takes come from an emulator on this machine, 100 times as fast as real or as fast as said, and cost
    nothing. budget: the most that the film may cost, for good (`12 USD`), instead of the storyboard's. yes: the price
    is approved. approve_above: from which price on it must be, where no budget is written; by default 1 USD. again:
    shots of which another take is bought. tag: your own mark on what is bought. fallback: whether a shot of which a
    model gives no take is bought from the next one on its route, by default it is. candidates: how many takes of each
    shot are bought, of which the best is shown, by default 1; shots that have a take get no more. captions: `on`,
    `off` or `burned`, instead of the storyboard's.
    """

    values: Values
    stage: Stage | None
    catalogue: Sequence[str | Path]
    emulate: bool | int
    budget: Money | str | None
    yes: bool
    approve_above: Money | str | None
    again: Sequence[str]
    tag: str
    fallback: bool
    candidates: int
    captions: CaptionsShown | None


async def make_with(
    pool: WorkerPool, storyboard: str | Path | PlannedFilm, out: str | Path, options: FilmOptions
) -> Package:
    """As `make`, with workers that may be on their way already."""
    settings, terms = _settings(options), _terms(options)
    if isinstance(storyboard, PlannedFilm):
        for name in ("values", "stage", "catalogue", "again"):
            if options.get(name):
                raise InputError(f"a plan has its {name} already", place=name, advice=("give it to longtake.plan",))

    def prepare(say: Listener) -> PlannedFilm:
        realm: Realm = "live" if terms.speed is None else "emulated"
        if isinstance(storyboard, PlannedFilm):
            voiced = _voiced(storyboard, settings.workspace, say, terms, realm)
            return _captioned(voiced, options)
        paid = partial(paid_in, settings.workspace, realm)
        wish = replace(_wish(options.get("stage"), options.get("catalogue", ())), paid=paid, realm=realm)
        values, cores = options.get("values", NO_VALUES), settings.inspectors
        planned = plan_of_storyboard(Path(storyboard), settings.workspace, cores, say, values, wish)
        planned = _voiced(_as_wanted(planned, settings.workspace, terms), settings.workspace, say, terms, realm)
        return _captioned(planned, options)

    return await _make(prepare, out, settings, pool, terms)


def _captioned(planned: PlannedFilm, options: FilmOptions) -> PlannedFilm:
    """With its captions as they are asked for. Raises PlanningError for words that cannot be burned in."""
    film = with_captions(planned, options.get("captions"))
    check_burned(film)
    return film


def assemble(clips: Sequence[str | Path], out: str | Path, **options: Unpack[AssembleOptions]) -> Package:
    """Joins clips, in the order given, into a film in the folder `out`: the compositor alone, no storyboard.

    Works and raises as `make` does.
    """
    return run(assemble_async(clips, out, **options))


async def assemble_async(clips: Sequence[str | Path], out: str | Path, **options: Unpack[AssembleOptions]) -> Package:
    """As `assemble`, inside a running loop; cancel it as any task."""
    settings, music, lut = _settings(options), options.get("music"), options.get("lut")
    size, rate = _size(options.get("size")), _rate(options.get("rate"))

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

    async with WorkerPool(0) as pool:
        return await _make(prepare, out, settings, pool)


def plan(
    storyboard: str | Path,
    *,
    stage: Stage | None = None,
    values: Values = NO_VALUES,
    catalogue: Sequence[str | Path] = (),
    timings: Timings | None = None,
    on: date | None = None,
    workspace: str | Path | None = None,
    on_event: Listener | None = None,
) -> PlannedFilm:
    """Every decision about a storyboard's film, and what it will cost; nothing is made or bought.

    stage: `draft` or `final`, by default the draft if the route has one. values: of the storyboard's variables, by
    name. catalogue: files of your own that add models or override figures. timings: of speech that was measured; all
    other speech is estimated. on: the day that models are bought on, by default today; those switched off by then are
    not taken.
    """
    from longtake.pipeline.retaking import replanned  # here: it needs the ledger, and a make that buys nothing does not

    place, cores, say = open_workspace(workspace), Machine.here().cores, on_event or _ignore
    wish = replace(_wish(stage, catalogue, on), timings=timings, paid=partial(paid_in, place, "live"))

    planned = plan_of_storyboard(Path(storyboard), place, cores, say, values, wish)
    return with_paid(replanned(planned, place, "live"), place)


def estimate(planned: PlannedFilm, **options: Unpack[MakeOptions]) -> tuple[Estimate, tuple[str, ...]]:
    """About what making a planned film takes, and what to know beforehand: a long wait, a disk that is too small.

    It only reads: a hardware encoder is not tried, and what is told is what x264 would take.
    """
    settings = _settings(options)
    ladder = settings.ladder(planned)
    workers = workers_of(settings.workers, planned, ladder, _ignore)
    found = estimate_of(planned.plan, ladder, workers)
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


@dataclass(frozen=True, slots=True)
class _Settings:
    """MakeOptions, checked, with their defaults. ladder: of a film, before an encoder is chosen; fits: whether that is
    fitted to the film."""

    workspace: Workspace
    workers: Workers
    encoder: str
    ladder: Callable[[PlannedFilm], Ladder]
    on_event: Listener | None
    relock: bool
    loudness: str | None = None
    fits: bool = False

    @property
    def inspectors(self) -> int:
        """How many processes admit files, one a core by default."""
        return Machine.here().cores if self.workers == "auto" else self.workers

    def means(self, planned: PlannedFilm, say: Listener) -> Means:
        """Hardware that was asked for is tried now."""
        rungs = self.ladder(planned)
        workers = workers_of(self.workers, planned, rungs, say)
        if self.encoder == "x264":
            return Means(rungs, workers, self.fits)
        from longtake.pipeline.equipping import equipped

        return Means(equipped(rungs, planned.plan.rate, workers, self.encoder, say), workers, self.fits)


def _settings(options: MakeOptions) -> _Settings:
    return _Settings(
        workers=checked_workers(options.get("workers", "auto")),
        encoder=checked_encoder(options.get("encoder", "x264")),
        ladder=_ladder(options),
        workspace=open_workspace(options.get("workspace")),
        on_event=options.get("on_event"),
        relock=options.get("relock", False),
        loudness=checked_loudness(options.get("loudness")),
        fits=options.get("rungs") == "auto",
    )


def _ladder(options: MakeOptions) -> Callable[[PlannedFilm], Ladder]:
    preset, crf, rungs = options.get("preset", "veryfast"), options.get("crf", 21), options.get("rungs")
    if isinstance(rungs, str) and rungs != "auto":
        advice = "give short sides, such as [1080, 720], or auto"
        raise InputError(f"{rungs!r} is no list of rungs", place="rungs", advice=(advice,))
    sides = None if isinstance(rungs, str) else rungs
    if preset not in _PRESETS:
        raise InputError(f"{preset!r} is no preset of libx264", place="preset", advice=(f"use {', '.join(_PRESETS)}",))
    if not 1 <= crf <= 51:
        raise InputError(f"crf is 1 (best) to 51, not {crf}", place="crf", advice=("18 to 28 is usual",))

    def ladder(planned: PlannedFilm) -> Ladder:
        size, rate = planned.plan.size, planned.plan.rate
        try:
            return ladder_for(size, rate, short_sides=sides, preset=preset, crf=crf)
        except ValueError as error:
            raise InputError(str(error), place="rungs") from None

    return ladder


def _wish(stage: Stage | None, catalogue: Sequence[str | Path], on: date | None = None) -> PlanWish:
    known = load_catalogue([Path(path) for path in catalogue]) if catalogue else None
    return PlanWish(stage, known, on=on or date.today())


def _as_wanted(planned: PlannedFilm, workspace: Workspace, terms: Terms) -> PlannedFilm:
    """The plan with the takes that a person wants, of models that give them. Raises InputError for a name that no shot
    has."""
    if not planned.models:
        return planned
    from longtake.pipeline.approving import ask_again  # here: most films buy nothing
    from longtake.pipeline.retaking import replanned
    from longtake.pipeline.selling import realm_of

    realm = realm_of(terms.speed, planned.models)
    planned = replanned(planned, workspace, realm, falls_back=terms.falls_back)
    if not terms.again:
        return planned
    with written(workspace) as ledger:
        ask_again(ledger, planned, terms.again, realm)
    return replanned(planned, workspace, realm, falls_back=terms.falls_back)


def _voiced(planned: PlannedFilm, workspace: Workspace, say: Listener, terms: Terms, realm: Realm) -> PlannedFilm:
    """The film with what it says spoken, as far as that costs nothing. Raises ApprovalMissingError where it costs more
    for that."""
    if not planned.plan.all_speech or planned.waits:
        return planned
    from longtake.pipeline.voicing import check_rise, voiced  # here: most films say nothing

    found = voiced(planned, workspace, say, realm)
    check_rise(planned, found, terms, realm)
    return found


def _terms(options: FilmOptions) -> Terms:
    return Terms(
        speed=checked_speed(options.get("emulate", False)),
        budget=checked_money(options.get("budget"), "budget"),
        is_approved=options.get("yes", False),
        approve_above=checked_money(options.get("approve_above"), "approve_above") or APPROVE_ABOVE,
        again=tuple(options.get("again", ())),
        tag=options.get("tag", ""),
        falls_back=options.get("fallback", True),
        candidates=checked_candidates(options.get("candidates", 1)),
    )


async def _make(
    prepare: Callable[[Listener], PlannedFilm],
    out: str | Path,
    settings: _Settings,
    pool: WorkerPool,
    terms: Terms = _USUAL_TERMS,
) -> Package:
    say = settings.on_event or _ignore
    prepare = with_loudness(prepare, settings.loudness)
    return await make_film(prepare, settings.means, out, settings.workspace, say, pool, terms, relock=settings.relock)


def _ignore(_: Event) -> None:
    pass


def _size(size: Size | str | None) -> Size | None:
    if not isinstance(size, str):
        return size
    try:
        return Size.parse(size)
    except ValueError as error:
        raise InputError(str(error), place="size") from None


def _rate(rate: FrameRate | str | int | None) -> FrameRate | None:
    if rate is None or isinstance(rate, FrameRate):
        return rate
    try:
        return FrameRate.parse(str(rate))
    except ValueError as error:
        raise InputError(str(error), place="rate") from None
