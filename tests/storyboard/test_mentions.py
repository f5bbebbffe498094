"""Who an @ names: also directly after a letter of a script without spaces, never in an e-mail address."""

import pytest

from longtake.storyboard import names_of_words
from longtake.storyboard.names import spoken

NAMING = {
    "@mara pours": (("mara",), "mara pours"),
    "茶を注ぐ@mara、笑う": (("mara",), "茶を注ぐmara、笑う"),
    "看着@mara和@ben": (("mara", "ben"), "看着mara和ben"),
    "그리고@mara가": (("mara",), "그리고mara가"),
    "(@old-anna)": (("old-anna",), "(old-anna)"),
}


@pytest.mark.parametrize(("text", "found"), NAMING.items(), ids=NAMING)
def test_a_name_is_found_and_spoken(text: str, found: tuple[tuple[str, ...], str]) -> None:
    assert (names_of_words(text), spoken(text)) == found


@pytest.mark.parametrize("text", ["mara@example.org", "josé@example.org", "a.@b", "x@@mara", "@5", "_@mara"])
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    assert (names_of_words(text), spoken(text)) == ((), text)
