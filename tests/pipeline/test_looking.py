"""Inspecting clips with measures, from the front door."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import longtake
from longtake.errors import MediaError, MissingExtraError
from longtake.inspection import measuring


def test_a_clip_is_measured_and_judged_a_still_is_not_and_a_broken_file_is_refused(
    made_clips: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip")
    clip = min(made_clips.glob("*.mp4"))
    still = min(made_clips.glob("*.png"))
    first = longtake.inspect([clip, still, broken], workspace=tmp_path / "workspace", measured=True)
    again = longtake.inspect([clip, still], workspace=tmp_path / "workspace", measured=True)
    judged, plain, refused = first
    assert again == first[:2]
    assert not isinstance(judged, MediaError)
    assert not isinstance(plain, MediaError)
    assert isinstance(refused, MediaError)
    assert judged.facts.picture
    assert judged.verdict
    assert judged.verdict.usable
    assert judged.verdict.usable.frames == judged.facts.picture.frames
    assert plain.verdict is None
    assert longtake.inspect([clip], workspace=tmp_path / "workspace") == [judged.facts]


def test_a_contact_sheet_shows_both_ends_and_a_still_has_none(made_clips: Path, tmp_path: Path) -> None:
    clip, still = min(made_clips.glob("*.mp4")), min(made_clips.glob("*.png"))
    with Image.open(BytesIO(longtake.contact_sheet(clip, workspace=tmp_path / "workspace"))) as sheet:
        assert sheet.format == "PNG"
        assert len(sheet.convert("RGB").getcolors(1 << 20) or ()) > 100
    with pytest.raises(MediaError, match="no moving pictures"):
        longtake.contact_sheet(still, workspace=tmp_path / "workspace")


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="cv2 and scenedetect") as caught:
        longtake.inspect([tmp_path / "a.mp4"], workspace=tmp_path / "workspace", measured=True)
    assert caught.value.findings[0].advice == ("pip install 'longtake[seams]'",)
