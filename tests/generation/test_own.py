"""A provider of the user's own: found only when it is named, told plainly when it is broken."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from longtake.errors import GenerationError, OperatorError
from longtake.generation import own
from longtake.generation.accounts import account_of
from longtake.generation.own import FILE, own_provider
from longtake.generation.providers import wire_of
from longtake.generation.secrets import Secret

TABLE = '[office]\nspeaks = "fal"\nbase = "https://video.office.example"\nkey = "OFFICE_KEY"\n'


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "providers.toml"
    path.write_text(TABLE)
    monkeypatch.setenv(FILE, str(path))
    return path


def test_a_table_says_whose_interface_a_provider_speaks_and_where(path: Path) -> None:
    account = account_of("office", {FILE: str(path), "OFFICE_KEY": "secret-of-the-office"})
    wire = wire_of("office", "own/model")
    assert account.base == "https://video.office.example"
    assert (wire.provider, type(wire).__mro__[1].__name__) == ("office", "Fal")
    headers = wire.headers(account, datetime.now(UTC))
    assert headers["authorization"] == Secret("secret-of-the-office").after("Key ")


def test_its_key_may_stand_in_the_file_of_keys(path: Path) -> None:
    account = account_of("office", {FILE: str(path)}, {"office": {"key": "kept"}})
    assert account.keys["key"].reveal() == "kept"
    with pytest.raises(OperatorError, match="office needs a key"):
        account_of("office", {FILE: str(path)})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TABLE.replace("speaks", "speak"), r"\[office\] has speak, .*\n  did you mean speaks\?"),
        (TABLE.replace("key =", "note ="), r"has note, which nothing reads\n  it takes speaks, base, key, keys"),
        (TABLE.replace('base = "https://video.office.example"\n', ""), "needs speaks, base and key"),
        (TABLE.replace('key = "OFFICE_KEY"', "keys = {}"), "needs speaks, base and key"),
        (TABLE.replace("https", "http"), "begins with https"),
        (TABLE.replace("video.office.example", "10.0.0.1"), "on a public host"),
        ("office = 3", r"\[office\] is no table"),
        ("[office", "is no TOML"),
    ],
)
def test_a_table_that_is_wrong_is_told_with_the_way_out(path: Path, text: str, says: str) -> None:
    path.write_text(text)
    with pytest.raises(OperatorError, match=says) as caught:
        own_provider("office", {FILE: str(path)})
    assert str(path) in str(caught.value)


def test_a_file_of_providers_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="cannot be read: No such file"):
        own_provider("office", {FILE: str(tmp_path / "none.toml")})


def test_none_of_our_own_is_replaced(path: Path) -> None:
    path.write_text(TABLE.replace("office", "fal"))
    assert account_of("fal", {FILE: str(path), "FAL_KEY": "ours"}).base == "https://queue.fal.run"
    assert type(wire_of("fal", "own/model")).__name__ == "Fal"


def test_an_interface_that_nobody_speaks_is_told(path: Path) -> None:
    path.write_text(TABLE.replace('"fal"', '"nobody"'))
    with pytest.raises(GenerationError, match="of nobody cannot be bought yet"):
        wire_of("office", "own/model")


# Packages


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    own._of_package.cache_clear()
    yield folder
    own._of_package.cache_clear()
    for name in ("acme_one", "acme_two"):
        sys.modules.pop(name, None)


def installed(site: Path, package: str, module: str, offers: str = "acme") -> None:
    (site / f"{package.replace('-', '_')}.py").write_text(module)
    info = site / f"{package.replace('-', '_')}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[{own.GROUP}]\n{offers} = {package.replace('-', '_')}:OWN\n")


GOOD = """
from longtake.generation.authoring import OwnProvider, Wire
OWN = OwnProvider("https://api.acme.example", lambda model: Wire(), keys={"key": ("ACME_KEY",)})
"""


def test_a_package_offers_a_provider(site: Path) -> None:
    installed(site, "acme-one", GOOD)
    assert account_of("acme", {"ACME_KEY": "secret"}).base == "https://api.acme.example"
    assert type(wire_of("acme", "any")).__name__ == "Wire"


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("raise RuntimeError('no such file')", "cannot be loaded: RuntimeError: no such file"),
        ("import nothing_of_that_name", "cannot be loaded: ModuleNotFoundError"),
        ("OTHER = 1", "cannot be loaded: AttributeError"),
        ("OWN = 1", "what is none"),
        (GOOD.replace("lambda model: Wire(), ", ""), "what is none"),
        ("def (", "cannot be loaded: SyntaxError"),
    ],
)
def test_a_package_that_is_broken_is_named(site: Path, module: str, says: str) -> None:
    installed(site, "acme-one", module)
    with pytest.raises(OperatorError, match=f"the package acme-one 1.2 offers .*{says}") as caught:
        wire_of("acme", "any")
    assert "uninstall it" in str(caught.value)


def test_a_package_is_not_imported_before_a_model_names_its_provider(site: Path) -> None:
    installed(site, "acme-one", "raise SystemExit('imported')")
    installed(site, "acme-two", "raise SystemExit('imported')", offers="fal")
    wire_of("fal", "fal-ai/veo3.1")
    account_of("fal", {"FAL_KEY": "ours"})
    with pytest.raises(GenerationError, match="cannot be bought yet"):
        wire_of("another", "any")
    assert not {"acme_one", "acme_two"} & set(sys.modules)


def test_two_packages_that_offer_the_same_are_both_named(site: Path) -> None:
    installed(site, "acme-one", GOOD)
    installed(site, "acme-two", GOOD)
    with pytest.raises(OperatorError, match=r"acme-one 1\.2 and the package acme-two 1\.2 both offer a provider acme"):
        wire_of("acme", "any")
