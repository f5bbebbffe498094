"""What the documents promise, run: the demo's film and the README's Python."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import av
import pytest

import longtake

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.long
def test_the_aurora_example_becomes_its_film(tmp_path: Path) -> None:
    story = ROOT / "examples/aurora/storyboard.yaml"
    package = longtake.make(story, tmp_path / "out", rungs=(720, 180), preset="ultrafast", values={"narrator": "joe"})
    with av.open(str(package.film)) as film:
        frames = sum(1 for _ in film.decode(film.streams.video[0]))
    assert frames == package.frames
    assert 30 < package.seconds < 50
    shots = json.loads(package.manifest.read_text())["shots"]
    assert {shot["kind"] for shot in shots} == {"animatic", "footage", "still"}
    cues = json.loads((package.folder / "plan.json").read_text())["cues"]
    assert [cue["kind"] for cue in cues] == ["narration", "narration", "narration", "music"]


def test_the_aurora_example_is_quoted_for_nothing() -> None:
    assert str(longtake.plan(ROOT / "examples/aurora/storyboard.yaml").quote.total) == "0.00 USD"


def test_the_readmes_python_runs(
    made_clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    shutil.copy(made_clips / "plain.mp4", "plain.mp4")
    Path("storyboard.yaml").write_text(
        "storyboard: 1\ntitle: Small\nframe: {size: 320x180}\nscenes:\n  - shots:\n      - {clip: plain.mp4}\n"
    )
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own words are what is tested
    told = capsys.readouterr().out
    assert "0.00 USD" in told
    assert "Progress(stage='spans'" in told
    assert Path("out/film/film.mp4").is_file()
    assert Path("out/film/hls/main.m3u8").is_file()
