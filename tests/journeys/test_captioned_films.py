"""A film with words, from its storyboard to the folder: captions beside it, in its stream, and not where not wanted."""

from __future__ import annotations

from pathlib import Path

import longtake

FILM = """
storyboard: 1
title: Words
language: {language}
frame: {{size: 320x180, rate: 24}}
captions: {captions}
scenes:
  - id: opening
    narration: {narration}
    shots: [a cup fills]
"""


def made(
    folder: Path, captions: str = "on", narration: str = "Good morning. It begins.", language: str = "en"
) -> longtake.Package:
    folder.mkdir(exist_ok=True)
    storyboard = folder / "film.yaml"
    storyboard.write_text(FILM.format(captions=captions, narration=narration, language=language), "utf-8")
    return longtake.make(storyboard, folder / "out", workspace=folder / "space", workers=1)


def files(package: longtake.Package) -> set[str]:
    return {path.relative_to(package.folder).as_posix() for path in package.folder.rglob("*") if path.is_file()}


def test_a_film_with_narration_has_captions_beside_it_and_in_its_stream_until_they_are_off(tmp_path: Path) -> None:
    package = made(tmp_path)
    assert {"film.en.vtt", "film.en.srt"} <= files(package)
    assert "Good morning. It begins." in (package.folder / "film.en.srt").read_text("utf-8")
    assert 'LANGUAGE="en"' in package.playlist.read_text("utf-8").partition("SUBTITLES")[2]
    pictures = {name for name in files(package) if name.startswith("hls/") and "captions" not in name}

    without = made(tmp_path, "off")
    words = {name for name in files(without) if "captions" in name or name.endswith((".srt", ".vtt"))}
    assert words == {"thumbnails.vtt"}
    assert {name for name in files(without) if name.startswith("hls/")} == pictures

    again = made(tmp_path)
    assert not again.reused
    assert "film.en.vtt" in files(again)


def test_captions_of_another_language_are_named_in_it(tmp_path: Path) -> None:
    package = made(tmp_path, narration="毎朝は、同じ小さな儀式から始まります。", language="ja")
    assert 'NAME="日本語",LANGUAGE="ja"' in package.playlist.read_text("utf-8")
    assert (package.folder / "film.ja.vtt").read_text("utf-8").endswith("毎朝は、同じ小さな\n儀式から始まります。\n")
