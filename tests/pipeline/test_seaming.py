"""Joins chosen by measure in a planned film: what may move and what may not, its lock, and edits elsewhere.

Clips are made of measures alone: nothing here is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longtake.errors import InputError, PlanningError
from longtake.inspection.echoes import Echo
from longtake.media import (
    THUMB_EDGE,
    THUMB_SIZE,
    ClipFacts,
    ColourTags,
    FrameRange,
    Measures,
    PictureFacts,
    PictureMeasures,
    Size,
    SoundFacts,
    Thumbs,
    digest_of,
    ladder_for,
)
from longtake.pipeline.facts import StoredMeasures
from longtake.pipeline.job import job_of
from longtake.pipeline.lock import LOCK, Lock, read_lock
from longtake.pipeline.materials import Stamp
from longtake.pipeline.measured import fit_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.seaming import seamed
from longtake.pipeline.sureness import unsure_spans
from longtake.planning import Plan, PlannedShot, plan, storyboard_of_clips
from longtake.store import Store
from longtake.storyboard import Storyboard, parse

RATE = 24


@cache
def measures(seed: int, frames: int, start: int = 0) -> Measures:
    """A soft pattern of its own that slides by, from its place `start` on."""
    draw = np.random.default_rng(seed)
    waves = [(draw.uniform(4, 20), draw.uniform(0, 6)) for _ in range(8)]
    across = np.arange(THUMB_SIZE[0])[None, :] + np.arange(start, start + frames)[:, None]
    line = 128 + sum(15 * np.sin(across / a + b) for a, b in waves)
    luma = np.repeat(line[:, None, :], THUMB_SIZE[1], axis=1).round().clip(0, 255).astype(np.uint8)
    kept = min(frames, THUMB_EDGE)
    level, still = (30.0,) * frames, (0.0,) * frames
    head, tail = Thumbs(0, kept, luma[:kept].tobytes()), Thumbs(frames - kept, kept, luma[frames - kept :].tobytes())
    return Measures(
        PictureMeasures((320, 180), (2.0,) * frames, level, level, level, level, level, level, still, still, still,
                        still, (), head, tail)
    )  # fmt: skip


def facts_of(name: str, frames: int) -> ClipFacts:
    size = Size(320, 180)
    picture = PictureFacts(
        codec="h264", coded=size, shown=size, pixel_aspect=Fraction(1), rotation=0, pixel_format="yuv420p", bit_depth=8,
        has_alpha=False, is_interlaced=False, colour=ColourTags(transfer=None), time_base=Fraction(1, RATE),
        ticks=tuple(range(frames)), end_tick=frames, keyframes=(0,),
    )  # fmt: skip
    sound = SoundFacts("aac", 48_000, 2, Fraction(0), frames * 2000)
    return ClipFacts(digest_of([name, frames]), 1, "mp4", "video", picture, sound)


class World:
    """Clips that are there: by name, which view they show, how many frames, from which place of it."""

    def __init__(self, folder: Path, store: Store, clips: dict[str, tuple[int, int, int]]) -> None:
        self.folder, self.store = folder, store
        self.facts, self.stamps = dict[str, ClipFacts](), dict[str, Stamp]()
        for name, (seed, frames, start) in clips.items():
            path = folder / name
            path.write_bytes(b"")
            self.facts[name], self.stamps[name] = facts_of(f"{name} {seed} {start}", frames), Stamp.of(path)
            StoredMeasures(self.store).put(self.facts[name].digest, measures(seed, frames, start).to_json())

    def planned(self, storyboard: Storyboard) -> PlannedFilm:
        paths = {name: stamp.path for name, stamp in self.stamps.items()}
        fit = fit_of(storyboard, self.facts, paths, self.store)
        return PlannedFilm(plan(storyboard, self.facts, fit=fit), self.facts, self.stamps)

    def film(self, storyboard: Storyboard, lock: Lock | None = None) -> PlannedFilm:
        return seamed(self.planned(storyboard), lock or Lock(), self.store)

    def joined(self, *names: str) -> Storyboard:
        return storyboard_of_clips([(name, self.facts[name]) for name in names], join="auto")


def same_pictures(before: PictureMeasures, after: PictureMeasures, rates: object) -> Echo:
    """Echoes that are the very same thumbnails; the others are looked for elsewhere, which takes its time."""
    size, head = THUMB_SIZE[0] * THUMB_SIZE[1], after.head.luma
    fits = (count for count in range(after.head.count, 0, -1) if before.tail.luma.endswith(head[: count * size]))
    return Echo(next(fits, 0), 1.0)


@pytest.fixture(scope="module", autouse=True)
def _quick_echoes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("longtake.inspection.echoes.echo", same_pictures)
        yield


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What was measured of these clips and found of two of them, once for all tests."""
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def world(tmp_path: Path, store: Store) -> World:
    clips = {"a.mp4": (1, 96, 0), "b.mp4": (1, 96, 80), "c.mp4": (2, 72, 0), "d.mp4": (3, 72, 0), "e.mp4": (2, 72, 40)}
    return World(tmp_path, store, clips)


