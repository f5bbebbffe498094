"""Whatever is given: a storyboard, or findings with places. Never a traceback."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from longtake.errors import StoryboardError
from longtake.storyboard import Storyboard, parse
from longtake.storyboard.validating import validated

WHOLE = """\
storyboard: 1
title: Meet Aurora
frame: {size: 1280x720, rate: 24}
style: {look: clean, palette: [teal, walnut]}
cast: {mara: {is: a woman, reference: refs/mara.png}}
places: {kitchen: a small bright kitchen}
narrator: {voice: heart}
music: {file: music/morning.ogg, level: -20 dB, fade: {out: 3s}}
route: {draft: animatic, final: [veo-3.1-fast]}
budget: 12 USD
scenes:
- id: waking
  at: kitchen
  narration: {text: Every morning., level: 0 dB}
  shots:
  - "@mara pours water"
  - {id: fill, action: the cup fills, camera: pan left, for: 4s, join: dissolve 0.5s}
  - {clip: footage/product.mp4, trim: 1.5s..6s, sound: -6 dB}
"""

KEYS = """
storyboard title frame size rate style cast mara is music file fade in route scenes id at narration shots action for
clip trim join sound reference voice odd
""".split()  # noqa: SIM905
WORDS = some.sampled_from("1 24 x 4s cut dissolve 1280x720 @mara a.mp4 off -6dB".split())  # noqa: SIM905
SCALARS = some.none() | some.booleans() | some.integers() | WORDS | some.text(max_size=4)
DATA = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


def reads_or_tells(text: str, format: str) -> bool:
    try:
        parse(text, "film", format)
    except StoryboardError as error:
        return all(finding.place.startswith("film") and finding.message for finding in error.findings)
    return True


@given(DATA)
def test_any_json_is_read_or_told(data: object) -> None:
    assert reads_or_tells(json.dumps(data), "json")


@given(
    some.dictionaries(some.sampled_from(KEYS), DATA, max_size=5),
    some.sampled_from(["scenes", "shots", "frame", "cast"]),
)
@example({"action": [None, None], "shots": [None, None]}, "scenes")
def test_any_part_may_be_anything(part: dict[str, object], name: str) -> None:
    whole = json.loads('{"storyboard": 1, "scenes": [{"shots": ["x", "y"]}]}')
    if name == "shots":
        whole["scenes"][0]["shots"][1] = part
    else:
        whole[name] = [part] if name == "scenes" else part
    assert reads_or_tells(json.dumps(whole), "json")


@given(
    some.integers(0, len(WHOLE)), some.integers(0, 12), some.text("{}[]:,-&*!|>'\"%@`#? \n\tab1\0\ud800", max_size=4)
)
def test_a_damaged_file_is_read_or_told(at: int, cut: int, new: str) -> None:
    assert reads_or_tells(WHOLE[:at] + new + WHOLE[at + cut :], "yaml")


@pytest.mark.parametrize("line", range(1, WHOLE.count("\n")))
def test_a_line_taken_out_is_no_traceback(line: int) -> None:
    lines = WHOLE.splitlines(keepends=True)
    assert reads_or_tells("".join(lines[:line] + lines[line + 1 :]), "yaml")


@given(DATA)
def test_what_is_sound_of_faulty_data_is_a_storyboard(data: object) -> None:
    storyboard, remarks = validated({"storyboard": "1", "scenes": [{"shots": ["x"]}], "style": data})
    assert isinstance(storyboard, Storyboard)
    assert remarks or isinstance(data, str | dict)


def test_the_whole_one_is_read() -> None:
    assert len(parse(WHOLE).scenes[0].shots) == 3
