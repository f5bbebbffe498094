"""Progress bars on a terminal: a line a stage, drawn by rich."""

from __future__ import annotations

from fractions import Fraction
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import ProgressColumn, Task, TaskID
from rich.table import Column
from rich.text import Text

from longtake.cli.story import LABEL_WIDTH, beside_text, notice_text, planned_text, taking_text, watchable_text
from longtake.cli.text import clean
from longtake.media import clock
from longtake.pipeline.events import Event, Notice, Planned, Progress, Taking, Watchable

__all__ = ["BarStory"]

_BAR_WIDTH = 20


class BarStory:
    """Tells events as bars that fill; what people should know is printed above them."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, markup=False)
        self._bars = Bars(
            _Stage(Column(width=LABEL_WIDTH, no_wrap=True)),
            _Blocks(Column(no_wrap=True)),
            _Numbers(Column(no_wrap=True, justify="right")),
            _Beside(Column(ratio=1, no_wrap=True, overflow="ellipsis")),
            _Elapsed(Column(no_wrap=True, justify="right")),
            console=self._console,
            expand=True,
        )
        self._stages: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, event: Event) -> None:
        match event:
            case Planned():
                self._print("plan", planned_text(event))
            case Notice():
                self._print("notice", notice_text(event), style="yellow")
            case Taking():
                self._take(event)
            case Watchable():
                self._print("preview", watchable_text(event))
            case Progress():
                self._move(event)

    def _move(self, event: Progress) -> None:
        stage = self._stages.get(event.stage)
        if stage is None:
            stage = self._stages[event.stage] = self._bars.add_task(clean(event.stage), total=event.total)
        self._bars.update(stage, completed=event.done, total=event.total, beside=beside_text(event))

    def _take(self, event: Taking) -> None:
        """Beside the bar of takes stands what happened last."""
        if (stage := self._stages.get("takes")) is not None:
            self._bars.update(stage, beside=taking_text(event))

    def _print(self, label: str, text: str, style: str = "") -> None:
        line = Text.assemble((f"{label:<{LABEL_WIDTH}} ", style or "bold"), clean(text))
        self._bars.console.print(line)


class _Stage(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(task.description, style="bold")


class _Blocks(ProgressColumn):
    def render(self, task: Task) -> Text:
        full = int(_BAR_WIDTH * task.completed // task.total) if task.total else _BAR_WIDTH
        return Text.assemble(("█" * full, "green" if task.finished else "cyan"), ("░" * (_BAR_WIDTH - full), "dim"))


class _Numbers(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.completed:.0f}/{task.total or 0:.0f}")


class _Beside(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(task.fields.get("beside", ""), style="dim")


class _Elapsed(ProgressColumn):
    def render(self, task: Task) -> Text:
        elapsed = task.finished_time if task.finished else task.elapsed
        return Text(clock(Fraction(elapsed or 0)), style="dim")
