"""Who an @ names: also directly after a letter of a script without spaces, never in an e-mail address."""

import pytest

from longtake.storyboard import Storyboard, as_read, names_of_words

STORY = Storyboard.model_validate(
    {"storyboard": 1, "cast": {"mara": "a", "ben": "b", "old-anna": "c"}, "scenes": [{"shots": ["x"]}]}
)
NAMING = {
    "@mara pours": (("mara",), "Mara pours"),
    "茶を注ぐ@mara、笑う": (("mara",), "茶を注ぐMara、笑う"),
    "看着@mara和@ben": (("mara", "ben"), "看着Mara和Ben"),
    "그리고@mara가": (("mara",), "그리고Mara가"),
    "(@old-anna)": (("old-anna",), "(Old Anna)"),
}


@pytest.mark.parametrize(("text", "found"), NAMING.items(), ids=NAMING)
def test_a_name_is_found_and_spoken(text: str, found: tuple[tuple[str, ...], str]) -> None:
    assert (names_of_words(text), as_read(text, STORY)) == found


@pytest.mark.parametrize("text", ["mara@example.org", "josé@example.org", "a.@b", "x@@mara", "@5", "_@mara"])
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    assert (names_of_words(text), as_read(text, STORY)) == ((), text)
