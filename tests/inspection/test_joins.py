"""Cut points and kinds of joins, chosen from drawn measures: laws of the search, and the cases that people know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longtake.inspection.joins import costs_of
from longtake.inspection.seam_flows import or_flow
from longtake.inspection.seam_words import join_reason, slip_reason
from longtake.inspection.seams import Seam, Shown, Slip, Wish, chosen_seams
from longtake.inspection.slips import cheapest
from longtake.inspection.stretch import Stretch
from longtake.media import THUMB_EDGE, THUMB_SIZE, FrameRange, PictureMeasures, Thumbs
from needs import need

WIDTH, HEIGHT = THUMB_SIZE
AUTO = Wish((("cut", 0), ("dissolve", 12), ("dissolve", 6)))
CUT = Wish((("cut", 0),))


@cache
def view(seed: int, frames: int, speed: float = 1.0, start: float = 0.0) -> np.ndarray:
    """Pictures of a soft landscape of its own that slides by, `speed` thumbnail pixels a frame."""
    draw = np.random.default_rng(seed)
    waves = [(draw.uniform(4, 20), draw.uniform(0, 6), draw.uniform(4, 12), draw.uniform(0, 6)) for _ in range(6)]
    across, down = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    return np.stack(
        [
            sum(20 * np.sin((across + start + speed * at) / a + b) * np.cos(down / c + d) for a, b, c, d in waves) + 128
            for at in range(frames)
        ]
    ).clip(0, 255)


def measured(pictures: np.ndarray, motion: float = 2.0) -> PictureMeasures:
    frames = len(pictures)
    luma, kept = pictures.round().astype(np.uint8), min(frames, THUMB_EDGE)
    level, still = (20.0,) * frames, (0.0,) * frames
    head, tail = Thumbs(0, kept, luma[:kept].tobytes()), Thumbs(frames - kept, kept, luma[frames - kept :].tobytes())
    return PictureMeasures(
        size=(320, 180), motion=(motion,) * frames, luma=level, cb=level, cr=level, contrast=level, sharpness=level,
        noise=level, dark=still, across=still, down=still, warped=still, cuts=(), head=head, tail=tail,
    )  # fmt: skip


def stretch(
    pictures: np.ndarray, visible: tuple[int, int], *, fit: tuple[int, int] | None = None, levels: Sequence[float] = (),
    fixed: bool = False,
) -> Stretch:  # fmt: skip
    frames = len(pictures)
    room = None if fixed else FrameRange(0, frames)
    shown = FrameRange(*(fit or (0, frames)))
    return Stretch(measured(pictures), tuple(range(frames)), tuple(levels), FrameRange(*visible), shown, room)


def chosen(clips: list[Shown], wishes: list[Wish], reach: int) -> tuple[tuple[Slip, ...], tuple[Seam, ...]]:
    return chosen_seams(lambda: clips, wishes, reach)


small = st.integers(0, 50)


@given(st.data())
@settings(max_examples=60)
def test_the_way_through_a_film_is_the_cheapest_of_all_ways(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    nodes = [np.array(data.draw(st.lists(small, min_size=n, max_size=n))) for n in counts]
    edges = [
        np.array(data.draw(st.lists(small, min_size=a * b, max_size=a * b))).reshape(a, b) for a, b in pairwise(counts)
    ]

    def cost(way: Sequence[int]) -> int:
        there = sum(int(node[at]) for node, at in zip(nodes, way, strict=True))
        return there + sum(int(edge[step]) for edge, step in zip(edges, pairwise(way), strict=True))

    assert cost(cheapest(nodes, edges)) == min(cost(way) for way in product(*map(range, counts)))


@given(
    seed=st.integers(0, 9), ends=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=2, max_size=4),
    fit=st.integers(0, 12), kind=st.sampled_from([AUTO, CUT, Wish((("dissolve", 4),))]),
)  # fmt: skip
@settings(max_examples=12)
def test_what_shows_stays_within_its_take_and_joins_stand_on_handles_that_are_there(
    seed: int, ends: list[tuple[int, int]], fit: int, kind: Wish
) -> None:
    clips = [
        Shown(stretch(view(seed + (n % 2), 64), (2 + start, 2 + start + frames), fit=(fit, 64)))
        for n, (start, frames) in enumerate(ends)
    ]
    slips, seams = chosen(clips, [kind] * (len(clips) - 1), 12)
    for clip, slip in zip(clips, slips, strict=True):
        assert clip.stretch is not None
        assert 0 <= clip.stretch.visible.start + slip.frames < clip.stretch.visible.end + slip.frames <= 64
    for (out, into), (before, after), seam in zip(pairwise(clips), pairwise(slips), seams, strict=True):
        assert out.stretch is not None
        assert into.stretch is not None
        assert out.stretch.visible.end + before.frames + seam.frames - seam.frames // 2 <= 64
        assert into.stretch.visible.start + after.frames - seam.frames // 2 >= 0


def test_a_clip_that_goes_on_from_the_one_before_is_cut_where_that_one_ends() -> None:
    """The second clip begins 9 pictures before the first one ends."""
    whole = view(1, 120, speed=1.5)
    first, second = stretch(whole[:70], (0, 66), fixed=True), stretch(whole[61:], (12, 50))
    (_, slip), (seam,) = chosen([Shown(first), Shown(second)], [AUTO], 12)
    assert 61 + 12 + slip.frames == 66
    assert (seam.kind, seam.frames) == ("cut", 0)
    assert "motion goes on across it" in join_reason(seam)
    reason = slip_reason(slip, seam, None)
    assert reason.startswith("shown from 7 frames earlier in its take: motion matches (0.0 against ")


def test_what_a_clip_repeats_is_never_shown_twice() -> None:
    whole = view(2, 160, speed=1.0)
    first, second = stretch(whole[:90], (0, 90), fixed=True), stretch(whole[77:], (0, 60))
    (_, slip), (seam,) = chosen([Shown(first), Shown(second.without(13), repeats=13)], [AUTO], 12)
    assert slip == Slip(13, 13)
    assert slip_reason(slip, seam, None) == "shown from 13 frames later in its take: 13 pictures would be shown twice"
    assert join_reason(seam) == "cut: it goes on where the shot before ends, after 13 repeated pictures"


def test_one_view_that_jumps_is_dissolved_and_two_views_are_cut() -> None:
    here, later, elsewhere = view(4, 60, 0.2), view(4, 60, 0.2, start=20), view(5, 60, 0.2)
    shown = [Shown(stretch(one, (12, 48))) for one in (here, later, elsewhere)]
    _, (jump, change) = chosen(shown, [AUTO, AUTO], 4)
    assert (jump.kind, jump.frames) == ("dissolve", 12)
    assert join_reason(jump).startswith("dissolve: one view, and a cut would jump by ")
    assert change.kind == "cut"
    assert join_reason(change).startswith("cut: two views, ")


def test_where_there_are_no_handles_for_a_dissolve_the_cut_is_told_to_jump() -> None:
    shown = [Shown(stretch(one, (0, 60), fixed=True)) for one in (view(4, 60, 0.2), view(4, 60, 0.2, start=9))]
    _, (seam,) = chosen(shown, [AUTO], 12)
    assert seam.kind == "cut"
    assert join_reason(seam).endswith("there are no handles for a dissolve")


def test_between_two_views_a_clip_is_cut_where_it_is_silent() -> None:
    levels = [-15.0] * 44 + [-70.0] * 16
    shown = [Shown(stretch(view(6, 60), (4, 40), levels=levels)), Shown(stretch(view(7, 60), (10, 40)))]
    (slip, _), (seam,) = chosen(shown, [AUTO], 12)
    assert slip.frames == 5
    assert slip_reason(slip, None, seam).endswith("the sound is low there (-70 against -15 dB)")


@given(
    fit=st.tuples(st.integers(0, 15), st.integers(40, 60)), visible=st.tuples(st.integers(0, 30), st.integers(1, 25))
)
@settings(max_examples=40)
def test_alone_a_clip_slips_by_as_little_as_spares_what_is_unfit(
    fit: tuple[int, int], visible: tuple[int, int]
) -> None:
    one = stretch(view(8, 60), (visible[0], sum(visible)), fit=fit)
    (slip,), _ = chosen([Shown(one)], [], 12)
    least = min(one.unfit(by) for by in range(-visible[0], 60 - sum(visible) + 1))
    assert one.unfit(slip.frames) == least
    assert all(one.unfit(by) > least for by in range(-abs(slip.frames) + 1, abs(slip.frames)) if visible[0] + by >= 0)


def test_a_slip_that_was_chosen_stands_and_only_its_neighbour_moves() -> None:
    whole = view(1, 120, speed=1.5)
    first, second = stretch(whole[:70], (0, 50)), stretch(whole[61:], (2, 40))
    slips, _ = chosen([Shown(first, slip=14), Shown(second)], [AUTO], 12)
    assert [slip.frames for slip in slips] == [14, 1]


def test_a_clip_of_one_picture_has_a_cost_like_any_other() -> None:
    one, other = stretch(view(1, 1), (0, 1)), stretch(view(1, 30), (0, 20))
    (still, _), (seam,) = chosen([Shown(one), Shown(other)], [AUTO], 12)
    assert still == Slip()
    assert seam.parts is not None
    assert np.isfinite(seam.parts.cost)


def test_what_no_thumbnail_was_kept_of_is_unlike_everything() -> None:
    whole = view(1, 260)
    table = costs_of(stretch(whole, (0, 140)), [140], stretch(whole, (0, 140)), [0], 0)
    parts = table.parts(0, 0)
    assert not parts.alike
    assert np.isfinite(parts.cost)


def test_drawn_shots_are_cut_and_nothing_is_claimed_of_them() -> None:
    slips, (seam,) = chosen([Shown(None), Shown(stretch(view(1, 60), (12, 40)))], [AUTO], 12)
    assert [slip.frames for slip in slips] == [0, 0]
    assert join_reason(seam) == "cut: what is drawn or stands still is not measured"


@pytest.mark.parametrize("lead", [5, -5])
def test_sound_that_leads_or_lags_has_its_handles_too(lead: int) -> None:
    shown = [Shown(stretch(view(4, 60), (5, 58), fixed=lead > 0)), Shown(stretch(view(5, 60), (2, 40), fixed=lead < 0))]
    (out, into), _ = chosen(shown, [Wish((("cut", 0),), lead)], 12)
    assert into.frames >= 3 if lead > 0 else out.frames <= -3


def test_what_a_fast_camera_has_moved_out_of_its_place_is_one_view_still() -> None:
    """Thumbnail beside thumbnail the two have nothing in common; followed, most of the one is found in the other."""
    need(find_spec("cv2") is not None, "OpenCV is not installed: pip install 'longtake[seams]'.")
    whole = view(4, 60, speed=1.5)
    far, other = stretch(whole[37:57], (6, 14)), stretch(view(8, 20), (6, 14))
    first, wish = stretch(whole[:30], (6, 24)), AUTO

    followed, unlike = or_flow(wish, first, far), or_flow(wish, first, other)
    _, [seam] = chosen([Shown(first), Shown(far)], [followed], 0)
    _, [compared] = chosen([Shown(first), Shown(far)], [replace(followed, is_one_view=False)], 0)

    assert seam.kind == "flow"
    assert compared.kind == "cut"
    assert unlike == wish
