"""Trying a hardware encoder. The hardware is a stand-in: x264 behind another encoder's name, with one flaw or none."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import av
import pytest

from longtake.errors import InputError
from longtake.libav.hardware import HARDWARE
from longtake.media import FrameRate, HardwareRung, Size, ladder_for
from longtake.pipeline import trial as trying
from longtake.pipeline.equipping import equipped
from longtake.pipeline.events import Event, Notice
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.means import ENCODERS, checked_encoder
from longtake.pipeline.trial import EncoderTrial, flaw_of, tried_apart

RATE = FrameRate(24)
LADDER = ladder_for(Size(320, 180), RATE, short_sides=[180, 90], preset="ultrafast")
GOOD = "keyint=96:min-keyint=96:scenecut=0:open-gop=0:bframes=2:stitchable=1"


def trial(name: str = "nvenc", workers: int = 1) -> EncoderTrial:
    return EncoderTrial(LADDER.encoded_by(name), RATE, workers)


class Card:
    """Stands in for hardware: takes the options of another encoder and encodes with x264.

    flaws: x264's settings for the n-th context that is opened, where they are not the good ones; most: how many
    contexts may be there at once.
    """

    def __init__(self, flaws: Callable[[int], str] = lambda number: GOOD, most: int = 10**6) -> None:
        self.flaws, self.most, self.asked = flaws, most, list[tuple[str, dict[str, str]]]()

    def __call__(self, codec: str, mode: str, hwaccel: object = None) -> Any:
        return _Context(self, codec, av.CodecContext.create("libx264", mode))


class _Context:
    def __init__(self, card: Card, codec: str, context: Any) -> None:
        vars(self).update(card=card, codec=codec, context=context, options={})

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["context"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "options":
            vars(self)["options"] = value
        else:
            setattr(vars(self)["context"], name, value)

    def open(self) -> None:
        card, given = vars(self)["card"], vars(self)["options"]
        number = len(card.asked)
        if number >= card.most:
            raise av.error.ExternalError(-1, "no more sessions", "card")
        card.asked.append((vars(self)["codec"], given))
        settings = {"preset": "ultrafast", "profile": "high", "x264-params": card.flaws(number)}
        vars(self)["context"].options = {**settings, "level": given["level"]}
        vars(self)["context"].open()


def test_hardware_that_keeps_the_rules_passes() -> None:
    card = Card()
    assert flaw_of(trial(), card) == ""
    assert {codec for codec, _ in card.asked} == {"h264_nvenc"}


@pytest.mark.parametrize("name", [name for name, kind in HARDWARE.items() if not kind.device])
def test_each_is_given_its_own_pictures_and_the_rung_s_rules(name: str) -> None:
    card, rung = Card(), LADDER.encoded_by(name).top
    kind = HARDWARE[name]
    if kind.pixel_format == "yuv420p":
        assert flaw_of(trial(name), card) == ""
    assert isinstance(rung, HardwareRung)
    options = kind.options(rung, 96)
    assert (options["g"], options["maxrate"], options["profile"]) == ("96", str(rung.maxrate), "high")


FLAWS = {
    "keyframes inside a span": ("keyint=10:min-keyint=10:scenecut=0", r"rung 180p: a span of 48 pictures has 5 IDR"),
    "other parameter sets in the second span": (None, r"rung 180p, span 1 .* has other codec parameters"),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_hardware_that_breaks_the_rules_of_essence_is_found_out(flaw: str) -> None:
    settings, words = FLAWS[flaw]
    card = Card(lambda number: settings or (f"{GOOD}:ref={1 + number % 2}:cabac={number % 2}"))
    # Two contexts are opened first, to see that so many can be; then one a span.
    assert re.search(words, flaw_of(trial(), card))


def test_rungs_of_different_reorder_depth_are_found_out() -> None:
    card = Card(lambda number: GOOD if number < 4 else f"{GOOD}:bframes=0")
    assert flaw_of(trial(), card) == "its rungs have different reorder depths ([0, 2])"


def test_a_card_that_opens_few_encoders_says_how_many_workers_would_do() -> None:
    assert flaw_of(trial(workers=4), Card(most=5)) == (
        "it opens 5 encoders at once, and 4 workers need 8: --workers 2 would do"
    )


def test_an_encoder_that_cannot_be_opened_says_why() -> None:
    assert flaw_of(trial(), Card(most=0)) == "the encoder refuses rung 180p (320x180, level 1.3): no more sessions"


def test_an_encoder_that_libav_was_built_without_is_told_so() -> None:
    def none_such(codec: str, mode: str, hwaccel: object = None) -> Any:
        return av.CodecContext.create(f"{codec}_of_another_build", mode)

    assert flaw_of(trial(), none_such) == "libav is built without h264_nvenc"


def test_what_this_machine_lacks_is_found_by_trying_in_a_process_of_its_own() -> None:
    assert tried_apart(trial("videotoolbox")) == "libav is built without h264_videotoolbox"


@dataclass(frozen=True)
class CrashingTrial(EncoderTrial):
    def work(self, recorder: FlightRecorder) -> str:
        recorder.reading(0)
        os.kill(os.getpid(), signal.SIGSEGV)
        return ""


def test_a_driver_that_crashes_is_only_another_flaw() -> None:
    wrong = tried_apart(CrashingTrial(LADDER.encoded_by("nvenc"), RATE, 1))
    assert wrong == "its driver crashed"


@dataclass(frozen=True)
class HangingTrial(EncoderTrial):
    def work(self, recorder: FlightRecorder) -> str:
        signal.pause()
        return ""


def test_a_driver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "_SECONDS", 2)
    assert tried_apart(HangingTrial(LADDER.encoded_by("nvenc"), RATE, 1)) == "it did not answer within 2 s"


def only(*working: str) -> Callable[[EncoderTrial], str]:
    """Tries nothing: these work and the others do not."""
    return lambda trial: "" if trial.ladder.top.encoder in working else "there is none"


def told(events: list[Event]) -> list[str]:
    return [event.message for event in events if isinstance(event, Notice)]


def test_an_encoder_by_name_is_given_every_rung() -> None:
    ladder = equipped(LADDER, RATE, 2, "qsv", lambda event: None, only("qsv"))
    assert [rung.encoder for rung in ladder.rungs] == ["qsv", "qsv"]
    assert [rung.size for rung in ladder.rungs] == [rung.size for rung in LADDER.rungs]


def test_an_encoder_by_name_that_is_absent_is_an_error_that_names_what_is_there() -> None:
    with pytest.raises(InputError, match=r"nvenc does not work here: there is none\n  qsv works here · --encoder x264"):
        equipped(LADDER, RATE, 2, "nvenc", lambda event: None, only("qsv"))
    with pytest.raises(InputError, match="no other hardware encoder works here either"):
        equipped(LADDER, RATE, 2, "nvenc", lambda event: None, only())


def test_any_hardware_is_the_first_that_works() -> None:
    events: list[Event] = []
    assert equipped(LADDER, RATE, 2, "hardware", events.append, only("qsv", "vaapi")).top.encoder == "qsv"
    assert told(events) == ["qsv encodes this film; made again elsewhere, its bytes may differ"]


def test_without_any_hardware_x264_encodes_and_that_is_told() -> None:
    events: list[Event] = []
    assert equipped(LADDER, RATE, 2, "hardware", events.append, only()) == LADDER
    (words,) = told(events)
    assert words.startswith("no hardware encoder works here, so x264 encodes this film (nvenc: there is none; qsv:")


def test_the_encoder_is_in_the_name_of_what_it_makes() -> None:
    from longtake.media import digest_of

    rungs = [LADDER.top, *(LADDER.encoded_by(name).top for name in HARDWARE)]
    assert len({digest_of(rung) for rung in rungs}) == len(rungs)
    assert replace(LADDER.top) == LADDER.top != LADDER.encoded_by("nvenc").top


def test_every_encoder_that_can_be_asked_for_is_known() -> None:
    assert set(ENCODERS) == {"x264", "hardware", *HARDWARE}
    with pytest.raises(InputError, match="'h265' is no encoder\n  use x264, hardware, nvenc"):
        checked_encoder("h265")
