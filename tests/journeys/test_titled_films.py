"""Films with titles and overlays: what a change costs, what stays as it was, and what is seen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from films import encoding, lumas, numbers, same_bytes
from PIL import Image

import longtake
from longtake.errors import InputError

STORYBOARD = """\
storyboard: 1
title: Titled
frame: {{size: 320x180, rate: 24}}
{head}
scenes:
  - id: one
    shots:
      - {{clip: a.mp4, trim: 1s..6s, {first}}}
      - {{clip: b.mp4, trim: 2s..7s, join: dissolve 0.5s, {second}}}
      - {{clip: a.mp4, trim: 1s..3s, join: cut, overlay: {third}}}
"""
TITLE = "title: {{text: {text}, style: caption, at: {at}, for: {length}}}"


def title(text: str = "Aurora", at: str = "4s", length: str = "2s") -> str:
    return TITLE.format(text=text, at=at, length=length)


def written(
    folder: Path,
    made_clips: Path,
    first: str = "sound: off",
    second: str = "sound: off",
    third: str = "{image: logo.png, width: 20%, at: 0.5s, for: 1s}",
    head: str = "",
) -> Path:
    folder.mkdir(exist_ok=True)
    for name in ("a.mp4", "b.mp4"):
        content = name.encode()
        box = (8 + len(content)).to_bytes(4, "big") + b"free" + content
        (folder / name).write_bytes((made_clips / "long.mp4").read_bytes() + box)
    for name in ("logo.png", "mark.png"):
        picture = np.zeros((40, 80, 4), np.uint8)  # a dark half and a light one, seen over anything
        picture[8:32, 10:40], picture[8:32, 40:70] = (0, 0, 0, 220), (255, 255, 255, 220)
        Image.fromarray(picture).save(folder / name)
    path = folder / "storyboard.yaml"
    path.write_text(STORYBOARD.format(first=first, second=second, third=third, head=head))
    return path


def made(storyboard: Path, out: Path, space: Path, workers: int = 1) -> longtake.Package:
    return longtake.make(storyboard, out, workspace=space, workers=workers, rungs=(180, 90), preset="ultrafast")


def encoded(storyboard: Path, out: Path, space: Path) -> tuple[int, int]:
    """How many spans a make encodes anew, and of how many."""
    return encoding(storyboard, out, workspace=space, rungs=(180, 90))[1:]


def pictures(film: Path) -> list[str]:
    return [hashlib.sha256(np.ascontiguousarray(luma)).hexdigest() for luma in lumas(film)]


CHANGES = {
    "another text": ({"first": title("Borealis")}, (4, 6)),
    "moved by a second": ({"first": title(at="3s")}, (3, 6)),
    "shorter": ({"first": title(length="1s")}, (4, 6)),
    "taken out": ({}, (4, 6)),
    "a second one": ({"first": title(), "second": title("And more", "3s", "1s")}, (8, 9)),
}


@pytest.fixture(scope="module")
def project(made_clips: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str], int]:
    """A film with a title over its first join, from 4 s to 6 s: its project, workspace, pictures and spans."""
    folder = tmp_path_factory.mktemp("titled")
    storyboard = written(folder / "project", made_clips, first=title())
    anew, total = encoded(storyboard, folder / "out", folder / "space")
    assert anew == total
    return folder / "project", folder / "space", pictures(folder / "out" / "film.mp4"), total


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_title_encodes_the_spans_it_covers_and_leaves_all_other_pictures(
    change: str, project: tuple[Path, Path, list[str], int], made_clips: Path, tmp_path: Path
) -> None:
    folder, space, before, total = project
    shots, (start, end) = CHANGES[change]
    storyboard = written(folder, made_clips, **shots)
    anew, _ = encoded(storyboard, tmp_path / "out", space)
    assert 1 <= anew <= 3 < total
    after = pictures(tmp_path / "out" / "film.mp4")
    differing = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    assert differing, "nothing is seen of the change"
    assert (start - 2) * 24 <= min(differing)
    assert max(differing) < (end + 2) * 24
    full = made(storyboard, tmp_path / "full", tmp_path / "other-space")
    assert same_bytes(tmp_path / "out") == same_bytes(full.folder)


def test_the_manifest_lists_what_lies_over_the_film(project: tuple[Path, Path, list[str], int]) -> None:
    folder = project[0]
    manifest = json.loads((folder.parent / "out" / "manifest.json").read_bytes())
    logo = hashlib.sha256((folder / "logo.png").read_bytes()).hexdigest()
    assert manifest["laid_over"] == [
        {"title": "Aurora", "font": None, "sha256": None, "frames": [96, 144]},
        {"overlay": "logo.png", "sha256": logo, "frames": [252, 276]},
    ]


def test_one_worker_or_three_make_the_same_titled_film(made_clips: Path, tmp_path: Path) -> None:
    storyboard = written(tmp_path / "project", made_clips, first=title(), head="overlays: mark.png")
    films = [
        same_bytes(made(storyboard, tmp_path / f"out{workers}", tmp_path / f"space{workers}", workers).folder)
        for workers in (1, 3)
    ]
    assert films[0] == films[1]


def test_the_numbers_of_the_frames_are_the_same_under_titles(made_clips: Path, tmp_path: Path) -> None:
    plain = made(written(tmp_path / "project", made_clips), tmp_path / "plain", tmp_path / "space")
    head = "overlays: {image: mark.png, position: right, width: 10%}"
    storyboard = written(tmp_path / "project", made_clips, first=title(), second=title("More"), head=head)
    titled = made(storyboard, tmp_path / "titled", tmp_path / "space")
    assert numbers(titled.film) == numbers(plain.film)
    assert pictures(titled.film) != pictures(plain.film)


def test_a_watermark_costs_an_edit_no_more_than_a_film_without_one(made_clips: Path, tmp_path: Path) -> None:
    mark = "overlays: mark.png"
    for name, head in (("plain", ""), ("marked", mark)):
        storyboard = written(tmp_path / name, made_clips, head=head)
        encoded(storyboard, tmp_path / f"{name}-out", tmp_path / f"{name}-space")
    costs = []
    for name, head in (("plain", ""), ("marked", mark)):
        storyboard = written(tmp_path / name, made_clips, head=head)
        storyboard.write_text(storyboard.read_text().replace("trim: 1s..6s", "trim: 1s..5.5s"))
        costs.append(encoded(storyboard, tmp_path / f"{name}-out", tmp_path / f"{name}-space"))
    assert costs[0] == costs[1]
    assert costs[0][0] <= 3


def test_an_overlay_is_seen_where_and_when_it_is_written(made_clips: Path, tmp_path: Path) -> None:
    """The logo of the third shot: at the top right, from 0.5 s to 1.5 s after the shot began."""
    storyboard = written(tmp_path / "project", made_clips)
    with_logo = list(lumas(made(storyboard, tmp_path / "with", tmp_path / "space").film))
    storyboard.write_text(storyboard.read_text().replace("width: 20%", "width: 20%, opacity: 0.01%"))
    without = list(lumas(made(storyboard, tmp_path / "without", tmp_path / "space").film))
    begin = 10 * 24 + 12
    for number, (one, other) in enumerate(zip(with_logo, without, strict=True)):
        difference = np.abs(one.astype(int) - other)
        if begin <= number < begin + 24:
            assert difference[:90, 200:].max() > 40
            assert difference[:, :160].mean() < 2
        else:
            assert difference.mean() < 2


def sequence(folder: Path, shades: dict[int, int]) -> None:
    """Numbered pictures, each a square of its own shade."""
    folder.mkdir(exist_ok=True)
    for number, shade in shades.items():
        Image.new("RGBA", (40, 40), (shade, shade, shade, 255)).save(folder / f"f_{number:03}.png")


def test_a_sequence_of_pictures_plays_at_its_own_rate_and_holds_its_last(made_clips: Path, tmp_path: Path) -> None:
    sequence(tmp_path / "frames", {7: 20, 8: 120, 9: 240})
    third = '{image: "frames/f_%03d.png", rate: 4, position: centre, width: 20%}'
    film = list(lumas(made(written(tmp_path, made_clips, third=third), tmp_path / "out", tmp_path / "space").film))
    seen = [round(float(film[240 + at][80:100, 150:170].mean()) / 20) * 20 for at in (1, 4, 7, 10, 13, 40)]
    assert seen == [20, 20, 120, 120, 240, 240]


def test_a_changed_picture_of_a_sequence_is_seen(made_clips: Path, tmp_path: Path) -> None:
    third = "{image: frames, rate: 4, position: centre}"
    sequence(tmp_path / "frames", {1: 20, 2: 120})
    storyboard = written(tmp_path, made_clips, third=third)
    before = longtake.plan(storyboard).plan.shots[2].overlays[0].digest
    sequence(tmp_path / "frames", {2: 121})
    assert longtake.plan(storyboard).plan.shots[2].overlays[0].digest != before


WRONG = {
    "too many words": ({"first": f"title: {'word ' * 1000}"}, "3000|5000|4999", 8),
    "letters that its font has not": ({"first": 'title: "\\u0915\\u0916"'}, "has no letters for", 8),
    "a moment after its shot": ({"first": title(at="6s")}, "is to appear 6 s after its start", 8),
    "a picture that is too high": ({"head": "overlays: {image: tall.png, width: 90%}"}, "higher than the film", 4),
    "a font that is none": ({"first": "title: {text: a, font: logo.png}"}, "it is no font", 8),
    "a sequence with a gap": ({"third": "{image: gap, rate: 24}"}, "picture 2 of 1 to 3 is missing", 10),
    "a sequence of two sizes": ({"third": "{image: sizes, rate: 24}"}, "f_002.png is 20x20, the first", 10),
    "a pattern without a rate": ({"third": '"gap/f_%03d.png"'}, "nothing says how fast they follow", 10),
    "a sequence outside": ({"third": "{image: .., rate: 24}"}, "leaves the project folder", 10),
    "a link that leads outside": ({"third": "{image: linked, rate: 24}"}, "leads out of the project folder", 10),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_lie_over_the_film_is_one_error_at_its_place(case: str, made_clips: Path, tmp_path: Path) -> None:
    shots, words, line = WRONG[case]
    folder = tmp_path / "project"
    storyboard = written(folder, made_clips, **shots)
    Image.new("RGBA", (20, 200)).save(folder / "tall.png")
    sequence(folder / "gap", {1: 20, 3: 20})
    sequence(folder / "sizes", {1: 20})
    Image.new("RGBA", (20, 20)).save(folder / "sizes" / "f_002.png")
    sequence(tmp_path / "elsewhere", {1: 20})
    (folder / "linked").mkdir()
    (folder / "linked" / "f_001.png").symlink_to(tmp_path / "elsewhere" / "f_001.png")
    with pytest.raises(InputError, match=words) as refused:
        longtake.plan(storyboard)
    [finding] = refused.value.findings
    assert finding.place.startswith(f"{storyboard.as_posix()}:{line}:")
    assert finding.advice
