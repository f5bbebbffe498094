"""What there is to say about a shot: only what it needs, in the same words everywhere, each with its origin."""

from __future__ import annotations

from fractions import Fraction

import pytest
from prompt_stories import MARA, SHIRT, clauses, heard, silent, story

from longtake.planning.prompts import Beat, clauses_of

POURS = {"action": "@mara pours tea from the @kettle"}


def texts(told, kind):
    return [clause.text for clause in told if clause.kind == kind]


def origins(told):
    return [clause.origin for clause in told]


def test_a_person_who_is_named_is_told_with_looks_and_clothes_word_for_word():
    told = clauses(POURS)
    assert texts(told, "subject")[:2] == [MARA, SHIRT]


def test_who_and_what_a_shot_does_not_name_is_not_told():
    told = clauses({"action": "rain on the window"})
    assert texts(told, "subject") == []


def test_a_thing_that_is_named_is_told_after_the_person_named_before_it():
    told = clauses(POURS)
    assert texts(told, "subject") == [MARA, SHIRT, "a matt black kettle"]


def test_somebody_is_told_once_though_named_three_times():
    told = clauses({"action": "@mara looks at @mara", "motion": "the hair of @mara moves"})
    assert texts(told, "subject") == [MARA, SHIRT]


def test_who_speaks_is_told_though_the_action_does_not_name_them():
    told = clauses({"action": "the street", "says": [{"who": "ida", "text": "Look!"}]}, moment=heard())
    assert texts(told, "subject") == ["a child"]


def test_people_are_told_in_the_same_words_in_all_shots():
    shots = (POURS, {"action": "@mara drinks", "camera": "static"}, {"action": "the door; @mara"})
    told = [clauses(*shots, at=at) for at in range(3)]
    mara = [[clause for clause in one if clause.name == "mara"] for one in told]
    assert mara[0] == mara[1] == mara[2]


def test_the_place_of_the_scene_is_told_and_then_the_place_that_is_named():
    told = clauses({"action": "through the window, the @yard"})
    assert texts(told, "setting") == ["a small bright kitchen", "a yard in the rain"]


def test_names_are_read_as_names_and_things_as_words():
    told = clauses({"action": "@old-tom takes the @kettle into the @yard"})
    assert texts(told, "action") == ["Old Tom takes the kettle into the yard"]


def test_an_address_is_no_name():
    told = clauses({"action": "a sign says tea@mara.example"})
    assert texts(told, "action") == ["a sign says tea@mara.example"]
    assert texts(told, "subject") == []


def test_a_camera_of_the_shot_stands_instead_of_the_one_of_the_style():
    assert texts(clauses(POURS), "camera") == ["handheld"]
    assert texts(clauses({**POURS, "camera": "static"}), "camera") == ["static"]


def test_every_clause_knows_where_it_was_written():
    told = clauses(
        {"action": "the street"},
        {**POURS, "camera": "static", "motion": "steam rises", "avoid": "hands", "energy": "20%"},
        at=1,
    )
    assert origins(told) == [
        "cast.mara.is",
        "cast.mara.wears",
        "props.kettle.is",
        "places.kitchen.is",
        "scenes[1].shots[2].action",
        "scenes[1].shots[2].motion",
        "scenes[1].shots[2].energy",
        "scenes[1].shots[2].camera",
        "style.look",
        "style.light",
        "style.palette",
        "style.lens",
        "style.grain",
        "style.avoid",
        "style.avoid",
        "scenes[1].shots[2].avoid",
    ]


def test_what_style_avoids_already_is_not_avoided_twice():
    told = clauses({**POURS, "avoid": "text, hands"})
    assert texts(told, "negative") == ["text", "watermark", "hands"]


def test_beats_cut_from_the_action_stand_instead_of_it():
    beats = (Beat("@mara pours", Fraction(0), Fraction(3)), Beat("she waits", Fraction(3), Fraction(5)))
    told = clauses({"action": "@mara pours, she waits"}, moment=silent(beats=beats))
    assert texts(told, "action") == []
    assert [(clause.text, clause.origin) for clause in told if clause.kind == "beat"] == [
        ("Mara pours", "scenes[1].shots[1].action"),
        ("she waits", "scenes[1].shots[1].action"),
    ]


def test_beats_that_are_written_stand_beside_the_action_and_know_their_lines():
    beats = (Beat("she pours", Fraction(0), Fraction(3)), Beat("she waits", Fraction(3), Fraction(5)))
    told = clauses({"action": "tea with @mara", "beats": ["she pours", "she waits"]}, moment=silent(beats=beats))
    assert texts(told, "action") == ["tea with Mara"]
    assert [clause.origin for clause in told if clause.kind == "beat"] == [
        "scenes[1].shots[1].beats[1]",
        "scenes[1].shots[1].beats[2]",
    ]


def test_the_first_beat_begins_with_the_take_and_the_others_after_the_handle():
    beats = (Beat("one", Fraction(0), Fraction(3)), Beat("two", Fraction(3), Fraction(5)))
    told = clauses({"action": "x"}, moment=silent(beats=beats, head=Fraction(1, 4)))
    times = [(clause.start, clause.end) for clause in told if clause.kind == "beat"]
    assert times == [(Fraction(0), Fraction(13, 4)), (Fraction(13, 4), Fraction(21, 4))]


