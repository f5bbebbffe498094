"""Faults: asked for by name, at one call or several, told in the provider's words."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from emulator_bench import Bench, exchange

from longtake.emulator import FAULTS


def create(bench: Bench) -> int:
    return bench.play(exchange("runway", "create-text"))[0].status


def test_a_fault_strikes_once_or_as_often_as_it_says(bench: Bench) -> None:
    bench.fault("unavailable", times=2, skip=1)
    assert [create(bench) for _ in range(4)] == [200, 503, 503, 200]


def test_a_fault_strikes_only_its_provider_and_kind_of_call(bench: Bench) -> None:
    bench.fault("unavailable", provider="fal")
    bench.fault("unavailable", on="poll")
    assert create(bench) == 200
    (job,) = bench.studio.jobs()
    assert bench.play(exchange("runway", "poll-pending"), job.id)[0].status == 503
    assert bench.play(exchange("fal", "create-text"))[0].status == 503


@pytest.mark.parametrize("wait", ["12", "ms:12000", "date:12", ""])
def test_throttling_says_when_to_come_back_in_every_form(bench: Bench, wait: str) -> None:
    bench.fault("throttled", retry_after=wait)
    headers = bench.play(exchange("ark", "create-text"))[0].headers
    found = {name: value for name, value in headers.items() if name.startswith("retry-after")}
    if wait.startswith("date"):
        assert parsedate_to_datetime(found["retry-after"]).tzinfo is not None
    else:
        assert found == {"12": {"retry-after": "12"}, "ms:12000": {"retry-after-ms": "12000"}, "": {}}[wait]


def test_google_says_it_in_the_body(bench: Bench) -> None:
    bench.fault("throttled", retry_after="3")
    body = bench.play(exchange("gemini", "create-text"))[1]
    assert body["error"]["details"][0]["retryDelay"] == "3s"


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("job-throttled", ["THROTTLED", "RUNNING", "SUCCEEDED"]),
        ("job-regresses", ["PENDING", "RUNNING", "PENDING", "SUCCEEDED"]),
        ("job-stuck", ["PENDING", "RUNNING"]),
        ("job-vanishes", ["PENDING", "404"]),
        ("job-refused", ["PENDING", "RUNNING", "FAILED"]),
    ],
)
def test_a_job_goes_the_way_of_its_fate(bench: Bench, kind: str, seen: list[str]) -> None:
    bench.fault(kind)
    create(bench)
    (job,) = bench.studio.jobs()
    said: list[str] = []
    for _ in range(40):
        state = bench.play(exchange("runway", "poll-pending"), job.id)[1].get("status", "404")
        said += [state] if said[-1:] != [state] else []
        bench.clock.advance((job.ends - job.ordered) // 36 + 1)
    assert said == seen


def test_a_job_that_is_throttled_waits_five_minutes_longer(bench: Bench) -> None:
    create(bench)
    bench.fault("job-throttled")
    create(bench)
    usual, late = bench.studio.jobs()
    assert late.starts - late.ordered >= 300_000 > usual.starts - usual.ordered


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "thottled"}, "did you mean throttled?"),
        ({"kind": "reset", "on": "pol"}, "did you mean poll?"),
        ({"kind": "reset", "time": 2}, "did you mean times?"),
        ({"kind": "reset", "times": "2"}, "of the wrong kind"),
    ],
)
def test_a_misspelt_fault_is_told_with_the_nearest_name(bench: Bench, fault: dict[str, Any], words: str) -> None:
    reply, told = bench.call("POST", "/_emulator/faults", fault)
    assert reply.status == 400
    assert words in told["error"]


def test_every_fault_is_listed_and_can_be_cleared(bench: Bench) -> None:
    bench.fault("reset")
    _, told = bench.call("GET", "/_emulator/faults")
    assert told["known"] == list(FAULTS)
    assert [fault["kind"] for fault in told["waiting"]] == ["reset"]
    assert bench.call("DELETE", "/_emulator/faults")[1]["waiting"] == []


def test_the_clock_is_moved_by_the_door(bench: Bench) -> None:
    before = bench.call("GET", "/_emulator/clock")[1]["now"]
    assert bench.call("POST", "/_emulator/clock", {"advance": 5000})[1]["now"] == before + 5000
    assert bench.call("POST", "/_emulator/clock", {"advance": -1})[0].status == 400


def test_reset_forgets_jobs_calls_and_faults(bench: Bench) -> None:
    bench.fault("reset", on="poll")
    create(bench)
    bench.call("POST", "/_emulator/reset")
    assert bench.call("GET", "/_emulator/bill")[1] == {"charges": [], "totals": {}, "jobs": 0}
    assert bench.call("GET", "/_emulator/faults")[1]["waiting"] == []


def test_an_unknown_door_and_an_unknown_prefix_say_what_there_is(bench: Bench) -> None:
    assert "GET /_emulator/bill" in bench.call("GET", "/_emulator/nonsense")[1]["doors"]
    reply, told = bench.call("GET", "/sora/v1/videos")
    assert (reply.status, "/runway" in told["prefixes"]) == (404, True)


def test_a_page_of_another_site_gets_nothing(bench: Bench) -> None:
    assert bench.call("GET", "/_emulator/bill", headers={"host": "attacker.example"})[0].status == 421


def test_a_body_that_is_no_json_is_an_invalid_request(bench: Bench) -> None:
    headers = exchange("runway", "create-text").request["headers"]
    assert bench.call("POST", "/runway/v1/text_to_video", "text", headers)[0].status == 400
