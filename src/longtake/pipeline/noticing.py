"""What a person should know of a plan before it is made and that no plan can tell of itself: scenes that are not in it,
letters that nothing here can draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from longtake.planning import Plan
from longtake.planning.plan import Notice, PlannedShot
from longtake.storyboard import LeftOut

__all__ = ["noticed"]


def noticed(plan: Plan, left_out: Sequence[LeftOut]) -> Plan:
    """The plan with a notice for each scene that its conditions leave out, and one for the cards of its animatics."""
    scenes = (Notice(one.scene, one.cause) for one in left_out)
    return replace(plan, notices=(*plan.notices, *scenes, *_letters(plan.shots)))


def _letters(shots: Sequence[PlannedShot]) -> Iterator[Notice]:
    """The characters that the lettering of cards lacks, told once for all of them."""
    texts = {shot.name: _on_card(shot) for shot in shots if shot.kind == "animatic"}
    if all(text.isascii() for text in texts.values()):
        return
    from longtake.artwork import unprintable  # here: it brings Pillow, which few plans need

    lacking = {name: missing for name, text in texts.items() if (missing := unprintable(text))}
    if lacking:
        signs = "".join(dict.fromkeys("".join(lacking.values())))
        what = f"{signs[:20]}…" if len(signs) > 20 else signs
        names = [*lacking]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        message = f"the cards of {', '.join(names[:3])}{more} have no letters for {what}: boxes stand in their place"
        way = "to read words in a draft, write a title with a font that has them: title: {text: …, font: fonts/….ttf}"
        yield Notice("animatics", f"{message}; takes of a model need none; {way}")


def _on_card(shot: PlannedShot) -> str:
    return " ".join([shot.name, shot.scene, shot.words, shot.narration, shot.place, shot.camera])
