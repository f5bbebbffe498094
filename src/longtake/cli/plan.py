"""`longtake plan`: every decision about a film; one shot of it in full, with the origin of each word of its prompt."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.quote import head_text, notes_of, range_text, seconds_text, spoken_text
from longtake.cli.settings import Settings, settings_of, shared_options
from longtake.cli.text import count, emit, say, table
from longtake.cli.values import Films, value_options
from longtake.cli.wishes import catalogue_option, draft_option, language_option

if TYPE_CHECKING:
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.planning.plan import Plan, PlannedShot
    from longtake.planning.segment import Segment

__all__ = ["explained_text", "plan", "plan_text"]

_WIDTH = 100
_INDENT = "   "


@click.command()
@click.argument("storyboard", type=click.Path(path_type=Path))
@click.option("--explain", metavar="SHOT", help="One shot in full: its prompt word for word, and where each came from.")
@draft_option
@language_option
@catalogue_option
@value_options
@shared_options
@click.pass_context
def plan(
    context: click.Context,
    storyboard: Path,
    films: Films,
    explain: str | None,
    draft: bool,
    language: str | None,
    catalogue: tuple[Path, ...],
) -> None:
    """Show every shot, what is bought for it and why, and what waits for what; nothing is bought."""
    import longtake

    settings = settings_of(context)
    wish: dict[str, Any] = {"stage": "draft" if draft else "final", "catalogue": catalogue}
    wish |= {"language": language} if language else {}
    for film in films.all():
        with film.told():
            planned = longtake.plan(storyboard, values=film.values, workspace=settings.workspace, **wish).foreseen
            _tell(planned, explain, film.name, settings)


def _tell(planned: PlannedFilm, explain: str | None, name: str, settings: Settings) -> None:
    """The plan, or one shot of it. name: of the film in its campaign, "" where it is the only one."""
    width = get_terminal_size().columns if sys.stdout.isatty() else _WIDTH
    if settings.json:
        film = {"film": name} if name else {}
        emit({"event": "plan", **film, **(_explained_json(planned, explain) if explain else json.loads(planned.json))})
    else:
        text = explained_text(planned, explain, width) if explain else plan_text(planned.plan, width)
        say(f"{name}\n{text}" if name else text)


def plan_text(plan: Plan, width: int = _WIDTH) -> str:
    """The shots in a table, the prompts, the voices, the order that takes are made in, what a person should know."""
    lines = [head_text(plan), "", _shots_table(plan, width)]
    for shot in plan.shots:
        if shot.segment:
            prompt = shot.segment.prompt
            lines += ["", f" {shot.name}", *_wrapped(prompt.text, width)]
            lines += _wrapped(f"Not to be seen: {prompt.negative}", width) if prompt.negative else []
    if plan.quote.speech:
        lines += ["", _voices_table(plan, width)]
    if order := list(_order(plan)):
        lines += ["", *order]
    return "\n".join([*lines, "", *notes_of(plan), "Nothing was bought."])


def _shots_table(plan: Plan, width: int) -> str:
    from longtake.media import clock

    rows = [("shot", "from", "needs", "bought", "not shown", "begins", "made by", "why")]
    for number, shot in enumerate(plan.shots):
        bought = shot.segment.seconds if shot.segment else None
        shows = plan.rate.seconds(shot.frames)
        spare = None if bought is None else bought - shows
        made_by = shot.segment.model if shot.segment else shot.asset or shot.kind
        begins = _begins(plan, number)
        why = "; ".join(shot.reasons)
        start = clock(plan.rate.seconds(shot.start))
        rows.append(
            (shot.name, start, seconds_text(shows), seconds_text(bought), seconds_text(spare), begins, made_by, why)
        )
    takes = [(shot.segment.seconds, plan.rate.seconds(shot.frames)) for shot in plan.shots if shot.segment]
    bought = sum((seconds for seconds, _ in takes), Fraction(0)) if takes else None
    spare = None if bought is None else bought - sum(shows for _, shows in takes)
    sums = (seconds_text(plan.rate.seconds(plan.frames)), seconds_text(bought), seconds_text(spare))
    rows.append(("total", "", *sums, "", "", ""))
    return table(rows, right=(1, 2, 3, 4), width=width)


def _voices_table(plan: Plan, width: int) -> str:
    rows = [("voice", "lasts", "made by", "price", "says")]
    rows += [
        (row.voice, seconds_text(row.seconds), row.model, range_text(row), spoken_text(row))
        for row in plan.quote.speech
    ]
    return table(rows, right=(1, 3), width=width)


def _begins(plan: Plan, number: int) -> str:
    """How a shot begins, in the words of the storyboard."""
    join = plan.shots[number - 1].join if number else None
    if join is None:
        return "–"
    if join.continues:
        return f"continue ({join.continues})"
    if join.by and not join.why:
        return "auto"
    return f"{join.kind} {float(plan.rate.seconds(join.frames)):.3g} s" if join.frames else join.kind


def _order(plan: Plan) -> Iterator[str]:
    """Which takes are made at once, which one after the other, and what the film waits for longest."""
    from longtake.media import clock

    takes = sum(1 for shot in plan.shots if shot.segment)
    waiting = sum(1 for shot in plan.shots if shot.segment and shot.segment.waits_for)
    if not plan.critical:
        return
    verb = "waits" if waiting == 1 else "wait"
    yield f"{count(takes, 'take')}, {takes - waiting} at once" + (
        f"; {waiting} {verb} for another:" if waiting else "."
    )
    for chain in plan.chains:
        yield f"{_INDENT}{' → '.join(chain)}"
    usual, slow = clock(plan.critical.usual), clock(plan.critical.slow)
    yield f"The longest wait is for {' → '.join(plan.critical.shots)}: {usual} usually, {slow} where all are slow."


def explained_text(planned: PlannedFilm, name: str, width: int = _WIDTH) -> str:
    """All about one shot: its length, how it begins, which models were looked at, its prompt clause by clause."""
    plan, shot = planned.plan, planned.shot(name)
    number = plan.shots.index(shot)
    lines = [f"{shot.name} · {shot.key}", ""]
    facts = [("shows", f"{seconds_text(plan.rate.seconds(shot.frames))}, {count(shot.frames, 'frame')}")]
    facts += [("begins", _begins(plan, number))]
    if number and (into := plan.shots[number - 1].join) and into.why and into.why not in shot.reasons:
        facts += [("", into.why)]
    facts += [("because" if not at else "", reason) for at, reason in enumerate(shot.reasons)]
    if shot.segment is None:
        return "\n".join(
            [*lines, table([*facts, ("made of", shot.asset or "drawn here, from its words")], width=width)]
        )
    lines += [table([*facts, *_segment_facts(plan, shot, shot.segment)], width=width), "", "Prompt"]
    lines += _wrapped(shot.segment.prompt.text, width)
    if shot.segment.prompt.negative:
        lines += ["", "Not to be seen", *_wrapped(shot.segment.prompt.negative, width)]
    clauses = ((text, _from(planned, shot.name, origin)) for text, origin in planned.explained(name))
    lines += ["", table([("clause", "from"), *clauses])]
    return "\n".join([*lines, "", "Models on its route", table(_choices(shot.segment), right=(1,), width=width)])


def _segment_facts(plan: Plan, shot: PlannedShot, segment: Segment) -> Iterator[tuple[str, str]]:
    head, tail = shot.visible.start, shot.take_frames - shot.visible.end
    spare = f"{_hundredths(plan.rate.seconds(head))} before and {_hundredths(plan.rate.seconds(tail))} after"
    yield "buys", f"{seconds_text(segment.seconds)} for {segment.price.to_the_cent()}; {spare} are not shown"
    tier = f", tier {segment.tier}" if segment.tier else ""
    sound = "with sound" if segment.audio else "without sound"
    yield "from", f"{segment.model} ({segment.mode}){tier}, {segment.size} at {segment.rate}, {sound}"
    for one in segment.inputs:
        what = one.asset or (f"the take of {segment.waits_for or one.take}" if one.take else one.about)
        part = f", {one.window}" if one.window else ""
        yield "sends", f"{one.role}: {what}{part}" + (f" as {one.tag}" if one.tag else "")
    for name, value in segment.prompt.settings:
        yield "sets", f"{name} = {value}"
    yield "seed", "–" if segment.seed is None else str(segment.seed)
    yield "order", segment.order
    yield "written", f"by {segment.prompt.compiler}, dialect {segment.prompt.dialect}"


def _hundredths(seconds: Fraction) -> str:
    """A handle, which may be a frame: `0.04 s`."""
    return f"{float(round(seconds, 2)):g} s"


def _from(planned: PlannedFilm, shot: str, origin: str) -> str:
    """Where a person finds what a clause came from: `storyboard.yaml:31, action`; in no file, `waking.2, action`."""
    own = re.sub(r"^scenes\[\d+\]\.shots\[\d+\]\.", "", origin)
    file, _, spot = planned.place_of(origin).rpartition("/")[2].partition(":")
    if file:
        return f"{file}:{spot.partition(':')[0]}, {own}"
    return origin if own == origin else f"{shot}, {own}"


def _choices(segment: Segment) -> list[tuple[str, str, str]]:
    return [(one.model, one.price.to_the_cent() if one.price else "–", one.why) for one in segment.choices]


def _explained_json(planned: PlannedFilm, name: str) -> dict[str, object]:
    shot = planned.shot(name)
    told = planned.explained(name)
    clauses = [{"text": text, "origin": origin, "place": planned.place_of(origin)} for text, origin in told]
    number = planned.plan.shots.index(shot)
    return {"shot": json.loads(planned.json)["shots"][number], "explained": clauses}


def _wrapped(text: str, width: int) -> list[str]:
    parts = [wrap(part, width, initial_indent=_INDENT, subsequent_indent=_INDENT) for part in text.split("\n")]
    return [line for part in parts for line in part]
