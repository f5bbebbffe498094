"""What the ledger promises of a purchase: bought once, priced once, and found again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import CLIP, FREE, World, an_intent, usd

from longtake.errors import BudgetError, LedgerError
from longtake.ledger import (
    BudgetClosedError,
    BudgetExceededError,
    Cost,
    Existing,
    Ledger,
    Output,
    Purchase,
    StepError,
    UnsettledError,
    plain,
    purchase_key,
)
from longtake.media import Money, digest_of

SIGNED = "https://me:pw@cdn.example.com/clips/1.mp4?X-Signature=canary-5c1e#f"


def bought(ledger: Ledger, world: World, shot: str = "waking.1", cost: str = "0.75", **other: object) -> Purchase:
    """A purchase that went all the way."""
    purchase = intended(ledger, world, shot, **other)
    ledger.submitted(purchase.id, f"job-of-{shot}")
    ledger.known(purchase.id, [Output(SIGNED)], Cost(usd(cost), "billed"), seed=7, version="1.2")
    return ledger.verified(purchase.id, CLIP, 1000, {"frames": 192})


def intended(ledger: Ledger, world: World, shot: str = "waking.1", **other: object) -> Purchase:
    purchase = ledger.intend(an_intent(shot, **other), "film", world.hold())  # type: ignore[arg-type]
    assert isinstance(purchase, Purchase)
    return purchase


# The purchase key


@given(st.text(), st.text(), st.text(), st.integers(1, 9))
def test_the_key_tells_realm_host_account_order_and_take_apart(host: str, account: str, order: str, take: int) -> None:
    base = purchase_key("live", host, account, digest_of({"order": order}), take)
    others = {
        purchase_key("emulated", host, account, digest_of({"order": order}), take),
        purchase_key("live", host + "x", account, digest_of({"order": order}), take),
        purchase_key("live", host, account + "x", digest_of({"order": order}), take),
        purchase_key("live", host, account, digest_of({"order": order + "x"}), take),
        purchase_key("live", host, account, digest_of({"order": order}), take + 1),
    }
    assert len(others | {base}) == 6


@pytest.mark.parametrize(
    "other",
    [
        {"shot": "renamed", "film": "another"},
        {"reserved": usd("3")},
        {"provider": "x", "model": "renamed"},
        {"tag": "q4"},
    ],
    ids=["renamed shot", "another price", "renamed model", "another tag"],
)
def test_what_does_not_go_over_the_wire_buys_nothing_again(
    ledger: Ledger, world: World, other: dict[str, object]
) -> None:
    first = bought(ledger, world)
    found = ledger.intend(an_intent(**{"order": first.intent.order} | other), "film", world.hold())  # type: ignore[arg-type]
    assert isinstance(found, Existing)
    assert found.purchase == first
    assert ledger.budget("film").reserved == usd("0")


def test_an_emulated_take_never_stands_for_a_live_one(ledger: Ledger, world: World) -> None:
    ledger.set_budget("film", usd("10"), realm="emulated")
    bought(ledger, world, realm="emulated")
    live = ledger.intend(an_intent(), "film", world.hold())
    assert isinstance(live, Purchase)
    assert ledger.budget("film").spent == usd("0")
    assert {one.state for one in ledger.purchases(order=live.intent.order, realm="live")} == {"intended"}
    assert {one.state for one in ledger.purchases(order=live.intent.order, realm="emulated")} == {"verified"}


# The four facts


def test_a_purchase_keeps_what_was_intended_and_what_came_back(ledger: Ledger, world: World) -> None:
    purchase = bought(ledger, world)
    assert purchase.state == "verified"
    assert purchase.intent == an_intent()
    assert (purchase.provider_job, purchase.seed, purchase.model_version) == ("job-of-waking.1", 7, "1.2")
    assert purchase.cost == Cost(usd("0.75"), "billed")
    assert (purchase.digest, purchase.size, purchase.probed) == (CLIP, 1000, {"frames": 192})
    assert ledger.by_token(purchase.token) == ledger.by_key(purchase.intent.key) == purchase
    assert purchase.intended_at == datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_the_history_has_each_fact_in_order_with_its_data(ledger: Ledger, world: World) -> None:
    purchase = bought(ledger, world)
    history = ledger.history(purchase.id)
    assert [fact.name for fact in history] == ["intended", "submitted", "known", "verified"]
    assert json.loads(history[1].data) == {"job": "job-of-waking.1"}
    assert json.loads(history[2].data) == {
        "cost": "0.75 USD",
        "outputs": [{"kind": "video", "url": "https://cdn.example.com/clips/1.mp4?…"}],
        "seed": 7,
        "source": "billed",
        "version": "1.2",
    }


def test_a_seed_larger_than_sqlites_integers_is_kept(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    assert ledger.known(purchase.id, [], FREE, seed=2**64 - 1).seed == 2**64 - 1


def test_tokens_are_unguessable_and_never_the_same(tmp_path: Path, world: World) -> None:
    with Ledger.open(tmp_path / "real.sqlite") as real:
        real.set_budget("film", usd("10"))
        hold = world.hold()
        until = real._around.ticks() + 10**9
        made = [real.intend(an_intent(f"s{n}", reserved="0"), "film", type(hold)(hold.owner, until)) for n in range(20)]
    tokens = {one.token for one in made if isinstance(one, Purchase)}
    assert len(tokens) == 20
    assert {len(bytes.fromhex(token)) for token in tokens} == {16}


def test_a_callback_that_comes_before_the_answer_is_taken(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    ledger.known(purchase.id, [Output(SIGNED)], FREE)
    late = ledger.submitted(purchase.id, "job-1")
    assert (late.state, late.provider_job) == ("known", "job-1")


def test_the_same_facts_told_again_change_nothing(ledger: Ledger, world: World) -> None:
    purchase = bought(ledger, world)
    ledger.submitted(purchase.id, "job-of-waking.1")
    ledger.known(purchase.id, [], Cost(usd("99"), "billed"))
    ledger.failed(purchase.id, "transient", "late", FREE)
    ledger.verified(purchase.id, CLIP, 1000, {"frames": 192})
    assert ledger.purchase(purchase.id) == purchase
    assert len(ledger.history(purchase.id)) == 4


def test_other_bytes_than_those_that_came_first_are_refused(ledger: Ledger, world: World) -> None:
    purchase = bought(ledger, world)
    with pytest.raises(LedgerError, match=r"verified with other bytes .*\n  keep those that came first"):
        ledger.verified(purchase.id, digest_of("other"), 5, {})


def test_bytes_cannot_be_verified_before_a_result_is_known(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    with pytest.raises(StepError, match=r"shot waking.1: purchase 1 is intended, so it can't be verified"):
        ledger.verified(purchase.id, CLIP, 1, {})


def test_a_purchase_that_is_not_there_is_named(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="there is no purchase 4\n  longtake jobs lists them"):
        ledger.unknown(4, "no answer")


def test_a_job_found_by_looking_it_up_is_never_counted_twice(ledger: Ledger, world: World) -> None:
    first = bought(ledger, world)
    second = intended(ledger, world, "waking.2")
    with pytest.raises(LedgerError, match=r"job job-of-waking.1 of example belongs to purchase 1 of shot waking.1"):
        ledger.submitted(second.id, first.provider_job or "")
    assert ledger.purchase(second.id).state == "intended"


def test_an_emulator_that_was_reset_may_give_its_numbers_again(ledger: Ledger, world: World) -> None:
    ledger.set_budget("film", usd("10"), realm="emulated")
    bought(ledger, world, realm="emulated")
    second = intended(ledger, world, "waking.2", realm="emulated")
    assert ledger.submitted(second.id, "job-of-waking.1").state == "submitted"


# Ends without a result, and what follows


def test_a_failure_that_cost_nothing_frees_its_money_and_may_be_tried_again(ledger: Ledger, world: World) -> None:
    first = intended(ledger, world)
    ended = ledger.failed(first.id, "transient", "overloaded", FREE)
    assert (ended.state, ended.failure, ended.why) == ("failed", "transient", "overloaded")
    assert ledger.budget("film").reserved == usd("0")
    second = ledger.again(first.id, usd("0.90"), world.hold())
    assert isinstance(second, Purchase)
    assert (second.attempt, second.intent.key, second.reserved) == (2, first.intent.key, usd("0.90"))
    assert second.token != first.token


def test_asking_twice_for_another_attempt_makes_one(ledger: Ledger, world: World) -> None:
    first = intended(ledger, world)
    ledger.failed(first.id, "transient", "overloaded", FREE)
    second = ledger.again(first.id, usd("0.80"), world.hold())
    third = ledger.again(first.id, usd("0.80"), world.hold())
    assert isinstance(third, Existing)
    assert third.purchase == second


def test_what_may_still_come_is_not_bought_again(ledger: Ledger, world: World) -> None:
    purchase = bought(ledger, world)
    with pytest.raises(LedgerError, match="purchase 1 is verified: it may still bring what was bought"):
        ledger.again(purchase.id, usd("1"), world.hold())


def test_a_result_that_came_after_a_cancel_is_used_and_paid(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    ledger.submitted(purchase.id, "job-1")
    ledger.cancelled(purchase.id, "stopped by Ctrl-C", None)
    assert ledger.budget("film").reserved == usd("0.80")
    ledger.known(purchase.id, [Output(SIGNED)], Cost(usd("0.75"), "billed"))
    assert ledger.budget("film").spent == usd("0.75")
    assert ledger.budget("film").reserved == usd("0")


def test_a_paid_result_whose_bytes_are_gone_is_a_loss_with_its_cost(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    ledger.known(purchase.id, [Output(SIGNED)], Cost(usd("0.75"), "billed"))
    lost = ledger.lost(purchase.id, "the address expired before it could be fetched")
    assert (lost.state, lost.cost) == ("lost", Cost(usd("0.75"), "billed"))
    assert ledger.purchases(states={"lost"}) == (lost,)


def test_fresh_addresses_take_the_place_of_expired_ones(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    ledger.known(purchase.id, [Output(SIGNED)], FREE)
    fresh = Output(SIGNED.replace("5c1e", "9d2f"), "video", datetime(2026, 11, 22, tzinfo=UTC))
    assert ledger.renewed(purchase.id, [fresh]).outputs == (fresh,)


def test_addresses_are_not_renewed_for_what_is_not_finished(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    with pytest.raises(StepError, match="purchase 1 is intended: it has no result to be fetched"):
        ledger.renewed(purchase.id, [])


# Unknown submits


def test_a_blind_unknown_stops_spending_on_its_shot_until_a_person_settles_it(ledger: Ledger, world: World) -> None:
    lost = intended(ledger, world)
    ledger.unknown(lost.id, "the connection ended before an answer")
    edited = an_intent(order=digest_of("edited words"))
    with pytest.raises(
        UnsettledError, match=r"purchase 1, up to 0.80 USD\).*(?s:.*)longtake jobs adopt 1 JOB"
    ) as caught:
        ledger.intend(edited, "film", world.hold())
    assert caught.value.exit_code == 3
    assert isinstance(ledger.intend(an_intent("waking.2"), "film", world.hold()), Purchase)
    ledger.abandon(lost.id, FREE)
    assert isinstance(ledger.intend(edited, "film", world.hold()), Purchase)


def test_a_blind_intent_that_was_left_behind_stops_spending_on_its_shot(ledger: Ledger, world: World) -> None:
    intended(ledger, world)
    world.ended.add(1)
    with pytest.raises(UnsettledError):
        ledger.intend(an_intent(order=digest_of("edited words")), "film", world.hold("b", pid=2))


@pytest.mark.parametrize("reconcile", ["key", "lookup"])
def test_an_unknown_that_can_be_looked_up_stops_nothing(ledger: Ledger, world: World, reconcile: str) -> None:
    lost = intended(ledger, world, reconcile=reconcile)
    ledger.unknown(lost.id, "no answer")
    assert isinstance(ledger.intend(an_intent(order=digest_of("edited")), "film", world.hold()), Purchase)


def test_an_adopted_job_goes_on_as_if_its_answer_had_come(ledger: Ledger, world: World) -> None:
    lost = intended(ledger, world)
    ledger.unknown(lost.id, "no answer")
    assert ledger.adopt(lost.id, "job-9").state == "submitted"
    with pytest.raises(StepError, match="purchase 1 is submitted: there is nothing to adopt"):
        ledger.adopt(lost.id, "job-9")


def test_what_was_given_up_keeps_the_worst_case_reserved_until_somebody_says_what_it_cost(
    ledger: Ledger, world: World
) -> None:
    lost = intended(ledger, world)
    ledger.unknown(lost.id, "no answer")
    ledger.abandon(lost.id)
    assert ledger.budget("film").reserved == usd("0.80")
    other = intended(ledger, world, "waking.2")
    ledger.unknown(other.id, "no answer")
    ledger.abandon(other.id, Cost(usd("0.40"), "billed"))
    assert ledger.budget("film").reserved == usd("0.80")
    assert ledger.budget("film").spent == usd("0.40")


def test_an_accepted_duplicate_stands_beside_the_first_and_both_count(ledger: Ledger, world: World) -> None:
    lost = intended(ledger, world)
    ledger.unknown(lost.id, "no answer")
    second = ledger.accept_duplicate(lost.id, usd("0.80"), world.hold())
    assert isinstance(second, Purchase)
    assert (second.attempt, ledger.purchase(lost.id).state) == (2, "duplicated")
    assert ledger.budget("film").reserved == usd("1.60")
    assert ledger.by_key(lost.intent.key) == second
    ledger.adopt(lost.id, "job-1")
    assert ledger.known(lost.id, [Output(SIGNED)], FREE).state == "known"


def test_a_duplicate_that_the_budget_does_not_allow_leaves_the_purchase_unknown(ledger: Ledger, world: World) -> None:
    lost = intended(ledger, world)
    ledger.unknown(lost.id, "no answer")
    ledger.set_budget("film", usd("1"))
    with pytest.raises(BudgetExceededError):
        ledger.accept_duplicate(lost.id, usd("0.80"), world.hold())
    assert ledger.purchase(lost.id).state == "unknown"


def test_a_cheap_call_whose_answer_was_lost_is_bought_again_once(ledger: Ledger, world: World) -> None:
    call = intended(ledger, world, kind="speech", reserved=usd("0.02"))
    ledger.unknown(call.id, "no answer")
    second = ledger.repeat(call.id, usd("0.02"), world.hold(), limit=usd("0.05"))
    assert isinstance(second, Purchase)
    ledger.unknown(second.id, "no answer again")
    with pytest.raises(LedgerError, match=r"attempt 2, 0.02 USD\) is not bought again by itself.*up to 0.05 USD"):
        ledger.repeat(second.id, usd("0.02"), world.hold(), limit=usd("0.05"))


@pytest.mark.parametrize(
    "other", [{"kind": "clip"}, {"kind": "speech", "reserved": usd("0.06")}], ids=["a clip", "a dear call"]
)
def test_what_is_not_cheap_or_does_not_answer_at_once_is_not_repeated(
    ledger: Ledger, world: World, other: dict[str, object]
) -> None:
    call = intended(ledger, world, **other)
    ledger.unknown(call.id, "no answer")
    with pytest.raises(LedgerError, match="is not bought again by itself"):
        ledger.repeat(call.id, usd("0.02"), world.hold(), limit=usd("0.05"))


def test_a_second_job_for_one_purchase_is_written_down_and_closes_the_budget(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world, reconcile="key")
    ledger.submitted(purchase.id, "job-1")
    with pytest.raises(LedgerError, match="two jobs for one purchase: job-1 and job-2; budget film is closed"):
        ledger.submitted(purchase.id, "job-2")
    assert [fact.name for fact in ledger.history(purchase.id)][-2:] == ["second job", "budget closed"]
    with pytest.raises(BudgetClosedError, match=r"example took shot waking.1 twice, as jobs job-1 and job-2"):
        ledger.intend(an_intent("waking.2"), "film", world.hold())


# Budgets


def test_a_purchase_above_what_is_left_is_refused_with_the_figures(ledger: Ledger, world: World) -> None:
    ledger.set_budget("film", usd("2"))
    bought(ledger, world)
    intended(ledger, world, "waking.2")
    with pytest.raises(
        BudgetExceededError,
        match=r"shot waking.3: example-1 may cost 0.80 USD, and of budget film \(2.00 USD\) 0.45 USD is left: "
        r"0.75 USD spent, 0.80 USD reserved\n  raise the budget",
    ) as caught:
        intended(ledger, world, "waking.3")
    assert caught.value.exit_code == 3
    assert len(ledger.purchases()) == 2


def test_the_last_cent_can_be_spent(ledger: Ledger, world: World) -> None:
    ledger.set_budget("film", usd("0.80"))
    assert intended(ledger, world).reserved == usd("0.80")


def test_a_bill_above_the_reservation_closes_the_budget_and_says_so(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    taken = ledger.known(purchase.id, [Output(SIGNED)], Cost(usd("1.20"), "billed"))
    assert taken.state == "known"
    with pytest.raises(
        BudgetClosedError, match=r"closed: example billed 1.20 USD for shot waking.1, for which 0.80 USD"
    ):
        intended(ledger, world, "waking.2")
    assert ledger.open_budget("film").closed == ""
    assert intended(ledger, world, "waking.2").state == "intended"


def test_a_bill_after_the_money_was_freed_closes_the_budget(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    ledger.failed(purchase.id, "transient", "overloaded", FREE)
    ledger.known(purchase.id, [Output(SIGNED)], Cost(usd("0.75"), "billed"))
    assert "for which 0.00 USD was reserved" in ledger.budget("film").closed


def test_a_bill_in_another_currency_frees_nothing_and_closes_the_budget(ledger: Ledger, world: World) -> None:
    purchase = intended(ledger, world)
    ledger.known(purchase.id, [Output(SIGNED)], Cost(Money("0.10", "CNY"), "billed"))
    assert ledger.budget("film").reserved == usd("0.80")
    assert ledger.budget("film").closed == "example billed 0.10 CNY for shot waking.1, for which 0.80 USD was reserved"


def test_a_budget_that_nobody_set_buys_nothing(ledger: Ledger, world: World) -> None:
    with pytest.raises(BudgetError, match="no budget 'other' was set for live purchases"):
        ledger.intend(an_intent(), "other", world.hold())
    with pytest.raises(BudgetError, match="no budget 'film' was set for emulated purchases"):
        ledger.intend(an_intent(realm="emulated"), "film", world.hold())


def test_a_budget_keeps_its_currency(ledger: Ledger, world: World) -> None:
    with pytest.raises(LedgerError, match="budget film is in USD, not in EUR"):
        ledger.set_budget("film", Money("5", "EUR"))
    with pytest.raises(BudgetError, match="example-1 is paid in EUR, budget film in USD"):
        intended(ledger, world, reserved=Money("1", "EUR"))


@pytest.mark.parametrize("amount", ["-0.01", "1000000001"])
def test_a_price_that_is_none_is_refused(ledger: Ledger, world: World, amount: str) -> None:
    with pytest.raises(LedgerError, match=r"is no price: the ledger takes 0 to 1000000000"):
        intended(ledger, world, reserved=usd(amount))


@given(st.fractions(0, 1000))
def test_finer_amounts_than_a_millionth_are_rounded_up(amount: Fraction) -> None:
    from decimal import Decimal

    from longtake.ledger.amounts import millionths, money

    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    kept = money(millionths(Money(exact, "USD")), "USD").amount
    assert 0 <= Fraction(kept) - Fraction(exact) < Fraction(1, 10**6)


# Usage


def test_usage_sums_by_provider_model_film_tag_and_month(ledger: Ledger, world: World) -> None:
    bought(ledger, world, "a", "0.75", tag="q4")
    bought(ledger, world, "b", "0.25", provider="other", model="other-2")
    world.pass_by(40 * 86400)
    bought(ledger, world, "c", "0.50", film="borealis")
    intended(ledger, world, "d")

    def lines(by: str) -> list[tuple[str, int, str, str]]:
        return [(one.name, one.purchases, str(one.cost), str(one.reserved)) for one in ledger.spent(by)]  # type: ignore[arg-type]

    assert lines("provider") == [("example", 2, "1.25 USD", "0.80 USD"), ("other", 1, "0.25 USD", "0.00 USD")]
    assert lines("model") == [("example-1", 2, "1.25 USD", "0.80 USD"), ("other-2", 1, "0.25 USD", "0.00 USD")]
    assert lines("film") == [("aurora", 2, "1.00 USD", "0.80 USD"), ("borealis", 1, "0.50 USD", "0.00 USD")]
    assert lines("tag") == [("", 2, "0.75 USD", "0.80 USD"), ("q4", 1, "0.75 USD", "0.00 USD")]
    assert lines("month") == [("2026-11", 2, "1.00 USD", "0.00 USD"), ("2026-12", 1, "0.50 USD", "0.80 USD")]


def test_purchases_are_found_by_film_shot_order_state_and_realm(ledger: Ledger, world: World) -> None:
    first = bought(ledger, world, "a")
    second = intended(ledger, world, "b", film="borealis")
    assert ledger.purchases() == (first, second)
    assert ledger.purchases(film="aurora") == ledger.purchases(shot="a") == (first,)
    assert ledger.purchases(order=second.intent.order) == ledger.purchases(states={"intended"}) == (second,)
    assert ledger.open_purchases() == ledger.open_purchases("borealis") == (second,)
    assert ledger.purchases(realm="emulated") == ()


@pytest.mark.parametrize("before", ["", "see ", "1", "\x1b[2J", "(", "é", "_"])
def test_an_address_opens_nothing_whatever_stands_before_it(before: str) -> None:
    told = plain(f"{before}https://me:pw@cdn.example.com/1.mp4?key=canary#canary and so on")
    assert "canary" not in told
    assert "pw" not in told
    assert told.endswith("://cdn.example.com/1.mp4?… and so on")
