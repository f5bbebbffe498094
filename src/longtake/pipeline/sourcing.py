"""Where each shot's pictures come from: the author's file, the take that was bought, or a drawing in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from longtake.media import AS_IT_IS
from longtake.pipeline.burning import zones_over
from longtake.pipeline.captioning import FilmCaptions
from longtake.pipeline.card_lettering import card_words, fonts_of, lettering_of
from longtake.pipeline.fitting import retime_of_take
from longtake.pipeline.materials import Drawn, Footage, Lut, Material, Stamp, Still
from longtake.pipeline.overlaying import boxes_over
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import PlannedShot
from longtake.render import Sight

if TYPE_CHECKING:
    from longtake.generation.landing import Arrival

__all__ = ["material_of", "sights_of"]


def material_of(
    shot: PlannedShot,
    planned: PlannedFilm,
    sight: Sight,
    take: Arrival | None = None,
    captions: Sequence[FilmCaptions] = (),
) -> Material:
    """take: of a shot that is bought; without it an animatic stands there. captions: that a card makes room for."""
    lut = Lut(shot.lut.digest, planned.files[shot.lut.asset]) if shot.lut else None
    if take is not None:
        picture = take.facts.picture
        assert picture is not None
        retime = retime_of_take(picture, shot, planned.plan.rate)
        return Footage(take.digest, Stamp.of(take.path), picture, shot.fit, sight, retime, lut, shot.matched)
    if shot.kind == "animatic" or shot.asset is None:
        return _drawn(shot, planned, captions)
    facts, stamp = planned.facts[shot.asset], planned.files[shot.asset]
    assert facts.picture is not None
    if shot.kind == "footage":
        retime = shot.retime or AS_IT_IS
        return Footage(facts.digest, stamp, facts.picture, shot.fit, sight, retime, lut, shot.matched)
    return Still(facts.digest, stamp, facts.picture.shown, shot.fit, sight, shot.take_frames, lut)


def sights_of(shots: Sequence[PlannedShot]) -> Iterator[Sight]:
    """What each shot shows of its source. A move is made while anything of the shot is seen, so through its joins. A
    take moves as its model was told to, and not once more."""
    head = 0
    for shot in shots:
        tail = shot.join.after if shot.join else 0
        lead, shown = shot.visible.start - head, head + shot.frames + tail
        camera = "" if shot.segment else shot.camera
        yield Sight(shot.views or (), camera, shot.kind == "still", lead, shown)
        head = shot.join.before if shot.join else 0


def _drawn(shot: PlannedShot, planned: PlannedFilm, captions: Sequence[FilmCaptions]) -> Drawn:
    from longtake.artwork import AnimaticCard

    zones = zones_over(shot, captions, planned)
    hand = lettering_of(card_words(shot), fonts_of(planned.laid_facts, planned.laid_files))
    card = AnimaticCard(
        shot=shot.name,
        scene=shot.scene,
        words=shot.words,
        narration="" if zones else shot.narration,  # burned captions say it already
        place=shot.place,
        camera=shot.camera,
        motion=shot.motion,
        palette=shot.palette,
        style=shot.style,
        lead=shot.visible.start,
        shown=shot.frames,
        font=hand.font,
        clear=(
            *boxes_over(shot, planned.plan, planned.laid_facts, planned.laid_files),
            *zones,
        ),
    )
    return Drawn(card, shot.take_frames, hand.file)
