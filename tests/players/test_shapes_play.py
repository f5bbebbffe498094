"""Films that are not 16:9 play in Chromium on every rung, and say of themselves what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import longtake
from players.chromium import Player, second_opinion

pytestmark = [pytest.mark.browser, pytest.mark.long]

SHAPES = {
    "portrait": ("360x640", (360, 180), {"360x640", "180x320"}),
    "square": ("360x360", (360, 180), {"360x360", "180x180"}),
    "21:9": ("840x360", (360, 180), {"840x360", "420x180"}),
}


@pytest.fixture(scope="module", params=SHAPES)
def film(request: pytest.FixtureRequest, made_clips: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The package of a film of this shape, of clips of three shapes, and the sizes its stream should declare."""
    size, rungs, resolutions = SHAPES[request.param]
    clips = [made_clips / f"{kind}.mp4" for kind in ("plain", "portrait", "wide")]
    out = tmp_path_factory.mktemp("shape") / "out"
    options = {"preset": "ultrafast", "workers": 1, "fit": "letterbox"}
    return longtake.assemble(clips, out, size=size, rungs=rungs, **options), resolutions


def test_a_film_of_another_shape_plays_from_0_to_the_end_on_every_rung(film: Any, player: Player) -> None:
    package, _ = film
    seen = player.play(package.playlist)
    assert seen["problems"] == []
    assert len(seen["rungs"]) == 2
    assert player.play(package.film)["problems"] == []


def test_the_stream_declares_the_sizes_of_its_rungs(film: Any) -> None:
    package, resolutions = film
    text = package.playlist.read_text("utf-8")
    variants = [line for line in text.splitlines() if line.startswith("#EXT-X-STREAM-INF:")]
    assert {line.partition("RESOLUTION=")[2].partition(",")[0] for line in variants} == resolutions
    assert second_opinion(package.playlist.parent.parent)["problems"] == []
