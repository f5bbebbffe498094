"""Six classes of failure: the provider's table first, then the status of HTTP, and never a guess."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import OperatorError
from longtake.generation.failures import CallFailedError, Rule, classified, failed, plain, raised, short

RULES = (Rule("SAFETY.*", "refusal"), Rule("400", "operator", "buy credits", says="credits"), Rule("1303", "capacity"))


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (400, "invalid"),
        (401, "operator"),
        (402, "operator"),
        (403, "operator"),
        (404, "unknown"),
        (405, "invalid"),
        (408, "transient"),
        (409, "invalid"),
        (410, "unknown"),
        (413, "invalid"),
        (422, "invalid"),
        (425, "transient"),
        (429, "transient"),
        (500, "transient"),
        (503, "transient"),
        (504, "transient"),
        (302, "unknown"),
    ],
)
def test_without_a_rule_the_status_decides(status: int, cls: str) -> None:
    assert classified("runway", (), what="", status=status).cls == cls


def test_a_providers_own_code_comes_before_the_status() -> None:
    assert classified("kling", RULES, what="full", codes=("1303",), status=429).cls == "capacity"
    assert classified("runway", RULES, what="no", codes=("SAFETY.INPUT.TEXT",)).cls == "refusal"


def test_a_rule_may_ask_for_words() -> None:
    short = classified("runway", RULES, what="You do not have enough credits", status=400)
    assert (short.cls, short.next_step) == ("operator", "buy credits")
    assert classified("runway", RULES, what="bad ratio", status=400).cls == "invalid"


def test_what_nothing_is_known_of_is_unknown() -> None:
    assert classified("fal", RULES, what="?").cls == "unknown"


def test_a_failure_for_the_user_ends_with_its_own_exit_code() -> None:
    error = raised(failed("fal", "operator", "the balance is spent"))
    assert isinstance(error, OperatorError)
    assert error.exit_code == 4
    assert str(error) == f"fal: the balance is spent\n  {error.failure.next_step}"
    assert type(raised(failed("fal", "refusal", "no"))) is CallFailedError


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("<html><style>b{}</style><body>Bad <b>Gateway</b></body></html>", "Bad Gateway"),
        ("\x1b[31mred\x1b[0m\nand\tmore", "red and more"),
        ("see https://x.example/a.png?sig=abc&x=1 now", "see https://x.example/a.png?… now"),
        ("user\u202egnp.exe", "usergnp.exe"),
    ],
)
def test_a_providers_words_are_made_plain(said: str, told: str) -> None:
    assert plain(said) == told


@given(st.text(max_size=2000))
def test_plain_words_have_no_control_signs_and_short_ones_an_end(text: str) -> None:
    told = plain(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in told)
    assert len(short(told)) <= 300
    assert short(told) == told or told.startswith(short(told)[:-1])
