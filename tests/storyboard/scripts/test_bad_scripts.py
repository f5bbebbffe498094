"""Files that are no scripts: one finding each, with its place and a way out; and scripts made to take forever."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from adapted import refused

from longtake.errors import StoryboardError
from longtake.storyboard.scripts import adapt, adapt_text

FILES = {
    "an empty file": (b"", "the script is empty\n  write what is seen or said, a paragraph a scene"),
    "spaces": (b" \n\n\t\n", "the script is empty\n  write what is seen or said, a paragraph a scene"),
    "ten megabytes": (
        b"word " * 2_000_000,
        "the script is larger than 1 MB\n  split it: one file a film, or a part of it",
    ),
    "binary data": (b"\x89PNG\r\n\x1a\n\x00\x00", "the file is binary, not text\n  name the script itself"),
    "a PDF": (b"%PDF-1.7\n", "the file is a PDF\n  save it as plain text in UTF-8"),
    "rich text": (b"{\\rtf1 hello}", "the file is rich text (RTF)\n  save it as plain text in UTF-8"),
    "UTF-16": ("hello".encode("utf-16"), "the file is UTF-16 text\n  save it as plain text in UTF-8"),
}


@pytest.mark.parametrize(("data", "words"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("end", [".txt", ".md", ".fountain", ".csv", ".srt", ".vtt", ".html"])
def test_a_file_that_is_no_script_gets_one_finding(data: bytes, words: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / f"film{end}"
    path.write_bytes(data)
    with pytest.raises(StoryboardError) as caught:
        adapt(path)
    assert [str(finding) for finding in caught.value.findings] == [f"{path.as_posix()}: {words}"]


def test_another_encoding_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "film.txt"
    path.write_bytes("Good morning.\nCafé.\n".encode("latin-1"))
    with pytest.raises(StoryboardError) as caught:
        adapt(path)
    assert str(caught.value) == (
        f"{path.as_posix()}:2:4: the byte 0xE9 is no UTF-8 text\n"
        "  save it as UTF-8 · or convert it: iconv -f WINDOWS-1252 -t UTF-8 film.txt"
    )


def test_a_missing_file_and_an_unknown_kind_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        StoryboardError, match=r"film\.txt: the script cannot be opened: no such file\n  check the path"
    ):
        adapt(tmp_path / "film.txt")
    with pytest.raises(
        StoryboardError, match=r"film\.doc: \.doc is no kind of script that is read\n  known: \.txt, \.md"
    ):
        adapt(tmp_path / "film.doc")


def test_a_format_that_is_said_wins_over_the_name(tmp_path: Path) -> None:
    path = tmp_path / "film.txt"
    path.write_text("INT. HOUSE - DAY\n\nRain.\n", "utf-8")
    assert adapt(path, "fountain").storyboard.scenes[0].at == "house-day"


def test_a_script_that_only_has_what_no_film_shows_is_told_with_what_was_left_out() -> None:
    first, second = refused("```\ncode\n```\n", "markdown")
    assert first.startswith("film: the script says nothing that could be seen or heard")
    assert second.startswith("film:1:1: left out: a block of code: code")


def test_a_text_too_long_for_a_storyboard_is_told_with_its_line() -> None:
    (words,) = refused("A cup.\n\n" + "word " * 5000, "text")
    assert words.startswith("film:3:1: narration")
    assert "it has 24999 characters; a text has at most 20000\n  split it into scenes" in words


SLOW = {
    "boneyards": ("fountain", "/**/\n" * 100_000 + "A dog.\n"),
    "notes": ("fountain", "A dog.\n\n" + "[[\n" * 100_000),
    "characters": ("fountain", "".join(f"MAN {n}\nHi.\n\n" for n in range(30_000))),
    "one heading": ("markdown", "# a\n" * 100_000 + "text\n"),
    "brackets": ("markdown", "[" * 400_000),
    "stars": ("markdown", "**a " * 100_000),
    "open tags": ("html", "<b>x" * 100_000),
    "open blocks": ("html", "<div>x" * 60_000),
    "open rows": ("html", "<table>" + "<tr><td>x" * 60_000),
    "cues at one time": ("srt", "".join(f"{n}\n00:00:01,000 --> 00:00:02,000\nx\n\n" for n in range(20_000))),
    "voices": ("vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v" + " " * 400_000 + "\n"),
    "dashes": ("text", "- " * 400_000 + "x"),
    "one word": ("text", "a" * 15_000),
    "names": ("text", " ".join(f"@n{n}" for n in range(3_000))),
}  # fmt: skip


@pytest.mark.proof
@pytest.mark.long
@pytest.mark.parametrize(("format", "text"), SLOW.values(), ids=SLOW)
def test_a_script_made_to_take_forever_does_not(format: str, text: str) -> None:
    before = time.process_time()
    with suppress(StoryboardError):
        adapt_text(text, format)
    assert time.process_time() - before < 30
