"""Clips that are hardly any, measured and judged: each has a defined answer, and every number is one."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from shelves import Shelf

from longtake.inspection import Admission, Admitted, ChildLimits, Refused, admit, describe
from longtake.inspection.echoes import echo
from longtake.inspection.judging import judge
from longtake.media import Measures

SIZE = 320, 180
FRAMES = 24

MADE = ("one-frame", "rotated", "interlaced", "variable")
"""Of `fixtures/make_fixtures.py`."""

ANSWERS = {
    "one-frame": ("accept", "it is one picture: nothing between pictures could be measured"),
    "still": ("retry", "it stands still"),
    "black": ("refuse", "all its pictures are black"),
    "grey": ("refuse", "its pictures are one flat colour"),
    "noise": ("refuse", "its pictures are nothing but noise"),
    "rotated": ("accept", "it is turned by 90° clockwise to stand upright"),
    "interlaced": ("accept", "it is interlaced"),
    "variable": ("accept", "its rate is variable"),
}


def drawn(kind: str) -> list[NDArray[np.float64]]:
    """Its luma, picture by picture."""
    draw, shape = np.random.default_rng(0), SIZE[::-1]
    if kind == "noise":
        return [draw.uniform(16, 235, shape) for _ in range(FRAMES)]
    whole = np.kron(draw.uniform(40, 200, (12, 20)), np.ones((15, 16)))
    return [{"still": whole, "black": np.full(shape, 16.0), "grey": np.full(shape, 120.0)}[kind]] * FRAMES


def written(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        (stream.width, stream.height), stream.pix_fmt = SIZE, "yuv420p"
        for luma in drawn(kind):
            planes = np.concatenate([luma, np.full((SIZE[1] // 2, SIZE[0]), 128)]).astype(np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, "yuv420p")))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def admitted(made_clips: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Admitted]:
    folder = tmp_path_factory.mktemp("bad")
    paths = {kind: made_clips / f"{kind}.mp4" if kind in MADE else written(folder, kind) for kind in ANSWERS}
    results = admit([*paths.values()], measures=Shelf())
    found = {kind: result for kind, result in zip(paths, results, strict=True) if isinstance(result, Admitted)}
    assert found.keys() == ANSWERS.keys()
    return found


def measures_of(one: Admission) -> Measures:
    assert isinstance(one, Admitted)
    assert one.measures is not None
    return one.measures


@pytest.mark.parametrize("kind", ANSWERS)
def test_it_is_judged_and_told_why(admitted: dict[str, Admitted], kind: str) -> None:
    one = admitted[kind]
    verdict = judge(one.facts, measures_of(one))
    told = describe(one.facts, kind, verdict)
    assert (verdict.kind, ANSWERS[kind][1] in told) == (ANSWERS[kind][0], True), told
    assert "nan" not in told.lower()


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_number_that_is_kept_of_it_is_one(admitted: dict[str, Admitted], kind: str) -> None:
    measures = measures_of(admitted[kind])
    kept = measures.to_json()  # NaN is not written, it raises
    assert Measures.from_json(kept).to_json() == kept
    assert "Infinity" not in kept
    assert json.loads(kept)["picture"]["motion"]


def test_each_beside_the_next_and_itself_has_an_answer_whether_it_goes_on(admitted: dict[str, Admitted]) -> None:
    pictures = [picture for one in admitted.values() if (picture := measures_of(one).picture)]
    assert len(pictures) == len(ANSWERS)
    for before, after in (*pairwise(pictures), *zip(pictures, pictures, strict=True)):
        found = echo(before, after)
        assert 0 <= found.frames < max(2, after.frames)
        assert np.isfinite([found.confidence, found.rest, found.place.across, found.place.left]).all()


@pytest.mark.parametrize(
    ("code", "words"),
    [("os.kill(os.getpid(), signal.SIGSEGV)", "its decoder crashed (SIGSEGV)"), ("time.sleep(60)", "it took longer")],
)
def test_one_that_crashes_or_hangs_its_decoder_is_refused_with_the_reason(
    child_that: Callable[[str], list[str]], made_clips: Path, tmp_path: Path, code: str, words: str
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes((made_clips / "one-frame.mp4").read_bytes())
    (refused,) = admit([bad], command=child_that(code), limits=ChildLimits(wall_seconds=1), measures=Shelf())
    assert isinstance(refused, Refused)
    assert words in refused.error.findings[0].message
    assert refused.error.findings[0].advice
