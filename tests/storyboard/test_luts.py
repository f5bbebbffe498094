"""What a storyboard may say about LUTs."""

import pytest
from said import said_of

from longtake.storyboard import asset_paths, parse

SHOT = "storyboard: 1\nstyle: {lut: looks/a.cube}\nscenes: [{lut: b.CUBE, shots: [{clip: a.mp4, lut: off}, dawn]}]\n"


def test_luts_are_assets_and_off_is_none() -> None:
    assert list(asset_paths(parse(SHOT))) == [
        (("style", "lut"), "looks/a.cube"),
        (("scenes", 0, "lut"), "b.CUBE"),
        (("scenes", 0, "shots", 0, "clip"), "a.mp4"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("looks/a.cube", "look.png", "style.lut: 'look.png' is no .cube file"),
        ("dawn", "{action: dawn, lut: a.cube}", "what is drawn keeps its own colours; a LUT is for clips and stills"),
    ],
)
def test_what_cannot_be_meant_is_refused(old: str, new: str, words: str) -> None:
    assert words in "\n".join(said_of(SHOT.replace(old, new)))
