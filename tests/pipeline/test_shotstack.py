"""A film's edit as Shotstack's JSON: every clip where the film has it, in words that Shotstack's own client knows, and
nothing left out without a word."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRange, FrameRate, Money, Retime, Size, View, digest_bytes
from longtake.media.retiming import Pace
from longtake.media.time import Frame, Sample
from longtake.pipeline.shotstack import Footage, edit_of
from longtake.planning import Plan, PlannedJoin, PlannedLut, PlannedOverlay, PlannedShot, PlannedTitle, Quote, SoundCue

MODELS = json.loads((Path(__file__).parents[2] / "fixtures" / "shotstack" / "models.json").read_text("utf-8"))["models"]
BASE = "https://files.example.com/film"
DIGEST = digest_bytes(b"file")
CUT = PlannedJoin("cut")
"""A shot's join is that to the next one."""


def a_shot(name: str, start: int, frames: int = 72, join: PlannedJoin | None = CUT, **more: Any) -> PlannedShot:
    visible = FrameRange(Frame(24), Frame(24 + frames))
    facts: dict[str, Any] = {"kind": "footage", "asset": f"{name}.mp4", "fit": "fill", "sound": None, **more}
    words = dict.fromkeys(("words", "narration", "place", "camera", "motion", "style"), "")
    return PlannedShot(
        name=name,
        key=name,
        scene="a",
        digest=DIGEST,
        palette=(),
        take_frames=24 + frames + 24,
        visible=visible,
        start=Frame(start),
        join=join,
        reasons=(),
        **words,
        **facts,
    )


def a_plan(*shots: PlannedShot, **more: Any) -> Plan:
    facts: dict[str, Any] = {"size": Size(1280, 720), "rate": FrameRate(24), "cues": (), **more}
    quote = Quote((), Money("0", "USD"), None)
    return Plan(title="A film", scenes=(), shots=shots, notices=(), quote=quote, **facts)


def files(plan: Plan) -> list[Footage]:
    return [Footage(shot.asset or "", shot.visible.start, shot.kind == "still") for shot in plan.shots]


def told(plan: Plan) -> tuple[dict[str, Any], list[str]]:
    edit = edit_of(plan, files(plan), BASE)
    return dict(edit.body), [f"{one.about}: {one.what}" for one in edit.left_out]


def clips(body: dict[str, Any], kind: str = "video") -> list[dict[str, Any]]:
    every = [clip for track in body["timeline"]["tracks"] for clip in track["clips"]]
    return sorted((one for one in every if one["asset"]["type"] == kind), key=lambda one: float(one["start"]))


def check(value: Any, kind: str, place: str = "edit") -> None:
    """Raises AssertionError where Shotstack's client would not take it."""
    if kind == "Asset":
        kind = f"{value['type'].title()}Asset"
    if kind.startswith("["):
        for number, one in enumerate(value):
            check(one, kind[1:-1], f"{place}.{number}")
    elif kind in MODELS:
        model = MODELS[kind]
        assert value.keys() <= model["fields"].keys(), place
        assert value.keys() >= set(model["needs"]), place
        for name, one in value.items():
            field = model["fields"][name]
            assert one in field.get("one of", [one]), f"{place}.{name}: {one}"
            assert field.get("from", one) <= one <= field.get("to", one) if "from" in field else True, f"{place}.{name}"
            check(one, field["is"], f"{place}.{name}")
    else:
        assert isinstance(value, {"str": str, "int": int, "float": int | float, "bool": bool}[kind]), f"{place}: {kind}"


def test_shots_stand_where_the_film_has_them() -> None:
    body, left_out = told(a_plan(a_shot("a", 0), a_shot("b", 72, 36), a_shot("c", 108, join=None)))
    check(body, "Edit")
    assert left_out == []
    assert [(one["start"], one["length"], one["asset"]["trim"]) for one in clips(body)] == [
        (0, 3, 1),
        (3, 1.5, 1),
        (4.5, 3, 1),
    ]
    assert {one["asset"]["src"] for one in clips(body)} == {f"{BASE}/{name}.mp4" for name in "abc"}
    assert body["output"] == {"format": "mp4", "size": {"width": 1280, "height": 720}, "fps": 24}


