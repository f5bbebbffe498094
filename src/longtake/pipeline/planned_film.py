"""A planned film: a plan, the files that it needs, and everything that decides it, known before any work begins."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from longtake.catalogue import Model, load_catalogue
from longtake.errors import Finding, InputError
from longtake.inspection.faces import Face
from longtake.media import Beats, ClipFacts, Digest, SpokenWord
from longtake.pipeline.card_lettering import fonts_of
from longtake.pipeline.materials import Stamp
from longtake.pipeline.noticing import noticed
from longtake.pipeline.passed import Passed, leave_out
from longtake.pipeline.taken import NO_TAKES, Takes
from longtake.pipeline.voice_bill import VoiceBill
from longtake.planning import Plan, PlannedShot, Quote, Timings, explained, origin_path, plan_to_json
from longtake.planning.pricing import quote_of
from longtake.storyboard import LeftOut, Places, Storyboard
from longtake.storyboard.translations import Translations

if TYPE_CHECKING:
    from longtake.speech.aligning import Aligned

__all__ = ["PlannedFilm", "Planner", "models_of"]


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
    recorded: the words of recordings, counted from their start, by the scene's name, and the
    language where it is another than the film's. translations: of what is said, by language. beats: of music that
    something goes by, by its text. faces: in the clips and stills that words stand over, by their bytes, as far as
    there are any; none before they are looked for."""

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
    beats: Mapping[str, Beats] = field(default_factory=dict)
    faces: Mapping[Digest, tuple[Face, ...]] = field(default_factory=dict)

    def replanned(self, wanted: Mapping[str, int], passed: Passed) -> PlannedFilm:
        """The same film with these takes wanted and these models left out. Raises PlanningError."""
        assert self.planner is not None
        made = self.planner(wanted=wanted, leave_out=leave_out(passed), timings=self.timings)
        models, others = models_of(made, {**self.models, **self.others})
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

    @property
    def foreseen(self) -> PlannedFilm:
        """The film as it will be cut where no lock of it keeps anything else: with cuts on their beats. It is for
        people to look at; what is given to be made is the film itself."""
        from longtake.pipeline.beat_cuts import with_beat_cuts  # here: locks know what measures takes
        from longtake.pipeline.lock import Lock

        return with_beat_cuts(self, Lock())

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


def models_of(planned: Plan, catalogue: Mapping[str, Model] | None) -> tuple[dict[str, Model], dict[str, Model]]:
    """Those that the plan buys from, and the others on the routes of its shots."""
    segments = [shot.segment for shot in planned.shots if shot.segment]
    names = {segment.model for segment in segments}
    others = {choice.model for segment in segments for choice in segment.choices} - names
    known = (catalogue or load_catalogue()) if names else {}
    return {name: known[name] for name in sorted(names)}, {name: known[name] for name in sorted(others)}
