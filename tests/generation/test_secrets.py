"""Keys print as ***, and are found in any text on its way to a person."""

from __future__ import annotations

import base64
import copy
import pickle
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import OperatorError
from longtake.generation.accounts import account_of
from longtake.generation.keyfile import keys_of_file
from longtake.generation.secrets import Secret, scrubbed

KEY = "key_1f+9/canary=7"


def test_a_key_prints_as_three_stars_in_every_way() -> None:
    secret = Secret(KEY)
    shown = f"{secret} {secret!r} {secret!s:>5} {[secret]} { ({'a': secret}) } %s" % secret
    assert "***" in shown
    assert KEY not in shown
    assert secret.after("Bearer ").reveal() == f"Bearer {KEY}"
    assert not hasattr(secret, "__dict__")


def test_a_key_is_neither_pickled_nor_copied_into_a_file() -> None:
    for way in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not pickled"):
            way(Secret(KEY))


def test_keys_are_the_same_where_their_text_is() -> None:
    assert Secret(KEY) == Secret(f" {KEY}\n")
    assert len({Secret(KEY), Secret(KEY), Secret("other key")}) == 2
    assert Secret(KEY) != KEY


@pytest.mark.parametrize("text", ["", "  ", "a\nb", "a\r\nx: y", "schlüssel"])
def test_what_no_header_may_carry_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        Secret(text)


keys = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60)


@given(keys, st.text(max_size=20), st.text(max_size=20))
def test_no_spelling_of_a_key_is_left_in_a_text(key: str, before: str, after: str) -> None:
    raw = scrubbed(before + key + after, [Secret(key)])
    assert key not in raw or "***" in key
    coded = scrubbed(f"{before}{quote(key, safe='')}{after}", [Secret(key)])
    assert "***" in coded


@given(keys, st.binary(max_size=9), st.binary(max_size=9))
def test_a_key_inside_base64_is_found_wherever_it_falls(key: str, before: bytes, after: bytes) -> None:
    for code in (base64.b64encode, base64.urlsafe_b64encode):
        text = code(before + key.encode() + after).decode()
        assert "***" in scrubbed(text, [Secret(key)])


def test_text_without_a_key_stays_as_it_is() -> None:
    assert scrubbed("the model is overloaded", [Secret(KEY)]) == "the model is overloaded"


def file_of(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "keys.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_file_of_keys_has_a_table_for_each_provider(tmp_path: Path) -> None:
    kept = keys_of_file(
        file_of(tmp_path, '[fal]\nkey = "from the file"\n[kling]\naccess = "a-key"\nsecret = "s-key"\n')
    )
    assert account_of("fal", {"FAL_KEY": "from the environment"}, kept).keys["key"] == Secret("from the file")
    assert set(account_of("kling", {}, kept).keys) == {"access", "secret"}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_of_keys_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(OperatorError, match=r"can be read by other users[\s\S]*chmod 600") as caught:
        keys_of_file(file_of(tmp_path, f'[fal]\nkey = "{KEY}"\n', mode))
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("text", [f"[fal\nkey = '{KEY}'", f'fal = "{KEY}"', f"[fal]\nkey = ['{KEY}']"])
def test_a_damaged_file_of_keys_is_refused_without_a_word_of_what_is_in_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(OperatorError, match="write \\[fal\\]") as caught:
        keys_of_file(file_of(tmp_path, text))
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_missing_file_of_keys_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="No such file"):
        keys_of_file(tmp_path / "keys.toml")


@pytest.mark.parametrize(
    ("provider", "environ", "says"),
    [
        ("fal", {}, "fal needs a key[\\s\\S]*set FAL_KEY in the environment"),
        ("fal", {"FAL_KEY": ""}, "fal needs a key"),
        ("fal", {"FAL_KEY": "a\tb"}, "the key of fal is no key"),
        ("kling", {"KLING_ACCESS_KEY": "a"}, "set KLING_API_KEY or KLING_ACCESS_KEY and KLING_SECRET_KEY"),
        ("vertex", {"GOOGLE_OAUTH_ACCESS_TOKEN": "ya29"}, "vertex needs a location[\\s\\S]*GOOGLE_CLOUD_LOCATION"),
        ("sora", {}, "sora cannot be asked yet[\\s\\S]*fal"),
    ],
)
def test_what_is_missing_of_an_account_is_said_with_the_way_out(provider: str, environ: dict, says: str) -> None:
    with pytest.raises(OperatorError, match=says):
        account_of(provider, environ)


def test_an_account_stands_at_the_live_interface() -> None:
    environ = {"GOOGLE_OAUTH_ACCESS_TOKEN": "ya29", "GOOGLE_CLOUD_LOCATION": "europe-west4", "GEMINI_API_KEY": "g"}
    assert account_of("vertex", environ).base == "https://europe-west4-aiplatform.googleapis.com"
    assert not account_of("google", environ).is_emulated


@pytest.mark.parametrize("provider", ["ark", "fal", "google", "kling", "runway", "vertex"])
def test_an_emulator_needs_no_key_and_is_never_shown_one(provider: str) -> None:
    environ = {"FAL_KEY": KEY, "GEMINI_API_KEY": KEY, "GOOGLE_OAUTH_ACCESS_TOKEN": KEY, "KLING_API_KEY": KEY}
    account = account_of(provider, environ, emulator="http://127.0.0.1:8100/hub/")
    assert (account.base, account.is_emulated) == ("http://127.0.0.1:8100/hub", True)
    assert Secret(KEY) not in account.keys.values()


def test_an_emulator_is_on_this_machine() -> None:
    with pytest.raises(OperatorError, match="is no emulator on this machine"):
        account_of("fal", {}, emulator="https://evil.example/fal")