def test_a_dissolve_has_both_its_sides_and_the_upper_one_fades() -> None:
    dissolve = PlannedJoin("dissolve", 24)
    body, left_out = told(
        a_plan(a_shot("a", 0, join=dissolve), a_shot("b", 72, join=dissolve), a_shot("c", 144, join=None))
    )
    check(body, "Edit")
    assert left_out == []
    first, second, third = clips(body)
    assert (first["start"], first["length"], first["transition"]) == (0, 3.5, {"out": "fade"})
    assert (second["start"], second["length"], second["asset"]["trim"]) == (2.5, 4, 0.5)
    assert "transition" not in second
    assert (third["start"], third["length"], third["transition"]) == (5.5, 3.5, {"in": "fade"})
    upper, lower = body["timeline"]["tracks"]
    assert [one["asset"]["src"][-5] for one in upper["clips"]] == ["a", "c"]
    assert [one["asset"]["src"][-5] for one in lower["clips"]] == ["b"]


@pytest.mark.parametrize(
    ("frames", "word", "says"),
    [
        (12, "fadeFast", ""),
        (18, "fadeFast", "its length of 0.75 s: it is 0.5 s"),
        (48, "fadeSlow", ""),
        (6, "", "all of it: 0.25 s is shorter than Shotstack's shortest fade"),
    ],
)
def test_a_dissolve_of_another_length_is_the_nearest_shorter_fade_and_told(frames: int, word: str, says: str) -> None:
    body, left_out = told(a_plan(a_shot("a", 0, join=PlannedJoin("dissolve", frames)), a_shot("b", 72, join=None)))
    assert clips(body)[0].get("transition", {}).get("out", "") == word
    assert left_out == ([f"the dissolve after a: {says}"] if says else [])
    if not word:
        assert [one["start"] for one in clips(body)] == [0, 3]


def test_a_flow_is_a_fade_there_and_told() -> None:
    body, left_out = told(a_plan(a_shot("a", 0, join=PlannedJoin("flow", 12)), a_shot("b", 72, join=None)))
    assert clips(body)[0]["transition"] == {"out": "fadeFast"}
    assert left_out == ["the flow after a: that its pictures move into each other: they are dissolved"]


def test_a_retimed_shot_begins_where_its_clip_does() -> None:
    pace = Pace(Fraction(1, 2), Fraction(1, 2), start=Fraction(3, 4))
    body, left_out = told(a_plan(a_shot("a", 0, join=None, retime=Retime("nearest", pace))))
    (clip,) = clips(body)
    assert (clip["asset"]["trim"], clip["asset"]["speed"]) == (1.25, 0.5)
    assert left_out == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"views": (View.parse("1/10 0 3/5 3/5"),)}, "a: its move over the picture"),
        ({"lut": PlannedLut("look.cube", DIGEST)}, "a: its LUT"),
        ({"fit": "blur"}, "a: blurred edges"),
        ({"retime": Retime("flow")}, "a: the pictures that are made between two"),
        ({"retime": Retime("nearest", Pace(Fraction(1), Fraction(2), ramp=24))}, "a: its ramp of speed: it plays at 1"),
        ({"sound": Fraction(6)}, "a: its gain of +6 dB"),
        ({"asset": None, "kind": "animatic"}, "a: its pictures, which are drawn and no file: the time stays black"),
        ({"titles": (PlannedTitle("Hi", "corner", None, None, None, Frame(0), 24),)}, "the title 'Hi': its lettering"),
        (
            {
                "overlays": (
                    PlannedOverlay("n/%02d.png", DIGEST, "top", Fraction(1), Fraction(1), Frame(0), 9, FrameRate(24)),
                )
            },
            "the overlay n/%02d.png: all of it",
        ),
    ],
)
def test_what_shotstack_cannot_hold_is_told(more: dict[str, Any], says: str) -> None:
    body, left_out = told(a_plan(a_shot("a", 0, join=None, **more)))
    check(body, "Edit")
    assert [line for line in left_out if line.startswith(says)], left_out


def test_a_dissolve_that_lacks_a_side_is_told_as_missing() -> None:
    drawn = a_shot("a", 0, join=PlannedJoin("dissolve", 24), asset=None, kind="animatic")
    _, left_out = told(a_plan(drawn, a_shot("b", 72, join=None)))
    assert "the dissolve after a: all of it: one of its sides is no file" in left_out


