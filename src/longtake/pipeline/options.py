"""The options of a film as its maker gives them, and what they come to once each is checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypedDict

from longtake.catalogue import load_catalogue
from longtake.errors import InputError
from longtake.media import FrameRate, Ladder, Money, Size, ladder_for
from longtake.pipeline.capacity import Machine, WorkerCount, checked_workers
from longtake.pipeline.encrypting import Encryption, checked_encryption
from longtake.pipeline.events import Listener
from longtake.pipeline.extras import Extras
from longtake.pipeline.loudness import checked_loudness
from longtake.pipeline.low_sound import checked_low_sound
from longtake.pipeline.means import Means, checked_encoder, workers_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.preparing import PlanWish
from longtake.pipeline.staff import Workers, count_of
from longtake.pipeline.targets import checked_targets
from longtake.pipeline.terms import APPROVE_ABOVE, Terms, checked_candidates, checked_money, checked_speed
from longtake.store import Workspace, open_workspace
from longtake.storyboard.captions import CaptionsShown
from longtake.storyboard.stages import Stage
from longtake.storyboard.values import Values

__all__ = [
    "AssembleOptions",
    "FilmOptions",
    "MakeOptions",
    "Settings",
    "rate_of",
    "settings_of",
    "size_of",
    "terms_of",
    "wish_of",
]

_NO_EXTRAS = Extras()
_PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")


class MakeOptions(TypedDict, total=False):
    """How a film is made.

    workspace: where everything made once is kept (else LONGTAKE_WORKSPACE, else the user's data folder). workers:
    processes, by default `auto`: one a core, fewer where memory is short; or Workers, which stay for the next film.
    rungs: short sides of the renditions ([1080, 720]), by default from the size; `auto`: of those by default the ones
    that the film is hard enough for, by what a few of its spans take. preset, crf: of libx264, by default veryfast and
    21. encoder: x264, or a hardware encoder by name, or `hardware` for any that works, else x264. loudness: what the
    sound is brought to, instead of the storyboard's: `streaming` (-16 LUFS), `social`, `broadcast`, `US broadcast`,
    `-18 LUFS`, or `off`.
    on_event: called with each Event, in order. relock: what is chosen by measure (`join: auto`, `rungs: auto`) is
    chosen anew, not as the lock beside the film says.
    live_preview: what is finished of the film can be watched while the rest is made: a Watchable event tells where.
    targets: where the film goes, too, each in a file of its own, `targets/NAME.mp4`: `web`, `youtube`, `linkedin`,
    `instagram`, `tiktok`, `broadcast`; `web:8MB` with a cap of your own. scenes: every scene in a file of its own, too.
    encrypt: the stream is put under a key (AES-128), that of a file of 16 bytes, or the film's own, which is made where
    there is none and kept in `keys/film.key`; key_uri: where players are told to get it, by default there.
    posters: a waveform and a contact sheet stand beside the film, too, as its poster always does.
    stems: narration, music, native sound and effects as a WAV file each, too.
    low_sound: the stream's lowest rungs (360 lines and below) are heard with a sound of 64 kbit/s instead of 128.
    """

    workspace: str | Path | None
    workers: WorkerCount | Workers
    rungs: Sequence[int] | Literal["auto"] | None
    preset: str
    crf: int
    encoder: str
    loudness: str | None
    on_event: Listener | None
    relock: bool
    live_preview: bool
    targets: Sequence[str]
    scenes: bool
    encrypt: bool | str | Path
    key_uri: str | None
    posters: bool
    stems: bool
    low_sound: bool


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
    default the draft if the route has one; catalogue: files of your own that add models or override figures; language:
    that it is shown in, one of its languages, by default its own. A plan has taken its own of these.

    emulate: takes come from an emulator on this machine, 100 times as fast as real or as fast as said, and cost
    nothing. budget: the most that the film may cost, for good (`12 USD`), instead of the storyboard's. yes: the price
    is approved. approve_above: from which price on it must be, where no budget is written; by default 1 USD. again:
    shots of which another take is bought. tag: your own mark on what is bought. fallback: whether a shot of which a
    model gives no take is bought from the next one on its route, by default it is. candidates: how many takes of each
    shot are bought, of which the best is shown, by default 1; shots that have a take get no more. buys: False refuses
    whatever costs real money, whoever said yes to it. captions: `on`, `off` or `burned`, instead of the storyboard's.
    """

    values: Values
    stage: Stage | None
    catalogue: Sequence[str | Path]
    language: str | None
    emulate: bool | int
    budget: Money | str | None
    yes: bool
    approve_above: Money | str | None
    again: Sequence[str]
    tag: str
    fallback: bool
    candidates: int
    buys: bool
    captions: CaptionsShown | None


@dataclass(frozen=True, slots=True)
class Settings:
    """MakeOptions, checked, with their defaults. ladder: of a film, before an encoder is chosen; fits: whether that is
    fitted to the film."""

    workspace: Workspace
    workers: WorkerCount
    encoder: str
    ladder: Callable[[PlannedFilm], Ladder]
    on_event: Listener | None
    relock: bool
    loudness: str | None = None
    live_preview: bool = False
    fits: bool = False
    extras: Extras = _NO_EXTRAS
    encryption: Encryption | None = None

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


def settings_of(options: MakeOptions) -> Settings:
    return Settings(
        workers=checked_workers(count_of(options.get("workers", "auto"))),
        encoder=checked_encoder(options.get("encoder", "x264")),
        ladder=_ladder(options),
        workspace=open_workspace(options.get("workspace")),
        on_event=options.get("on_event"),
        relock=options.get("relock", False),
        loudness=checked_loudness(options.get("loudness")),
        live_preview=options.get("live_preview", False),
        fits=options.get("rungs") == "auto",
        extras=_extras(options),
        encryption=_encryption(options),
    )


def _extras(options: MakeOptions) -> Extras:
    return Extras(
        targets=checked_targets(options.get("targets", ())),
        scenes=options.get("scenes", False),
        posters=options.get("posters", False),
        stems=options.get("stems", False),
        low_sound=options.get("low_sound", False),
    )


def _encryption(options: MakeOptions) -> Encryption | None:
    wanted = checked_encryption(options.get("encrypt", False), options.get("key_uri"))
    if wanted and options.get("live_preview", False):
        advice = ("leave one of them out",)
        raise InputError("a preview of a film under a key would be in the clear", place="live_preview", advice=advice)
    return wanted


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
            found = ladder_for(size, rate, short_sides=sides, preset=preset, crf=crf)
        except ValueError as error:
            raise InputError(str(error), place="rungs") from None
        return checked_low_sound(found) if options.get("low_sound", False) else found

    return ladder


def wish_of(
    stage: Stage | None, catalogue: Sequence[str | Path], on: date | None = None, language: str | None = None
) -> PlanWish:
    known = load_catalogue([Path(path) for path in catalogue]) if catalogue else None
    return PlanWish(stage, known, on=on or date.today(), language=language)


def terms_of(options: FilmOptions) -> Terms:
    return Terms(
        speed=checked_speed(options.get("emulate", False)),
        budget=checked_money(options.get("budget"), "budget"),
        is_approved=options.get("yes", False),
        approve_above=checked_money(options.get("approve_above"), "approve_above") or APPROVE_ABOVE,
        again=tuple(options.get("again", ())),
        tag=options.get("tag", ""),
        falls_back=options.get("fallback", True),
        candidates=checked_candidates(options.get("candidates", 1)),
        buys=options.get("buys", True),
    )


def size_of(size: Size | str | None) -> Size | None:
    if not isinstance(size, str):
        return size
    try:
        return Size.parse(size)
    except ValueError as error:
        raise InputError(str(error), place="size") from None


def rate_of(rate: FrameRate | str | int | None) -> FrameRate | None:
    if rate is None or isinstance(rate, FrameRate):
        return rate
    try:
        return FrameRate.parse(str(rate))
    except ValueError as error:
        raise InputError(str(error), place="rate") from None
