"""Preparing a film: files admitted, the plan made, everything that decides the film known before any work begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from longtake.catalogue import Catalogue, Model, load_catalogue
from longtake.errors import Finding, InputError, MediaError, PlanningError
from longtake.inspection import Admitted, Refused, Role, admit, check_measurable
from longtake.media import ClipFacts, Digest, FrameRate, Size, SpokenWord
from longtake.pipeline.card_lettering import fonts_of
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.facts import StoredDigests, StoredFacts, StoredMeasures
from longtake.pipeline.keeping import lasting
from longtake.pipeline.listening import listened_to
from longtake.pipeline.materials import Stamp
from longtake.pipeline.measured import fit_of, is_measured
from longtake.pipeline.noticing import noticed
from longtake.pipeline.overlaying import unfit
from longtake.pipeline.passed import Passed, leave_out
from longtake.pipeline.sequences import FileSequence, sequences_of
from longtake.pipeline.spoken import SpeechShelf, heard, measured
from longtake.pipeline.taken import NO_TAKES, Takes
from longtake.pipeline.voice_bill import VoiceBill
from longtake.planning import (
    Plan,
    PlannedShot,
    Quote,
    Timings,
    explained,
    join_words,
    origin_path,
    plan,
    plan_to_json,
    storyboard_of_clips,
)
from longtake.planning.pricing import quote_of
from longtake.planning.voiceless import voiceless
from longtake.store import Store, Workspace
from longtake.storyboard import (
    NO_VALUES,
    KeyPath,
    LeftOut,
    Places,
    Remark,
    Storyboard,
    Values,
    WrittenStoryboard,
    asset_paths,
    assets_of,
    each_shot,
    labelled,
    load,
    not_made_yet,
    sequence_paths,
    wordings,
)
from longtake.storyboard.stages import Stage, is_generated, stage_of
from longtake.storyboard.translations import Translations, read_translations

if TYPE_CHECKING:
    from longtake.speech.aligning import Aligned

__all__ = ["PlanWish", "PlannedFilm", "inspected", "plan_of_clips", "plan_of_storyboard"]

_ROLES: tuple[Role, ...] = ("clip", "overlay", "font")


class Planner(Protocol):
    """Plans one film, as `planning.plan` does."""

    def __call__(
        self,
        *,
        wanted: Mapping[str, int] | None = None,
        leave_out: Mapping[str, Mapping[str, str]] | None = None,
        timings: Timings | None = None,
    ) -> Plan: ...


@dataclass(frozen=True, slots=True)
class PlannedFilm:
    """A plan and the files that it needs. facts and files by the plan's own text for each asset; laid_facts and
    laid_files: of what lies over the film, the pictures of overlays and the fonts of titles. waits: what is planned and
    that making stops at. has_draft: whether the route has a draft besides the final film. places: where the parts of
    the storyboard stand in its file; left_out: scenes that are written there and not in the film. words: the
    digest of each shot's own words, by its key in the storyboard. models: that it buys from, by name. takes: what
    became of the takes that it needs; empty before they are bought. paid: takes that are paid for already, by what they
    are known as. draft: that people judge before this film is bought, where there is one. others: models that it may
    fall back on, by name. passed: models that shots are not bought from any more; wanted: which take of a shot, by its
    key, where it is not the first. planner: plans it anew. storyboard: as it was planned, its brand laid out; None of a
    film that has none. lock: what was chosen by measure, as it is kept beside the film; "" where nothing is, or not
    yet. timings: of speech that was measured; spoken: when each word of a piece of speech is heard in its sound, by its
    order, None where nobody told. voices: what its hosted voices cost, once they have spoken;
    recorded: the words of recordings, counted from their start, by the scene's name. translations: of what is said, by
    language."""

    plan: Plan
    facts: Mapping[str, ClipFacts]
    files: Mapping[str, Stamp]
    laid_facts: Mapping[str, ClipFacts] = field(default_factory=dict)
    laid_files: Mapping[str, tuple[Stamp, ...]] = field(default_factory=dict)
    waits: tuple[Finding, ...] = ()
    has_draft: bool = False
    places: Places = Places("", {}, {})  # noqa: RUF009  # frozen
    left_out: tuple[LeftOut, ...] = ()
    words: Mapping[str, Digest] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    takes: Takes = NO_TAKES
    paid: Set[Digest] = frozenset()
    draft: PlannedFilm | None = None
    others: Mapping[str, Model] = field(default_factory=dict)
    passed: Passed = field(default_factory=dict)
    wanted: Mapping[str, int] = field(default_factory=dict)
    planner: Planner | None = field(default=None, compare=False, repr=False)
    storyboard: Storyboard | None = field(default=None, repr=False)
    lock: str = ""
    timings: Timings = Timings()  # noqa: RUF009  # frozen
    spoken: Mapping[Digest, tuple[SpokenWord, ...] | None] = field(default_factory=dict)
    voices: VoiceBill | None = None
    recorded: Mapping[str, Aligned] = field(default_factory=dict)
    translations: Translations = field(default_factory=dict)

    def replanned(self, wanted: Mapping[str, int], passed: Passed) -> PlannedFilm:
        """The same film with these takes wanted and these models left out. Raises PlanningError."""
        assert self.planner is not None
        made = self.planner(wanted=wanted, leave_out=leave_out(passed), timings=self.timings)
        models, others = _models_of(made, {**self.models, **self.others})
        plan = noticed(made, self.left_out, fonts_of(self.laid_facts, self.laid_files))
        return replace(self, plan=plan, models=models, others=others, wanted=wanted, passed=passed)

    def retimed(self, timings: Timings) -> PlannedFilm:
        """The same film with speech as long as it was measured. Raises PlanningError."""
        draft = self.draft.retimed(timings) if self.draft else None
        return replace(self, timings=timings, draft=draft).replanned(self.wanted, self.passed)

    @property
    def quote(self) -> Quote:
        """What the film still costs; the plan's own quote is of all of it."""
        return self.quote_with(1)

    def quote_with(self, candidates: int) -> Quote:
        """The same where so many takes are bought of each shot that is bought."""
        plan = self.plan
        asked = {shot.key: shot.segment.known_as for shot in plan.shots if shot.segment}
        said = {piece.order for piece in plan.all_speech if piece.order in self.spoken and piece.ceiling.amount}
        if candidates == 1 and self.paid.isdisjoint(asked.values()) and not said:
            return plan.quote
        more = {shot: candidates - 1 for shot, known_as in asked.items() if known_as not in self.paid}
        return quote_of(plan.shots, plan.rate, plan.quote.cap, self.paid | said, plan.all_speech, more)

    @property
    def json(self) -> str:
        """The plan as it is written to `plan.json`."""
        return plan_to_json(self.plan)

    def shot(self, name: str) -> PlannedShot:
        """The shot that is called so, or known by that key. Raises InputError with the nearest."""
        for shot in self.plan.shots:
            if name in (shot.name, shot.key):
                return shot
        near = get_close_matches(name, [shot.name for shot in self.plan.shots], n=3)
        advice = (f"did you mean {' or '.join(near)}?",) if near else ("longtake quote lists its shots",)
        raise InputError(f"{name!r} is no shot of this film", place=self.plan.title, advice=advice)

    def explained(self, name: str) -> tuple[tuple[str, str], ...]:
        """The prompt of a shot clause by clause, each with its origin; () where nothing is bought for it. Raises
        InputError."""
        segment = self.shot(name).segment
        return explained(segment.prompt) if segment else ()

    def place_of(self, origin: str) -> str:
        """`file:line:column` of what a clause came from, such as `style.look`; "" for a rule, or where no file says."""
        path = origin_path(origin)
        return self.places.place(path) if path and self.places.file else ""


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is to be planned, and with what knowledge. stage: by default the draft if the route has one. catalogue: None
    for the models that come with Longtake. timings: of speech, besides what is in the workspace; realm: of speech that
    was bought. on: the day that models are bought on. paid: gives the takes that are paid for, by what they are known
    as."""

    stage: Stage | None = None
    catalogue: Catalogue | None = None
    timings: Timings | None = None
    realm: str = "live"
    on: date | None = None
    paid: Callable[[], Set[Digest]] = frozenset


def plan_of_storyboard(
    path: Path,
    workspace: Workspace,
    workers: int,
    say: Listener,
    values: Values = NO_VALUES,
    wish: PlanWish = PlanWish(),  # frozen
) -> PlannedFilm:
    """Raises StoryboardError, MediaError, PlanningError, each with all findings at their places in the file."""
    written = load(path, values).branded()
    stage = wish.stage or stage_of(written.storyboard)
    files = assets_of(written.storyboard, path.parent, written.files)
    translations = read_translations(written.storyboard, path.parent, written.places)
    sequences = sequences_of(written.storyboard, path.parent, written.places)
    for sequence in sequences.values():
        files |= sequence.files
    assets = {role: list(_assets_as(role, written.storyboard, sequences, stage)) for role in _ROLES}
    used = {role: {text: files[text] for _, text in found} for role, found in assets.items()}
    measures = StoredMeasures(workspace.store) if is_measured(written.storyboard) else None
    door = _Door(sum(map(len, used.values())), workspace, workers, say, measures)
    for role in _ROLES:
        door.admit(used[role], _pointing(assets[role], written.places), role)
    facts, stamps = door.admitted("clip")
    laid_facts, found = door.admitted("overlay", "font")
    laid_files: dict[str, tuple[Stamp, ...]] = {text: (stamp,) for text, stamp in found.items()}
    for text, sequence in sequences.items():
        laid_facts[text] = sequence.facts(laid_facts)
        laid_files[text] = tuple(found[file] for file in sequence.files)
    of_stage = partial(
        plan,
        written.storyboard,
        facts,
        places=written.places,
        laid=laid_facts,
        catalogue=wish.catalogue,
        fit=fit_of(written.storyboard, facts, {text: stamp.path for text, stamp in stamps.items()}, workspace.store),
        measures=listened_to(written.storyboard, files, workspace, workers),
        translations=translations,
    )
    shelf = SpeechShelf(workspace, wish.realm)
    timings = measured(written.storyboard, shelf, wish.timings, translations)
    as_of = partial(lasting, of_stage, written.storyboard, wish.on, wish.catalogue, wish.paid)
    planner = partial(as_of, stage)
    planned = planner(timings=timings)
    _check_laid(planned, written, laid_facts, laid_files, workspace.store)
    waits, has_draft = _waits(written, stage), bool(written.storyboard.route.draft)
    words, (models, others) = wordings(written.storyboard), _models_of(planned, wish.catalogue)
    is_judged = has_draft and stage == "final" and models
    draft = _draft(partial(as_of, "draft"), timings, facts, stamps, words, wish.catalogue) if is_judged else None
    film = PlannedFilm(
        noticed(planned, written.left_out, fonts_of(laid_facts, laid_files)),
        facts,
        stamps,
        laid_facts,
        laid_files,
        waits,
        has_draft,
        written.places,
        written.left_out,
        words,
        models,
        draft=draft,
        others=others,
        planner=planner,
        storyboard=written.storyboard,
        timings=timings,
        translations=translations,
    )
    return replace(film, **heard(film.plan, shelf, film.facts, film.files))


def _draft(
    planner: Planner,
    timings: Timings,
    facts: Mapping[str, ClipFacts],
    files: Mapping[str, Stamp],
    words: Mapping[str, Digest],
    catalogue: Catalogue | None,
) -> PlannedFilm:
    """The film that people judge before."""
    planned = planner(timings=timings)
    models, others = _models_of(planned, catalogue)
    return PlannedFilm(
        planned, facts, files, words=words, models=models, others=others, planner=planner, timings=timings
    )


def _models_of(planned: Plan, catalogue: Mapping[str, Model] | None) -> tuple[dict[str, Model], dict[str, Model]]:
    """Those that the plan buys from, and the others on the routes of its shots."""
    segments = [shot.segment for shot in planned.shots if shot.segment]
    names = {segment.model for segment in segments}
    others = {choice.model for segment in segments for choice in segment.choices} - names
    known = (catalogue or load_catalogue()) if names else {}
    return {name: known[name] for name in sorted(names)}, {name: known[name] for name in sorted(others)}


def _waits(written: WrittenStoryboard, stage: Stage) -> tuple[Finding, ...]:
    remarks = [*not_made_yet(written.storyboard, stage), *voiceless(written.storyboard, stage)]
    data = written.storyboard.model_dump(by_alias=True) if remarks else {}
    return tuple(written.places.findings([labelled(remark, data) for remark in remarks]))


def _check_laid(
    planned: Plan,
    written: WrittenStoryboard,
    facts: Mapping[str, ClipFacts],
    files: Mapping[str, tuple[Stamp, ...]],
    store: Store,
) -> None:
    """Raises PlanningError with a finding for each title or overlay that cannot be drawn as it is written."""
    remarks = [
        Remark(path, finding.message, finding.advice)
        for path, finding in unfit(planned, written.storyboard, facts, files, store)
    ]
    if remarks:
        raise PlanningError.of(written.places.findings(remarks))


def plan_of_clips(
    clips: Sequence[Path],
    workspace: Workspace,
    workers: int,
    say: Listener,
    *,
    size: Size | None,
    rate: FrameRate | None,
    join: str,
    music: Path | None,
    fit: str = "auto",
    retime: str = "auto",
    lut: Path | None = None,
    match: str | None = None,
) -> PlannedFilm:
    """The plan of clips in the order given. Raises MediaError for each that is refused, PlanningError."""
    names = _short_names([*clips, *(path for path in (music, lut) if path)])
    used = {name: path for path, name in names.items()}
    wish = join_words(join)
    if wish.kind == "auto":
        check_measurable()

    def point(text: str, finding: Finding) -> Finding:
        return Finding(str(used[text]), finding.message, finding.advice)

    door = _Door(len(used), workspace, workers, say, StoredMeasures(workspace.store) if wish.kind == "auto" else None)
    door.admit(used, point, "clip")
    facts, stamps = door.admitted("clip")
    named = [(names[path], facts[names[path]]) for path in clips]
    bed, look = (names[path] if path else None for path in (music, lut))
    storyboard = storyboard_of_clips(
        named, size=size, rate=rate, join=wish, music=bed, lut=look, fit=fit, retime=retime, match=match
    )
    shown = fit_of(storyboard, facts, {text: stamp.path for text, stamp in stamps.items()}, workspace.store)
    return PlannedFilm(plan(storyboard, facts, fit=shown), facts, stamps)


def inspected(paths: Sequence[Path], workspace: Workspace, workers: int) -> list[ClipFacts | MediaError]:
    """What each file is, in the order given."""
    results = admit(paths, StoredFacts(workspace.store), workers=workers)
    return [result.facts if isinstance(result, Admitted) else result.error for result in results]


def _assets_as(
    role: Role, storyboard: Storyboard, sequences: Mapping[str, FileSequence], stage: Stage
) -> Iterator[tuple[KeyPath, str]]:
    """The files that this film is made of in one role, those of sequences too; pictures for video models where one is
    asked."""
    is_bought = any(is_generated(storyboard, shot, stage) for _, shot in each_shot(storyboard))
    for path, text in asset_paths(storyboard):
        if role == (_role_of(path) or ("clip" if is_bought else None)):
            yield path, text
    if role == "overlay":
        for path, text in sequence_paths(storyboard):
            yield from ((path, file) for file in sequences[text].files)


def _role_of(path: KeyPath) -> Role | None:
    if path[-1] == "font":
        return "font"
    if path[-1] == "image" and isinstance(path[-2], int) and path[-3] in ("overlay", "overlays"):
        return "overlay"
    return "clip" if path[-1] in ("clip", "image", "lut", "file") or path[-2] == "files" else None


Pointer = Callable[[str, Finding], Finding]


def _pointing(assets: Sequence[tuple[KeyPath, str]], places: Places) -> Pointer:
    """Points a finding about a file to where the storyboard first names it."""
    named = {text: path for path, text in reversed(assets)}

    def point(text: str, finding: Finding) -> Finding:
        return Finding(places.place(named[text]), f"{text}: {finding.message}", finding.advice)

    return point


def _short_names(paths: Sequence[Path]) -> dict[Path, str]:
    """What a plan calls each file: its name, with as many folders before it as tell it from the others. Where a film's
    clips lay on the maker's disk is no part of the film."""
    distinct = list(dict.fromkeys(paths))
    shared = Counter(path.parts[-depth:] for path in distinct for depth in range(1, len(path.parts) + 1))
    names: dict[Path, str] = {}
    for path in distinct:
        depth = 1
        while depth < len(path.parts) and shared[path.parts[-depth:]] > 1:
            depth += 1
        names[path] = Path(*path.parts[-depth:]).as_posix()
    return names