def test_lines_are_told_word_for_word_where_the_take_has_sound():
    told = clauses({**POURS, "says": [{"who": "mara", "text": "Tea?", "how": "softly"}]}, moment=heard())
    assert [(clause.text, clause.name) for clause in told if clause.kind == "speech"] == [
        ("softly", "mara"),
        ("Tea?", "mara"),
    ]


def test_without_sound_somebody_is_seen_to_speak_and_no_word_of_it_is_told():
    told = clauses({**POURS, "says": [{"who": "mara", "text": "Tea?"}]}, moment=silent())
    assert "Mara is speaking" in texts(told, "action")
    assert all("Tea?" not in clause.text for clause in told)


def test_a_take_with_sound_is_asked_for_no_music_for_the_film_has_its_own():
    assert texts(clauses(POURS, moment=heard()), "sound") == ["only what is heard in the scene, no speech, no music"]
    assert texts(clauses(POURS, moment=silent()), "sound") == []


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("last frame", "seamlessly from the first frame"),
        ("extension", "the clip before seamlessly"),
        ("references", "as in the pictures given"),
    ],
)
def test_a_shot_that_continues_says_how(way, words):
    (told,) = (clause for clause in clauses(POURS, moment=silent(continues=way)) if clause.kind == "continuity")
    assert words in told.text
    assert told.origin.startswith("rule: continue")


def test_a_part_that_is_not_the_last_does_not_come_to_rest():
    assert texts(clauses(POURS, moment=silent(part=(1, 2))), "continuity") == [
        "At the end the action is still going on"
    ]
    assert texts(clauses(POURS, moment=silent(part=(2, 2))), "continuity") == []


def test_an_avatar_speaks_as_its_line_says_and_the_words_are_left_to_the_sound():
    shot = {"avatar": "mara", "says": [{"text": "Hello there.", "how": "warmly"}]}
    told = clauses(shot, moment=heard(kind="avatar"))
    assert texts(told, "action") == ["Mara speaks to the camera", "warmly"]
    assert texts(told, "speech") == []


def test_enhancing_a_clip_needs_no_words():
    assert clauses({"action": "x"}, moment=silent(kind="enhance")) == ()


def test_an_edit_keeps_what_it_does_not_name_and_tells_its_strength():
    told = clauses(
        {"action": "make it rain", "edit": {"clip": "a.mp4", "strength": "30%"}}, moment=silent(kind="video")
    )
    assert texts(told, "continuity") == ["Everything else stays as it is in the source clip", "30%"]


def test_a_shot_of_another_scene_is_refused():
    storyboard = story(POURS)
    with pytest.raises(ValueError, match="not in"):
        clauses_of(storyboard, 0, story({"action": "other"}).scenes[0].shots[0], silent())


def test_two_shots_with_the_same_words_know_their_own_places():
    assert "scenes[1].shots[2].action" in origins(clauses(POURS, POURS, at=1))


def test_a_name_is_read_right_after_a_letter_of_a_script_without_spaces():
    told = clauses({"action": "そして@maraがお茶を注ぐ"})
    assert texts(told, "action") == ["そしてMaraがお茶を注ぐ"]
    assert texts(told, "subject") == [MARA, SHIRT]


def test_a_beat_loses_the_joint_that_it_was_cut_at():
    beats = (Beat("@mara pours;", Fraction(0), Fraction(3)), Beat("steam rises", Fraction(3), Fraction(5)))
    told = clauses({"action": "@mara pours; steam rises"}, moment=silent(beats=beats))
    assert texts(told, "beat") == ["Mara pours", "steam rises"]


def test_each_part_of_a_split_shot_knows_whom_the_whole_shot_names():
    beats = (Beat("she waits", Fraction(0), Fraction(3)),)
    told = clauses({"action": "@mara pours, she waits"}, moment=silent(beats=beats, part=(2, 2)))
    assert texts(told, "subject") == [MARA, SHIRT]


@pytest.mark.parametrize(("part", "said"), [((1, 2), ["one", "two"]), ((2, 2), ["three"]), ((2, 3), ["two"])])
def test_lines_go_over_the_parts_of_a_split_shot_in_order_and_each_is_said_once(part, said):
    shot = {"action": "x", "says": [{"text": "one"}, {"text": "two"}, {"text": "three"}]}
    assert texts(clauses(shot, moment=heard(part=part)), "speech") == said


def test_a_voice_is_told_once_before_the_lines_and_only_where_they_are_heard():
    cast = {"mara": {"is": MARA, "voice": "a low warm voice"}}
    shot = {"action": "tea", "says": [{"who": "mara", "text": "Tea?"}, {"who": "mara", "text": "No?"}]}
    storyboard = story(shot, cast=cast)
    (only,) = storyboard.scenes[0].shots
    assert texts(clauses_of(storyboard, 0, only, heard()), "speech") == ["a low warm voice", "Tea?", "No?"]
    assert "a low warm voice" not in [clause.text for clause in clauses_of(storyboard, 0, only, silent())]


def test_written_beats_without_times_are_told_as_actions_in_their_order():
    told = clauses({"action": "tea", "beats": ["@mara pours", "she waits"]}, moment=silent())
    assert texts(told, "action") == ["tea", "Mara pours", "she waits"]
    assert texts(told, "beat") == []
