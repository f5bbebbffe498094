"""A shot is known by its own words: what happens around it moves nothing that is its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.storyboard import Storyboard, as_read, label, names_of_words, parse, scene_name, shot_keys, shot_name


def of_actions(*actions: str) -> Storyboard:
    return Storyboard.model_validate({"storyboard": 1, "scenes": [{"id": "waking", "shots": list(actions)}]})


def test_names_count_and_keys_do_not() -> None:
    (keys,) = shot_keys(of_actions("@mara pours water over coffee; steam rises", "the cup fills"))
    assert keys == ("waking.mara-pours-water-over-coffee-af5612", "waking.the-cup-fills-9a12a1")
    assert [shot_name("waking", number) for number in (0, 1)] == ["waking.1", "waking.2"]


def test_an_id_is_name_and_key() -> None:
    storyboard = parse("storyboard: 1\nscenes: [{id: waking, shots: [{id: pour, action: she pours}]}]")
    assert shot_keys(storyboard) == (("waking.pour",),)
    assert shot_name("waking", 0, "pour") == "waking.pour"


def test_words_of_any_script_make_a_key() -> None:
    (keys,) = shot_keys(of_actions("コーヒーを注ぐ", "Élodie sème"))
    assert keys[0].removeprefix("waking.").isalnum()
    assert keys[1].startswith("waking.elodie-seme-")


def test_two_parts_of_one_clip_are_two_shots() -> None:
    storyboard = parse("storyboard: 1\nscenes: [{shots: [{clip: a.mp4, trim: ..2s}, {clip: a.mp4, trim: 4s..}]}]")
    first, second = shot_keys(storyboard)[0]
    assert first != second
    assert "~" not in first + second


def test_shots_of_the_same_words_are_counted() -> None:
    (keys,) = shot_keys(of_actions("rain", "rain", "rain"))
    assert keys == (keys[0], f"{keys[0]}~2", f"{keys[0]}~3")


def test_a_scene_without_an_id_lends_no_position_to_its_shots() -> None:
    one = parse("storyboard: 1\nscenes: [{shots: [dawn]}]")
    two = parse("storyboard: 1\nscenes: [{shots: [night]}, {shots: [dawn]}]")
    assert shot_keys(one)[0] == shot_keys(two)[1]


_ACTIONS = some.lists(some.text("abc ", min_size=1).filter(str.strip), min_size=1, max_size=8, unique_by=str.strip)


@given(_ACTIONS, some.text("xyz", min_size=1), some.data())
def test_inserting_a_shot_changes_no_other_key(actions: list[str], new: str, data: some.DataObject) -> None:
    at = data.draw(some.integers(0, len(actions)))
    (before,) = shot_keys(of_actions(*actions))
    (after,) = shot_keys(of_actions(*actions[:at], new, *actions[at:]))
    assert after[:at] + after[at + 1 :] == before


LABELS = {
    "the file": ((), "the storyboard"),
    "a field": (("frame", "size"), "frame.size"),
    "an item": (("style", "palette", 1), "style.palette[2]"),
    "a scene": (("scenes", 1), "scene scene-2"),
    "a shot's field": (("scenes", 0, "shots", 1, "join"), "join of shot waking.2"),
    "a deep field": (("scenes", 0, "shots", 0, "title", "at"), "title.at of shot waking.pour"),
}


@pytest.mark.parametrize(("path", "words"), LABELS.values(), ids=LABELS)
def test_a_key_path_is_said_in_the_authors_words(path: tuple[str | int, ...], words: str) -> None:
    data = {"scenes": [{"id": "waking", "shots": [{"id": "pour"}, "x"]}, {"shots": ["y"]}]}
    assert label(path, data) == words


def test_names_in_text_are_read_without_their_sign() -> None:
    text = "@mara waves; write to joe@example.org @ noon"
    assert as_read(text, of_actions("x")) == "mara waves; write to joe@example.org @ noon"


def test_a_scene_without_an_id_is_counted() -> None:
    assert [scene_name(0), scene_name(1, "promise")] == ["scene-1", "promise"]


def test_a_name_stands_after_words_of_a_script_without_spaces() -> None:
    assert names_of_words("子どもと@tenshuが笑う。write to mara@example.org") == ("tenshu",)
    assert as_read("子どもと@tenshuが笑う", of_actions("x")) == "子どもとtenshuが笑う"
