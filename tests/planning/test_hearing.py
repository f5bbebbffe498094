"""A take that follows a sound is made from its own part of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_facts import film, sound, still
from made_models import MODELS, mode, model

from longtake.catalogue import Catalogue
from longtake.errors import PlanningError
from longtake.media import ClipFacts, FrameRate
from longtake.planning import Plan, plan, plan_from_json, plan_to_json
from longtake.planning.segment import SegmentInput
from longtake.storyboard import parse

HEAD = "route: {final: [faces]}\ncast: {mara: {is: a woman, reference: mara.png}}\n"
FACTS: Mapping[str, ClipFacts] = {"mara.png": still("640x640"), "line.ogg": sound(7), "song.ogg": sound(60)}
RECORDED = "{file: line.ogg}"
WORDS = "One two three four five six seven eight nine ten."  # 4 s at 150 words a minute
SPEAKS = "{action: she speaks, avatar: mara}"


def bought(*shots: str, narration: str = RECORDED, head: str = HEAD, rate: FrameRate | None = None) -> Plan:
    text = film(*shots, narration=narration, head=head)
    return plan(parse(text), FACTS, stage="final", catalogue=MODELS, rate=rate)


def heard(made: Plan) -> list[SegmentInput]:
    segments = (shot.segment for shot in made.shots if shot.segment)
    return [one for segment in segments for one in segment.inputs if one.role == "audio"]


def parts(made: Plan) -> list[tuple[int | None, int | None]]:
    return [(one.start, one.samples) for one in heard(made)]


def test_a_take_that_has_all_of_a_narration_is_sent_it_whole() -> None:
    made = bought(SPEAKS)
    assert parts(made) == [(None, None)]
    assert not [reason for reason in made.shots[0].reasons if "made from" in reason]


def test_each_take_is_sent_the_part_of_the_narration_that_is_heard_while_it_shows() -> None:
    made = bought("{action: dawn, avatar: mara, for: 2s}", "{action: noon, avatar: mara, for: 3s}", SPEAKS)
    second = 48_000
    assert parts(made) == [(None, 2 * second), (2 * second, 3 * second), (5 * second, None)]
    assert [shot.reasons[-1] for shot in made.shots] == [
        "made from the narration, from 0 s to 2 s",
        "made from the narration, from 2 s to 5 s",
        "made from the narration, from 5 s on",
    ]
    assert plan_from_json(plan_to_json(made)) == made


def test_two_takes_of_the_same_words_with_other_parts_are_two_orders() -> None:
    made = bought("{id: a, action: she speaks, avatar: mara}", "{id: b, action: she speaks, avatar: mara}")
    assert len({shot.segment.order for shot in made.shots if shot.segment}) == 2


def test_words_without_a_recording_are_divided_by_their_estimated_length() -> None:
    made = bought(SPEAKS, SPEAKS, narration=WORDS)
    assert parts(made) == [(None, 2 * 48_000), (2 * 48_000, None)]
    assert len({one.digest for one in heard(made)}) == 1  # spoken once


def test_cues_are_sent_at_their_own_times() -> None:
    cues = "{{cues: [{{at: 0s, for: 2s, text: One.}}, {{at: {at}, for: 2s, text: Two.}}]}}"
    early, late = (bought(SPEAKS, SPEAKS, narration=cues.format(at=at)) for at in ("2s", "2.5s"))
    assert heard(early)[0].digest != heard(late)[0].digest


def test_under_a_dissolve_the_sound_begins_with_the_take() -> None:
    made = bought("{action: dawn, avatar: mara, for: 3s}", "{action: noon, avatar: mara, join: dissolve 1s}")
    assert parts(made) == [(None, 3 * 48_000 + 24_000), (3 * 48_000 - 24_000, None)]
    assert made.shots[1].visible.start == 12


def test_lines_under_a_dissolve_come_after_as_much_silence() -> None:
    says = "{action: she speaks, avatar: mara, says: Good morning., join: dissolve 1s}"
    made = bought(SPEAKS, says)
    assert parts(made)[1] == (-24_000, None)
    assert made.shots[1].reasons[-1] == "made from its lines, after 0.5 s of silence"


def test_music_drives_with_what_is_heard_of_it_in_the_film() -> None:
    head = "route: {final: [dancer]}\nmusic: song.ogg\n"
    dances = "{action: they dance, driven_by: music, for: 4s}"
    text = film(dances, dances, head=head)
    known = Catalogue.of([model("dancer", mode("audio", 10, audio=(1, 1)))])
    made = plan(parse(text), FACTS, stage="final", catalogue=known)
    assert parts(made) == [(None, 4 * 48_000), (4 * 48_000, 4 * 48_000)]


def test_a_shot_that_begins_after_its_recording_is_refused() -> None:
    with pytest.raises(PlanningError) as caught:
        bought("{action: dawn, avatar: mara, for: 8s}", "{action: noon, avatar: mara, for: 1s}")
    assert "shot film.2 is made from the narration, which is over after 7 s; the shot begins at 8 s" in str(
        caught.value
    )


@given(
    some.lists(some.integers(1, 9), min_size=1, max_size=5),
    some.sampled_from([FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001)]),
)
def test_the_parts_of_a_narration_are_all_of_it_each_sample_once(tenths: list[int], rate: FrameRate) -> None:
    written = [f"{{action: she does {n}, avatar: mara, for: {n / 10 + 0.2:.1f}s}}" for n in tenths]
    made = bought(*written, SPEAKS, rate=rate)
    ends = 0
    for shot, (start, samples) in zip(made.shots, parts(made), strict=True):
        assert (start or 0) == ends == rate.samples(shot.start)
        ends += samples if samples is not None else 7 * 48_000 - ends
    assert ends == 7 * 48_000
    assert Fraction(ends, 48_000) <= rate.seconds(made.frames)
