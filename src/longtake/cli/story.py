"""How a make is told while it works: bars on a terminal, lines elsewhere, JSON for machines."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction

from longtake.cli.settings import Settings
from longtake.cli.text import clean, count, emit, say
from longtake.media import Money, clock
from longtake.pipeline.events import Event, Listener, Notice, Planned, Progress, Taking, Watchable

__all__ = ["JsonStory", "LineStory", "story_of"]

LABEL_WIDTH = 8
"""Columns of the first word of a line: `plan`, `spans`, `package`, `notice`."""


def story_of(settings: Settings) -> AbstractContextManager[Listener]:
    """The listener for where the output goes; inside its `with`, events are told as they come."""
    if settings.json:
        return nullcontext(JsonStory())
    if not sys.stdout.isatty():
        return nullcontext(LineStory())
    from longtake.cli.bars import BarStory

    return BarStory()


def planned_text(event: Planned) -> str:
    length = clock(Fraction(event.seconds))
    return f"{event.title}: {count(event.shots, 'shot')}, {length}, {Money.parse(event.price).to_the_cent()}"


def notice_text(event: Notice) -> str:
    return clean(f"{event.place}: {event.message}" if event.place else event.message)


def watchable_text(event: Watchable) -> str:
    return clean(f"{event.playlist} can be watched while it grows")


def taking_text(event: Taking) -> str:
    """`waking.2 waits for waking.1`"""
    done = f"{event.done:.0%}" if event.done is not None and event.stage == "running" else ""
    words = {"ordered": "is ordered", "queued": "is in the queue", "running": "is being made", "fetching": "is fetched"}
    words |= {"landed": "is here", "missed": "is missing", "retry": "is tried again"}
    words |= {"fallback": "falls back on", "chosen": "shows"}
    note = event.note if event.stage in ("waits", "fallback", "chosen") else f": {event.note}" if event.note else ""
    said = f"{event.shot} {words.get(event.stage, event.stage)}"
    return clean(" ".join(filter(None, (f"{said}{note}" if note.startswith(":") else f"{said} {note}".strip(), done))))


def beside_text(event: Progress) -> str:
    """What stands beside the numbers of a stage: how much came from the store, and the stage's own remark."""
    reused = f"{event.reused} from the store" if event.reused else ""
    return clean(", ".join(filter(None, (reused, event.note))))


class JsonStory:
    """One JSON object a line, every event."""

    def __call__(self, event: Event) -> None:
        emit(event.as_json())


class LineStory:
    """One line an event; of a stage's progress, its start, each new tenth, and its end."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}
        self._steps: dict[str, tuple[str, str]] = {}

    def __call__(self, event: Event) -> None:
        match event:
            case Planned():
                self._say("plan", planned_text(event))
            case Notice():
                self._say("notice", notice_text(event))
            case Taking():
                self._take(event)
            case Watchable():
                self._say("preview", watchable_text(event))
            case Progress():
                tenth = 10 * event.done // event.total if event.total else 10
                if tenth > self._told.get(event.stage, -1):
                    self._told[event.stage] = tenth
                    beside = beside_text(event)
                    self._say(event.stage, f"{event.done} of {event.total}" + (f", {beside}" if beside else ""))

    def _take(self, event: Taking) -> None:
        """Each new step of a take once; how far it is made is not told."""
        if self._steps.get(event.shot) != (event.stage, event.note):
            self._steps[event.shot] = event.stage, event.note
            self._say("take", taking_text(event))

    def _say(self, label: str, text: str) -> None:
        say(f"{clean(label):<{LABEL_WIDTH}}  {clean(text)}")
