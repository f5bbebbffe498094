"""Dialects: each puts the same clauses where its models want them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from prompt_stories import MARA, SHIRT, AtMost, clauses, heard, prompt, silent, story

from longtake.catalogue import Knob
from longtake.catalogue.catalogue import load_catalogue
from longtake.catalogue.dialects import dialects
from longtake.planning.prompts import COMPILER, Beat, clauses_of, compiled, explained, tagged
from longtake.planning.segment import SegmentInput

POURS = {"action": "@mara pours tea", "camera": "slow dolly-in"}
OF_MARA = SegmentInput("reference", asset="mara.png", about="mara")
TWO = (Beat("@mara pours", Fraction(0), Fraction(3)), Beat("she waits", Fraction(3), Fraction(5)))
CUT = (Beat("@mara pours", Fraction(0), Fraction(3)), Beat("cut to the cup", Fraction(3), Fraction(5)))
ALL = sorted(dialects())


@pytest.mark.parametrize("name", ALL)
def test_a_dialect_says_where_its_manners_were_read(name):
    assert all(source.said_by and source.read_on.year >= 2026 for source in dialects()[name].sources)


@pytest.mark.parametrize("name", sorted(set(ALL) - {"heygen"}))
def test_a_dialect_tells_the_action_and_who_it_is(name):
    text = prompt(name, POURS).text
    assert "Mara pours tea" in text
    assert MARA in text
    assert SHIRT in text


def test_the_compiler_and_the_dialect_are_kept_with_the_prompt():
    made = prompt("kling", POURS)
    assert (made.compiler, made.dialect) == (COMPILER, "kling")


def test_the_generic_dialect_reads_like_a_shot_list():
    assert prompt("generic", {**POURS, "motion": "steam rises"}).text == (
        f"Mara is {MARA}, wearing {SHIRT}. Setting: a small bright kitchen. Mara pours tea. Steam rises. "
        "Camera: slow dolly-in. Style: quiet family drama. Light: late sun. Colours: ochre, dusty blue. Lens: 40 mm. "
        "Film grain: fine 16 mm. Avoid: text, watermark."
    )


def test_veo_has_the_camera_first_and_what_must_not_be_seen_apart():
    made = prompt("veo", POURS, takes_negative="apart")
    assert made.text.startswith("Camera: slow dolly-in. Mara is ")
    assert made.negative == "text, watermark"
    assert "watermark" not in made.text


def test_hailuo_gets_its_own_word_for_the_camera_beside_the_authors():
    assert prompt("hailuo", POURS).text.startswith("Slow dolly-in [Push in]. ")
    assert prompt("hailuo", {**POURS, "camera": "pan left, then tilt up"}).text.startswith(
        "Pan left, then tilt up [Pan left]. "
    )


def test_hailuo_is_told_a_move_it_has_no_word_for_as_it_is_written():
    assert prompt("hailuo", {**POURS, "camera": "slow orbit"}).text.startswith("Slow orbit. ")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("generic", "For the first 3 s: Mara pours. Then: she waits."),
        ("veo", "[00:00-00:03] Mara pours. [00:03-00:05] She waits."),
        ("runway", "[00:00] Mara pours. [00:03] She waits."),
        ("luma", "Mara pours. Then she waits."),
        ("seedance", "At the beginning: Mara pours. Finally: she waits."),
        ("seedance-2.5", "[0-3s] Mara pours. [3-5s] She waits."),
    ],
)
def test_beats_are_timed_as_the_model_counts(name, words):
    assert words in prompt(name, {"action": "tea"}, moment=silent(beats=TWO)).text


def test_the_last_beat_lasts_until_the_take_ends():
    made = prompt("veo", {"action": "tea"}, moment=silent(beats=TWO), seconds=Fraction(8))
    assert "[00:03-00:08] She waits." in made.text


def test_beats_shorter_than_a_second_are_told_in_tenths():
    beats = (Beat("one", Fraction(0), Fraction(2, 5)), Beat("two", Fraction(2, 5), Fraction(2)))
    assert "[0-0.4s] One. [0.4-2s] Two." in prompt("seedance-2.5", {"action": "x"}, moment=silent(beats=beats)).text


def test_a_single_beat_is_told_as_an_action():
    beats = (Beat("@mara pours", Fraction(0), Fraction(3)),)
    assert "kitchen. Mara pours. Camera" in prompt("generic", {"action": "tea"}, moment=silent(beats=beats)).text


def test_a_beat_that_begins_with_cut_to_makes_numbered_shots_where_the_model_takes_them():
    made = prompt("wan", {"action": "tea"}, moment=silent(beats=CUT))
    assert "Shot 1 [0-3s] Mara pours. Shot 2 [3-5s] Cut to the cup." in made.text
    assert dict(made.settings) == {"shot_type": "multi", "prompt_extend": "true"}
    assert (
        "Shot 1: Mara pours. Shot 2: cut to the cup."
        in prompt("seedance", {"action": "x"}, moment=silent(beats=CUT)).text
    )


def test_beats_between_two_cuts_are_one_shot():
    beats = (*TWO, Beat("cut to the cup", Fraction(5), Fraction(8)))
    made = prompt("wan", {"action": "tea"}, moment=silent(8, beats=beats))
    assert "Shot 1 [0-5s] Mara pours. She waits. Shot 2 [5-8s] Cut to the cup." in made.text


def test_kling_takes_a_take_with_cuts_as_a_list_of_shots_that_fill_it():
    made = prompt("kling", {"action": "tea"}, moment=silent(beats=CUT), seconds=Fraction(6))
    assert [shot.seconds for shot in made.shots] == [3, 3]
    assert all(MARA in shot.text for shot in made.shots)
    assert "Mara pours." in made.shots[0].text
    assert "Mara pours" not in made.shots[1].text


def test_a_line_stands_in_the_one_shot_that_names_who_says_it():
    beats = (Beat("the cup", Fraction(0), Fraction(3)), Beat("cut to @mara", Fraction(3), Fraction(6)))
    shot = {"action": "tea", "says": [{"who": "mara", "text": "Tea?"}]}
    made = prompt("kling", shot, moment=heard(beats=beats))
    assert ["Tea?" in one.text for one in made.shots] == [False, True]


def test_without_a_cut_there_is_no_list_of_shots():
    made = prompt("kling", {"action": "tea"}, moment=silent(beats=TWO))
    assert made.shots == ()
    assert made.settings == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("generic", 'Mara says, softly: "Tea?"'),
        ("kling", '[Mara, softly]: "Tea?"'),
        ("seedance-2.5", "Mara says, softly: {Tea?}"),
    ],
)
def test_lines_stand_as_the_model_expects_speech(name, words):
    shot = {"action": "tea", "says": [{"who": "mara", "text": "Tea?", "how": "softly"}]}
    assert words in prompt(name, shot, moment=heard()).text


def test_quotes_inside_a_line_are_kept_and_the_line_stands_in_other_ones():
    shot = {"action": "tea", "says": [{"who": "mara", "text": 'He said "no".'}]}
    assert 'Mara says: “He said "no".”' in prompt("veo", shot, moment=heard()).text


def test_a_line_of_nobody_is_a_voice():
    shot = {"action": "tea", "says": [{"text": "Tea?"}]}
    assert 'A voice says: "Tea?"' in prompt("generic", shot, moment=heard()).text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kling", "Mara (<<<image_1>>>) is a woman"),
        ("seedance", "keep the face, hair and clothes of @Image1."),
        ("seedance-2.5", "Strictly keep the appearance and clothing of @Image 1."),
        ("wan", "Mara (character1) is a woman"),
        ("wan-2.7", "Mara (Image 1) is a woman"),
        ("gemini-omni", "Mara (reference image 1) is a woman"),
    ],
)
def test_a_reference_is_called_what_the_model_calls_it(name, words):
    assert words in prompt(name, POURS, inputs=[OF_MARA]).text


def test_files_are_counted_by_their_kind_in_the_order_they_are_sent():
    files = [SegmentInput("first frame", asset="a"), SegmentInput("video", asset="b"), OF_MARA]
    assert [item.tag for item in tagged(files, dialects()["kling"])] == [
        "<<<image_1>>>",
        "<<<video_1>>>",
        "<<<image_2>>>",
    ]


def test_wan_counts_pictures_and_clips_in_one_row():
    files = [SegmentInput("reference", asset="a"), SegmentInput("video", asset="b")]
    assert [item.tag for item in tagged(files, dialects()["wan"])] == ["character1", "character2"]


def test_two_pictures_of_one_person_stand_together():
    made = prompt("kling", POURS, inputs=[OF_MARA, SegmentInput("reference", asset="m2.png", about="mara")])
    assert "Mara (<<<image_1>>>, <<<image_2>>>) is" in made.text


def test_a_picture_of_nobody_is_told_as_one_to_go_by():
    assert "Go by <<<image_1>>>." in prompt("kling", POURS, inputs=[SegmentInput("reference", asset="x")]).text


def test_somebody_with_a_picture_and_no_words_is_told_by_the_picture():
    made = compiled((), dialects()["generic"], inputs=[OF_MARA])
    assert made.text == "Mara looks as in reference picture 1."


def test_runway_is_not_told_what_the_first_frame_shows_and_the_plan_says_so():
    made = prompt("runway", POURS, inputs=[SegmentInput("first frame", asset="a")])
    assert "kitchen" not in made.text
    assert ("left out, the first frame shows it: a small bright kitchen", "places.kitchen.is") in explained(made)


def test_a_model_that_takes_no_negatives_is_told_none_and_the_plan_says_so():
    made = prompt("luma", POURS, takes_negative="none")
    assert "watermark" not in made.text
    assert made.negative == ""
    why = "the model takes no words for what must not be seen"
    assert (f"left out, {why}: watermark", "style.avoid") in explained(made)


def test_energy_turns_the_models_knob_where_it_has_one():
    made = prompt("generic", {**POURS, "energy": "40%"}, energy="motion")
    assert made.settings == (("motion", "0.4"),)
    assert "movement" not in made.text
    assert explained(made)[-1] == ("motion = 0.4", "setting of the model")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("10%", "Hardly anything moves."),
        ("40%", "Gentle movement."),
        ("75%", "Lively movement."),
        ("90%", "Strong, fast"),
    ],
)
def test_energy_is_said_in_words_where_there_is_no_knob(share, words):
    made = prompt("generic", {**POURS, "energy": share})
    assert words in made.text
    assert made.settings == ()


def edited(strength, knob):
    shot = {"action": "make it rain", "edit": {"clip": "a.mp4", "strength": strength}}
    return prompt("generic", shot, moment=silent(kind="video"), strength=knob)


def test_how_far_an_edit_may_go_turns_the_models_knob_where_it_has_one():
    made = edited("30%", Knob("far"))
    assert made.settings == (("far", "0.3"),)
    assert "30%" not in made.text


@pytest.mark.parametrize(("strength", "step"), [("1%", "near"), ("33%", "near"), ("34%", "mid"), ("100%", "free")])
def test_a_knob_with_steps_is_turned_to_the_step_that_a_share_falls_in(strength, step):
    assert edited(strength, Knob("far", ("near", "mid", "free"))).settings == (("far", step),)


def test_how_far_an_edit_may_go_is_not_sent_to_a_model_without_a_knob():
    made = edited("30%", None)
    assert made.settings == ()
    assert "30%" not in made.text
    assert [one.why for one in made.clauses if one.text == "30%"] == ["the model has no knob for it"]


def test_a_prompt_that_fits_is_not_touched():
    whole = prompt("generic", POURS)
    assert prompt("generic", POURS, limit=AtMost(len(whole.text))) == whole


def test_a_prompt_that_is_too_long_loses_grain_first_and_says_so():
    whole = prompt("generic", POURS)
    made = prompt("generic", POURS, limit=AtMost(len(whole.text) - 1))
    assert made.text == whole.text.replace(" Film grain: fine 16 mm.", "")
    lost = [clause for clause in made.clauses if clause.shortened is not None]
    assert [(clause.origin, clause.shortened) for clause in lost] == [("style.grain", "")]
    limit = len(whole.text) - 1
    assert (f"left out, the prompt may be {limit} characters long: fine 16 mm", "style.grain") in explained(made)


def test_identity_goes_last():
    made = prompt("generic", POURS, limit=AtMost(93))
    assert made.text == f"Mara is {MARA}, wearing {SHIRT}. Mara pours."
    assert prompt("generic", POURS, limit=AtMost(60)).text == f"Mara is {MARA}."


def test_words_are_never_cut_in_two():
    long = {"action": "one two three four five six seven eight nine ten"}
    told = [clause for clause in clauses(long) if clause.kind == "action"]
    assert compiled(told, dialects()["generic"], limit=AtMost(13)).text == "One two."


def test_a_script_without_spaces_is_cut_between_its_characters():
    told = [clause for clause in clauses({"action": "湯を注ぐと湯気が立つ"}) if clause.kind == "action"]
    assert compiled(told, dialects()["generic"], limit=AtMost(5)).text == "湯を注ぐ。"


@pytest.mark.parametrize(
    ("unit", "fits"), [("characters", 6), ("utf16", 11), ("bytes", 21), ("tokens", 11), ("words", 5)]
)
def test_lengths_are_counted_in_the_models_unit(unit, fits):
    told = [clause for clause in clauses({"action": "🫖 🫖 🫖"}) if clause.kind == "action"]
    assert compiled(told, dialects()["generic"], limit=AtMost(fits, unit)).text == "🫖 🫖 🫖."


def test_shots_too_short_for_a_list_are_told_in_one_prompt_and_no_list_is_asked_for():
    beats = (Beat("@mara pours", Fraction(0), Fraction(2, 5)), Beat("cut to the cup", Fraction(2, 5), Fraction(5)))
    made = prompt("kling", {"action": "tea"}, moment=silent(beats=beats))
    assert (made.shots, made.settings) == ((), ())
    assert "Mara pours. Cut to the cup." in made.text


@pytest.mark.parametrize(
    ("name", "words"), [("seedance", "Edit @Video1."), ("kling", "The source clip is <<<video_1>>>."), ("veo", "")]
)
def test_the_clip_that_is_edited_is_called_by_its_tag_where_there_are_tags(name, words):
    shot = {"action": "make it rain", "edit": "street.mp4"}
    made = prompt(name, shot, moment=silent(kind="video"), inputs=[SegmentInput("video", asset="street.mp4")])
    assert words in made.text
    assert "reference clip" not in made.text


def test_a_sound_that_drives_the_picture_is_called_by_its_tag():
    made = prompt("seedance", POURS, moment=silent(kind="audio"), inputs=[SegmentInput("audio", asset="beat.wav")])
    assert "All movement follows the sound. Follow @Audio1." in made.text


def test_a_japanese_sentence_ends_with_its_own_full_stop():
    assert "湯を注ぐ。Camera" in prompt("generic", {"action": "湯を注ぐ"}).text


def test_a_voice_stands_before_the_lines_it_says():
    storyboard = story(
        {"action": "tea", "says": [{"who": "ida", "text": "Look!"}]}, cast={"ida": {"voice": "clear, high"}}
    )
    told = clauses_of(storyboard, 0, storyboard.scenes[0].shots[0], heard())
    assert 'Ida\'s voice: clear, high. Ida says: "Look!"' in compiled(told, dialects()["generic"]).text


def test_the_knobs_for_cuts_of_an_older_model_are_not_sent_to_a_newer_one():
    made = prompt("wan-2.7", {"action": "tea"}, moment=silent(beats=CUT))
    assert "Shot 2 [3-5s] Cut to the cup." in made.text
    assert made.settings == ()


def test_an_older_kling_is_told_of_a_cut_in_words():
    made = prompt("kling-2", {"action": "tea"}, moment=silent(beats=CUT))
    assert (made.shots, made.settings) == ((), ())
    assert "For the first 3 s: Mara pours. Then: cut to the cup." in made.text


def test_hailuo_3_has_no_commands_for_the_camera():
    assert prompt("hailuo-3", POURS).text.startswith("Camera: slow dolly-in. ")


def test_every_model_of_the_catalogue_has_its_dialect():
    assert {model.dialect for model in load_catalogue().values()} <= set(dialects())
