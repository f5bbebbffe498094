"""A director behind a scripted endpoint: what holds, what is put right, what stops, and what is told of it."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scripted_endpoint import Reply, ScriptedEndpoint, failure, film, says, serving

from longtake.directing import Direction, Endpoint, Limits, Subject, Tally, Tokens, direct
from longtake.errors import DirectorAccessError, DirectorError
from longtake.generation.secrets import Secret
from longtake.storyboard import parse

DAY = date(2026, 3, 9)
KEY = "sk-canary/4711+tea"
TOPIC = Subject("how tea is made")
USUAL = Limits()


def ask(endpoint: ScriptedEndpoint, subject: Subject = TOPIC, limits: Limits = USUAL, **options: Any) -> Direction:
    director = Endpoint(endpoint.url, "small-model", Secret(KEY), **options)
    return direct(subject, director, limits, Tally(), DAY)


def failed(endpoint: ScriptedEndpoint, kind: type[DirectorError] = DirectorError, **options: Any) -> DirectorError:
    with pytest.raises(kind) as caught:
        ask(endpoint, **options)
    assert KEY not in str(caught.value)
    return caught.value


def test_a_good_answer_is_a_storyboard_with_the_model_and_the_day_at_its_head() -> None:
    with serving(says(film())) as endpoint:
        direction = ask(endpoint)
    text = direction.adaptation.text
    assert text.startswith(
        "# Proposed by the language model small-model of a topic on 2026-03-09, by longtake storyboard --director.\n"
    )
    assert parse(text) == direction.adaptation.storyboard
    assert direction.adaptation.storyboard.scenes[0].shots[0].camera == "slow dolly-in"
    assert (direction.tries, str(direction.tokens)) == (1, "1,000 tokens in, 500 out")


def test_the_same_answer_gives_the_same_bytes() -> None:
    with serving(says(film()), says(film())) as endpoint:
        assert ask(endpoint).adaptation.text == ask(endpoint).adaptation.text


def test_a_faulty_answer_is_sent_back_with_our_words_and_places_and_put_right() -> None:
    wrong = film(scenes=[{"shots": [{"action": "@mora pours tea.", "for": "soon"}]}])
    with serving(says(wrong), says(film())) as endpoint:
        direction = ask(endpoint)
    roles = [message["role"] for message in endpoint.asked[1]["messages"]]
    told = endpoint.asked[1]["messages"][-1]["content"]
    assert roles == ["system", "user", "assistant", "user"]
    assert "answer:1:" in told
    assert "for of shot scene-1.1" in told
    assert (direction.tries, direction.tokens) == (2, Tokens(2000, 1000))


def test_an_unknown_name_is_sent_back_with_the_nearest() -> None:
    with serving(says(film(scenes=[{"shots": [{"action": "@mora pours."}]}])), says(film())) as endpoint:
        ask(endpoint)
    assert "@mora is not defined\n  did you mean @mara?" in endpoint.asked[1]["messages"][-1]["content"]


def test_an_answer_that_is_no_json_is_sent_back_with_its_place() -> None:
    with serving(says("Here is your film:"), says(film())) as endpoint:
        assert ask(endpoint).tries == 2
    assert "answer:1:1: this is no JSON" in endpoint.asked[1]["messages"][-1]["content"]


def test_json_in_a_fence_is_taken() -> None:
    with serving(says(f"```json\n{json.dumps(film(), indent=1)}\n```")) as endpoint:
        assert ask(endpoint).tries == 1


def test_answers_that_never_hold_stop_after_the_tries_with_the_last_findings_and_what_was_spent() -> None:
    with serving(*[says({"title": "Tea"})] * 3) as endpoint:
        error = failed(endpoint)
    head, *rest = error.findings
    assert (head.place, head.message) == ("small-model", "none of its 3 answers holds")
    assert "spent: 3,000 tokens in, 1,500 out" in head.advice
    assert [finding.message for finding in rest] == ["the storyboard needs scenes"]
    assert len(endpoint.asked) == 3


def test_tokens_stop_it_before_the_tries_do() -> None:
    with serving(says({"title": "Tea"}, taken_in=9000, put_out=500)) as endpoint:
        error = failed(endpoint, limits=Limits(tries=9, tokens=10_000))
    assert "and 500 are left" in str(error)
    assert len(endpoint.asked) == 1


def test_an_answer_may_have_no_more_tokens_than_are_left() -> None:
    with serving(says(film())) as endpoint:
        ask(endpoint, limits=Limits(tokens=8_000))
    assert 400 <= endpoint.asked[0]["max_tokens"] < 8_000


def test_what_was_spent_is_told_where_the_endpoint_fails_later() -> None:
    with serving(says("no"), failure(500, "out of memory")) as endpoint:
        error = failed(endpoint)
    assert [finding.message for finding in error.findings] == [
        "it failed with status 500 (out of memory)",
        "earlier answers did not hold; spent: 1,000 tokens in, 500 out",
    ]


def test_a_refusal_is_told_in_its_words_and_not_asked_again() -> None:
    with serving(says(None, refusal="I can't help\nwith that.")) as endpoint:
        error = failed(endpoint)
    assert error.findings[0].message == "it refuses: I can't help\nwith that."
    assert "spent: 1,000 tokens in, 500 out" in str(error)


def test_an_answer_that_was_cut_off_is_not_asked_for_again() -> None:
    with serving(says('{"title": "Te', ending="length")) as endpoint:
        assert "its answer was cut off after 500 tokens" in str(failed(endpoint))


def test_a_key_that_is_not_taken_needs_its_operator() -> None:
    with serving(failure(401, f"Incorrect API key provided: {KEY}")) as endpoint:
        error = failed(endpoint, DirectorAccessError)
    assert error.exit_code == 4
    assert error.findings[0].message == "it does not take the key (Incorrect API key provided: ***)"


def test_an_empty_balance_is_not_waited_for() -> None:
    with serving(failure(429, "You exceeded your quota", "insufficient_quota", retry_after="1")) as endpoint:
        error = failed(endpoint, DirectorAccessError, wait=pytest.fail)
    assert error.findings[0].message == "its balance is used up (You exceeded your quota)"


def test_an_endpoint_that_asks_to_wait_is_waited_for() -> None:
    waited: list[float] = []
    with serving(failure(429, "slow down", retry_after="7"), says(film())) as endpoint:
        ask(endpoint, wait=waited.append)
    assert waited == [7]


@pytest.mark.parametrize("header", [{}, {"retry_after": "900"}, {"retry_after": "soon"}])
def test_an_endpoint_that_asks_for_a_long_wait_or_does_not_say_is_left(header: dict[str, str]) -> None:
    with serving(failure(429, "slow down", **header)) as endpoint:
        error = failed(endpoint, wait=pytest.fail)
    assert error.findings[0].message == "it asks for fewer requests (slow down)"


def test_waiting_has_an_end() -> None:
    with serving(*[failure(429, retry_after="1")] * 9) as endpoint:
        assert "it turned 5 requests away" in str(failed(endpoint, wait=lambda _: None))


def test_a_slow_answer_is_given_up() -> None:
    with serving(Reply(hangs=True)) as endpoint:
        assert "no answer in 0.2 s" in str(failed(endpoint, patience=0.2))


@pytest.mark.parametrize("body", ["<html>", "[]", '{"choices": []}', '{"choices": [{"message": null}]}', ""])
def test_a_body_that_is_no_answer_of_a_chat_is_told(body: str) -> None:
    with serving(Reply(body=body)) as endpoint:
        assert "what it sent is no answer of a chat endpoint" in str(failed(endpoint))


def test_a_body_beyond_any_answer_is_not_read_to_its_end() -> None:
    with serving(Reply(body=" " * 5_000_000)) as endpoint:
        assert "its answer is longer than 4 MB" in str(failed(endpoint))


def test_a_redirect_is_not_followed() -> None:
    with serving(says(film())) as other, serving(Reply(307, headers={"location": other.url})) as endpoint:
        assert "it sends us to another address" in str(failed(endpoint))
        assert other.asked == []


def test_an_endpoint_that_takes_no_schema_is_asked_without_and_that_is_told() -> None:
    with serving(failure(400, "response_format json_schema is not supported"), says(film())) as endpoint:
        direction = ask(endpoint)
    assert "response_format" not in endpoint.asked[1]
    assert direction.adaptation.notes[0].message.startswith("it takes no schema for its answers")


def test_an_endpoint_that_calls_the_cap_otherwise_gets_it_so() -> None:
    with serving(failure(400, "Use 'max_completion_tokens' instead of 'max_tokens'"), says(film())) as endpoint:
        ask(endpoint)
    assert "max_tokens" not in endpoint.asked[1]
    assert endpoint.asked[1]["max_completion_tokens"] > 0


def test_a_model_that_is_not_there_is_named() -> None:
    with serving(failure(404, "model not found")) as endpoint:
        assert "it knows no model small-model, or no such address (model not found)" in str(failed(endpoint))


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with serving() as endpoint:
        pass
    assert "it cannot be reached" in str(failed(endpoint))


def test_tokens_that_the_endpoint_does_not_count_are_guessed_and_said_to_be() -> None:
    body = {"choices": [{"message": {"content": json.dumps(film())}, "finish_reason": "stop"}]}
    with serving(Reply(body=json.dumps(body))) as endpoint:
        assert str(ask(endpoint).tokens).startswith("about ")


def test_the_ledger_is_told_of_answers_of_no_use_too() -> None:
    ledger = Tally()
    with serving(says("no"), says("no")) as endpoint, pytest.raises(DirectorError):
        direct(TOPIC, Endpoint(endpoint.url, "small-model", None), Limits(tries=2), ledger, DAY)
    assert ledger.total == Tokens(2000, 1000)


def test_only_the_given_key_and_no_header_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "of-somebody-else")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-mine: of-somebody-else")
    with serving(says(film()), says(film())) as endpoint:
        ask(endpoint)
        direct(TOPIC, Endpoint(endpoint.url, "m", None), Limits(), Tally(), DAY)
    assert endpoint.headers[0]["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in endpoint.headers[1]
    assert "of-somebody-else" not in json.dumps(endpoint.headers)


def test_the_key_is_in_no_log_and_no_file(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(failure(429, retry_after="1"), says(film(title=f"Tea {KEY}"))) as endpoint:
        direction = ask(endpoint, wait=lambda _: None)
    assert KEY not in direction.adaptation.text
    assert KEY not in caplog.text
    assert KEY not in repr((direction, Secret(KEY), f"{Secret(KEY)}"))
