"""What inspection says of colours: HDR and how it is mapped, LUTs, and Dolby Vision that nobody here can read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from make_fixtures import make_one

from longtake.errors import MediaError
from longtake.inspection import Admitted, Refused, admit, describe
from longtake.libav.probing import probe
from longtake.media import ColourTags, Grading

MAPPED = "is mapped to SDR by BT.2390; BT.2020 colours are brought to BT.709's, those outside cut to its edge"


@pytest.mark.parametrize(
    ("kind", "grading", "words"),
    [
        ("hdr", Grading("bt2020", "smpte2084", 1000), f"HDR (PQ, up to 1000 nits) {MAPPED}"),
        ("hdr-4000", Grading("bt2020", "smpte2084", 4000), f"HDR (PQ, up to 4000 nits) {MAPPED}"),
        ("hlg", Grading("bt2020", "arib-std-b67", 1000), f"HDR (HLG, up to 1000 nits) {MAPPED}"),
    ],
)
def test_an_hdr_clip_is_known_and_says_how_it_will_be_mapped(
    kind: str, grading: Grading, words: str, tmp_path: Path
) -> None:
    facts = probe(make_one(tmp_path, kind))
    assert facts.picture
    assert facts.picture.grading() == grading
    assert words in facts.notes
    assert words in describe(facts, kind)


def test_the_screen_that_a_clip_was_mastered_on_is_told(tmp_path: Path) -> None:
    facts = probe(make_one(tmp_path, "hdr-4000"))
    assert facts.picture
    assert facts.picture.colour == ColourTags("bt2020nc", "bt2020", "smpte2084", False, 4000)
    assert "smpte2084 limited mastered at 4000 nits; read as bt2020nc limited" in describe(facts, "x")


@pytest.mark.parametrize("kind", ["plain", "bt601", "full-range", "untagged", "ten-bit"])
def test_a_plain_clip_needs_no_grading(kind: str, tmp_path: Path) -> None:
    facts = probe(make_one(tmp_path, kind))
    assert facts.picture
    assert facts.picture.grading() is None


def test_dolby_vision_in_its_own_colours_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = make_one(tmp_path, "untagged")
    before, _, after = path.read_bytes().rpartition(b"avc1")  # the sample entry; the brand before it stays
    path.write_bytes(before + b"dvav" + after)
    with pytest.raises(
        MediaError, match=r"its colours are Dolby Vision's own \(profile 5\)[^\n]*\n  export it as HDR10"
    ):
        probe(path)


def cube(points: int, rows: int) -> str:
    return f"LUT_3D_SIZE {points}\n" + "0.5 0.25 1\n" * rows


def test_a_lut_is_admitted_with_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "Teal.CUBE"
    path.write_text(cube(3, 27))
    [result] = admit([path])
    assert isinstance(result, Admitted)
    assert (result.facts.kind, result.facts.container, result.facts.picture) == ("lut", "cube", None)
    assert describe(result.facts, "Teal.CUBE").endswith("it is a 3D table of 3 points a side")


def test_a_lut_of_the_wrong_size_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "short.cube"
    path.write_text(cube(3, 26))
    [result] = admit([path])
    assert isinstance(result, Refused)
    [finding] = result.error.findings
    assert finding.place == str(path)
    assert finding.message == "line 27: the file ends after 26 of the 27 rows that its size needs"
    assert finding.advice == ("export the LUT again as .cube",)


def test_a_picture_called_a_lut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.cube"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + np.random.default_rng(0).bytes(500))
    [result] = admit([path])
    assert isinstance(result, Refused)
    assert "is neither a keyword of the format" in result.error.findings[0].message
