"""Titles and overlays as an author writes them: short, long, one or several, and every stumble at its place."""

from fractions import Fraction
from pathlib import Path

import pytest
from said import film, said_of

from longtake.errors import StoryboardError
from longtake.media import FrameRate
from longtake.storyboard import (
    Overlay,
    Shot,
    Title,
    asset_paths,
    parse,
    resolve_sequence,
    sequence_paths,
    shot_keys,
)


def shot_of(*fields: str) -> Shot:
    return parse(film("{action: dawn, " + ", ".join(fields) + "}")).scenes[0].shots[0]


def test_a_title_may_be_one_line_of_text() -> None:
    [title] = shot_of("title: Aurora").title
    assert title == Title(text="Aurora")
    assert (title.style, title.position, title.font, title.at, title.length) == ("title", None, None, 0, None)


def test_a_title_says_how_where_and_when() -> None:
    [title] = shot_of(
        "title: {text: Aurora, style: Lower-Third, position: Top  Right, font: f/a.ttf, at: 0s, for: 3s}"
    ).title
    assert (title.style, title.position, title.font) == ("lower third", "top right", "f/a.ttf")
    assert (title.at, title.length) == (0, 3)


def test_a_shot_has_one_title_or_several() -> None:
    titles = shot_of("title: [Aurora, {text: and friends, at: 2s}]").title
    assert [(title.text, title.at) for title in titles] == [("Aurora", 0), ("and friends", 2)]


def test_an_overlay_may_be_one_path() -> None:
    [overlay] = shot_of("overlay: logo.png").overlay
    assert overlay == Overlay(image="logo.png")
    assert (overlay.position, overlay.width, overlay.opacity) == ("top right", Fraction(12, 100), 1)


def test_an_overlay_says_how_large_and_how_strong() -> None:
    [overlay] = shot_of("overlay: {image: a.webp, position: center, width: 12.5%, opacity: 80 %}").overlay
    assert (overlay.position, overlay.width, overlay.opacity) == ("centre", Fraction(1, 8), Fraction(4, 5))


def test_the_film_has_overlays_of_its_own() -> None:
    written = parse(film("dawn", head="overlays: [mark.png, {image: b.png, at: 1s}]\n"))
    assert [(over.image, over.at) for over in written.overlays] == [("mark.png", 0), ("b.png", 1)]


def test_fonts_and_pictures_are_assets_of_the_project() -> None:
    shots = film("{action: dawn, title: {text: a, font: f.ttf}, overlay: [x.png, y.png]}", head="overlays: z.png\n")
    paths = {text: path[-3:] for path, text in asset_paths(parse(shots))}
    assert paths == {
        "f.ttf": ("title", 0, "font"),
        "x.png": ("overlay", 0, "image"),
        "y.png": ("overlay", 1, "image"),
        "z.png": ("overlays", 0, "image"),
    }


def test_a_title_is_no_part_of_what_a_shot_is_known_by() -> None:
    assert shot_keys(parse(film("dawn"))) == shot_keys(parse(film("{action: dawn, title: Aurora}")))


def test_a_rate_makes_an_overlay_a_sequence_of_files() -> None:
    written = parse(film("{action: dawn, overlay: {image: frames, rate: 24000/1001}}", head="overlays: a.png\n"))
    [overlay] = written.scenes[0].shots[0].overlay
    assert overlay.rate == FrameRate(24000, 1001)
    assert [text for _, text in sequence_paths(written)] == ["frames"]
    assert [text for _, text in asset_paths(written)] == ["a.png"]


@pytest.mark.parametrize("text", ["frames", "frames/f_%04d.png", "f_%d.png"])
def test_a_sequence_is_a_folder_or_a_pattern_inside_the_project(text: str, tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    assert resolve_sequence(tmp_path, text) == tmp_path.resolve() / text


@pytest.mark.parametrize("text", ["a.png", "gone", "gone/f_%04d.png", "out", "out/f_%04d.png", "../f_%04d.png"])
def test_what_is_no_folder_of_the_project_is_no_sequence(text: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.png").touch()
    (project / "out").symlink_to(tmp_path)
    with pytest.raises(StoryboardError, match=r"no folder of pictures|not there|leads out of|leaves the project"):
        resolve_sequence(project, text)


SAID = {
    "a style": (
        "title: {text: a, style: lower thrid}",
        "film.yaml:4:44: title.style of shot scene-1.1: 'lower thrid' is no style of a title\n"
        "  did you mean lower third? · known: title, lower third, caption, corner",
    ),
    "a position": (
        "title: {text: a, position: left top}",
        "film.yaml:4:47: title.position of shot scene-1.1: 'left top' is no position\n"
        "  did you mean left? · known: top left, top, top right, left, centre, right, bottom left, bottom, "
        "bottom right",
    ),
    "one of several": (
        "title: [Aurora, {text: a, for: 0s}]",
        "film.yaml:4:51: title[2].for of shot scene-1.1: '0s' is no length that a film can use\n"
        "  write more than 0 s and at most 60m",
    ),
    "a width in pixels": (
        "overlay: {image: a.png, width: 120}",
        "film.yaml:4:51: overlay.width of shot scene-1.1: '120' is no share\n  write it in per cent, such as 12%",
    ),
    "no opacity at all": (
        "overlay: {image: a.png, opacity: 0%}",
        "film.yaml:4:53: overlay.opacity of shot scene-1.1: 0% is outside what can be\n"
        "  write more than 0% and at most 100%",
    ),
    "a pattern without a rate": (
        'overlay: "f_%04d.png"',
        "film.yaml:4:29: overlay.image of shot scene-1.1: f_%04d.png stands for many files, and nothing says how fast "
        "they follow each other\n  write rate: 24 beside it",
    ),
    "no picture": (
        "overlay: {width: 10%}",
        "film.yaml:4:29: overlay of shot scene-1.1 needs image",
    ),
    "nothing in the list": (
        "overlay: []",
        "film.yaml:4:29: overlay of shot scene-1.1: nothing is in this list\n  write at least one",
    ),
    "a control character": (
        'title: "a\\x07b"',
        "film.yaml:4:27: title.text of shot scene-1.1: it holds the character U+0007, which is no text\n  take it out",
    ),
    "an unknown key": (
        "title: {text: a, colour: red}",
        "film.yaml:4:37: unknown key 'colour' in title of shot scene-1.1\n"
        "  known here: text, style, position, font, at, for",
    ),
}


@pytest.mark.parametrize(("field", "words"), SAID.values(), ids=SAID)
def test_a_stumble_is_told_at_its_place(field: str, words: str) -> None:
    assert said_of(film(f"{{action: dawn, {field}}}")) == [words]
