"""Approvals: bound to the take and to the shot's own words; the take that is wanted follows from rejections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from bought_films import FILM, books, buy, intend, intent_for, write_film
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import FREE
from PIL import Image

import longtake
from longtake.errors import InputError
from longtake.ledger import Ledger, Output
from longtake.media import Digest, digest_of
from longtake.pipeline.approving import ANOTHER, ask_again
from longtake.pipeline.judging import approved, takes_wanted
from longtake.pipeline.planned_film import PlannedFilm
from longtake.store import open_workspace

MODEL = "kling-3.0"


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A film whose draft is animatics."""
    return write_film(tmp_path)


@pytest.fixture
def bought(tmp_path: Path) -> Path:
    """A film whose draft is bought."""
    return write_film(tmp_path, MODEL)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with books() as opened:
        yield opened


@pytest.fixture
def kept_plan(bought: Path) -> PlannedFilm:
    return longtake.plan(bought)


def edit(storyboard: Path, before: str, after: str) -> Path:
    text = storyboard.read_text("utf-8")
    assert text.count(before) == 1
    storyboard.write_text(text.replace(before, after), "utf-8")
    return storyboard


def approved_now(storyboard: Path, **options: object) -> set[str]:
    with books() as ledger:
        return set(approved(ledger, longtake.plan(storyboard), **options))  # type: ignore[arg-type]


# What an approval is bound to


def test_an_approved_animatic_is_bound_to_the_words_it_was_drawn_from(drawn: Path) -> None:
    (said,) = longtake.approve(drawn, "waking.boil")
    assert (said.shot, said.key, said.verdict, said.made_by, said.purchase) == (
        *("waking.boil", "waking.boil", "approved", "animatic"),
        None,
    )
    assert said.take == digest_of(["drawn", said.words])
    assert approved_now(drawn) == {"waking.boil"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a kettle boils,", "a kettle sings,"),
        ("for: 4s}\n      - {id: pour", "for: 5s}\n      - {id: pour"),
        ("a kettle boils,", "a kettle boils, camera: pan left,"),
        ("a kettle boils,", "a kettle boils, reference: [kettle.png],"),
    ],
)
def test_edited_words_end_an_approval(drawn: Path, before: str, after: str) -> None:
    Image.new("RGB", (320, 180)).save(drawn.with_name("kettle.png"))
    longtake.approve(drawn, "waking.boil")
    assert approved_now(edit(drawn, before, after)) == set()
    assert approved_now(edit(drawn, after, before)) == {"waking.boil"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a kettle boils,", "a kettle boils, title: Morning, join: cut, sound: off,"),
        ("route:", "style: {look: oil paint}\nroute:"),
        ("waking\n", "waking\n    narration: Every morning begins like this.\n"),
        ("final: veo-3.1-fast", "final: kling-3.0"),
    ],
)
def test_what_is_not_of_the_shots_words_leaves_an_approval(drawn: Path, before: str, after: str) -> None:
    before_edit = longtake.approve(drawn, "waking.pour", "waking.boil")
    assert approved_now(edit(drawn, before, after)) == {one.key for one in before_edit}


def test_a_moved_or_renamed_shot_keeps_its_approval(drawn: Path) -> None:
    longtake.approve(drawn, "waking.boil", "waking.3")
    edit(drawn, "id: waking\n", "id: dawn\n")
    edit(drawn, "id: boil,", "id: kettle,")
    text = drawn.read_text("utf-8").splitlines()
    text[7], text[8] = text[8], text[7]
    drawn.write_text("\n".join(text), "utf-8")
    with books() as ledger:
        keys = approved(ledger, longtake.plan(drawn))
    assert {key.partition("-")[0] for key in keys} == {"dawn.kettle", "dawn.a"}