def shots(*written: str) -> Storyboard:
    lines = "".join(f"  - {shot}\n" for shot in written)
    return parse(f"storyboard: 1\nframe: {{size: 320x180, rate: 24}}\nscenes:\n- id: film\n  shots:\n{lines}")


def slips(before: Plan, after: Plan) -> list[int]:
    return [made.visible.start - was.visible.start for was, made in zip(before.shots, after.shots, strict=True)]


SHOT = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from(["auto", "cut", "dissolve 0.25s", "'auto, sound leads 0.1s'"]),
    st.sampled_from(["for: 2s", "trim: 0.5s..2s", "trim: auto", "for: auto"]),
)


@given(st.lists(SHOT, min_size=2, max_size=4))
@settings(max_examples=10)
def test_a_slip_changes_no_length_and_nothing_that_the_author_states(
    tmp_path_factory: pytest.TempPathFactory, store: Store, drawn: list[tuple[str, str, str]]
) -> None:
    clips = {f"{name}.mp4": (number % 2, 96, 20 * number) for number, name in enumerate("ab")}
    world = World(tmp_path_factory.mktemp("world"), store, clips)
    written = [
        f"{{clip: {name}.mp4, {length}{f', join: {join}' if number else ''}}}"
        for number, (name, join, length) in enumerate(drawn)
    ]
    try:
        planned = world.planned(shots(*written)).plan
    except PlanningError:  # of what is stated there is too little
        return
    made = world.film(shots(*written)).plan
    assert [(shot.frames, shot.start) for shot in made.shots] == [(shot.frames, shot.start) for shot in planned.shots]
    for (_, _, length), slip, shot in zip(drawn, slips(planned, made), made.shots, strict=True):
        assert slip == 0 or length in ("for: 2s", "trim: auto")
        assert 0 <= shot.visible.start < shot.visible.end <= shot.take_frames
    for out, into in pairwise(made.shots):
        assert out.join is not None
        assert out.join.tail <= out.take_frames - out.visible.end
        assert out.join.head <= into.visible.start
        assert out.join.by or out.join in planned.joins


def test_clips_show_what_is_fit_but_for_a_margin_and_nothing_twice(world: World) -> None:
    made = world.planned(world.joined("a.mp4", "b.mp4", "c.mp4")).plan
    assert [(shot.visible.start, shot.visible.end) for shot in made.shots] == [(0, 96), (16, 90), (6, 72)]


def test_a_clip_that_goes_on_from_another_is_cut_where_that_one_ends(world: World) -> None:
    made = world.film(world.joined("a.mp4", "b.mp4")).plan
    assert [(shot.visible.start, shot.visible.end) for shot in made.shots] == [(0, 96), (16, 96)]
    (join,) = made.joins
    assert (join.kind, join.why) == ("cut", "cut: it goes on where the shot before ends, after 16 repeated pictures")


def test_the_same_clips_give_the_same_choice_and_a_lock_of_the_same_bytes(world: World) -> None:
    storyboard = world.joined("a.mp4", "c.mp4", "e.mp4", "d.mp4")
    first = world.film(storyboard)
    again = world.film(storyboard, Lock.from_json(first.lock))
    assert (again.plan, again.lock) == (first.plan, first.lock)


