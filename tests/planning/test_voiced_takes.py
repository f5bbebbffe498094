"""Takes that are made from what voices say: which lines, which part of them, whose voice, known by what."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_facts import film, still
from made_models import MODELS

from longtake.media import ClipFacts, FrameRate
from longtake.planning import Plan, Timings, plan, plan_from_json, plan_to_json
from longtake.planning.segment import SegmentInput
from longtake.planning.voiceless import voiceless
from longtake.storyboard import parse

HEAD = "route: {final: [faces]}\nnarrator: heart\ncast: {mara: {is: a woman, reference: mara.png%s}}\n"
OWN, NARRATORS = HEAD % ", voice: bella", HEAD % ""
FACTS: Mapping[str, ClipFacts] = {"mara.png": still("640x640"), "ben.png": still("512x512")}
SPEAKS = "{action: she speaks, avatar: mara}"
WORDS = "One two three four five six seven eight nine ten."


def planned(text: str, seconds: Fraction = Fraction(4), rate: FrameRate | None = None) -> Plan:
    """The film with all its speech measured: each line `seconds` long."""

    def made(timings: Timings) -> Plan:
        return plan(parse(text), FACTS, stage="final", catalogue=MODELS, timings=timings, rate=rate)

    return made(Timings({one.known_as: seconds for one in made(Timings()).speech}))


def given_to(made: Plan) -> list[SegmentInput]:
    segments = (shot.segment for shot in made.shots if shot.segment)
    return [one for segment in segments for one in segment.inputs if one.role == "audio"]


def orders(made: Plan) -> list[str]:
    return [shot.segment.order for shot in made.shots if shot.segment]


def test_what_is_given_is_the_speech_that_the_mix_plays_known_by_its_order() -> None:
    made = planned(film(SPEAKS, narration=WORDS, head=OWN))
    (speech,), (sent,) = made.speech, given_to(made)
    assert (speech.voice, speech.who, speech.about) == ("bella", "mara", "film")
    assert (sent.digest, [line.asset for line in sent.lines]) == (speech.order, [speech.asset])
    assert [(cue.asset, cue.kind) for cue in made.cues] == [(speech.asset, "narration")]
    assert made.shots[0].sound is None  # its own sound would be a second voice
    assert plan_from_json(plan_to_json(made)) == made


def test_the_take_has_a_margin_at_both_ends_in_which_its_neighbours_words_are_heard() -> None:
    made = planned(film(f"{SPEAKS[:-1]}, for: 2s}}", SPEAKS, narration=WORDS, head=OWN), rate=FrameRate(24))
    assert [shot.visible.start for shot in made.shots] == [6, 6]
    assert [shot.take_frames - shot.visible.end >= 6 for shot in made.shots] == [True, True]
    first, second = given_to(made)
    assert (first.start, second.start) == (-12_000, 2 * 48_000 - 12_000)
    assert first.samples == made.rate.samples(6 + 48 + 6)


def test_two_who_speak_one_narration_in_view_share_the_narrator_s_voice() -> None:
    cast = OWN.replace("cast: {", "cast: {ben: {is: a man, reference: ben.png, voice: joe}, ")
    made = planned(film(SPEAKS, "{action: he speaks, avatar: ben}", narration=WORDS, head=cast))
    assert [(one.voice, one.who) for one in made.speech] == [("heart", "")]
    assert {one.digest for one in given_to(made)} == {made.speech[0].order}


def test_lines_are_pieces_of_their_own_and_lie_where_they_are_heard() -> None:
    says = "{action: she speaks, avatar: mara, says: [Good morning., {who: ben, text: Come in.}]}"
    cast = OWN.replace("cast: {", "cast: {ben: {is: a man, reference: ben.png, voice: joe}, ")
    made = planned(film(says, head=cast), Fraction(2))
    (sent,) = given_to(made)
    assert [(one.voice, one.who) for one in made.speech] == [("bella", "mara"), ("joe", "ben")]
    assert [line.at for line in sent.lines] == [0, (made.speech[1].start or 0) - (made.speech[0].start or 0)]
    assert made.shots[0].sound is None
    assert [cue.kind for cue in made.cues] == ["narration"] * 2


def test_a_line_that_waits_for_the_one_before_it_is_given_as_late_as_it_is_heard() -> None:
    before = "  narration: {text: One two three., who: mara}\n- shots:\n  - "
    text = (
        film("{action: dawn, avatar: mara, for: 2s}", head=OWN)
        + before
        + SPEAKS[:-1]
        + f", for: 7s}}\n  narration: {WORDS}\n"
    )
    made = planned(text)
    late = made.speech[1].start or 0
    assert late == 4 * 48_000 + 12_000  # the first line lasts 4 s in a scene of 2 s
    shot, sent = made.shots[1], given_to(made)[1]
    assert sent.start == made.rate.samples(shot.start - shot.visible.start) - late


def test_an_edit_of_one_line_is_no_other_order_of_the_takes_of_the_others() -> None:
    says = "{{action: she speaks, avatar: mara, says: [{0}], for: 4s}}"
    text = film(says.format("Good morning."), says.format("Come in."), head=OWN)
    first, second = orders(planned(text, Fraction(2)))
    changed = orders(planned(text.replace("Come in", "Go out"), Fraction(2)))
    assert changed[0] == first
    assert changed[1] != second


@pytest.mark.parametrize(
    "change",
    [
        ("voice: bella", "voice: joe"),
        ("narrator: heart", "narrator: {voice: heart, pace: 1.1}"),
        ("One two", "One, two"),
        ("narrator: heart", "narrator: heart\npronounce: {three: tree}"),
    ],
    ids=["voice", "pace", "text", "lexicon"],
)
def test_what_decides_how_it_sounds_makes_another_order(change: tuple[str, str]) -> None:
    text = film(SPEAKS, narration=WORDS, head=OWN)
    assert orders(planned(text)) != orders(planned(text.replace(*change)))


def test_another_name_for_the_same_hosted_voice_is_the_same_order() -> None:
    texts = [film(SPEAKS, narration=WORDS, head=HEAD % f", voice: {name}") for name in ("openai/nova", "tts-1/nova")]
    assert len({tuple(orders(planned(text))) for text in texts}) == 1


@given(
    some.lists(some.integers(5, 19), min_size=1, max_size=4),
    some.sampled_from([FrameRate(24), FrameRate(24000, 1001), FrameRate(30000, 1001)]),
)
def test_every_shot_is_given_what_is_heard_under_its_first_frame_at_its_first_frame(
    tenths: list[int], rate: FrameRate
) -> None:
    shots = [f"{{action: she does {n}, avatar: mara, for: {n / 10:.1f}s}}" for n in tenths]
    made = planned(film(*shots, SPEAKS, narration=WORDS, head=OWN), Fraction(8), rate)
    starts = {one.asset: one.start or 0 for one in made.speech}
    for shot, sent in zip(made.shots, given_to(made), strict=True):
        in_the_film = rate.samples(shot.start - shot.visible.start)
        assert (sent.start or 0) + starts[sent.lines[0].asset] == in_the_film


def stops(text: str) -> list[str]:
    return [f"{'.'.join(map(str, one.path))}: {one.message}" for one in voiceless(parse(text), "final")]


def test_making_stops_where_nobody_s_voice_says_the_words_and_nowhere_else() -> None:
    mute = NARRATORS.replace("narrator: heart\n", "")
    why = "its take is made from what {} says, and no voice says it"
    says = "{avatar: mara, says: Good morning.}"
    assert stops(film(says, head=mute)) == [f"scenes.0.shots.0.avatar: {why.format('mara')}"]
    driven = film("{action: x, driven_by: narration}", narration=WORDS, head=mute)
    assert stops(driven) == [f"scenes.0.shots.0.driven_by: {why.format('the narrator')}"]
    assert stops(film(SPEAKS, head=mute) + "  narration: {file: line.ogg}\n") == []
    assert stops(film(says, head=NARRATORS)) == stops(film(says, head=OWN)) == []