def test_shots_with_the_same_words_are_judged_one_by_one(tmp_path: Path) -> None:
    twins = write_film(tmp_path, text=FILM.replace("steam rises from a cup", "a kettle boils"))
    longtake.approve(twins, "waking.pour")
    assert approved_now(twins) == {"waking.pour"}


def test_the_last_word_counts(drawn: Path) -> None:
    longtake.approve(drawn, all_shots=True)
    longtake.reject(drawn, "waking.pour", note="the cup is empty")
    assert {key.partition("-")[0] for key in approved_now(drawn)} == {"waking.boil", "waking.a"}


def test_another_film_of_the_same_words_is_judged_by_itself(drawn: Path) -> None:
    longtake.approve(drawn, "waking.boil")
    assert approved_now(edit(drawn, "title: Kettle", "title: Teapot")) == set()


# Takes that were bought


def test_a_bought_take_is_approved_by_its_purchase(bought: Path, ledger: Ledger) -> None:
    purchase = buy(ledger, intent_for(longtake.plan(bought), "waking.boil"))
    (said,) = longtake.approve(bought, "waking.boil", note="lovely")
    assert (said.take, said.purchase, said.number) == (purchase.intent.key, purchase.id, 1)
    assert (said.made_by, said.note) == (MODEL, "lovely")
    assert approved_now(bought) == {"waking.boil"}


def test_a_take_that_another_film_bought_can_be_approved(bought: Path, ledger: Ledger) -> None:
    purchase = buy(ledger, intent_for(longtake.plan(bought), "waking.boil", film="Teapot"))
    assert [one.purchase for one in longtake.approve(bought, "waking.boil")] == [purchase.id]


def test_a_later_take_that_another_film_wanted_is_not_this_films(bought: Path, ledger: Ledger) -> None:
    planned = longtake.plan(bought)
    first = buy(ledger, intent_for(planned, "waking.boil"))
    buy(ledger, intent_for(planned, "waking.boil", film="Teapot", take=2))
    assert [one.purchase for one in longtake.approve(bought, "waking.boil")] == [first.id]


def test_a_take_of_words_that_were_edited_since_cannot_be_approved(bought: Path, ledger: Ledger) -> None:
    buy(ledger, intent_for(longtake.plan(bought), "waking.boil"))
    edit(bought, "a kettle boils", "a kettle sings")
    with pytest.raises(InputError, match=r"waking\.boil: no take of it by kling-3\.0, in the words that it has now"):
        longtake.approve(bought, "waking.boil")


def test_a_take_that_is_still_made_cannot_be_approved_and_nothing_is_written(bought: Path, ledger: Ledger) -> None:
    planned = longtake.plan(bought)
    buy(ledger, intent_for(planned, "waking.boil"))
    with pytest.raises(InputError) as caught:
        longtake.approve(planned, all_shots=True)
    assert [finding.place for finding in caught.value.findings] == ["shot waking.pour", "shot waking.3"]
    assert "longtake make --draft" in str(caught.value)
    assert ledger.verdicts("Kettle") == ()


def test_what_the_emulator_made_is_judged_apart(bought: Path, ledger: Ledger) -> None:
    buy(ledger, intent_for(longtake.plan(bought), "waking.boil", realm="emulated", host="emulator"))
    with pytest.raises(InputError, match="--emulated"):
        longtake.approve(bought, "waking.boil")
    longtake.approve(bought, "waking.boil", emulated=True)
    assert approved_now(bought, realm="emulated") == {"waking.boil"}
    assert approved_now(bought, realm="live") == set()


def test_a_take_that_goes_on_from_another_take_is_judged_as_the_film_shows_it(tmp_path: Path, ledger: Ledger) -> None:
    path = write_film(tmp_path, MODEL, FILM.replace("from a cup, for: 4s", "from a cup, for: 4s, join: continue"))
    before = longtake.plan(path)
    buy(ledger, intent_for(before, "waking.boil"))
    buy(ledger, intent_for(before, "waking.pour"))
    longtake.reject(path, "waking.boil", note="too dark")
    now = longtake.plan(path)
    buy(ledger, intent_for(now, "waking.boil", take=2))
    shown = buy(ledger, intent_for(now, "waking.pour"))
    (said,) = longtake.approve(path, "waking.pour")
    assert said.purchase == shown.id
    draft = longtake.plan(path, stage="final").draft
    assert draft is not None
    assert approved(ledger, draft) == {"waking.pour"}