def test_an_edit_elsewhere_moves_no_shot_that_did_not_change(world: World) -> None:
    written = ["{clip: a.mp4, for: 2s}", "{clip: c.mp4, for: 2s, join: auto}", "{clip: e.mp4, for: 2s, join: auto}",
               "{clip: c.mp4, for: 1s, join: auto}"]  # fmt: skip
    first = world.film(shots(*written))
    lock = Lock.from_json(first.lock)
    assert any(one.slip for one in lock.shots.values())
    edited = world.film(shots("{clip: d.mp4, for: 1.5s}", *written[1:]), lock)
    assert [shot.visible for shot in edited.plan.shots[1:]] == [shot.visible for shot in first.plan.shots[1:]]
    assert edited.plan.joins[1:] == first.plan.joins[1:]
    appended = world.film(shots(*written, "{clip: b.mp4, for: 1s, join: auto}"), lock)
    assert [shot.visible for shot in appended.plan.shots[:4]] == [shot.visible for shot in first.plan.shots]


def test_what_a_person_writes_into_the_lock_stands(world: World) -> None:
    storyboard = shots("{clip: c.mp4, for: 2s}", "{clip: d.mp4, for: 2s, join: auto}")
    lock = Lock.from_json(world.film(storyboard).lock)
    key = next(iter(lock.shots))
    edited = replace(lock, shots={**lock.shots, key: replace(lock.shots[key], slip=17)})
    shot = world.film(storyboard, edited).plan.shots[0]
    assert shot.visible.start == 17
    assert "from 17 frames later" in shot.reasons[-1]


def test_where_all_that_was_chosen_stands_no_clip_is_measured_again(world: World) -> None:
    storyboard = shots("{clip: c.mp4, for: 2s}", "{clip: e.mp4, for: 2s, join: auto}", "{clip: a.mp4, join: cut}")
    first = world.film(storyboard)
    world.store = Store(world.folder / "empty")
    assert world.film(storyboard, Lock.from_json(first.lock)).plan == first.plan


def test_a_longer_join_beside_an_open_one_lets_it_be_chosen_anew(world: World) -> None:
    """The dissolve that was chosen would not leave it enough of the shot that both stand on."""
    written = [
        "{clip: c.mp4, for: 2s}",
        "{clip: e.mp4, for: 0.75s, join: auto}",
        "{clip: d.mp4, trim: 1s..2s, join: cut}",
    ]
    lock = Lock.from_json(world.film(shots(*written)).lock)
    written[2] = "{clip: d.mp4, trim: 1s..2s, join: dissolve 1.2s}"
    made = world.film(shots(*written), lock).plan
    assert made.joins[0].after + made.joins[1].before <= made.shots[1].frames


def test_a_slip_that_leaves_a_stated_join_no_handle_any_more_is_chosen_anew(world: World) -> None:
    written = ["{clip: a.mp4}", "{clip: c.mp4, for: 2s, join: auto}", "{clip: d.mp4, trim: 1s..2s, join: cut}"]
    storyboard = shots(*written)
    ((key, found),) = Lock.from_json(world.film(storyboard).lock).shots.items()
    to_its_end = Lock({key: replace(found, slip=24)})
    assert world.film(storyboard, to_its_end).plan.shots[1].visible.end == 72
    dissolved = shots(*written[:2], written[2].replace("cut", "dissolve 0.5s"))
    made = world.film(dissolved, to_its_end).plan
    assert made.shots[1].visible.end + made.joins[1].tail <= 72


@pytest.mark.parametrize("slip", [-1, 25, 10**9])
def test_a_lock_that_asks_for_frames_that_are_not_there_is_refused(world: World, slip: int) -> None:
    storyboard = shots("{clip: c.mp4, for: 2s}", "{clip: d.mp4, for: 2s, join: auto}")
    lock = Lock.from_json(world.film(storyboard).lock)
    key = next(iter(lock.shots))
    edited = replace(lock, shots={**lock.shots, key: replace(lock.shots[key], slip=slip)})
    with pytest.raises(InputError, match=rf"film.1 slips by {slip} frames, which its take does not have"):
        world.film(storyboard, edited)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"lock": 2}', '{"lock": 1, "shots": {"a": 1}, "joins": {}}', '{"lock": 1, "shots": {}}',
             '{"lock": 1, "shots": {"a": {"of": "x", "slip": true}}, "joins": {}}',
             '{"lock": 1, "shots": {}, "joins": {"a": {"of": "x", "kind": "wipe", "frames": 3}}}', "\xff"],
)  # fmt: skip
def test_a_lock_that_says_nothing_is_told_with_the_way_out(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError) as caught:
        read_lock(tmp_path)
    (finding,) = caught.value.findings
    assert finding.place == str(tmp_path / LOCK)
    assert "--relock" in finding.advice[0]


