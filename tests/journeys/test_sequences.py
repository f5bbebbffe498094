"""Every sequence of real clips becomes a film: each frame is the clip's picture that the plan says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from films import lumas
from numpy.typing import NDArray

import longtake
from longtake.libav.opening import open_media, picture_stream
from longtake.media import FrameRate, Pace, Retime
from longtake.render import conform_for
from longtake.timeline import Shown, pictures_of
from sequences import SEQUENCES

pytestmark = [pytest.mark.clips, pytest.mark.long]


@pytest.fixture(scope="module", params=SEQUENCES)
def film(request: pytest.FixtureRequest, sequence_film: Callable[[str], longtake.Package]) -> longtake.Package:
    return sequence_film(request.param)


def test_every_sequence_is_named_here(manifest: list[dict[str, Any]]) -> None:
    assert {entry["sequence"] for entry in manifest if entry["kind"] == "video"} == set(SEQUENCES)


def test_each_frame_is_the_picture_of_the_clip_that_the_plan_says(
    film: longtake.Package, shared_workspace: Path
) -> None:
    """Best match by index: no other picture of the clip within half a second fits better, beyond the codec's noise."""
    plan = json.loads((film.folder / "plan.json").read_text())
    shown = [small(luma) for luma in lumas(film.film)]
    assert len(shown) == film.frames == sum(shot["visible"][1] - shot["visible"][0] for shot in plan["shots"])
    for number, shot in enumerate(plan["shots"]):
        pictures = conformed(film.folder, shot, plan)
        shown_of = shown_by(shot, plan)
        lead = plan["shots"][number - 1]["join"]["frames"] if number else 0
        trail = shot["join"]["frames"] if shot["join"] else 0
        first, last = shot["visible"][0] + lead - lead // 2, shot["visible"][1] - trail // 2
        for frame in range(first, last):
            check_best(shown[shot["start"] + frame - shot["visible"][0]], pictures, shown_of[frame], shot["name"])


def check_best(seen: NDArray[np.float32], pictures: list[NDArray[np.float32]], expected: Shown, name: str) -> None:
    nearby = range(max(0, expected.first - 12), min(len(pictures), expected.first + 13))
    errors = {number: float(((pictures[number] - seen) ** 2).mean()) for number in nearby}
    best = min(errors, key=lambda number: errors[number])
    share = expected.weight / 256
    mixed = (1 - share) * pictures[expected.first] + share * pictures[expected.second]
    found = float(((mixed - seen) ** 2).mean())
    assert found <= 1.15 * errors[best] + 0.35, f"{name}: picture {best} fits better than {expected}: {found}, {errors}"


def small(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Means of 4 x 4 blocks: motion stays, the codec's noise goes."""
    height, width = luma.shape[0] // 4 * 4, luma.shape[1] // 4 * 4
    blocks = luma[:height, :width].reshape(height // 4, 4, width // 4, 4)
    return blocks.mean(axis=(1, 3), dtype=np.float32)


def clip_of(shot: dict[str, Any]) -> Path:
    return clips_path() / str(shot["asset"])


def clips_path() -> Path:
    return Path(os.environ.get("LONGTAKE_CLIPS") or Path(__file__).parents[3] / "shared" / "clips").absolute()


def facts_of(shot: dict[str, Any]) -> Any:
    [facts] = longtake.inspect([clip_of(shot)])
    return facts.picture  # type: ignore[union-attr]


def shown_by(shot: dict[str, Any], plan: dict[str, Any]) -> tuple[Shown, ...]:
    """What the plan's own words for the shot's retiming say."""
    written = shot.get("retime", {"kind": "nearest", "pace": {}, "leaves_repeats": False})
    pace = Pace(**{name: Fraction(value) for name, value in written["pace"].items() if name in ("begin", "end")})
    retime = Retime(written["kind"], pace, written["leaves_repeats"])
    return pictures_of(facts_of(shot), FrameRate.parse(plan["rate"]), retime)


def conformed(folder: Path, shot: dict[str, Any], plan: dict[str, Any]) -> list[NDArray[np.float32]]:
    """All pictures of the clip in decode order of presentation, through the conform but not through the reader."""
    from longtake.libav.conforming import ConformStage
    from longtake.media import Size

    stage = ConformStage(conform_for(facts_of(shot), Size.parse(plan["size"]), shot["fit"]))
    with open_media(clip_of(shot)) as container:
        frames = container.decode(picture_stream(container))
        return [small(stage(frame).to_ndarray(format="gray")) for frame in frames]


def test_segments_stand_on_one_grid_and_none_is_long(film: longtake.Package) -> None:
    lengths = {}
    playlists = [path for path in (film.folder / "hls").glob("*/index-*.m3u8") if path.parent.name != "thumbnails"]
    for playlist in sorted(playlists):
        lines = playlist.read_text().splitlines()
        lengths[playlist.parent.name] = [float(line[8:].rstrip(",")) for line in lines if line.startswith("#EXTINF:")]
    pictures = [found for name, found in lengths.items() if name != "sound"]
    assert all(found == pictures[0] for found in pictures)
    assert max(max(found) for found in lengths.values()) < 6.5
    ends = [np.cumsum(found)[:-1] for found in (pictures[0], lengths["sound"])]
    assert np.abs(ends[0] - ends[1]).max(initial=0) <= 1024 / 48_000
    assert max(abs(sum(found) - sum(pictures[0])) for found in lengths.values()) < 1 / 12