# Which take is wanted


def wanted(storyboard: Path, ledger: Ledger) -> list[int]:
    return list(takes_wanted(ledger, longtake.plan(storyboard)).values())


def test_one_take_more_is_wanted_than_were_rejected(bought: Path, ledger: Ledger) -> None:
    planned = longtake.plan(bought)
    assert wanted(bought, ledger) == [1, 1, 1]
    buy(ledger, intent_for(planned, "waking.boil"))
    longtake.reject(bought, "waking.boil", note="too dark")
    longtake.reject(bought, "waking.boil", note="and too fast")
    assert wanted(bought, ledger) == [2, 1, 1]
    second = buy(ledger, intent_for(longtake.plan(bought), "waking.boil", take=2))
    (said,) = longtake.reject(bought, "waking.boil", note="too bright")
    assert (said.purchase, said.number) == (second.id, 2)
    assert wanted(bought, ledger) == [3, 1, 1]


def test_a_rejected_take_that_is_approved_after_all_is_wanted_again(bought: Path, ledger: Ledger) -> None:
    buy(ledger, intent_for(longtake.plan(bought), "waking.boil"))
    longtake.reject(bought, "waking.boil", note="too dark")
    longtake.approve(bought, "waking.boil")
    assert wanted(bought, ledger) == [1, 1, 1]
    assert approved_now(bought) == {"waking.boil"}


def test_other_words_and_other_models_begin_with_their_first_take(bought: Path, ledger: Ledger) -> None:
    buy(ledger, intent_for(longtake.plan(bought), "waking.boil"))
    longtake.reject(bought, "waking.boil", note="too dark")
    final = longtake.plan(bought, stage="final")
    assert set(takes_wanted(ledger, final).values()) == {1}
    assert wanted(edit(bought, "a kettle boils", "a kettle sings"), ledger) == [1, 1, 1]


def test_another_take_is_asked_for_without_a_fault_of_the_last(bought: Path, ledger: Ledger) -> None:
    planned = longtake.plan(bought)
    buy(ledger, intent_for(planned, "waking.boil"))
    ledger.submitted(intend(ledger, intent_for(planned, "waking.3")).id, "job-9")
    asked = ask_again(ledger, planned, ["waking.boil", "waking.pour", "waking.3"])
    assert [one.shot for one in asked] == ["waking.boil"]
    assert wanted(bought, ledger) == [2, 1, 1]
    assert [said.note for said in ledger.verdicts("Kettle")] == [ANOTHER]


def test_another_take_is_asked_for_where_the_last_was_lost_or_refused(bought: Path, ledger: Ledger) -> None:
    planned = longtake.plan(bought)
    gone = intend(ledger, intent_for(planned, "waking.boil"))
    ledger.known(gone.id, [Output("https://cdn.example.com/1.mp4")], FREE)
    ledger.lost(gone.id, "expired")
    ledger.refused(intend(ledger, intent_for(planned, "waking.pour")).id, "a brand", FREE)
    assert len(ask_again(ledger, planned, ["waking.boil", "waking.pour"])) == 2
    assert wanted(bought, ledger) == [2, 2, 1]


def test_another_take_is_asked_for_where_what_the_provider_sends_is_of_no_use(bought: Path, ledger: Ledger) -> None:
    planned = longtake.plan(bought)
    ledger.known(intend(ledger, intent_for(planned, "waking.boil")).id, [Output("https://cdn.example.com/1.mp4")], FREE)
    assert len(ask_again(ledger, planned, ["waking.boil"])) == 1
    assert wanted(bought, ledger) == [2, 1, 1]


