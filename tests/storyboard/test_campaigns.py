"""A table becomes films: one a row, each with its values and a name that is safe as a folder's."""

from pathlib import Path

import pytest

from longtake.errors import StoryboardError
from longtake.storyboard import read_campaign, read_values


def films(tmp_path: Path, text: str | bytes, name: str = "c.csv") -> list[tuple[str, dict[str, str]]]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(film.name, {key: value.text for key, value in film.values.items()}) for film in read_campaign(path)]


TABLES = {
    "commas": "city,count\nBonn,1\nWien,2\n",
    "semicolons": "city;count\nBonn;1\nWien;2\n",
    "tabs": "city\tcount\nBonn\t1\nWien\t2\n",
    "spaces and empty lines": "\n city , count\n\n Bonn , 1\n,\nWien,2",
    "quotes and other line ends": '"city","count"\r\n"Bonn","1"\r\nWien,2\r\n',
    "one line end of old": "city,count\rBonn,1\rWien,2",
    "a byte order mark": "\ufeffcity,count\nBonn,1\nWien,2\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_table_is_read_however_its_cells_are_parted(tmp_path: Path, text: str) -> None:
    assert films(tmp_path, text) == [
        ("film-1", {"city": "Bonn", "count": "1"}),
        ("film-2", {"city": "Wien", "count": "2"}),
    ]


def test_a_cell_may_hold_commas_quotes_and_lines(tmp_path: Path) -> None:
    text = 'film,line\na,"Hi, ""you""\nthere"\nb,x\n'
    assert films(tmp_path, text) == [("a", {"line": 'Hi, "you"\nthere'}), ("b", {"line": "x"})]


def test_an_empty_cell_gives_no_value(tmp_path: Path) -> None:
    assert films(tmp_path, "film,city,count\na,,1\n") == [("a", {"count": "1"})]


def test_numbers_of_films_sort_as_they_stand(tmp_path: Path) -> None:
    names = [name for name, _ in films(tmp_path, "city\n" + "Bonn\n" * 12)]
    assert (names[0], names[-1]) == ("film-01", "film-12")


def test_a_row_after_a_cell_of_many_lines_has_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text('film,line\na,"1\n2\n3"\nb,x\n', "utf-8")
    first, second = read_campaign(tmp_path / "c.csv")
    assert (first.place.rpartition(":")[2], second.place.rpartition(":")[2]) == ("2", "5")


WRONG = {
    "nothing": ("", "c.csv: the campaign has no films"),
    "no rows": ("city\n", "c.csv: the campaign has no films"),
    "a name that is none": (
        "the city\nBonn\n",
        "c.csv:1: column 1 is called 'the city', which is no name of a variable",
    ),
    "a doubled column": ("city,city\na,b\n", "c.csv:1: column city is here twice"),
    "a short row": ("city,count\nBonn\n", "c.csv:2: the row has 1 cells, and the first line 2"),
    "a long row": ("city\nBonn,1\n", "c.csv:2: the row has 2 cells, and the first line 1"),
    "a film that leaves its folder": (
        "film,city\n../up,Bonn\n",
        "c.csv:2: the film is called '../up', which is no name for a folder",
    ),
    "a film called as a device": ("film\nNUL\n", "c.csv:2: the film is called 'NUL', which is no name for a folder"),
    "two films of one name": ("film\nberlin\nBerlin\n", "c.csv:3: film Berlin is here twice; first at c.csv:2"),
    "a quote that stays open": ('city\n"Bonn\n', "c.csv:2: this is no table: unexpected end of data"),
    "other bytes": (b"city\nK\xf6ln\n", "c.csv:2:2: the byte 0xF6 is no UTF-8 text"),
    "binary": (b"city\n\0\n", "c.csv: the file is binary, not text"),
    "too much": ("city\n" + "x" * 1_000_000, "c.csv: the file is larger than 1 MB"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_a_table_that_means_no_films_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoryboardError) as caught:
        films(Path(), text)
    assert [str(finding).splitlines()[0] for finding in caught.value.findings] == [words]


VALUES = {
    "a list": ("[1]", "v.json: values are one JSON object"),
    "nothing": (" ", "v.json: values are one JSON object"),
    "a list for a value": ('{"a": [1]}', "v.json:1:7: the value of 'a' is a list"),
    "null": ('{"a": null}', "v.json:1:7: the value of 'a' is null"),
    "a doubled key": ('{"a": 1, "a": 2}', "v.json:1:10: 'a' is here twice"),
    "no JSON": ("{a: 1}", "v.json:1:2: this is no JSON: a key in double quotes is expected here"),
}


@pytest.mark.parametrize(("text", "words"), VALUES.values(), ids=VALUES)
def test_a_file_of_values_that_holds_none_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("v.json").write_text(text, "utf-8")
    with pytest.raises(StoryboardError) as caught:
        read_values(Path("v.json"))
    assert [str(finding).splitlines()[0] for finding in caught.value.findings] == [words]
