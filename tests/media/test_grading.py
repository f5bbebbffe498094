"""Which clips need more than the right matrix, and which tags nothing reads."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from longtake.media import ColourTags, Grading, PictureFacts, Size

PLAIN = PictureFacts(
    "h264", Size(640, 360), Size(640, 360), Fraction(1), 0, "yuv420p", 8, False, False, ColourTags(), Fraction(1, 24),
    (0,), 1, (0,),
)  # fmt: skip
PQ, HLG = "smpte2084", "arib-std-b67"


def tagged(**tags: object) -> PictureFacts:
    return replace(PLAIN, colour=ColourTags(**tags))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tags", "grading"),
    [
        ({}, None),
        ({"matrix": "bt709", "primaries": "bt709", "transfer": "bt709"}, None),
        ({"matrix": "smpte170m", "primaries": "smpte170m", "transfer": "iec61966-2-1"}, None),
        ({"transfer": PQ}, Grading("bt2020", PQ, 1000)),
        ({"transfer": PQ, "peak": 4000}, Grading("bt2020", PQ, 4000)),
        ({"transfer": PQ, "peak": 100}, Grading("bt2020", PQ, 203)),
        ({"transfer": PQ, "primaries": "smpte432"}, Grading("smpte432", PQ, 1000)),
        ({"transfer": PQ, "primaries": "bt709", "matrix": "bt709"}, Grading("bt709", PQ, 1000)),
        ({"transfer": HLG, "peak": 4000}, Grading("bt2020", HLG, 1000)),
        ({"matrix": "bt2020nc"}, Grading("bt2020")),
        ({"matrix": "bt709", "primaries": "smpte432", "transfer": "bt709"}, Grading("smpte432")),
    ],
)
def test_tags_decide_how_colours_are_brought_to_bt709(tags: dict[str, object], grading: Grading | None) -> None:
    assert tagged(**tags).grading() == grading


@pytest.mark.parametrize("tags", [{"transfer": PQ}, {"transfer": HLG}, {"primaries": "bt2020"}])
def test_a_clip_that_must_be_bt2020_is_read_by_its_matrix(tags: dict[str, object]) -> None:
    colour = tagged(**tags).read_as()
    assert (colour.matrix, colour.primaries, colour.full) == ("bt2020nc", "bt2020", False)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({}, ""),
        ({"matrix": "bt2020nc", "transfer": PQ}, ""),
        ({"matrix": "ictcp", "transfer": PQ}, "matrix ictcp"),
        ({"matrix": "bt2020c"}, "matrix bt2020c"),
        ({"matrix": "bt709", "transfer": "linear"}, "transfer linear"),
        ({"transfer": "log100"}, "transfer log100"),
    ],
)
def test_tags_that_nothing_reads_are_named(tags: dict[str, object], words: str) -> None:
    assert tagged(**tags).colour.unreadable == words
