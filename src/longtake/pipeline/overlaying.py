"""What lies over the film: the plan's titles and overlays as materials, each with its place in the edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from longtake.errors import Finding
from longtake.media import ClipFacts, Size, digest_of
from longtake.pipeline.layer_materials import LayerMaterial, Picture, Title
from longtake.pipeline.materials import Stamp
from longtake.planning import Plan, PlannedOverlay, PlannedShot, PlannedTitle
from longtake.render import FilmFormat
from longtake.store import Store
from longtake.storyboard import KeyPath, Storyboard, each_shot, shot_keys
from longtake.timeline import Overlay

if TYPE_CHECKING:
    from longtake.artwork import Area, PictureCard, TitleCard

__all__ = ["Box", "Over", "boxes_between", "boxes_over", "overs_of", "unfit"]

Facts = Mapping[str, ClipFacts]
Stamps = Mapping[str, tuple[Stamp, ...]]


@dataclass(frozen=True, slots=True)
class Over:
    """Something laid over the film: what it is made of, and its place in the edit."""

    material: LayerMaterial
    placed: Overlay


def overs_of(plan: Plan, facts: Facts, files: Stamps) -> tuple[Over, ...]:
    """In the order in which they are laid: each shot's overlays, then its titles; those of the whole film last.

    facts, files: of their pictures and fonts, by the plan's text.
    """
    laid: list[tuple[int, PlannedTitle | PlannedOverlay]] = []
    for number, shot in enumerate(plan.shots):
        laid += [(number, over) for over in shot.overlays]
        laid += [(number, title) for title in shot.titles]
    for over in plan.overlays:
        laid.append((next(n for n, shot in enumerate(plan.shots) if over.start < shot.start + shot.frames), over))
    return tuple(_over(over, number, plan, facts, files) for number, over in laid)


Box = tuple[int, int, int, int]
_ROUND = 8  # pixels: a word more in a title need not draw its card anew


def boxes_over(shot: PlannedShot, plan: Plan, facts: Facts, files: Stamps) -> tuple[Box, ...]:
    """Where titles and pictures lie over a shot's frames at any time: left, top, width and height in pixels, a little
    larger than they are. facts, files: as in `overs_of`. Raises MediaError for a font that has changed."""
    return boxes_between(shot.start, shot.start + shot.frames, plan, facts, files)


def boxes_between(start: int, end: int, plan: Plan, facts: Facts, files: Stamps) -> tuple[Box, ...]:
    """The same over film frames [start, end)."""
    laid: list[PlannedTitle | PlannedOverlay] = list(plan.overlays)
    for other in plan.shots:  # what begins in an earlier shot may stay over later ones
        if other.start >= end:
            break
        laid += [*other.overlays, *other.titles]
    meeting = [one for one in laid if one.start < end and start < one.start + one.frames]
    return tuple(dict.fromkeys(_box(one, plan.size, facts, files) for one in meeting))


def _box(over: PlannedTitle | PlannedOverlay, film: Size, facts: Facts, files: Stamps) -> Box:
    if isinstance(over, PlannedTitle):
        area = _title_box(_title_card(over), film, files[over.font][0] if over.font else None)
    else:
        from longtake.artwork import picture_box

        picture = facts[over.asset].picture
        assert picture is not None
        area = picture_box(_picture_card(over), film, picture.shown)
    left, top = area.left // _ROUND * _ROUND, area.top // _ROUND * _ROUND
    return left, top, -(-(area.right - left) // _ROUND) * _ROUND, -(-(area.bottom - top) // _ROUND) * _ROUND


@lru_cache(maxsize=512)  # setting one in type takes some 8 ms, and the film is looked at anew each time a take lands
def _title_box(card: TitleCard, film: Size, font: Stamp | None) -> Area:
    from longtake.artwork import title_box

    return title_box(card, film, font.check() if font else None)


def unfit(
    plan: Plan, storyboard: Storyboard, facts: Facts, files: Stamps, store: Store
) -> Iterator[tuple[KeyPath, Finding]]:
    """Why something cannot lie over this film: too many words, letters that a font has not, a picture that is too high.

    Each with its key path in the storyboard that the plan was made of. facts, files: as in `overs_of`. store: keeps
    which titles were found to fit, for setting one in type takes some 20 ms.
    """
    written = _written(storyboard)
    told: Counter[KeyPath] = Counter()  # the parts of a divided shot share its titles and overlays, in order
    for shot in plan.shots:
        path = written[shot.key.partition("/")[0]]
        for title in shot.titles:
            field: KeyPath = (*path, "title")
            where = (*field, told[field], "text"), f"title of shot {shot.name}"
            yield from _named(where, _unfit_title(title, plan.size, files, store))
            told[field] += 1
        for over in shot.overlays:
            field = (*path, "overlay")
            where = (*field, told[field], "width"), f"overlay of shot {shot.name}"
            yield from _named(where, _unfit_picture(over, plan.size, facts))
            told[field] += 1
    for number, over in enumerate(plan.overlays):
        where = ("overlays", number, "width"), "overlay of the film"
        yield from _named(where, _unfit_picture(over, plan.size, facts))


def _written(storyboard: Storyboard) -> dict[str, KeyPath]:
    """Where each shot stands, by its key."""
    keys = [key for scene in shot_keys(storyboard) for key in scene]
    return {key: path for key, (path, _) in zip(keys, each_shot(storyboard), strict=True)}


def _named(where: tuple[KeyPath, str], findings: Sequence[Finding]) -> Iterator[tuple[KeyPath, Finding]]:
    path, called = where
    for finding in findings:
        yield path, Finding("", f"{called}: {finding.message}", finding.advice)


def _unfit_title(title: PlannedTitle, film: Size, files: Stamps, store: Store) -> Sequence[Finding]:
    from longtake.artwork import TITLING, check_title, title_toolchain

    card = _title_card(title)
    fits = digest_of(["title fits", TITLING, title_toolchain(card), card, film])
    if store.has(fits):
        return ()
    findings = check_title(card, film, files[title.font][0].check() if title.font else None)
    if not findings:
        store.write(fits, b"")
    return findings


def _unfit_picture(over: PlannedOverlay, film: Size, facts: Facts) -> Sequence[Finding]:
    from longtake.artwork import check_picture

    picture = facts[over.asset].picture
    assert picture is not None
    return check_picture(_picture_card(over), film, picture.shown)


def _over(over: PlannedTitle | PlannedOverlay, clip: int, plan: Plan, facts: Facts, files: Stamps) -> Over:
    material: LayerMaterial
    if isinstance(over, PlannedTitle):
        material = Title(_title_card(over), files[over.font][0] if over.font else None, over.frames)
    else:
        picture = facts[over.asset].picture
        assert picture is not None
        material = Picture(over.digest, files[over.asset], picture, over.rate, _picture_card(over), over.frames)
    source, at = material.source(FilmFormat(plan.size, plan.rate)), over.start - plan.shots[clip].start
    return Over(material, Overlay(source, clip, at, over.frames))


def _title_card(title: PlannedTitle) -> TitleCard:
    from longtake.artwork import Position, TitleCard, TitleStyle

    style, position = cast(TitleStyle, title.style), cast(Position | None, title.position)
    return TitleCard(title.text, style, position, title.digest, title.language)


def _picture_card(over: PlannedOverlay) -> PictureCard:
    from longtake.artwork import PictureCard, Position

    return PictureCard(cast(Position, over.position), over.width, over.opacity)
