"""What every test gets: no network beyond this machine, a workspace of its own, and a failure for each logged ERROR."""

from __future__ import annotations

import ipaddress
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from needs import in_ci, need
from workers import give_back, longest_first, made_once, no_other_test, run_folder

if TYPE_CHECKING:
    from longtake import Package

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "fixtures"))

# A deadline measures the machine, not the code; in CI the same examples are tried every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if in_ci() else "local")


def pytest_configure(config: pytest.Config) -> None:
    # A shell that starts us in the background lets us ignore SIGINT, and so would every program that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "logs_errors: this test is about something that is logged as an ERROR")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    with no_other_test(item):
        done = yield
    if nextitem is not None and nextitem.path != item.path:
        give_back()
    return done


class NetworkForbidden(RuntimeError):
    """A test tried to leave this machine."""


def _guard(host: object) -> None:
    """Raises NetworkForbidden unless `host` is loopback, unspecified (for binding) or not an internet address."""
    if host in (None, "", "localhost", b"localhost"):
        return
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        raise NetworkForbidden(f"a test looked up {host!r}: tests stay on loopback") from None
    if not (address.is_loopback or address.is_unspecified):
        raise NetworkForbidden(f"a test connected to {host!r}: tests stay on loopback")


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Every connection and look-up of this process; child processes that tests start are the tests' own care."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_look_up(socket.getaddrinfo))
        yield


def _guarded_look_up(look_up: Any) -> Any:
    def guarded(host: object, *arguments: Any, **named: Any) -> Any:
        _guard(host)
        return look_up(host, *arguments, **named)

    return guarded


def _guarded(call: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _guard(arguments[-1][0])
        return call(self, *arguments)

    return guarded


@pytest.fixture(autouse=True)
def _no_error_is_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test in which anything logged an ERROR, unless the test is marked `logs_errors`."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    errors = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.ERROR]
    if errors:
        pytest.fail("logged as ERROR: " + "; ".join(errors), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def shared_workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One workspace for the whole run: what session fixtures use, and any test that asks for it by name."""
    folder = run_folder(tmp_path_factory) / "shared-workspace"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGTAKE_WORKSPACE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def workspace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace of this test: empty and its own, unless the test asks for `shared_workspace`."""
    if _asks_for(request, "shared_workspace"):
        return Path(os.environ["LONGTAKE_WORKSPACE"])
    folder = Path(request.getfixturevalue("tmp_path")) / "workspace"
    monkeypatch.setenv("LONGTAKE_WORKSPACE", str(folder))
    return folder


def _asks_for(request: pytest.FixtureRequest, name: str) -> bool:
    """True if the test's own signature names the fixture (autouse puts it into `fixturenames` of every test)."""
    function = getattr(request.node, "function", None)
    return function is not None and name in function.__code__.co_varnames[: function.__code__.co_argcount]


@pytest.fixture(scope="session")
def clips_folder() -> Path:
    """The real clips: LONGTAKE_CLIPS, else ../shared/clips beside the checkout; skipped without, a failure in CI."""
    folder = Path(os.environ.get("LONGTAKE_CLIPS") or ROOT.parent / "shared" / "clips")
    need(
        (folder / "manifest.json").is_file(),
        f"The real clips are not at {folder}: set LONGTAKE_CLIPS to a folder of clips with manifest.json.",
    )
    return folder


@pytest.fixture(scope="session")
def manifest(clips_folder: Path) -> list[dict[str, Any]]:
    """Facts of the real clips, one entry a file, as manifest.json gives them."""
    entries: list[dict[str, Any]] = json.loads((clips_folder / "manifest.json").read_text(encoding="utf-8"))
    return entries


@pytest.fixture(scope="session")
def made_clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every synthetic clip of `fixtures/make_fixtures.py`, made once a run."""
    from make_fixtures import make

    return made_once(run_folder(tmp_path_factory) / "made-clips", make)


@pytest.fixture(scope="session")
def sequence_film(
    clips_folder: Path, manifest: list[dict[str, Any]], shared_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Package]:
    """`sequence_film(name)`: the package of that sequence of real clips, made once a run in the shared workspace."""
    from sequences import film_of

    folder = run_folder(tmp_path_factory) / "sequences"
    folder.mkdir(exist_ok=True)
    return lambda sequence: film_of(sequence, folder, clips_folder, manifest)


@pytest.fixture(scope="session")
def player() -> Iterator[Any]:
    """One Chromium for the whole run: `player.play(playlist_or_file)` returns the report of tests/players/play.mjs."""
    from players.chromium import Player

    with Player() as chromium:
        yield chromium
