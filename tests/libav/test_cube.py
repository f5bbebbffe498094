"""Reading a `.cube` file: what the specification allows is taken, anything else is refused with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from colour_reference import cube_text, table_of
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import MediaError
from longtake.libav.cube import cube_of, read_cube

ROWS = "0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n"


@given(points=st.integers(2, 5), seed=st.integers(0, 99))
def test_a_table_reads_back_as_it_was_written(points: int, seed: int) -> None:
    table = np.random.default_rng(seed).random((points, points, points, 3))
    cube = cube_of(cube_text(table).encode(), "x.cube")
    assert (cube.points, cube.is_3d) == (points, True)
    assert np.abs(cube.table.transpose(2, 1, 0, 3) - table).max() < 1e-6


@pytest.mark.parametrize(
    "head",
    ["", '# made by hand\nTITLE "Teal, and so on"\n\n', "\ufeff", "DOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n"],
    ids=["bare", "comments", "byte order mark", "domain"],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_what_tools_write_around_a_table_is_taken(head: str, ending: str) -> None:
    text = f"{head}LUT_3D_SIZE 2\n# rows\n{ROWS}\n".replace("\n", ending)
    cube = cube_of(text.encode(), "x.cube")
    assert cube.table[1, 0, 1].tolist() == [1, 0, 1]
    assert (cube.low, cube.high) == ((0, 0, 0), (1, 1, 1))


def test_a_1d_table_is_taken() -> None:
    cube = cube_of(b"LUT_1D_SIZE 3\n0 0 0\n.5 5e-1 +0.25\n1 1 1\n", "x.cube")
    assert (cube.points, cube.is_3d) == (3, False)
    assert cube.table[1].tolist() == [0.5, 0.5, 0.25]


def test_a_domain_is_read_in_both_spellings() -> None:
    plain = cube_of(f"LUT_3D_SIZE 2\nDOMAIN_MIN -1 0 0.5\nDOMAIN_MAX 1 2 3\n{ROWS}".encode(), "x.cube")
    resolve = cube_of(f"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE -0.5 1.5\n{ROWS}".encode(), "x.cube")
    assert (plain.low, plain.high) == ((-1, 0, 0.5), (1, 2, 3))
    assert (resolve.low, resolve.high) == ((-0.5,) * 3, (1.5,) * 3)


WRONG = {
    "nothing": ("", "line 1: the file ends and has said no LUT_3D_SIZE"),
    "no size": (ROWS, "line 1: rows begin before LUT_3D_SIZE is said"),
    "too small": ("LUT_3D_SIZE 1\n0 0 0", "line 1: LUT_3D_SIZE is 1, and 2 to 65 is taken"),
    "too large": ("\nLUT_3D_SIZE 129\n", "line 2: LUT_3D_SIZE is 129, and 2 to 65 is taken"),
    "a 1D table too large": ("LUT_1D_SIZE 65537", "line 1: LUT_1D_SIZE is 65537, and 2 to 65536 is taken"),
    "half a size": ("LUT_3D_SIZE 2.5", "line 1: LUT_3D_SIZE is 2.5, and 2 to 65 is taken"),
    "a size of words": ("LUT_3D_SIZE many", "line 1: 'many' is no number that is meant here"),
    "no number at all": ("LUT_3D_SIZE", "line 1: LUT_3D_SIZE takes 1 numbers, not 0"),
    "two sizes": ("LUT_3D_SIZE 2\nLUT_3D_SIZE 2", "line 2: LUT_3D_SIZE is said twice"),
    "two tables": ("LUT_1D_SIZE 2\nLUT_3D_SIZE 2", "line 2: it holds two tables, 1D and 3D"),
    "too few rows": (f"LUT_3D_SIZE 3\n{ROWS}", "line 9: the file ends after 8 of the 27 rows that its size needs"),
    "too many rows": (f"LUT_3D_SIZE 2\n{ROWS}0 0 0", "line 10: there are more than the 8 rows that its size needs"),
    "a row of words": ("LUT_3D_SIZE 2\n0 0 0\nred", "line 3: 'red' is no row of three numbers"),
    "a row of two": ("LUT_3D_SIZE 2\n0 0 0\n1 1", "line 3: '1 1' is no row of three numbers"),
    "not a number": ("LUT_3D_SIZE 2\n0 0 0\nnan 0 0", "line 3: 'nan 0 0' is no row of three numbers"),
    "without end": ("LUT_3D_SIZE 2\n0 0 0\n1e999 0 0", "line 3: a value is far beyond any colour"),
    "a number Python alone reads": ("LUT_3D_SIZE 2\n0 0 0\n1_0 0 0", "line 3: '1_0 0 0' is no row"),
    "a stray keyword": ("LUT_4D_SIZE 2", "line 1: 'LUT_4D_SIZE' is neither a keyword of the format nor a row"),
    "a domain that ends early": (
        f"LUT_3D_SIZE 2\nDOMAIN_MIN 1 1 1\nDOMAIN_MAX 0 1 1\n{ROWS}",
        "line 11: its domain ends before it begins",
    ),
    "two domains": (
        f"LUT_3D_SIZE 2\nDOMAIN_MAX 1 1 1\nLUT_3D_INPUT_RANGE 0 1\n{ROWS}",
        "line 11: it says its domain twice, by LUT_3D_INPUT_RANGE too",
    ),
    "another file": ("\x7fELF\x02", r"line 1: '\x7fELF\x02' is neither a keyword"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_anything_else_is_refused_with_its_line_and_advice(text: str, words: str) -> None:
    with pytest.raises(MediaError) as refused:
        cube_of(text.encode(), "looks/x.cube")
    [finding] = refused.value.findings
    assert finding.message.startswith(words)
    assert (finding.place, bool(finding.advice)) == ("looks/x.cube", True)


@given(st.binary(max_size=300) | st.text("LUT_3D_SIZE 0123456789.-e\n#", max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_a_refusal(text: bytes) -> None:
    said = ""
    try:
        assert np.isfinite(cube_of(text, "x.cube").table).all()
    except MediaError as refused:
        said = refused.findings[0].message
    assert not said or said.isprintable()


def test_a_file_of_any_size_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.cube"
    with path.open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(MediaError, match="more than 16777216 bytes"):
        read_cube(path)


def test_the_largest_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.cube"
    path.write_text(cube_text(table_of(65, lambda colours: colours**2)))
    cube = read_cube(path)
    assert cube.points == 65
    assert cube.table[64, 32, 0].tolist() == [0, 0.25, 1]
