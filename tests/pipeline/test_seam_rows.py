"""What is said of the seams of a finished film."""

from __future__ import annotations

from longtake.inspection.seam_score import SeamPart, SeamScore
from longtake.pipeline.seam_rows import SeamRow

JUMP = SeamScore(0.43, True, (SeamPart("jump", 41.2, 0.43),))


def row(*, is_drawn: bool) -> SeamRow:
    return SeamRow("one", "two", "cut", 0, False, 48, "0:02.0", JUMP, is_drawn)


def test_a_seam_that_stands_out_has_something_to_try() -> None:
    assert row(is_drawn=False).advice == "join: auto, or join: dissolve 0.5s"


def test_of_a_seam_beside_an_animatic_nothing_is_to_be_tried() -> None:
    assert row(is_drawn=True).advice == ""
