"""Text for a terminal: cleaned, in columns."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.cli.text import clean, emit, say, table


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07after", "after"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("one\r\ntwo\ttabs", "one two tabs"),
        ("ends with \x1b", "ends with"),
        ("txt\u202egpj.exe", "txt gpj.exe"),
        ("half \udcff pair", "half   pair"),
    ],
)
def test_escapes_and_controls_are_stripped(hostile: str, harmless: str) -> None:
    assert clean(hostile) == harmless


@given(st.text())
def test_nothing_that_is_cleaned_can_move_a_cursor(text: str) -> None:
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in clean(text))


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["Übung 漢字 · ½", "naïve — “quoted”", "עברית", "👩‍🍳 cooks"])
def test_words_of_any_language_stay(text: str) -> None:
    assert clean(text) == text


def test_columns_line_up_and_numbers_stand_right() -> None:
    rows = [("shot", "price", "why"), ("waking.1", "0.80", ""), ("漢字", "12.00", "wide")]
    assert table(rows, right=(1,)).split("\n") == [
        " shot       price   why",
        " waking.1    0.80",
        " 漢字       12.00   wide",
    ]


def test_the_last_column_wraps_under_itself() -> None:
    wrapped = table([("waking.1", "starts from the last frame of the shot before it")], width=40).split("\n")
    assert wrapped == [" waking.1   starts from the last frame", "            of the shot before it"]


def test_a_cell_cannot_forge_a_row() -> None:
    assert "\n" not in table([("a\nb", "c")])


def test_what_is_said_keeps_lines_and_indents(capsys: pytest.CaptureFixture[str]) -> None:
    say("one\n  two \x1b[1mbold\x1b[0m")
    assert capsys.readouterr().out == "one\n  two bold\n"


@given(st.text())
def test_json_is_one_line_of_ascii_that_reads_back(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("longtake.cli.text.click.echo", lines.append)
        emit({"text": text})
    assert lines[0].isascii()
    assert "\n" not in lines[0]
    assert json.loads(lines[0]) == {"text": text}


def test_json_never_holds_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        emit({"seconds": float("nan")})