def test_a_film_without_open_joins_has_no_lock_and_the_plan_that_it_had(world: World) -> None:
    planned = world.planned(shots("{clip: c.mp4, for: 2s}", "{clip: d.mp4, for: 2s}"))
    assert seamed(planned, Lock(), world.store) is planned
    assert "room" not in planned.json
    assert '"by"' not in planned.json


def test_every_shot_that_slipped_and_every_join_that_was_open_says_why(world: World) -> None:
    storyboard = shots(
        "{clip: a.mp4, for: 2s}", "{clip: b.mp4, for: 2s, join: auto}", "{clip: c.mp4, trim: auto, join: auto}"
    )
    planned, made = world.planned(storyboard).plan, world.film(storyboard).plan
    assert all(join.why for join in made.joins)
    for slip, was, shot in zip(slips(planned, made), planned.shots, made.shots, strict=True):
        told = [reason for reason in shot.reasons if reason.startswith("shown from")]
        assert len(told) == (slip != 0)
        assert shot.reasons[: len(was.reasons)] == was.reasons


def slipped(shot: PlannedShot, slip: int) -> PlannedShot:
    return replace(shot, visible=FrameRange(shot.visible.start + slip, shot.visible.end + slip))


SLIPS = st.lists(st.integers(-12, 12), min_size=3, max_size=3)


@given(slips=SLIPS, frames=st.sampled_from([0, 6, 12]), is_titled=st.booleans())
@settings(max_examples=12)
def test_what_is_encoded_ahead_is_shown_whatever_is_chosen(
    tmp_path_factory: pytest.TempPathFactory, store: Store, slips: list[int], frames: int, is_titled: bool
) -> None:
    world = World(
        tmp_path_factory.mktemp("world"), store, {f"{name}.mp4": (seed, 400, 0) for seed, name in enumerate("abc")}
    )
    title = ", title: {text: Far, for: 3s}" if is_titled else ""
    written = [f"{{clip: {name}.mp4, for: 12s, join: auto{title}}}" for name in "abc"]
    planned = world.planned(shots(written[0].replace(", join: auto", ""), *written[1:]))
    ladder = ladder_for(planned.plan.size, planned.plan.rate)
    home = [slipped(shot, 40) for shot in planned.plan.shots]
    kind = {"kind": "dissolve" if frames else "cut", "frames": frames}
    chosen = [
        replace(slipped(shot, slip), join=replace(shot.join, **kind) if shot.join else None)
        for shot, slip in zip(home, slips, strict=True)
    ]
    before = job_of(replace(planned, plan=replace(planned.plan, shots=tuple(home))), ladder)
    after = job_of(replace(planned, plan=replace(planned.plan, shots=tuple(chosen))), ladder)
    ahead = before.without(frozenset(), unsure_spans(before))
    assert ahead.spans or is_titled
    assert {span.recipe for span in ahead.spans} <= {span.recipe for span in after.spans}


@pytest.mark.parametrize(("start", "kind"), [(40, "flow"), (36, "cut")])
def test_a_jump_within_one_view_becomes_a_flow_where_what_moved_is_found_again(
    tmp_path: Path, store: Store, start: int, kind: str
) -> None:
    world = World(tmp_path, store, {"a.mp4": (1, 96, 0), "b.mp4": (1, 96, start)})
    written = shots("{clip: a.mp4, trim: 0.5s..2s}", "{clip: b.mp4, trim: 0.5s..2s, join: auto}")
    [join] = world.film(written).plan.joins
    assert (join.kind, join.frames > 0) == (kind, kind == "flow")
    assert join.why
    assert join.why.startswith(kind)


def test_two_views_are_never_a_flow(tmp_path: Path, store: Store) -> None:
    world = World(tmp_path, store, {"a.mp4": (1, 96, 0), "b.mp4": (3, 96, 0)})
    written = shots("{clip: a.mp4, trim: 0.5s..2s}", "{clip: b.mp4, trim: 0.5s..2s, join: auto}")
    assert [join.kind for join in world.film(written).plan.joins] == ["cut"]
