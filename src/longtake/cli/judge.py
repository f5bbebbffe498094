"""`longtake approve` and `longtake reject`: a person's word on what shots show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from longtake.cli.settings import Settings, settings_of, shared_options
from longtake.cli.text import count, emit, say, table
from longtake.cli.values import Films, value_options
from longtake.cli.wishes import catalogue_option, language_option

if TYPE_CHECKING:
    from longtake import Judgement

__all__ = ["approve", "judged_text", "reject"]


def _judging(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments and options that both commands take."""
    for option in (
        shared_options,
        value_options,
        catalogue_option,
        language_option,
        click.option("--emulated", is_flag=True, help="What the emulator made, not what was paid."),
        click.option("--final", is_flag=True, help="The final film, not its draft."),
        click.option("--all", "all_shots", is_flag=True, help="Every shot that is drawn or bought."),
        click.option(
            "-s",
            "--storyboard",
            type=click.Path(path_type=Path),
            default=Path("storyboard.yaml"),
            show_default=True,
            help="The storyboard of the film.",
        ),
        click.argument("shots", nargs=-1, metavar="SHOT..."),
    ):
        command = option(command)
    return command


@click.command()
@click.option("--note", default="", metavar="TEXT", help="What to remember of it.")
@_judging
@click.pass_context
def approve(context: click.Context, /, storyboard: Path, **asked: Any) -> None:
    """Take what shots of the draft show, as they are worded now; make --final buys these.

    An approval holds when a shot is moved or gets another name, and ends when its words are edited.
    """
    import longtake

    _judge(longtake.approve, storyboard, settings_of(context), **asked)


@click.command()
@click.option("--note", required=True, metavar="TEXT", help="What should be different.")
@_judging
@click.pass_context
def reject(context: click.Context, /, storyboard: Path, **asked: Any) -> None:
    """Do not take what shots show: the next make buys another take of a bought one."""
    import longtake

    _judge(longtake.reject, storyboard, settings_of(context), **asked)


def _judge(
    judge: Callable[..., tuple[Judgement, ...]],
    storyboard: Path,
    settings: Settings,
    *,
    shots: tuple[str, ...],
    films: Films,
    final: bool,
    language: str | None,
    **asked: Any,
) -> None:
    asked |= {"language": language} if language else {}
    for film in films.all():
        with film.told():
            found = judge(
                storyboard,
                *shots,
                values=film.values,
                stage="final" if final else None,
                workspace=settings.workspace,
                **asked,
            )
        if settings.json:
            for one in found:
                emit({"event": "verdict", **asdict(one)})
        else:
            say(judged_text(found, storyboard))


def judged_text(found: Sequence[Judgement], storyboard: Path) -> str:
    """What each verdict was bound to, and what happens next."""
    first = found[0]
    head = f"{first.film} · {first.stage} · {count(len(found), 'shot')} {first.verdict}"
    rows = [(one.shot, _take_text(one), one.note) for one in found]
    return "\n".join([head, "", table(rows), "", *_next(found, storyboard)])


def _take_text(one: Judgement) -> str:
    if one.purchase is None:
        return "the animatic of its words"
    return f"take {one.number} by {one.made_by} (purchase {one.purchase})"


def _next(found: Sequence[Judgement], storyboard: Path) -> list[str]:
    first, them = found[0], "it" if len(found) == 1 else "them"
    lines = []
    if first.verdict == "approved":
        lines.append("Bound to the take and to the shot's own words: an edited shot is judged anew.")
        if first.stage == "draft":
            lines.append(f"Next: longtake make {storyboard} --final buys {them}.")
        return lines
    if any(one.purchase is None for one in found):
        lines.append("An animatic is drawn from the shot's words: edit these, make it again, and approve it.")
    if any(one.purchase is not None for one in found):
        lines.append(f"Next: longtake make {storyboard} --{first.stage} buys another take; or edit the shot's words.")
    return lines
