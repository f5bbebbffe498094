"""Real clips from video models: their facts equal what an independent probe wrote into manifest.json."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import longtake
from longtake.media import ClipFacts, distinct_pictures

pytestmark = pytest.mark.clips

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def measured(clips_folder: Path, manifest: list[Entry], shared_workspace: Path) -> dict[str, ClipFacts]:
    """The facts of every file, by name, measured in limited children; films of these clips find them kept."""
    results = longtake.inspect([clips_folder / entry["file"] for entry in manifest], workspace=shared_workspace)
    return {
        entry["file"]: facts for entry, facts in zip(manifest, results, strict=True) if isinstance(facts, ClipFacts)
    }


@pytest.fixture(scope="module")
def videos(manifest: list[Entry]) -> list[Entry]:
    return [entry for entry in manifest if entry["kind"] == "video" and entry["file"].endswith(".mp4")]


def test_every_file_is_admitted(manifest: list[Entry], measured: dict[str, ClipFacts]) -> None:
    assert sorted(measured) == sorted(entry["file"] for entry in manifest)


def test_digests_and_sizes_are_those_of_the_manifest(manifest: list[Entry], measured: dict[str, ClipFacts]) -> None:
    found = {name: (facts.digest, facts.size_bytes) for name, facts in measured.items()}
    assert found == {entry["file"]: (entry["sha256"], entry["size"]) for entry in manifest}


def test_pictures_are_those_of_the_manifest(videos: list[Entry], measured: dict[str, ClipFacts]) -> None:
    for entry in videos:
        expected, picture = entry["probe"], measured[entry["file"]].picture
        assert picture is not None
        assert (picture.coded.width, picture.coded.height) == (expected["width"], expected["height"]), entry["file"]
        assert (picture.frames, picture.rate) == (expected["frames"], Fraction(expected["fps"])), entry["file"]
        assert picture.is_variable == expected["vfr"]
        assert picture.time_base == Fraction(expected["time_base"])
        assert (picture.codec, picture.pixel_format) == (expected["vcodec"], expected["pix_fmt"])


def test_keyframes_are_those_of_the_manifest(videos: list[Entry], measured: dict[str, ClipFacts]) -> None:
    # The manifest counts in decoding order; all these GOPs are closed, so presentation order is the same.
    for entry in videos:
        picture = measured[entry["file"]].picture
        assert picture is not None
        assert list(picture.keyframes) == entry["probe"]["keyframes_decode_order"], entry["file"]


def test_sound_is_that_of_the_manifest(manifest: list[Entry], measured: dict[str, ClipFacts]) -> None:
    for entry in manifest:
        expected, sound = (entry["probe"] or {}).get("audio"), measured[entry["file"]].sound
        assert (sound is None) == (expected is None), entry["file"]
        if sound and expected:
            assert (sound.codec, sound.sample_rate, sound.channels) == tuple(
                expected[name] for name in ("codec", "rate", "channels")
            )
            assert abs(float(sound.seconds) - entry["audio_stats"]["decoded_duration"]) < 1e-4, entry["file"]


def test_cover_art_makes_no_video(measured: dict[str, ClipFacts]) -> None:
    assert (measured["music-01.ogg"].kind, measured["music-01.ogg"].picture) == ("sound", None)


def test_a_gif_is_a_video_with_transparency(measured: dict[str, ClipFacts]) -> None:
    facts = measured["animatediff-01.gif"]
    assert facts.picture is not None
    assert (facts.kind, facts.picture.frames, facts.picture.rate, facts.picture.has_alpha) == ("video", 16, 8, True)


def test_a_still_is_known_by_its_bytes(measured: dict[str, ClipFacts]) -> None:
    assert (measured["still-03.png"].kind, measured["still-03.png"].container) == ("still", "jpeg")


REPEATS = {
    "humo-01.mp4": (12, 29, 37, 58, 61, 85),
    "humo-02.mp4": (12, 29, 58),
    "humo-03.mp4": (29, 58),
    "humo-05.mp4": (29, 58),
    "humo-06.mp4": (12, 29, 37, 58, 61, 85, 110, 116),
    "infinitetalk-03.mp4": (13, 38, 63, 88, 113, 138, 163, 188),
    "longlive-01.mp4": tuple(range(1, 248, 3)),
    "longlive-02.mp4": tuple(range(1, 482, 3)),
    "fastvideo-14.mp4": (11, 14, 23, 29),
}
"""The repeats that the manifest's notes name (but a doubled first or last picture, which moves at one side only), and
those of a clip that it calls a conversion without a beat."""


def test_repeats_are_those_that_the_manifest_names_and_no_others(measured: dict[str, ClipFacts]) -> None:
    found = {name: facts.picture.repeats for name, facts in measured.items() if facts.picture and facts.picture.repeats}
    long = found.pop("longlive-04.mp4")
    assert found == REPEATS
    assert abs(len(long) - 477) <= 5


def test_sixteen_a_second_in_a_file_of_twenty_four_are_told_as_such(measured: dict[str, ClipFacts]) -> None:
    for name in ("longlive-01.mp4", "longlive-02.mp4"):
        picture = measured[name].picture
        assert picture is not None
        assert (distinct_pictures(picture).is_regular, distinct_pictures(picture).rate) == (True, 16)