class _Door:
    """Where files are admitted, one role after another, and it is told how many of all are done."""

    def __init__(
        self, total: int, workspace: Workspace, workers: int, say: Listener, measures: StoredMeasures | None = None
    ) -> None:
        self._total, self._workspace, self._workers, self._say = total, workspace, workers, say
        self._measures = measures
        self._done = self._reused = 0
        self._let_in: dict[Role, tuple[dict[str, ClipFacts], dict[str, Stamp]]] = {}
        self._refused: list[Finding] = []

    def admit(self, files: Mapping[str, Path], point: Pointer, role: Role) -> None:
        stamps = {text: _stamp(path) for text, path in files.items()}
        results = admit(
            [stamp.path for stamp in stamps.values()],
            StoredFacts(self._workspace.store, role),
            workers=self._workers,
            on_result=self._told,
            role=role,
            measures=self._measures if role == "clip" else None,
            digests=StoredDigests(self._workspace.store),
        )
        found = dict(zip(files, results, strict=True))
        self._refused += [
            point(text, result.error.findings[0]) for text, result in found.items() if isinstance(result, Refused)
        ]
        facts = {text: result.facts for text, result in found.items() if isinstance(result, Admitted)}
        self._let_in[role] = facts, stamps

    def admitted(self, *roles: Role) -> tuple[dict[str, ClipFacts], dict[str, Stamp]]:
        """Facts and stamps of every file in these roles. Raises one MediaError with a finding for each file refused."""
        if self._refused:
            raise MediaError.of(self._refused)
        facts, stamps = dict[str, ClipFacts](), dict[str, Stamp]()
        for role in roles:
            facts |= self._let_in[role][0]
            stamps |= self._let_in[role][1]
        return facts, stamps

    def _told(self, _: int, result: Admitted | Refused) -> None:
        self._done += 1
        self._reused += isinstance(result, Admitted) and result.reused
        progress = Progress("clips", self._done, self._total, self._reused)
        if progress.is_worth_telling:
            self._say(progress)


def _stamp(path: Path) -> Stamp:
    try:
        return Stamp.of(path.absolute())
    except OSError as error:
        raise InputError(
            "there is no such file" if isinstance(error, FileNotFoundError) else f"it cannot be read: {error.strerror}",
            place=str(path),
            advice=("check the path",),
        ) from error
