"""Faces as scikit-image finds them in real clips, in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtake.inspection import Admitted, admit
from longtake.inspection.faces import faces_of


@pytest.mark.clips
def test_who_looks_at_the_camera_is_found_and_a_landscape_has_nobody(clips_folder: Path) -> None:
    pytest.importorskip("skimage", reason="the extra faces is not installed")
    results = admit([clips_folder / "infinitetalk-02.mp4", clips_folder / "cogvideox-01.mp4"])
    files = [(one.path, one.facts) for one in results if isinstance(one, Admitted)]
    somebody, nobody = faces_of(files)
    assert any(left < 460 < right and top < 280 < bottom for left, top, right, bottom in somebody)
    assert nobody == ()
    assert faces_of(files) == [somebody, nobody]
