"""What a person should know of a plan before it is made and that no plan can tell of itself: scenes that are not in it,
letters that nothing here can draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from longtake.media import Digest
from longtake.pipeline.card_lettering import card_words, lacking_letters, lettering_of
from longtake.pipeline.materials import Stamp
from longtake.planning import Plan
from longtake.planning.plan import Notice, PlannedShot
from longtake.storyboard import LeftOut

__all__ = ["noticed"]


def noticed(plan: Plan, left_out: Sequence[LeftOut], fonts: Mapping[Digest, Stamp] | None = None) -> Plan:
    """The plan with a notice for each scene that its conditions leave out, one for the cards of its animatics, and one
    for each font that another stands in for. fonts: the author's own."""
    scenes = (Notice(one.scene, one.cause) for one in left_out)
    told = *scenes, *_letters(plan.shots, fonts or {}), *_borrowed(plan.shots, fonts or {})
    return replace(plan, notices=(*plan.notices, *told))


def _letters(shots: Sequence[PlannedShot], fonts: Mapping[Digest, Stamp]) -> Iterator[Notice]:
    """The characters that the lettering of cards lacks, told once for all of them."""
    cards = {shot.name: card_words(shot) for shot in shots if shot.kind == "animatic"}
    lacking = {name: missing for name, words in cards.items() if (missing := lettering_of(words, fonts).missing)}
    if lacking:
        signs = "".join(dict.fromkeys("".join(lacking.values())))
        what = f"{signs[:20]}…" if len(signs) > 20 else signs
        names = [*lacking]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        message = f"the cards of {', '.join(names[:3])}{more} have no letters for {what}: boxes stand in their place"
        way = "another font that has them" if fonts else "a font that has them"
        yield Notice("animatics", f"{message}; takes of a model need none; name {way}: brand: {{font: fonts/….ttf}}")


def _borrowed(shots: Sequence[PlannedShot], fonts: Mapping[Digest, Stamp]) -> Iterator[Notice]:
    """Translated titles for which the author's font has no letters."""
    translated = ((shot, title) for shot in shots for title in shot.titles if title.language)
    for shot, title in translated:
        if title.digest and (missing := lacking_letters(title.text, fonts[title.digest])):
            what = f"{title.font} has no letters for {missing[:20]}"
            yield Notice(shot.name, f"{what}: its title in {title.language} is set in a font of longtake[fonts]")
