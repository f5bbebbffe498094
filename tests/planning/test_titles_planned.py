"""Titles and overlays on the frame grid: where they begin, how long they stay, and what is told about it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_facts import clip, film, sound, still

from longtake.errors import PlanningError
from longtake.media import ClipFacts, Digest, FrameRate
from longtake.planning import Plan, plan, plan_from_json, plan_to_json
from longtake.storyboard import parse

CLIPS = {"a.mp4": clip(8)}
FONT = ClipFacts(Digest("f" * 64), 1, "ttf", "font")
LAID = {"logo.png": still("200x100"), "line.ogg": sound(3), "b.ttf": FONT, "a.mp4": clip(8)}


def planned(text: str, rate: FrameRate | None = None) -> Plan:
    return plan(parse(text), CLIPS, rate=rate, laid=LAID)


def titled(*titles: str, shots: tuple[str, ...] = ()) -> Plan:
    return planned(film(f"{{action: dawn, for: 4s, title: [{', '.join(titles)}]}}", *shots))


def test_a_title_begins_in_its_shot_and_stays_to_its_end() -> None:
    made = planned(film("{action: dawn, for: 2s}", "{action: noon, for: 4s, title: {text: Aurora, at: 1s}}"))
    [title] = made.shots[1].titles
    assert (title.text, title.style, title.start, title.frames) == ("Aurora", "title", 48 + 24, 72)
    assert made.notices == ()


def test_a_title_may_stay_over_the_next_shots_and_that_is_told() -> None:
    made = titled("{text: Aurora, at: 3s, for: 3s}", shots=("{action: noon, for: 4s}",))
    [title] = made.shots[0].titles
    assert (title.start, title.frames) == (72, 72)
    [notice] = made.notices
    assert (notice.about, notice.message) == (
        "film.1",
        "its title “Aurora” stays for 2 s after the shot, over what comes next",
    )


def test_a_title_is_cut_off_where_the_film_ends_and_that_is_told() -> None:
    made = titled("{text: Aurora, at: 3s, for: 3s}")
    [title] = made.shots[0].titles
    assert (title.start, title.frames) == (72, 24)
    assert [notice.message for notice in made.notices] == [
        "its title “Aurora” is cut off 2 s early, where the film ends"
    ]


@given(
    some.lists(some.tuples(some.integers(0, 3999), some.integers(1, 9000)), min_size=1, max_size=3),
    some.sampled_from([FrameRate(24), FrameRate(30000, 1001), FrameRate(60)]),
)
def test_every_title_lies_on_frames_of_the_film(times: list[tuple[int, int]], rate: FrameRate) -> None:
    titles = ", ".join(f"{{text: a, at: {at}ms, for: {length}ms}}" for at, length in times)
    shots = f"{{action: dawn, for: 4s, title: [{titles}]}}", "{action: noon, for: 2s}"
    made = planned(film(*shots), rate)
    for (at, length), title in zip(times, made.shots[0].titles, strict=True):
        assert title.start == min(rate.frames(Fraction(at, 1000)), made.shots[0].frames - 1)
        wanted = max(1, rate.frames(Fraction(length, 1000)))
        assert title.frames == min(wanted, made.frames - title.start) > 0


def test_a_plan_with_titles_and_overlays_is_written_and_read_back() -> None:
    made = planned(
        film(
            "{action: dawn, title: {text: é, font: b.ttf}, overlay: [logo.png, {image: logo.png, rate: 12}]}",
            head="overlays: logo.png\n",
        )
    )
    assert made.shots[0].titles[0].digest == FONT.digest
    assert made.shots[0].overlays[0].digest == LAID["logo.png"].digest
    assert [over.rate for over in made.shots[0].overlays] == [None, FrameRate(12)]
    assert (made.overlays[0].start, made.overlays[0].frames) == (0, made.frames)
    assert plan_from_json(plan_to_json(made)) == made


def test_a_plan_without_them_does_not_name_them() -> None:
    text = plan_to_json(planned(film("{action: dawn, for: 1s}")))
    assert "titles" not in text
    assert "overlays" not in text


REFUSED = {
    "a title after its shot": (
        film("{action: dawn, for: 4s, title: {text: Aurora, at: 4s}}"),
        "title of shot film.1 is to appear 4 s after its start, but it shows for 4 s only\n"
        "  let it appear earlier · or make the shot longer",
    ),
    "an overlay after the film": (
        film("{action: dawn, for: 4s}", head="overlays: {image: logo.png, at: 5s}\n"),
        "overlay of the film is to appear 5 s after its start, but it shows for 4 s only\n"
        "  let it appear earlier · or make the shot longer",
    ),
    "sound for an overlay": (
        film("{action: dawn, overlay: line.ogg}"),
        "overlay of shot film.1 (line.ogg) has sound and no picture\n  name a PNG or WebP picture",
    ),
    "a clip for an overlay": (
        film("{action: dawn, overlay: a.mp4}"),
        "overlay of shot film.1 (a.mp4) is a video, not a still\n  name a PNG or WebP picture",
    ),
    "a picture nobody measured": (
        film("{action: dawn, overlay: b.png}"),
        "overlay of shot film.1 (b.png) was not measured\n  give its ClipFacts with the others",
    ),
    "a font nobody measured": (
        film("{action: dawn, title: {text: a, font: c.ttf}}"),
        "font of the title of shot film.1 (c.ttf) was not measured\n  give its ClipFacts with the others",
    ),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_lie_over_the_film_is_refused(text: str, words: str) -> None:
    with pytest.raises(PlanningError) as refused:
        planned(text)
    assert str(refused.value) == words