@pytest.mark.parametrize(
    ("size", "rate", "output", "says"),
    [
        (Size(3840, 2160), FrameRate(25), {"resolution": "4k", "aspectRatio": "16:9", "fps": 25}, []),
        (Size(1080, 1920), FrameRate(30000, 1001), {"size": {"width": 1080, "height": 1920}, "fps": 29.97}, []),
        (
            Size(2560, 1440),
            FrameRate(24),
            {"size": {"width": 1920, "height": 1080}, "fps": 24},
            ["its size of 2560x1440"],
        ),
        (Size(1280, 720), FrameRate(20), {"size": {"width": 1280, "height": 720}, "fps": 25}, ["its rate of 20"]),
    ],
)
def test_the_output_is_the_film_s_as_far_as_shotstack_makes_it(
    size: Size, rate: FrameRate, output: dict[str, Any], says: list[str]
) -> None:
    body, left_out = told(a_plan(a_shot("a", 0, join=None), size=size, rate=rate))
    check(body, "Edit")
    assert body["output"] == {"format": "mp4", **output}
    assert [line.removeprefix("the film: ")[: len(says[0])] for line in left_out] == says if says else not left_out


def test_words_pictures_and_sound_lie_above_one_another_as_in_the_film() -> None:
    title = PlannedTitle("Hello", "lower third", None, None, None, Frame(12), 48)
    lower, upper = (
        PlannedOverlay(name, DIGEST, "bottom left", Fraction(1, 4), Fraction(4, 5), Frame(24), 24)
        for name in ("x.png", "y.png")
    )
    cue = SoundCue("music", "a b/bed.ogg", DIGEST, Sample(48_000), 96_000, Fraction(-6), 100, 100)
    plan = a_plan(a_shot("a", 0, join=None, titles=(title,), overlays=(lower, upper)), cues=(cue,))
    body, _ = told(plan)
    check(body, "Edit")
    words, laid, pictures, sound = (track["clips"] for track in body["timeline"]["tracks"])
    assert (words[0]["asset"]["text"], words[0]["asset"]["position"], words[0]["start"]) == ("Hello", "bottomLeft", 0.5)
    assert [one["asset"]["src"][-5:] for one in laid] == ["y.png", "x.png"]
    assert (laid[0]["scale"], laid[0]["opacity"], laid[0]["position"]) == (0.25, 0.8, "bottomLeft")
    assert pictures[0]["asset"]["volume"] == 0
    assert sound[0] == {
        "asset": {"type": "audio", "src": f"{BASE}/a%20b/bed.ogg", "volume": 0.5012, "effect": "fadeInFadeOut"},
        "start": 1,
        "length": 2,
    }


def test_a_path_never_leads_above_the_address() -> None:
    body, _ = told(a_plan(a_shot("a", 0, join=None, asset="../../etc/x.mp4")))
    assert clips(body)[0]["asset"]["src"] == f"{BASE}/etc/x.mp4"


@given(st.lists(st.tuples(st.integers(60, 200), st.sampled_from([0, 6, 12, 18, 24, 30, 48])), min_size=1, max_size=6))
def test_the_film_is_covered_from_its_first_frame_to_its_last(shots: list[tuple[int, int]]) -> None:
    """Law: whatever the joins, no time is black, and the edit is as long as the film."""
    made, start = [], 0
    for number, (frames, join) in enumerate(shots):
        kind = PlannedJoin("dissolve", join) if join else CUT
        is_last = number + 1 == len(shots)
        made.append(replace(a_shot(f"s{number}", start, frames), join=None if is_last else kind))
        start += frames
    body, _ = told(a_plan(*made))
    check(body, "Edit")
    shown = clips(body)
    assert shown[0]["start"] == 0
    assert shown[-1]["start"] + shown[-1]["length"] == pytest.approx(start / 24)
    for one, following in pairwise(shown):
        assert one["start"] + one["length"] >= following["start"] - 1e-5
    for track in body["timeline"]["tracks"]:
        for one, following in pairwise(track["clips"]):
            assert one["start"] + one["length"] <= following["start"] + 1e-5, "clips of a track never overlap"
