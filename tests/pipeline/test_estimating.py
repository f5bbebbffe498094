"""What a film will take: told before a long wait, in the right order of magnitude, and only when it matters."""

from __future__ import annotations

import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

import longtake
from longtake.errors import InputError
from longtake.media import FrameRate, Size, ladder_for
from longtake.pipeline import equipping
from longtake.pipeline.estimating import Estimate, estimate_of, warnings_of
from longtake.planning import Plan, plan
from longtake.planning.planned_sound import PlannedDub
from longtake.storyboard import parse

Usage = namedtuple("Usage", "total used free")


def film_of(shots: int) -> Plan:
    """Shots of a minute each, drawn, at 1080p."""
    lines = "".join(f"  - {{action: shot {number}, for: 1m}}\n" for number in range(shots))
    return plan(parse(f"storyboard: 1\nscenes:\n- shots:\n{lines}"), {})


def estimated(minutes: int, workers: int = 2, **options: object) -> Estimate:
    ladder = ladder_for(Size(1920, 1080), FrameRate(24), **options)  # type: ignore[arg-type]
    return estimate_of(film_of(minutes), ladder, workers)


def test_an_hour_of_1080p_is_some_gigabytes_and_less_than_a_day() -> None:
    hour = estimated(60)
    assert 1e9 < hour.store_bytes < 5e9
    assert hour.store_bytes < hour.output_bytes < 2 * hour.store_bytes
    assert 30 * 60 < hour.seconds < 6 * 3600


def test_what_is_left_takes_its_share_of_the_time() -> None:
    film = film_of(10)
    ladder = ladder_for(Size(1920, 1080), FrameRate(24))
    whole = estimate_of(film, ladder, 2)
    tenth = estimate_of(film, ladder, 2, [film.frames // 10] * len(ladder.rungs))
    assert tenth.seconds == pytest.approx(whole.seconds / 10, abs=1)
    assert tenth.store_bytes == pytest.approx(whole.store_bytes / 10, rel=0.01)


def test_better_quality_takes_more_room_and_a_slower_preset_more_time() -> None:
    assert estimated(5, crf=15).store_bytes == pytest.approx(2 * estimated(5).store_bytes, rel=0.1)
    assert estimated(5, preset="slow").seconds > 2 * estimated(5).seconds
    assert estimated(5, workers=1).seconds == pytest.approx(2 * estimated(5).seconds, abs=2)


def test_sound_takes_room_once_a_language_in_the_workspace_the_stream_and_the_film() -> None:
    film, ladder = film_of(10), ladder_for(Size(1920, 1080), FrameRate(24))
    dubbed = replace(film, dubs=(PlannedDub("de", (), ()), PlannedDub("ja", (), ())))
    one, three = estimate_of(film, ladder, 2), estimate_of(dubbed, ladder, 2)
    seconds = 10 * 60
    assert three.store_bytes - one.store_bytes == pytest.approx(2 * 128_000 / 8 * seconds, abs=1)
    assert three.output_bytes - one.output_bytes == pytest.approx(2 * 2 * 128_000 / 8 * seconds, abs=1)


def test_a_lower_sound_takes_room_once_a_language_in_the_workspace_and_the_stream(tmp_path: Path) -> None:
    path = tmp_path / "storyboard.yaml"
    path.write_text("storyboard: 1\nscenes:\n- shots:\n  - {action: dawn, for: 10m}\n")
    planned = longtake.plan(path)
    dubbed = replace(planned, plan=replace(planned.plan, dubs=(PlannedDub("de", (), ()),)))
    for film, languages in ((planned, 1), (dubbed, 2)):
        without, low = longtake.estimate(film)[0], longtake.estimate(film, low_sound=True)[0]
        more = languages * 64_000 / 8 * 10 * 60
        assert low.store_bytes - without.store_bytes == pytest.approx(more, abs=1)
        assert low.output_bytes - without.output_bytes == pytest.approx(more, abs=1)


def test_a_film_of_ten_hours_is_told_with_size_and_time_and_a_short_one_is_not(tmp_path: Path) -> None:
    long, short = film_of(600), film_of(60)
    [warning] = warnings_of(Estimate(27_000_000_000, 20_000_000_000, 9 * 3600), long, 2, tmp_path, None)
    assert warning.message == (
        "10:00:00 of film takes about 9 hours with 2 workers, about 20.0 GB in the workspace and 27.0 GB in its "
        "folder; it may be stopped at any time and goes on with the same command"
    )
    assert warnings_of(Estimate(10, 10, 3600), short, 2, tmp_path, None) == []


def test_a_disk_that_is_too_small_is_told_before_the_work_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 3 * 10**9))
    out = tmp_path / "not" / "there" / "yet"
    needs = Estimate(output_bytes=2 * 10**9, store_bytes=2 * 10**9, seconds=60)
    [warning] = warnings_of(needs, film_of(1), 2, tmp_path, out)
    assert warning.message.startswith(
        "about 4.0 GB will be written to this disk, which has 3.0 GB free; free some space"
    )
    assert warnings_of(Estimate(10**9, 10**9, 60), film_of(1), 2, tmp_path, out) == []


def test_the_library_estimates_a_planned_film(tmp_path: Path) -> None:
    path = tmp_path / "storyboard.yaml"
    path.write_text("storyboard: 1\nscenes:\n- shots:\n" + "  - {action: dawn, for: 60m}\n" * 3)
    estimate, warnings = longtake.estimate(longtake.plan(path), workers=1)
    assert estimate.seconds > 3600
    assert len(warnings) >= 1
    assert "3:00:00 of film takes about" in warnings[0]


def test_an_estimate_tries_no_hardware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial opens encoders in a process of its own: an estimate only reads."""
    monkeypatch.setattr(equipping, "equipped", lambda *_: pytest.fail("an encoder was tried"))
    path = tmp_path / "storyboard.yaml"
    path.write_text("storyboard: 1\nscenes:\n- shots:\n  - {action: dawn, for: 4s}\n")
    planned = longtake.plan(path)
    assert longtake.estimate(planned, workers=1, encoder="nvenc") == longtake.estimate(planned, workers=1)
    with pytest.raises(InputError, match="is no encoder"):
        longtake.estimate(planned, encoder="punch cards")
