"""Shots that a model makes: what is bought for them, how they continue each other, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from made_facts import clip, film, sound, still
from made_models import MODELS

from longtake.errors import PlanningError
from longtake.media import ClipFacts, FrameRate, Size
from longtake.planning import Plan, Timings, plan, plan_from_json, plan_to_json, speech_key
from longtake.planning.pricing import quote_of
from longtake.storyboard import parse

HEAD = "route: {final: [all]}\n"
FACTS: Mapping[str, ClipFacts] = {"a.mp4": clip(8), "mara.png": still("640x640"), "line.ogg": sound(7)}


def bought(*shots: str, head: str = HEAD, narration: str = "", timings: Timings | None = None) -> Plan:
    text = film(*shots, head=head, narration=narration)
    return plan(parse(text), FACTS, stage="final", catalogue=MODELS, timings=timings)


def refused(*shots: str, head: str = HEAD) -> list[str]:
    with pytest.raises(PlanningError) as caught:
        bought(*shots, head=head)
    return [str(finding) for finding in caught.value.findings]


def models(made: Plan) -> list[tuple[str, str, Fraction] | None]:
    return [
        (shot.segment.model, shot.segment.mode, shot.segment.seconds) if shot.segment else None for shot in made.shots
    ]


def continues(made: Plan) -> list[str | None]:
    return [join.continues for join in made.joins]


def test_a_take_is_the_shortest_slot_that_holds_the_shot_and_a_margin_at_both_ends() -> None:
    made = bought("{action: dawn, for: 3.5s}", "{action: noon, for: 3.6s}")
    assert models(made) == [("all", "text", 4), ("all", "text", 6)]
    assert [(shot.take_frames, shot.visible.start, shot.frames) for shot in made.shots] == [(96, 6, 84), (144, 6, 86)]


def test_a_join_takes_its_handles_from_what_is_bought() -> None:
    made = bought("{action: dawn, for: 3.5s}", "{action: noon, for: 3.5s, join: dissolve 0.5s}")
    assert models(made) == [("all", "text", 6), ("all", "text", 6)]
    assert made.shots[1].visible.start == 6 + 6


def test_a_shot_of_ones_own_among_them_is_not_bought() -> None:
    made = bought("dawn", "{clip: a.mp4}")
    assert [shot.kind for shot in made.shots] == ["generated", "footage"]
    assert [row.buys for row in made.quote.rows] == [6, None]


def test_a_draft_of_animatics_buys_nothing_and_has_the_same_frames() -> None:
    text = film("dawn", "{action: noon, for: 20s, join: continue}", head="route: {draft: animatic, final: [all]}\n")
    draft = plan(parse(text), FACTS)
    final = plan(parse(text), FACTS, stage="final", catalogue=MODELS)
    assert (draft.stage, final.stage) == ("", "final")
    assert draft.frames == final.frames
    assert {shot.kind for shot in draft.shots} == {"animatic"}
    assert draft.quote.most is None


def test_a_sketch_of_a_continued_shot_is_cut_and_that_is_told() -> None:
    head = "route: {draft: animatic, final: [all]}\n"
    made = plan(parse(film("dawn", "{action: noon, join: continue}", head=head)), FACTS)
    (told,) = [notice.message for notice in made.notices if notice.about == "join"]
    assert told == (
        "shot film.2 begins with a cut, for sketches cannot go on from each other; takes of the final film do"
    )


def test_a_portrait_and_the_narration_go_to_an_avatar_whose_sound_is_not_heard_twice() -> None:
    head = "route: {final: [faces]}\ncast: {mara: {is: a woman, reference: mara.png}}\n"
    made = bought("{action: she speaks, avatar: mara}", head=head, narration="{file: line.ogg}")
    segment = made.shots[0].segment
    assert segment is not None
    assert [(one.role, one.asset) for one in segment.inputs] == [("portrait", "mara.png"), ("audio", "line.ogg")]
    assert (made.shots[0].frames, made.shots[0].visible.start, made.shots[0].sound) == (7 * 24, 0, None)


def test_a_reference_is_sent_where_the_shot_names_its_owner_and_nowhere_else() -> None:
    head = HEAD + "cast: {mara: {is: a woman, reference: mara.png}}\n"
    made = bought('"@mara wakes"', "the sea", head=head)
    assert models(made) == [("all", "references", 8), ("all", "text", 6)]
    assert made.shots[0].segment is not None
    assert [one.about for one in made.shots[0].segment.inputs] == ["mara"]
    assert made.shots[0].reasons[-2:] == ("takes @mara's reference", "with a reference this model makes 8 s only")


def test_a_reference_that_no_model_takes_is_said_to_be_left_out() -> None:
    head = "route: {final: [words-only]}\ncast: {mara: {is: a woman, reference: mara.png}}\n"
    made = bought('"@mara wakes"', head=head)
    assert "no model on its route takes mara.png with that, so it is not sent" in made.shots[0].reasons


def test_continue_starts_from_the_last_frame_and_waits() -> None:
    made = bought("{action: dawn, for: 3s}", "{action: noon, for: 3s, join: continue}")
    second = made.shots[1].segment
    assert second is not None
    assert (continues(made), second.waits_for, second.inputs[0].take) == (["last frame"], "film.1", made.shots[0].key)
    assert made.shots[1].visible.start == 1  # the first picture repeats the last one of the shot before
    assert made.chains == (("film.1", "film.2"),)


def test_by_extension_the_take_before_is_shown_to_its_end() -> None:
    made = bought(
        "{action: dawn, for: 3s}", "{action: noon, for: 3s, join: continue}", head="route: {final: [extender]}\n"
    )
    assert continues(made) == ["extension"]
    assert made.shots[0].visible.end == made.shots[0].take_frames
    assert made.shots[1].visible.start == 0


def test_references_continue_where_nothing_else_can_and_wait_for_nothing() -> None:
    head = "route: {final: [referrer]}\ncast: {mara: {is: a woman, reference: mara.png}}\n"
    made = bought('"@mara wakes"', '{action: "@mara walks", join: continue}', head=head)
    assert (continues(made), made.chains) == (["references"], ())


def test_a_continue_that_no_model_can_make_is_refused_with_each_models_reason() -> None:
    assert refused("dawn", "{action: noon, join: continue}", head="route: {final: [words-only]}\n") == [
        "shot film.2 is to continue film.1, and that cannot be made: words-only makes nothing of the kind image to "
        "video\n  write join: cut · or name another model: model: …"
    ]


def test_a_take_may_start_from_the_last_picture_of_a_clip_and_waits_for_nothing() -> None:
    made = bought("{clip: a.mp4}", "{action: noon, join: continue from last frame}")
    second = made.shots[1].segment
    assert second is not None
    assert (continues(made), second.waits_for, made.chains) == (["last frame"], None, ())


def test_after_three_takes_in_a_row_the_next_begins_anew() -> None:
    shots = ["{action: a, for: 3s}", *(f"{{action: {word}, for: 3s, join: continue}}" for word in "bcd")]
    made = bought(*shots)
    assert continues(made) == ["last frame", "last frame", None]
    assert made.joins[2].why == (
        "asked to continue, but cut: 3 takes in a row have gone on from each other already, and each drifts further "
        "from the first"
    )


def test_a_long_shot_becomes_parts_cut_at_its_sentences() -> None:
    made = bought(
        '{action: "She opens the door. She crosses the hall. She sits at a desk. She opens a book.", for: 14s}'
    )
    assert [(shot.name, shot.key.rpartition("/")[2]) for shot in made.shots] == [("film.1a", "a"), ("film.1b", "b")]
    assert sum(shot.frames for shot in made.shots) == 14 * 24
    assert continues(made) == ["last frame"]
    texts = [shot.segment.prompt.text for shot in made.shots if shot.segment]
    assert ["She sits at a desk" in text for text in texts] == [False, True]


def test_parts_of_a_shot_with_an_id_are_called_by_it_and_a_letter_apart() -> None:
    made = bought("{id: pour, action: the sea, for: 20s}", "{action: dawn, for: 20s}")
    assert [shot.name for shot in made.shots][:2] == ["film.pour/a", "film.pour/b"]
    assert made.shots[3].name == "film.2a"


def test_written_beats_are_where_a_shot_is_cut() -> None:
    made = bought("{action: a day, beats: [the sun rises, it is noon, the sun sets], for: 12s}")
    assert [shot.frames for shot in made.shots] == [96, 96, 96]


def test_a_split_where_nothing_can_continue_is_cut_and_says_so() -> None:
    made = bought("{action: dawn, for: 15s}", head="route: {final: [words-only]}\n")
    assert continues(made) == [None]
    assert made.joins[0].why == "one action, made in parts, but cut: no model on its route can go on from a take"


def test_titles_of_a_split_shot_lie_where_they_would_have() -> None:
    made = bought("{action: dawn, for: 14s, title: [{text: Early}, {text: Late, at: 10s}]}")
    titles = [(title.text, title.start, title.frames) for shot in made.shots for title in shot.titles]
    assert titles == [("Early", 0, 336), ("Late", 240, 96)]


def test_a_shot_that_cannot_be_divided_and_is_too_long_names_each_models_limit() -> None:
    head = "route: {final: [faces]}\ncast: {mara: {is: a woman, reference: mara.png}}\n"
    assert refused("{action: she speaks, avatar: mara, says: Hello., for: 25s}", head=head) == [
        "no model on the route of shot film.1 can make it: faces makes 20 s at most with a portrait, and 25 s is needed"
        "\n  name another model: model: … · make the shot shorter · or sketch it: model: animatic"
    ]


def test_an_unknown_model_is_named_with_the_nearest() -> None:
    (said,) = refused("dawn", head="route: {final: [extendr]}\n")
    assert said.startswith("'extendr' is no model that is known\n  did you mean extender?")


def test_a_model_that_is_switched_off_on_the_day_of_the_plan_is_refused_with_what_replaces_it() -> None:
    board = parse(film("dawn", head="route: {final: [old]}\n"))
    assert plan(board, {}, catalogue=MODELS, on=date(2026, 9, 23)).stage == "final"
    with pytest.raises(PlanningError, match="old was switched off on 2026-09-24; all replaces it"):
        plan(board, {}, catalogue=MODELS, on=date(2026, 9, 24))


def test_takes_whose_price_nobody_confirms_are_told_with_what_they_count_as() -> None:
    said = []
    for count in (1, 2):
        shots = "\n".join(f"      - {{action: dawn {number}, for: 3s}}" for number in range(count))
        text = "storyboard: 1\nroute: {final: runway-gen4.5, max_price: 1.25 USD}\nscenes:\n  - shots:\n" + shots
        made = plan(parse(text), {}, size=Size(1280, 720), rate=FrameRate(24), stage="final")
        said += [notice.message for notice in made.notices if notice.about == "route"]
    start = "nobody confirms the price of runway-gen4.5, so"
    end = "as up to 1.25 USD, the route's max_price"
    assert said == [f"{start} its take counts {end}", f"{start} each of its 2 takes counts {end}"]


def test_a_take_whose_price_nobody_states_costs_what_is_allowed_at_most_and_nothing_once_it_is_bought() -> None:
    head = "route: {final: [omnihuman-1.5], max_price: 2 USD}\ncast: {mara: {is: a woman, reference: mara.png}}\n"
    board = parse(film("{avatar: mara}", head=head, narration="{file: line.ogg}"))
    made = plan(board, FACTS, stage="final")
    segment = made.shots[0].segment
    assert segment is not None
    again = quote_of(made.shots, made.rate, None, frozenset([segment.known_as]))
    assert [quote.total_text for quote in (made.quote, again)] == ["at most 2.00 USD", "0.00 USD"]
    assert plan_from_json(plan_to_json(made)) == made


def test_animatic_at_the_end_of_a_route_draws_what_no_model_makes() -> None:
    head = "route: {final: [faces, animatic]}\n"
    made = bought("dawn", head=head)
    assert ([shot.kind for shot in made.shots], made.stage) == (["animatic"], "")


def test_a_clip_that_is_changed_is_as_long_as_its_source() -> None:
    made = bought("{action: at night, edit: {clip: a.mp4}}", head="route: {final: [changer]}\n")
    assert not [notice for notice in made.notices if notice.about == "edit"]  # nobody wrote a strength
    assert models(made) == [("changer", "video", 10)]
    assert (made.shots[0].take_frames, made.shots[0].frames, made.shots[0].asset) == (192, 192, None)


def test_measured_speech_replaces_the_estimate_and_is_marked() -> None:
    words = "one two three four five six seven eight nine ten"
    guessed = bought("dawn", narration=words)
    measured = bought("dawn", narration=words, timings=Timings({speech_key(words): Fraction(5)}))
    assert [(made.scenes[0].narration, made.scenes[0].is_estimated) for made in (guessed, measured)] == [
        (Fraction(4), True),
        (Fraction(5), False),
    ]
    assert measured.shots[0].frames == 120


def test_lines_that_do_not_fit_their_shot_are_told_with_the_ways_out() -> None:
    line = "one two three four five six seven eight nine ten"
    made = bought(f"{{action: she talks, says: {line}, for: 2s}}", head="route: {final: [talker]}\n")
    (told,) = [notice.message for notice in made.notices if notice.about == "film.1"]
    assert told == (
        "its lines last 4.25 s (estimated at 150 words a minute), it shows 2 s: 2.25 s too long; make it 2.25 s "
        "longer; or cut 53 % of the words"
    )


def test_lines_are_given_to_a_model_that_makes_sound_if_one_is_on_the_route() -> None:
    made = bought("{action: she talks, says: Good morning.}", head="route: {final: [all, talker]}\n")
    assert made.shots[0].segment is not None
    assert (made.shots[0].segment.model, made.shots[0].segment.audio) == ("talker", True)
    assert made.shots[0].sound == 0


def test_lines_that_no_model_can_speak_are_said_to_be_seen_only() -> None:
    made = bought("{action: she talks, says: Good morning.}")
    assert "no model on its route makes sound with that, so its lines are seen and not heard" in made.shots[0].reasons
    assert made.shots[0].sound is None


def test_narration_that_overruns_what_is_bought_says_by_how_much_and_how_to_fit_it() -> None:
    made = bought("{action: dawn, for: 3.6s}", narration="one two three four five six seven eight nine ten")
    (told,) = [notice.message for notice in made.notices if notice.about == "film"]
    assert told == (
        "narration of scene film lasts 4 s (estimated at 150 words a minute), its shots 3.58 s: 0.417 s too long; make "
        "its shots 0.417 s longer; write for: auto on a shot that is made; speak 12 % faster: narrator: {pace: …}; or "
        "cut 11 % of the words"
    )


def test_a_budget_that_retries_may_exceed_is_told_with_the_amount() -> None:
    made = bought("{action: dawn, for: 3s}", head=HEAD + "budget: 0.50 USD\n")
    (told,) = [notice.message for notice in made.notices if notice.about == "budget"]
    assert told.startswith("with retries the film may cost 0.80 USD, 0.30 USD more than the 0.50 USD allowed")


def test_a_film_that_misses_its_length_says_by_how_much_and_where_the_time_is() -> None:
    made = bought("dawn", head=HEAD + "lasts: 10s\n")
    (told,) = [notice.message for notice in made.notices if notice.about == "lasts"]
    assert told == (
        "the film lasts 4 s, 6 s less than the 10 s wanted; its longest scene is film with 4 s; write for: on the auto "
        "shots of film; make a scene longer; or add words"
    )


def test_the_critical_path_is_the_chain_that_takes_longest() -> None:
    made = bought("a", "b", "{action: c, join: continue}", "d")
    assert made.critical is not None
    assert made.critical.shots == ("film.2", "film.3")
    assert (made.critical.usual, made.critical.slow) == (120, 400)


def test_a_plan_that_buys_reads_back() -> None:
    made = bought("dawn", "{action: noon, join: continue}", head=HEAD + "style: {avoid: [text]}\n")
    assert plan_from_json(plan_to_json(made)) == made


def test_a_strength_that_its_model_has_no_knob_for_is_told_once() -> None:
    shots = [f"{{action: at {when}, edit: {{clip: a.mp4, strength: 30%}}}}" for when in ("dawn", "night")]
    made = bought(*shots, head="route: {final: [changer]}\n")
    assert [(notice.about, notice.message) for notice in made.notices if "strength" in notice.message] == [
        (
            "edit",
            "changer has no knob for how far an edit may go, so strength changes nothing of shots film.1 and film.2; "
            "say it in the action, or name a model with one",
        )
    ]


def test_a_strength_is_asked_for_in_the_words_of_the_model_that_has_a_knob() -> None:
    text = film("{action: at night, edit: {clip: a.mp4, strength: 30%}}", head="route: {final: [ray-3.2]}\n")
    made = plan(parse(text), FACTS, stage="final")
    assert made.shots[0].segment is not None
    assert made.shots[0].segment.prompt.settings == (("video.edit.strength", "adhere_3"),)
    assert not [notice for notice in made.notices if "strength" in notice.message]


def test_a_part_pays_for_its_own_ends_alone() -> None:
    """With the handles of both dissolves in every part, 29 s would take five."""
    made = bought(
        "{clip: a.mp4, trim: 1s..4s}",
        "{action: the sea, for: 29s, join: dissolve 1s}",
        "{clip: a.mp4, trim: 1s..4s, join: dissolve 1s}",
    )
    parts = [(shot.segment.mode, shot.segment.seconds) for shot in made.shots if shot.segment]
    assert parts == [("text", 8), ("image", 8), ("image", 8), ("text", 8)]


def test_what_one_take_holds_is_not_divided_for_what_another_one_could_not_hold() -> None:
    made = bought("{action: dawn, for: 9s}", head="route: {final: [words-only, all]}\n")
    assert models(made) == [("words-only", "text", 10)]
