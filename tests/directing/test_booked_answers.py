"""What a director's answers cost stands in the ledger before they are asked for and after; they are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scripted_endpoint import Reply, ScriptedEndpoint, failure, film, says, serving

import longtake
from longtake.directing import Limits, Tokens
from longtake.errors import BudgetError, DirectorError, InputError, LedgerError, LostAnswerError
from longtake.ledger import Ledger, Purchase
from longtake.pipeline.booked_director import BookedDirector
from longtake.pipeline.taken import ApprovalMissingError
from longtake.pipeline.token_price import TokenPrice
from longtake.store import open_workspace

HANGS = Reply(hangs=True)


def proposed(endpoint: ScriptedEndpoint, **more: Any) -> longtake.Direction:
    options: dict[str, Any] = {"price": "3/15", "endpoint": endpoint.url, "model": "small-model", **more}
    return longtake.propose("how tea is made", **options)


def purchases() -> tuple[Purchase, ...]:
    with Ledger.open(open_workspace().ledger) as ledger:
        return ledger.purchases()


def test_each_answer_is_a_purchase_with_its_four_facts_and_its_cost() -> None:
    with serving(says("no"), says(film(), taken_in=2000, put_out=1000)) as endpoint:
        direction = proposed(endpoint)
    assert str(direction.cost) == "0.0315 USD"
    assert [(one.intent.kind, one.state, str(one.cost and one.cost.amount)) for one in purchases()] == [
        ("text", "verified", "0.0105 USD"),
        ("text", "verified", "0.021 USD"),
    ]
    with Ledger.open(open_workspace().ledger) as ledger:
        facts = [fact.name for fact in ledger.history(purchases()[0].id)]
    assert facts == ["intended", "submitted", "known", "verified"]


def test_usage_tells_it_by_whom_and_for_what() -> None:
    with serving(says(film())) as endpoint:
        proposed(endpoint)
    for by, name in (("provider", "127.0.0.1"), ("film", "how tea is made"), ("model", "small-model")):
        (spent,) = longtake.usage(by)  # type: ignore[arg-type]
        assert (spent.name, str(spent.cost), spent.reserved.amount) == (name, "0.0105 USD", 0)


def test_the_most_that_an_answer_may_cost_is_reserved_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    reserved: list[str] = []

    def look(self: BookedDirector, purchase: Purchase, *rest: Any) -> Any:
        (open_one,) = purchases()
        reserved.append(f"{open_one.state} {open_one.reserved.to_the_cent(up=True)}")
        raise DirectorError("enough")

    monkeypatch.setattr(BookedDirector, "_asked", look)
    with serving() as endpoint, pytest.raises(DirectorError, match="enough"):
        proposed(endpoint)
    assert reserved == ["intended 0.27 USD"]  # 16,000 tokens at 15, and what it reads at 3


def test_the_same_question_is_not_paid_for_twice() -> None:
    with serving(says("no"), says(film())) as endpoint:
        first = proposed(endpoint)
        second = proposed(endpoint)
    assert len(endpoint.asked) == 2
    assert second.adaptation == first.adaptation
    assert (second.tries, str(second.cost)) == (2, "0.00 USD")


def test_more_tries_go_on_where_the_last_ones_ended() -> None:
    with serving(says("no"), says("nor this"), says(film())) as endpoint:
        with pytest.raises(DirectorError, match="none of its 2 answers holds"):
            proposed(endpoint, tries=2)
        assert proposed(endpoint, tries=3).tries == 3
    assert len(endpoint.asked) == 3


def test_it_is_asked_anew_where_a_person_wants_that() -> None:
    with serving(says(film()), says(film(title="Green tea"))) as endpoint:
        proposed(endpoint)
        assert proposed(endpoint, again=True).adaptation.storyboard.title == "Green tea"
        assert proposed(endpoint).adaptation.storyboard.title == "Green tea"
    assert [one.intent.take for one in purchases()] == [1, 2]


def test_a_lost_answer_is_bought_again_once_where_it_is_cheap() -> None:
    with serving(HANGS, says(film())) as endpoint:
        proposed(endpoint, patience=0.2, repeat_below="1 USD")
    lost, found = purchases()
    assert (lost.state, found.state, found.attempt) == ("duplicated", "verified", 2)
    assert lost.reserved.amount > 0  # it may have been paid for


def test_a_lost_answer_that_is_dear_is_left_to_a_person() -> None:
    with serving(HANGS) as endpoint:
        with pytest.raises(LostAnswerError, match=r"no answer in 0\.2 s"):
            proposed(endpoint, patience=0.2)
        with pytest.raises(LedgerError, match=r"is not bought again by itself.*up to 0\.10 USD"):
            proposed(endpoint)
    assert [one.state for one in purchases()] == ["unknown"]
    assert len(endpoint.asked) == 1


def test_a_lost_answer_of_a_model_that_nobody_is_paid_for_is_asked_for_again() -> None:
    with serving(HANGS, says(film())) as endpoint:
        with pytest.raises(LostAnswerError):
            proposed(endpoint, patience=0.2, price="")
        assert proposed(endpoint, price="").tries == 1
    assert [one.state for one in purchases()] == ["failed", "verified"]


def test_who_is_turned_away_pays_nothing_and_may_ask_again() -> None:
    with serving(failure(500), says(film())) as endpoint:
        with pytest.raises(DirectorError, match="status 500"):
            proposed(endpoint)
        proposed(endpoint)
    assert [(one.state, one.reserved.amount) for one in purchases()] == [("failed", 0), ("verified", 0)]


@pytest.mark.parametrize("point", ["submitted", "known", "verified"])
def test_an_answer_that_was_kept_before_its_process_ended_is_used(point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(film())) as endpoint:
        with monkeypatch.context() as patch:

            def end(*_: Any, **__: Any) -> None:
                raise KeyboardInterrupt

            patch.setattr(Ledger, point, end)
            with pytest.raises(KeyboardInterrupt):
                proposed(endpoint)
        assert proposed(endpoint).tries == 1
    assert len(endpoint.asked) == 1
    assert [one.state for one in purchases()] == ["verified"]


def test_a_budget_holds() -> None:
    with serving(says("no"), says(film())) as endpoint, pytest.raises(BudgetError):
        proposed(endpoint, budget="0.27 USD", tries=3)
    assert len(endpoint.asked) == 1
    assert [str(one.cost and one.cost.amount) for one in purchases()] == ["0.0105 USD"]


def test_what_may_cost_much_needs_a_budget_first() -> None:
    with serving() as endpoint, pytest.raises(ApprovalMissingError, match=r"it may cost up to 4\.38 USD") as caught:
        proposed(endpoint, price="15/75")
    assert caught.value.findings[0].advice[0] == "write --budget 4.38 USD"
    assert endpoint.asked == []


def test_a_hosted_model_needs_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {"endpoint": "https://host.example/v1", "model": "large", "key": "sk-1"}
    with pytest.raises(InputError, match=r"nobody says what a token of large costs at host\.example") as caught:
        longtake.propose("tea", **options)
    assert "LONGTAKE_DIRECTOR_PRICE" in str(caught.value)


@pytest.mark.parametrize("text", ["3", "3/", "a/b", "3/15 dollars", "-1/2"])
def test_what_is_no_price_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"^--price: .*\n.*--price 0\.15/0\.60"):
        TokenPrice.parse(text)


def test_a_price_is_for_a_million_tokens() -> None:
    price = TokenPrice.parse("0.15/0.60 EUR")
    assert str(price.of(Tokens(1_000_000, 500_000))) == "0.45 EUR"
    assert str(price.of(Tokens(1, 0))) == "0.000001 EUR"
    assert str(price.most(Limits(tries=3, tokens=100_000))) == "0.0366 EUR"


def test_no_word_of_the_script_is_in_the_ledger(tmp_path: Path) -> None:
    with serving(says(film())) as endpoint:
        proposed(endpoint)
    (one,) = purchases()
    assert "tea" not in json.dumps(dict(one.intent.request), default=str)
