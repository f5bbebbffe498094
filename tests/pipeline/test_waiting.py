"""What is planned and quoted and not made yet: making stops before any work, at its line."""

from importlib.resources import files
from pathlib import Path

import pytest

import longtake
from longtake.errors import NotYetError

HOSTED = """\
storyboard: 1
route: {final: [kling-3.0]}
scenes:
- shots:
  - dawn
  - {action: the sun rises, join: continue}
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "storyboard.yaml"
    path.write_text(HOSTED, "utf-8")
    return path


def test_a_film_of_hosted_models_is_planned(written: Path, tmp_path: Path) -> None:
    planned = longtake.plan(written, workspace=tmp_path / "kept")
    assert [shot.words for shot in planned.plan.shots] == ["dawn", "the sun rises"]


def test_making_it_stops_before_any_work_with_all_that_waits(written: Path, tmp_path: Path) -> None:
    written.write_text(HOSTED.replace("route: {final: [kling-3.0]}\n", "").replace("dawn", "{action: x, says: Oh.}"))
    with pytest.raises(NotYetError) as caught:
        longtake.make(written, tmp_path / "out", workspace=tmp_path / "kept")
    assert [(finding.place, finding.message[:37]) for finding in caught.value.findings] == [
        (f"{written.as_posix()}:4:17", "says of shot scene-1.1: words are sai"),
        (f"{written.as_posix()}:5:35", "join of shot scene-1.2: continue star"),
    ]
    assert not (tmp_path / "out" / "film.mp4").exists()


def test_a_model_that_nobody_here_can_ask_stops_before_any_work(tmp_path: Path) -> None:
    path = tmp_path / "storyboard.yaml"
    path.write_text(HOSTED.replace("[kling-3.0]", "[nobodys-3.0]"), "utf-8")
    ours = files("longtake.catalogue").joinpath("models", "kling-3.0.toml").read_text("utf-8")
    theirs = ours.replace('"kling-3.0"', '"nobodys-3.0"').replace('provider = "kling"', 'provider = "nobody"')
    (tmp_path / "nobodys.toml").write_text(theirs, "utf-8")
    with pytest.raises(NotYetError, match=r"shot scene-1.1: nobodys-3.0: .* cannot be bought yet"):
        longtake.make(path, tmp_path / "out", workspace=tmp_path / "kept", catalogue=[tmp_path / "nobodys.toml"])
    assert not (tmp_path / "out" / "film.mp4").exists()
