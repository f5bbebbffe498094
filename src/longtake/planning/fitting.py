"""Whether the film fits before anything is bought: what is too long or too short, by how much, and the ways out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from longtake.media import FrameRate, Money
from longtake.planning.handles import brief
from longtake.planning.material import Material, members_of
from longtake.planning.narration import spoken_ways
from longtake.planning.plan import Notice, PlannedScene
from longtake.planning.quote import Quote
from longtake.planning.timing import Timing
from longtake.storyboard import Storyboard, scene_name

__all__ = ["budget_notices", "fit_notices"]


def fit_notices(
    storyboard: Storyboard,
    materials: Sequence[Material],
    timing: Timing,
    scenes: Sequence[PlannedScene],
    rate: FrameRate,
) -> Iterator[Notice]:
    """Lines that do not fit their shots, and a film that misses the length it should have."""
    for number, material in enumerate(materials):
        lines, shown = timing.lines[number], rate.seconds(len(timing.ranges[number][1]))
        if lines and material.part == (1, 1) and lines.seconds > shown + rate.seconds(1):
            over = lines.seconds - shown
            ways = (f"make it {brief(over)} longer", *spoken_ways(lines, shown))
            message = (
                f"its lines last {brief(lines.seconds)} ({lines.how}), it shows {brief(shown)}: {brief(over)} too long"
            )
            yield Notice(material.name, "; ".join([message, *ways]))
    yield from _length(storyboard, materials, scenes, rate)


def budget_notices(quote: Quote) -> Iterator[Notice]:
    """A film that costs more than may be spent, or may come to, with retries."""
    if quote.cap is None or quote.most is None or quote.most.amount <= quote.cap.amount:
        return
    is_over = quote.total.amount > quote.cap.amount
    more = Money((quote.total if is_over else quote.most).amount - quote.cap.amount, quote.cap.currency)
    says = (
        f"the film costs {quote.total.to_the_cent(up=True)}"
        if is_over
        else f"with retries the film may cost {quote.most.to_the_cent(up=True)}"
    )
    advice = "name cheaper models, make shots shorter, or raise the budget"
    yield Notice("budget", f"{says}, {more.to_the_cent(up=True)} more than the {quote.cap} allowed; {advice}")


def _length(
    storyboard: Storyboard, materials: Sequence[Material], scenes: Sequence[PlannedScene], rate: FrameRate
) -> Iterator[Notice]:
    """A film of another length than wanted by more than half a second: where the time is, and what can give."""
    wanted, has = storyboard.lasts, rate.seconds(sum(scene.frames for scene in scenes))
    if wanted is None or abs(has - wanted) <= Fraction(1, 2):
        return
    longest = max(scenes, key=lambda scene: scene.frames)
    off, is_long = abs(has - wanted), has > wanted
    share = brief(rate.seconds(longest.frames))
    message = (
        f"the film lasts {brief(has)}, {brief(off)} {'more' if is_long else 'less'} than the {brief(wanted)} wanted"
    )
    free = _auto_scenes(storyboard, materials)
    where = f"its longest scene is {longest.name} with {share}"
    ways = ["shorten it" if is_long else "make a scene longer", "or cut words" if is_long else "or add words"]
    if free:
        ways.insert(0, f"write for: on the auto shots of {', '.join(free[:3])}")
    yield Notice("lasts", "; ".join([f"{message}; {where}", *ways]))


def _auto_scenes(storyboard: Storyboard, materials: Sequence[Material]) -> list[str]:
    """Scenes with shots whose length nothing fixes."""
    return [
        scene_name(number, scene.id)
        for number, scene in enumerate(storyboard.scenes)
        if not scene.narration
        and any(materials[at].shot.length == "auto" and materials[at].is_drawn for at in members_of(materials, number))
    ]
