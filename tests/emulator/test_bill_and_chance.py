"""The bill is what finished takes cost, to the cent; chance belongs to its seed, not to the order of calls."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from statistics import median, quantiles
from typing import Any

import pytest
from emulator_bench import Bench, exchange
from hypothesis import given
from hypothesis import strategies as st

from longtake.catalogue import Latency, load_catalogue
from longtake.emulator import ManualClock
from longtake.emulator.draws import draw, drawn_from, drawn_latency
from longtake.emulator.faults import USUAL, Faults
from longtake.media import Money


def total(bench: Bench) -> Any:
    return bench.call("GET", "/_emulator/bill")[1]["totals"]


def order(bench: Bench, folder: str = "runway", name: str = "create-text") -> str:
    reply, body = bench.play(exchange(folder, name))
    assert reply.status == 200, body
    return bench.studio.jobs()[-1].id


def test_a_take_costs_the_catalogues_price_once_it_is_made(bench: Bench) -> None:
    order(bench)
    assert total(bench) == {}
    bench.finish()
    assert total(bench) == {"USD": "0.60 USD"}


def test_a_price_in_tokens_is_kept_exact(bench: Bench) -> None:
    order(bench, "ark")
    bench.finish()
    model = next(one for one in load_catalogue().values() if one.wire_name == "dreamina-seedance-2-0-260128")
    assert model.provider == "ark"
    assert total(bench) == {"USD": str(Money(Decimal(108_000) / 1000 * Decimal("0.007"), "USD"))}


def test_refused_failed_and_cancelled_jobs_cost_nothing(bench: Bench) -> None:
    for kind in ("job-refused", "job-failed", "job-expired"):
        bench.fault(kind)
        order(bench)
    bench.play(exchange("runway", "cancel"), order(bench))
    bench.finish()
    assert total(bench) == {}


def test_a_failure_may_be_billed_and_a_bill_may_be_too_high(bench: Bench) -> None:
    bench.fault("job-failed-billed")
    order(bench)
    bench.fault("job-overbilled")
    job = order(bench)
    bench.finish()
    assert total(bench) == {"USD": "1.80 USD"}
    assert bench.play(exchange("runway", "poll-succeeded"), job)[1]["cost"] == {"credits": 120}


def test_a_vanished_or_deleted_job_stays_on_the_bill(bench: Bench) -> None:
    bench.fault("job-vanishes")
    order(bench)
    bench.finish()
    kept = order(bench)
    bench.finish()
    bench.play(exchange("runway", "cancel"), kept)
    assert bench.play(exchange("runway", "poll-gone"), kept)[0].status == 404
    assert total(bench) == {"USD": "1.20 USD"}


def test_an_order_whose_answer_was_lost_is_billed_and_logged_without_an_answer(bench: Bench) -> None:
    bench.fault("lost", on="create")
    reply, _ = bench.play(exchange("runway", "create-text"))
    assert reply.cut_after == -1
    bench.finish()
    assert total(bench) == {"USD": "0.60 USD"}
    (call,) = bench.call("GET", "/_emulator/calls")[1]["calls"]
    assert (call["kind"], call["status"], call["fault"]) == ("create", 0, "lost")


def test_an_order_that_was_broken_off_before_is_not_taken(bench: Bench) -> None:
    bench.fault("reset", on="create")
    bench.play(exchange("runway", "create-text"))
    assert bench.studio.jobs() == ()


def test_an_error_may_come_after_the_order_was_taken(bench: Bench) -> None:
    bench.fault("internal", on="create", after=True)
    assert bench.play(exchange("runway", "create-text"))[0].status == 500
    assert len(bench.studio.jobs()) == 1


def test_our_own_id_buys_once_at_kling(bench: Bench) -> None:
    bench.fault("lost", on="create")
    bench.play(exchange("kling", "create-text"))
    reply, body = bench.play(exchange("kling", "create-text"))
    assert (reply.status, body["code"]) == (400, 1201)
    found = bench.play(exchange("kling", "find"))[1]["data"]
    assert [one["id"] for one in found] == [job.id for job in bench.studio.jobs()]


def test_a_signed_token_stands_for_the_key_that_signed_it(bench: Bench) -> None:
    job = order(bench, "kling", "legacy-create-text")
    claims = "eyJpc3MiOiJhayIsImV4cCI6MX0"  # {"iss":"ak","exp":1}
    other = {"authorization": f"Bearer x.{claims}.y"}
    assert bench.call("GET", f"/kling/v1/videos/text2video/{job}", None, other)[0].status == 404
    written = exchange("kling", "legacy-create-text").request
    body = {**written["body"], "external_task_id": "another"}
    _, made = bench.call("POST", "/kling/v1/videos/text2video", body, other)
    later = {"authorization": f"Bearer x.{claims}.z"}
    path = f"/kling/v1/videos/text2video/{made['data']['task_id']}"
    assert bench.call("GET", path, None, later)[0].status == 200


def test_another_account_sees_nothing_of_a_job(bench: Bench) -> None:
    job = order(bench)
    headers = {"authorization": "Bearer another", "x-runway-version": "2024-11-06"}
    assert bench.call("GET", f"/runway/v1/tasks/{job}", None, headers)[0].status == 404


def test_a_key_is_needed_and_is_written_down_nowhere(bench: Bench) -> None:
    canary = "key_canary_4711"
    body = exchange("runway", "create-text").request["body"]
    for key, status in ((canary, 200), ("", 401), ("wrong-key", 401)):
        headers = {"authorization": f"Bearer {key}", "x-runway-version": "2024-11-06"}
        assert bench.call("POST", "/runway/v1/text_to_video", body, headers)[0].status == status
    bench.finish()
    told = b"".join(bench.call("GET", f"/_emulator/{door}")[0].body for door in ("bill", "jobs", "calls"))
    assert canary.encode() not in told


def test_with_slots_the_next_job_waits_for_the_one_before(bench: Bench) -> None:
    one_slot = Bench(slots=1)
    first, second = order(one_slot), order(one_slot)
    jobs = {job.id: job for job in one_slot.studio.jobs()}
    assert jobs[second].starts >= jobs[first].ends
    assert one_slot.play(exchange("runway", "poll-throttled"), second)[1]["status"] == "THROTTLED"
    assert one_slot.play(exchange("kling", "create-text"))[0].status == 200
    body = {**exchange("kling", "create-text").request["body"], "options": {}}
    _, refused = one_slot.call("POST", "/kling/text-to-video/kling-3.0", body, {"authorization": "Bearer test-key"})
    assert refused["code"] == 1303


def test_with_slots_the_next_order_is_taken_while_the_clock_runs() -> None:
    """The time of a call is read when its slots are counted, and the order comes in after that."""
    one_slot = Bench(slots=1, clock=_Running())
    for number in range(3):
        body = {**exchange("kling", "create-text").request["body"], "options": {}, "prompt": f"take {number}"}
        _, told = one_slot.call("POST", "/kling/text-to-video/kling-3.0", body, {"authorization": "Bearer test-key"})
        assert told["data"]["created_at"] <= told["data"]["updated_at"]
        one_slot.clock.advance(10**7)


class _Running(ManualClock):
    """A millisecond later at each look."""

    def now(self) -> int:
        self.advance(1)
        return super().now()


def test_waits_follow_the_catalogues_figures() -> None:
    latency = Latency(Fraction(90), Fraction(300))
    waits = [drawn_latency(latency, "job", number) / 1000 for number in range(4000)]
    assert median(waits) == pytest.approx(90, rel=0.06)
    assert quantiles(waits, n=20)[-1] == pytest.approx(300, rel=0.12)
    assert min(waits) >= 27
    assert max(waits) <= 900


@given(st.text(), st.integers())
def test_a_draw_belongs_to_what_is_drawn_for(word: str, number: int) -> None:
    assert 0 <= draw(word, number) < 1
    assert draw(word, number) == draw(word, number)
    assert drawn_from("abc", word, number) in "abc"


def test_a_plan_strikes_its_share_whatever_the_order_of_calls() -> None:
    def struck(numbers: list[int]) -> dict[int, str]:
        plan = Faults(Fraction(1, 5), seed=3)
        faults = {number: plan.next("runway", "create", "", f"call {number}", 0) for number in numbers}
        return {number: fault.kind for number, fault in faults.items() if fault}

    forward, backward = struck(list(range(2000))), struck(list(range(1999, -1, -1)))
    assert forward == backward
    assert len(forward) == pytest.approx(400, rel=0.15)
    assert set(Counter(forward.values())) == set(USUAL["create"])