class Remembered:
    """What a ledger says of one shot: verdicts on takes that were all bought."""

    def __init__(self, planned: PlannedFilm, verdicts: list[tuple[int, str]]) -> None:
        shot = planned.plan.shots[0]
        words = planned.words[shot.key]
        self._bought = {digest_of(take): intent_for(planned, shot.name, take=take) for take, _ in verdicts}
        self._said = tuple(
            SimpleNamespace(take=digest_of(take), words=words, shot=shot.key, verdict=verdict)
            for take, verdict in verdicts
        )

    def verdicts(self, film: str) -> tuple[object, ...]:
        return self._said

    def choices(self, film: str, realm: str) -> tuple[object, ...]:
        return ()

    def by_key(self, take: str) -> object:
        return SimpleNamespace(intent=self._bought[Digest(take)])


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["approved", "rejected"]))))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_take_that_is_wanted_is_one_more_than_are_rejected(
    kept_plan: PlannedFilm, verdicts: list[tuple[int, str]]
) -> None:
    last = dict(verdicts)
    found = takes_wanted(Remembered(kept_plan, verdicts), kept_plan)  # type: ignore[arg-type]
    assert found[kept_plan.plan.shots[0].key] == 1 + list(last.values()).count("rejected")


def test_where_nothing_was_ever_written_the_first_takes_are_wanted(bought: Path) -> None:
    planned = longtake.plan(bought)
    assert set(takes_wanted(None, planned).values()) == {1}
    assert approved(None, planned) == frozenset()


# Parts of a long shot


@pytest.fixture
def in_parts(tmp_path: Path) -> Path:
    return write_film(tmp_path, MODEL, FILM.replace("a kettle boils, for: 4s", "a kettle boils, for: 24s"))


def test_a_shot_made_in_parts_is_approved_when_all_of_them_are(in_parts: Path, ledger: Ledger) -> None:
    planned = longtake.plan(in_parts)
    parts = [shot for shot in planned.plan.shots if shot.key.startswith("waking.boil/")]
    assert len(parts) > 1
    for part in parts:
        buy(ledger, intent_for(planned, part.name))
    longtake.approve(in_parts, parts[0].name)
    assert approved_now(in_parts) == set()
    assert [one.shot for one in longtake.approve(in_parts, "waking.boil")] == [part.name for part in parts]
    assert approved_now(in_parts) == {"waking.boil"}


# What cannot be judged


def test_an_unknown_shot_is_told_with_the_nearest(drawn: Path) -> None:
    with pytest.raises(InputError, match=r"'waking\.boll' is no shot of this film\n  did you mean waking\.boil"):
        longtake.approve(drawn, "waking.boll")
    assert not open_workspace().ledger.exists()


def test_a_rejection_says_what_should_be_different(drawn: Path) -> None:
    with pytest.raises(InputError, match="a rejection says what should be different"):
        longtake.reject(drawn, "waking.boil", note=" ")


@pytest.mark.parametrize(("names", "all_shots"), [((), False), (("waking.boil",), True)])
def test_shots_are_named_or_all_are_meant(drawn: Path, names: tuple[str, ...], all_shots: bool) -> None:
    with pytest.raises(InputError, match=r"or say --all"):
        longtake.approve(drawn, *names, all_shots=all_shots)


def test_footage_of_ones_own_is_not_judged(tmp_path: Path) -> None:
    Image.new("RGB", (640, 360)).save(tmp_path / "own.png")
    film = write_film(tmp_path, text=FILM.replace("action: steam rises from a cup,", "image: own.png,"))
    with pytest.raises(InputError, match=r"shot waking\.pour: its picture is your own"):
        longtake.approve(film, "waking.pour")
    assert [one.shot for one in longtake.approve(film, all_shots=True)] == ["waking.boil", "waking.3"]
