"""A film's loudness on its way from a wish to the lock: what is read, what is kept, and what nobody can mean."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import InputError
from longtake.media import LoudnessTarget
from longtake.pipeline.levelling import _decided, target_of
from longtake.pipeline.lock import LOCK, Lock, read_lock
from longtake.pipeline.loudness import checked_loudness
from longtake.publishing import LoudnessFacts
from longtake.publishing.loudness import CURVE_HEIGHT, CURVE_WIDTH
from longtake.sound import Level, Levels, Loudness, SoundPiece, loudness_of


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("", LoudnessTarget(-1600)),
        ("social", LoudnessTarget(-1400)),
        ("broadcast", LoudnessTarget(-2300)),
        ("US broadcast", LoudnessTarget(-2400, -200)),
        ("-18.5 LUFS", LoudnessTarget(-1850)),
        ("off", None),
    ],
)
def test_a_plans_loudness_is_a_target_or_none(written: str, target: LoudnessTarget | None) -> None:
    assert target_of(written) == target


@pytest.mark.parametrize(("asked", "kept"), [("-18", "-18 LUFS"), ("Broadcast", "broadcast"), ("OFF", "off")])
def test_a_loudness_on_the_command_line_is_kept_as_a_plan_has_it(asked: str, kept: str) -> None:
    assert checked_loudness(asked) == kept


def test_a_loudness_that_nobody_knows_is_refused_with_the_ways_out() -> None:
    with pytest.raises(InputError, match=r"'cinema' is no loudness\n  write streaming, social, broadcast"):
        checked_loudness("cinema")


@given(st.integers(-600, 200), st.integers(-30, -1))
def test_a_lock_keeps_its_level(tenths: int, ceiling: int) -> None:
    lock = Lock(level=Level(10 * tenths, 10 * ceiling))
    assert Lock.from_json(lock.to_json()) == lock


class Unlimited:
    """A meter of a film whose peaks no limiter meets."""

    async def at(self, level: Level, mixed: Sequence[Levels], pieces: Sequence[SoundPiece]) -> Loudness:
        return loudness_of([one.raised(level.gain) for one in mixed])


@pytest.mark.parametrize(("louder", "gain"), [(28, -360), (-25, -360), (29, -390), (-26, -330)])
def test_a_gain_stays_while_a_player_hears_the_film_within_three_tenths_of_a_lu(louder: int, gain: int) -> None:
    mixed, kept, meter = [Levels((-1240 + louder,) * 600, -300)], Level(-360, -100), cast(Any, Unlimited())
    level, finished = asyncio.run(_decided(mixed, LoudnessTarget(), kept, meter, []))
    assert level == Level(gain, -100)
    assert finished.integrated is not None
    assert -25 <= finished.integrated + 1600 <= 28


def test_a_lock_without_a_level_is_written_as_before_there_was_one() -> None:
    assert "level" not in Lock().to_json()


def test_a_level_that_is_none_is_refused_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text('{"lock": 1, "shots": {}, "joins": {}, "level": {"gain": "6", "ceiling": -100}}')
    with pytest.raises(InputError, match=r"a level is two whole numbers.*\n.*--relock"):
        read_lock(tmp_path)


@given(st.lists(st.integers(-12_000, 600), min_size=1, max_size=3000))
def test_a_loudness_curve_stays_in_its_picture(levels: list[int]) -> None:
    facts = LoudnessFacts(-1600, -1600, 500, -200, 300, tuple(levels))
    numbers = [int(word) for word in facts.curve.strip("MZ").replace("L", "").split()]
    assert all(0 <= at <= CURVE_WIDTH for at in numbers[::2])
    assert all(-1 <= height <= CURVE_HEIGHT + 1 for height in numbers[1::2])
    assert len(facts.curve) < 30_000
