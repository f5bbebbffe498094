"""What a plan says about colours: how HDR is mapped, and which LUT lies over which shot."""

from dataclasses import replace

import pytest
from made_facts import clip, film, lut, plan_of, still

from longtake.media import ClipFacts
from longtake.planning import PlannedLut, plan_from_json, plan_to_json
from longtake.planning.plan import Plan

FACTS = {
    "a.mp4": clip(8),
    "b.mp4": clip(8, name="b"),
    "a.png": still(),
    "pq.mp4": clip(8, transfer="smpte2084"),
    "hlg.mp4": clip(8, transfer="arib-std-b67"),
    "teal.cube": lut("teal"),
    "gold.cube": lut("gold"),
}
TEAL = "style: {lut: teal.cube}\n"


def luts_of(plan: Plan) -> list[str | None]:
    return [shot.lut.asset if shot.lut else None for shot in plan.shots]


def mastered(facts: ClipFacts, peak: int) -> ClipFacts:
    assert facts.picture
    return replace(facts, picture=replace(facts.picture, colour=replace(facts.picture.colour, peak=peak)))


@pytest.mark.parametrize(("name", "kind"), [("pq.mp4", "PQ"), ("hlg.mp4", "HLG")])
def test_a_shot_of_an_hdr_clip_says_how_it_is_mapped(name: str, kind: str) -> None:
    reasons = plan_of(film(f"clip: {name}"), FACTS).shots[0].reasons
    assert reasons[-1] == (
        f"HDR ({kind}, up to 1000 nits) is mapped to SDR by BT.2390; "
        "BT.2020 colours are brought to BT.709's, those outside cut to its edge"
    )


def test_a_pq_clip_is_mapped_from_the_peak_it_was_mastered_to() -> None:
    facts = {"pq.mp4": mastered(FACTS["pq.mp4"], 4000)}
    assert "PQ, up to 4000 nits" in plan_of(film("clip: pq.mp4"), facts).shots[0].reasons[-1]


def test_a_plain_clip_has_nothing_to_say_about_its_colours() -> None:
    assert plan_of(film("clip: a.mp4"), FACTS).shots[0].reasons == ("the whole clip",)


def test_the_films_lut_lies_over_clips_and_stills_and_over_nothing_that_is_drawn() -> None:
    plan = plan_of(film("clip: a.mp4", "image: a.png", "dawn", head=TEAL), FACTS)
    assert luts_of(plan) == ["teal.cube", "teal.cube", None]
    assert plan.shots[0].lut == PlannedLut("teal.cube", FACTS["teal.cube"].digest)
    assert plan.shots[0].reasons[-1] == "its colours go through teal.cube"


def test_a_scene_goes_before_the_film_and_a_shot_before_its_scene() -> None:
    text = (
        f"storyboard: 1\n{TEAL}scenes:\n"
        "- {lut: off, shots: [clip: a.mp4, {clip: b.mp4, lut: gold.cube}]}\n"
        "- {shots: [{clip: a.mp4, lut: off}, clip: b.mp4]}\n"
    )
    assert luts_of(plan_of(text, FACTS)) == [None, "gold.cube", None, "teal.cube"]


def test_a_plan_with_luts_reads_back_and_one_without_never_names_them() -> None:
    with_lut, without = plan_of(film("clip: a.mp4", head=TEAL), FACTS), plan_of(film("clip: a.mp4"), FACTS)
    assert plan_from_json(plan_to_json(with_lut)) == with_lut
    assert plan_from_json(plan_to_json(without)) == without
    assert '"lut"' not in plan_to_json(without)


def test_a_lut_that_changes_nothing_is_told() -> None:
    [notice] = plan_of(film("dawn", head=TEAL), FACTS).notices
    assert notice.about == "lut"
    assert notice.message.startswith("teal.cube lies over no shot: what is drawn keeps its own colours")
