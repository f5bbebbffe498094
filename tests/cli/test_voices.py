"""`longtake voices`, and speech in the quote's and the plan's text and JSON."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]

FILM = """\
storyboard: 1
title: Film
narrator: openai/alloy
scenes:
  - narration: one two three four five
    shots: [dawn]
"""


def written(folder: Path, text: str = FILM) -> str:
    path = folder / "storyboard.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_voices_are_listed_with_price_and_certainty(run: Run) -> None:
    lines = run("voices").stdout.splitlines()
    row = next(line for line in lines if line.split()[:1] == ["tts-1"])
    assert row.split()[1:9] == ["openai", "not", "listed", "15.00", "USD", "per", "1", "million"]
    assert "documented" in row
    assert any("elevenlabs is elevenlabs-multilingual-2" in line for line in lines)


def test_voices_are_told_as_json_a_line_each(run: Run) -> None:
    told = [json.loads(line) for line in run("--json", "voices").stdout.splitlines()]
    (kokoro,) = [one for one in told if one["name"] == "kokoro"]
    assert (kokoro["event"], kokoro["is_embedded"], kokoro["price"]) == ("voice", True, "0.00 USD")


def test_music_says_that_a_storyboard_cannot_ask_for_it(run: Run) -> None:
    found = run("voices", "--music").stdout
    assert "stable-audio-2.5" in found
    assert found.rstrip().endswith("music is a file of yours, which costs nothing.")


def test_a_quote_has_a_row_for_each_voice_and_counts_it(run: Run, tmp_path: Path) -> None:
    lines = run("quote", written(tmp_path)).stdout.splitlines()
    row = next(line for line in lines if line.startswith(" voice openai/alloy"))
    assert "< 0.01 USD" in row
    assert "23 characters in 1 piece" in row
    assert "< 0.01 USD" in next(line for line in lines if line.startswith(" total"))


def test_a_quote_tells_from_what_to_what_while_the_length_is_estimated(run: Run, tmp_path: Path) -> None:
    text = FILM.replace("narrator: openai/alloy", "narrator: gpt-4o-mini-tts/alloy\nroute: {max_price: 0.50 USD}")
    (row,) = json.loads(run("--json", "quote", written(tmp_path, text)).stdout)["speech"]
    assert (row["least"], row["price"], row["greatest"]) == ("0.0004 USD", "0.0005 USD", "0.0006 USD")
    long = text.replace("one two three four five", "one two three four five " * 100)
    found = run("quote", written(tmp_path, long)).stdout
    assert "0.04–0.06 USD" in found
    assert "from 0.04 to 0.06 USD by the length of speech" in found


def test_a_range_that_reads_as_one_price_is_told_as_one(run: Run, tmp_path: Path) -> None:
    text = FILM.replace("narrator: openai/alloy", "narrator: gpt-4o-mini-tts/alloy\nroute: {max_price: 0.50 USD}")
    found = run("quote", written(tmp_path, text)).stdout
    assert "< 0.01 USD" in found
    assert "by the length of speech" not in found


def test_a_plan_shows_its_voices(run: Run, tmp_path: Path) -> None:
    found = run("plan", written(tmp_path)).stdout
    assert "openai/alloy" in found
    (piece,) = json.loads(run("--json", "plan", written(tmp_path)).stdout)["speech"]
    assert (piece["voice"], piece["characters"], piece["price"]) == ("openai/alloy", 23, "0.000345 USD")


def test_a_campaign_quotes_shared_narration_once(run: Run, tmp_path: Path) -> None:
    text = FILM.replace("scenes:", "variables: {town: Bonn}\nscenes:").replace("[dawn]", "['${town}']")
    (tmp_path / "towns.csv").write_text("town\nBonn\nUlm\n", "utf-8")
    each = ("--each", str(tmp_path / "towns.csv"))
    told = json.loads(run("--json", "quote", written(tmp_path, text), *each).stdout)
    assert [film["speech"] for film in told["films"]] == ["0.000345 USD", "0.00 USD"]
    assert "speech" in run("quote", written(tmp_path, text), *each).stdout.splitlines()[2]


def test_voices_of_this_machine_are_told_with_where_they_are(run: Run) -> None:
    told = [json.loads(line) for line in run("--json", "voices").stdout.splitlines()]
    (heart,) = [one for one in told if one["event"] == "embedded voice" and one["name"] == "heart"]
    assert (heart["languages"], heart["bytes"]) == (["en"], 92_883_511)
    assert heart["here"] in (None, "placed", "installed", "fetched")
    lines = run("voices").stdout.splitlines()
    assert next(line for line in lines if line.split()[:3] == ["heart", "en", "kokoro"])


def test_a_voice_that_nobody_knows_is_not_fetched(run: Run) -> None:
    found = run("voices", "get", "hart")
    assert found.exit_code == 2
    assert "did you mean heart?" in found.stderr


def test_what_cannot_be_said_is_told_before_a_voice_is_looked_for(run: Run, tmp_path: Path) -> None:
    found = run("say", "Good [puase] day", "-o", str(tmp_path / "said.wav"))
    assert found.exit_code == 2
    assert "[puase] is no mark" in found.stderr
