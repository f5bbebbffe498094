"""Frame n of the film is frame k of the clip that the timeline says, for every kind of source."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import pytest
from films import SMALL, lumas, numbers

import longtake
from longtake.media import ClipFacts, FrameRate, PictureFacts

KINDS = [
    "plain", "rate-25", "rate-2997", "rate-15", "rate-16", "rate-60", "rate-23976", "portrait", "square", "wide", "odd",
    "odd-vp9", "keyframes", "many-b-frames", "rotated", "anamorphic", "ten-bit", "hevc", "alpha", "interlaced",
    "variable", "full-range", "untagged", "one-frame", "hdr",
    "hlg",
]  # fmt: skip


@pytest.fixture(scope="module")
def kinds(made_clips: Path) -> dict[str, Path]:
    return {path.stem: path for path in made_clips.iterdir()}


def nearest_numbers(facts: PictureFacts, rate: int) -> list[int]:
    """The oracle, written another way: the picture whose time is nearest, the earlier one on a tie."""
    times = [tick * facts.time_base for tick in facts.ticks]
    return [
        min(range(len(times)), key=lambda number: (abs(times[number] - time), number))
        for time in (k / Fraction(rate) for k in range(facts.frames_on(FrameRate(rate))))
    ]


@pytest.fixture(scope="module")
def pictures(kinds: dict[str, Path], shared_workspace: Path) -> list[PictureFacts]:
    found = longtake.inspect([kinds[kind] for kind in KINDS])
    return [each.picture for each in found if isinstance(each, ClipFacts) and each.picture]


@pytest.fixture(scope="module")
def cut(kinds: dict[str, Path], shared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> list[int | None]:
    """The number of every picture of one film of all kinds, cut after each other."""
    clips = [kinds[kind] for kind in KINDS]
    out = tmp_path_factory.mktemp("frames") / "out"
    film = longtake.assemble(clips, out, rate=24, join="cut", retime="nearest", **SMALL)
    found = numbers(film.film)
    assert film.frames == len(found)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_of_a_cut_shows_the_picture_nearest_in_time(
    kind: str, pictures: list[PictureFacts], cut: list[int | None]
) -> None:
    lengths = [each.frames_on(FrameRate(24)) for each in pictures]
    assert sum(lengths) == len(cut)
    at = KINDS.index(kind)
    start = sum(lengths[:at])
    assert cut[start : start + lengths[at]] == nearest_numbers(pictures[at], 24)


def test_a_dissolve_shows_live_pictures_of_both_sides_and_no_two_alike(kinds: dict[str, Path], tmp_path: Path) -> None:
    clips = [kinds["plain"], kinds["keyframes"]]
    film = longtake.assemble(clips, tmp_path / "dissolved", join="dissolve:0.5s", **SMALL)
    assert film.frames == 48 + 48 - 12
    found, pictures = numbers(film.film), list(lumas(film.film))
    assert found[:36] == list(range(36))
    assert found[48:] == list(range(12, 48))
    middle = pictures[35:49]
    steps = [float(abs(after.astype(int) - before.astype(int)).mean()) for before, after in itertools.pairwise(middle)]
    assert min(steps) > 0.5, "two pictures of the dissolve are alike"


def test_the_middle_of_a_dissolve_is_the_mixture_of_its_two_pictures(kinds: dict[str, Path], tmp_path: Path) -> None:
    clips, options = [kinds["plain"], kinds["keyframes"]], {**SMALL, "crf": 1}
    joined = list(lumas(longtake.assemble(clips, tmp_path / "joined", join="dissolve:0.5s", **options).film))
    cut = list(lumas(longtake.assemble(clips, tmp_path / "cut", join="cut", **options).film))
    for number in range(12):
        share = (number + 1) / 13
        mixed = (1 - share) * cut[36 + number].astype(float) + share * cut[48 + number].astype(float)
        assert abs(joined[36 + number].astype(float) - mixed).mean() < 1.5


def test_all_rungs_show_the_same_frame_at_the_same_time(kinds: dict[str, Path], tmp_path: Path) -> None:
    package = longtake.assemble([kinds["plain"], kinds["rate-25"]], tmp_path / "out", rungs=(360, 180), join="cut")
    playlists = sorted((package.folder / "hls").glob("*p/index-*.m3u8"))
    assert len(playlists) == 2
    expected = numbers(package.film)
    assert all(numbers(playlist) == expected for playlist in playlists)
