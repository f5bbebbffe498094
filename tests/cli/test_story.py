"""How a make is told while it works."""

import io
import json

import pytest
from rich.console import Console

from longtake.cli.bars import BarStory
from longtake.cli.story import JsonStory, LineStory
from longtake.cli.text import clean
from longtake.pipeline.events import Notice, Planned, Progress, Reused, Watchable

PLANNED = Planned(title="Meet \x1b[31mAurora", shots=3, frames=288, seconds=12.0, price="0.00 USD")


def test_plain_lines_have_a_label_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    story = LineStory()
    for event in (
        PLANNED,
        Progress("clips", 3, 3),
        Notice("promise.1", "1792x1024 is filled to 16:9"),
        Progress("spans", 0, 14, reused=9, note="waking.2 waits"),
        Watchable("out/preview/main.m3u8"),
        Reused("out"),
    ):
        story(event)
    assert capsys.readouterr().out.split("\n") == [
        "plan      Meet Aurora: 3 shots, 0:12, 0.00 USD",
        "clips     3 of 3",
        "notice    promise.1: 1792x1024 is filled to 16:9",
        "spans     0 of 14, 9 from the store, waking.2 waits",
        "preview   out/preview/main.m3u8 can be watched while it grows",
        "",
    ]


def test_plain_progress_is_told_at_its_start_each_tenth_and_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    story = LineStory()
    for done in range(1001):
        story(Progress("spans", done, 1000))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [str(done) for done in range(0, 1001, 100)]


def test_a_stage_with_nothing_to_do_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    story = LineStory()
    story(Progress("sound", 0, 0))
    story(Progress("sound", 0, 0))
    assert capsys.readouterr().out == "sound     0 of 0\n"


def test_json_tells_every_event(capsys: pytest.CaptureFixture[str]) -> None:
    story = JsonStory()
    for event in (PLANNED, Progress("spans", 1, 1000), Progress("spans", 2, 1000)):
        story(event)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [value["event"] for value in told] == ["planned", "progress", "progress"]
    assert told[2] == {"event": "progress", "stage": "spans", "done": 2, "total": 1000, "reused": 0, "note": ""}


def test_bars_tell_once_where_the_film_can_be_watched() -> None:
    assert "preview  out/preview/main.m3u8 can be watched while it grows" in drawn(Watchable("out/preview/main.m3u8"))


def drawn(*events: Planned | Progress | Notice | Reused | Watchable, width: int = 80) -> str:
    """What stands on a terminal after these events, without its colours."""
    page = io.StringIO()
    console = Console(file=page, force_terminal=True, color_system=None, width=width, highlight=False, markup=False)
    with BarStory(console) as story:
        for event in events:
            story(event)
    return page.getvalue()


def test_bars_fill_and_say_what_came_from_the_store() -> None:
    bars = drawn(PLANNED, Progress("spans", 0, 14), Progress("spans", 7, 14, reused=5)).splitlines()
    last = [line for line in bars if "spans" in line][-1]
    assert "█" * 10 + "░" * 10 in last
    assert "7/14" in last
    assert "5 from the store" in last


def test_markup_in_a_title_is_only_text() -> None:
    page = drawn(Planned("[bold]Meet[/] \x1b]0;x\x07Aurora", 1, 24, 1.0, "0.00 USD"))
    assert "[bold]Meet[/] Aurora: 1 shot, 0:01" in page


def test_a_bar_fits_a_narrow_terminal() -> None:
    told = drawn(Progress("spans", 3, 14, reused=2, note="a very long remark " * 9), width=60)
    bars = [clean(line) for line in told.splitlines() if "3/14" in line]
    assert bars
    assert max(map(len, bars)) <= 60
