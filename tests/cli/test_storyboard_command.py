"""`longtake storyboard`: what it writes, what it says, and that it never overwrites."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import longtake
from longtake.errors import InputError
from longtake.storyboard import parse, read

Run = Callable[..., Result]

PLAY = "Title: Rain\n\nINT. HOUSE - DAY\n\nMara looks out.\n\nMARA\nIt rains.\n\n/* never */\n"


@pytest.fixture
def play(tmp_path: Path) -> Path:
    path = tmp_path / "rain.fountain"
    path.write_text(PLAY, "utf-8")
    return path


def test_a_script_becomes_a_storyboard_and_the_command_says_what_is_next(run: Run, play: Path, tmp_path: Path) -> None:
    out = tmp_path / "storyboard.yaml"
    result = run("storyboard", play, "-o", out)
    assert result.exit_code == 0, result.stderr
    assert read(out).title == "Rain"
    assert result.stdout.replace(tmp_path.as_posix(), "…") == (
        "…/storyboard.yaml · Rain · 1 scene · 1 shot · 1 person · 1 place\n"
        "…/rain.fountain:10:1: left out: a boneyard: never\n"
        "\n"
        "Guessed, and marked in the file:\n"
        "  places: say what each of them looks like\n"
        "  cast: say how each of them looks\n"
        "\n"
        "Next: read it, then longtake quote …/storyboard.yaml\n"
    )


def test_as_json_it_is_one_object(run: Run, play: Path, tmp_path: Path) -> None:
    told = json.loads(run("--json", "storyboard", play, "-o", tmp_path / "out.yaml").stdout)
    assert (told["event"], told["scenes"], told["shots"]) == ("done", 1, 1)
    assert told["notes"][0]["message"] == "left out: a boneyard: never"
    assert told["guesses"] == ["places: say what each of them looks like", "cast: say how each of them looks"]


def test_a_file_that_is_there_is_never_overwritten(run: Run, play: Path, tmp_path: Path) -> None:
    out = tmp_path / "storyboard.yaml"
    out.write_text("mine", "utf-8")
    result = run("storyboard", play, "-o", out)
    assert (result.exit_code, out.read_text("utf-8")) == (2, "mine")
    assert result.stderr == (
        f"{out.as_posix()}: a file of this name is there, and is never overwritten\n"
        "  name another file with -o · or move that one away\n"
    )


def test_a_script_that_cannot_be_read_writes_nothing(run: Run, tmp_path: Path) -> None:
    script, out = tmp_path / "empty.md", tmp_path / "out.yaml"
    script.write_text("\n", "utf-8")
    result = run("storyboard", script, "-o", out)
    assert (result.exit_code, out.exists()) == (2, False)
    assert result.stderr.startswith(f"{script.as_posix()}: the script is empty\n")


def test_a_storyboard_is_yaml(play: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"out\.json is no name for a storyboard: it is written as YAML"):
        longtake.save_storyboard(longtake.read_script(play), tmp_path / "out.json")


def test_a_json_storyboard_becomes_yaml(tmp_path: Path) -> None:
    source = tmp_path / "film.json"
    source.write_text('{"storyboard": 1, "title": "Rain", "scenes": [{"shots": ["a street"]}]}', "utf-8")
    text = longtake.read_script(source).text
    assert parse(text) == read(source)
    assert text == "storyboard: 1\ntitle: Rain\n\nscenes:\n  - shots:\n      - a street\n"


def test_a_folder_that_is_not_there_is_told(play: Path, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "storyboard.yaml"
    with pytest.raises(InputError, match="it cannot be written: No such file or directory\n  check the folder"):
        longtake.save_storyboard(longtake.read_script(play), out)


def test_the_plan_tells_how_to_convert_a_script(play: Path) -> None:
    with pytest.raises(longtake.LongtakeError, match=r"longtake storyboard rain\.fountain -o storyboard\.yaml"):
        read(play)
