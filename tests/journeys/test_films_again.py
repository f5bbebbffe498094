"""A film that is made again and again by one program: what stays between makes, and that it changes nothing."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
from films import same_bytes
from PIL import Image

import longtake

OPTIONS = {"preset": "ultrafast", "rungs": (180,)}


def story(folder: Path, words: str) -> Path:
    title = [{"text": words, "at": "0.5s", "for": "1s"}]
    shots = [{"action": "a quiet street", "for": "2s"}, {"action": "a door", "for": "2s", "title": title}]
    told = {"storyboard": 1, "title": "street", "frame": {"size": "320x180", "rate": 24}, "scenes": [{"shots": shots}]}
    path = folder / "storyboard.json"
    path.write_text(json.dumps(told))
    return path


def test_a_film_made_again_by_workers_that_stay_is_byte_for_byte_that_of_new_ones(tmp_path: Path) -> None:
    """Three edits by the same two workers; then the last film at once, in an empty workspace, by its own."""
    with longtake.Workers(2) as workers:
        for words in ("Noon", "Evening", "Night"):
            path = story(tmp_path, words)
            film = longtake.make(path, tmp_path / "kept", workspace=tmp_path / "a", workers=workers, **OPTIONS)
            assert not film.reused
    longtake.make(path, tmp_path / "new", workspace=tmp_path / "b", workers=1, **OPTIONS)
    assert same_bytes(tmp_path / "kept") == same_bytes(tmp_path / "new")


FONTS = Path(longtake.__file__).parent / "artwork" / "fonts"
NAMED = """\
storyboard: 1
title: Named
frame: {size: 320x180, rate: 24}
style: {lut: look.cube}
scenes:
  - shots:
      - {clip: a.mp4, trim: 0s..2s, title: {text: Noon, font: own.ttf}, overlay: {image: logo.png, width: 20%}}
"""


def cube(high: float) -> bytes:
    ends = (0.0, high)
    return ("LUT_3D_SIZE 2\n" + "".join(f"{r} {g} {b}\n" for b in ends for g in ends for r in ends)).encode()


def logo(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGBA", (80, 40), colour).save(data, "PNG")
    return data.getvalue()


def test_a_file_that_is_another_one_under_its_name_is_seen_by_workers_that_stay(
    tmp_path: Path, made_clips: Path
) -> None:
    """Whatever a process keeps of fonts, pictures and tables, it must not keep by their names."""
    before = {
        "storyboard.yaml": NAMED.encode(),
        "a.mp4": (made_clips / "long.mp4").read_bytes(),
        "own.ttf": (FONTS / "Inter-Regular.ttf").read_bytes(),
        "look.cube": cube(1.0),
        "logo.png": logo("white"),
    }
    after = {
        "a.mp4": (made_clips / "plain.mp4").read_bytes(),
        "own.ttf": (FONTS / "Inter-SemiBold.ttf").read_bytes(),
        "look.cube": cube(0.5),
        "logo.png": logo("red"),
    }
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    films = []
    with longtake.Workers(1) as workers:
        for number, changed in enumerate([{}, *({name: data} for name, data in after.items())]):
            for name, data in changed.items():
                (tmp_path / name).write_bytes(data)
            out = tmp_path / f"kept-{number}"
            longtake.make(tmp_path / "storyboard.yaml", out, workspace=tmp_path / "a", workers=workers, **OPTIONS)
            films.append(same_bytes(out))
    assert len({film["film.mp4"] for film in films}) == len(films)
    words = ["make", tmp_path / "storyboard.yaml", "-o", tmp_path / "new", "--workspace", tmp_path / "b"]
    command = [sys.executable, "-m", "longtake", *map(str, words), "--preset", "ultrafast", "--rungs", "180"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert films[-1] == same_bytes(tmp_path / "new")


@pytest.mark.usefixtures("workspace")
def test_two_films_at_once_and_clips_after_them_share_workers_that_stay(tmp_path: Path) -> None:
    async def both(workers: longtake.Workers) -> list[longtake.Package]:
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
        makes = (
            longtake.make_async(story(tmp_path / name, name), tmp_path / name / "out", workers=workers, **OPTIONS)
            for name in ("a", "b")
        )
        return await asyncio.gather(*makes)

    with longtake.Workers(2) as workers:
        films = asyncio.run(both(workers))
        clips = [film.film for film in films]
        joined = longtake.assemble(clips, tmp_path / "joined", join="cut", workers=workers, **OPTIONS)
    assert [film.frames for film in (*films, joined)] == [96, 96, 192]


@pytest.mark.skipif(os.name != "posix", reason="sends SIGTERM")
def test_a_watched_storyboard_is_made_after_each_change_until_it_is_told_to_end(tmp_path: Path) -> None:
    path = story(tmp_path, "Noon")
    words = ["make", path, "-o", tmp_path / "out", "--workspace", tmp_path / "ws", "--preset", "ultrafast", "--watch"]
    command = [sys.executable, "-m", "longtake", "--json", *map(str, words)]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        told = map(json.loads, program.stdout)
        *_, first = takewhile(is_not_waiting, told)
        assert (first["event"], first["frames"]) == ("done", 96)
        path.write_text("{")
        assert [one["event"] for one in takewhile(is_not_waiting, told)] == ["changed", "error"]
        story(tmp_path, "Evening")
        made = list(takewhile(is_not_waiting, told))
        program.terminate()  # as Ctrl-C, which tests that run in the background may be told to ignore
        rest = list(told)
    assert (made[0]["event"], made[-1]["event"], made[-1]["reused"]) == ("changed", "done", False)
    assert [one["kind"] for one in rest] == ["Terminated"]
    assert program.returncode == 143
    assert program.stderr
    again = longtake.make(path, tmp_path / "out", workspace=tmp_path / "ws", preset="ultrafast")
    assert again.reused


def is_not_waiting(one: dict[str, object]) -> bool:
    return one["event"] != "watching"
