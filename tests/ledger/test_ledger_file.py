"""The ledger's file: private, durable, checked, never guessed at, and free of secrets (F26, F34, S40, S41)."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from ledgers import CLIP, FREE, World, an_intent, usd, words

from longtake.errors import LedgerError
from longtake.ledger import Cost, DamagedLedgerError, Ledger, Output, Purchase
from longtake.ledger.migrations import NEWEST
from longtake.ledger.tables import tables

SIGNED = "https://cdn.example.com/1.mp4?X-Signature=canary-5c1e8a"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def filled(path: Path, shots: int = 3) -> tuple[Purchase, ...]:
    """A closed ledger at `path` with some purchases."""
    world = World()
    with Ledger.open(path, world.around()) as ledger:
        ledger.set_budget("film", usd("100"))
        for number in range(shots):
            made = ledger.intend(an_intent(f"shot {number}"), "film", world.hold())
            assert isinstance(made, Purchase)
            ledger.submitted(made.id, f"job {number}")
        return ledger.purchases()


def whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as raw:
        return bool(raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def pragma(ledger: Ledger, name: str) -> object:
    with ledger._read() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_each_commit_is_on_the_disk_before_the_next_step(path: Path) -> None:
    with Ledger.open(path) as ledger:
        assert (pragma(ledger, "journal_mode"), pragma(ledger, "synchronous")) == ("wal", 2)


def test_the_ledger_and_its_log_are_private(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.set_budget("film", usd("1"))
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    assert "ledger.sqlite-wal" in modes
    assert set(modes.values()) == {0o600}


def test_what_was_written_is_there_when_it_is_opened_again(path: Path) -> None:
    before = filled(path)
    with Ledger.open(path) as ledger:
        assert ledger.purchases() == before


def test_the_tables_are_those_that_the_migrations_make(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as raw:
        made = {
            table: {row[1] for row in raw.execute(f"PRAGMA table_info({table})")}
            for (table,) in raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
            )
        }
    assert made == {name: {column.name for column in table.columns} for name, table in tables.tables.items()}


@pytest.mark.parametrize("statement", ["UPDATE facts SET data = '{}'", "DELETE FROM facts", "DELETE FROM approvals"])
def test_the_history_cannot_be_changed(path: Path, statement: str) -> None:
    filled(path)
    with Ledger.open(path) as ledger:
        ledger.approve(CLIP, words(), film="aurora", shot="a")
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)


# Damaged, foreign, newer


def test_a_newer_ledger_is_refused_and_left_as_it_is_with_a_copy(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {NEWEST + 1}")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    with pytest.raises(
        LedgerError, match=rf"of version {NEWEST + 1}, .*kept in ledger.v{NEWEST + 1}.sqlite\n  use the newer"
    ):
        Ledger.open(path)
    assert path.read_bytes() == before
    copy = path.with_name(f"ledger.v{NEWEST + 1}.sqlite")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert whole(copy)


def cut_to_nothing(data: bytes) -> bytes:
    return b""


def cut_in_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def other_first_bytes(data: bytes) -> bytes:
    return b"<html>" + data[6:]


def other_application(data: bytes) -> bytes:
    return data[:68] + bytes(4) + data[72:]


def zeros_in_the_tables(data: bytes) -> bytes:
    return data[:4096] + bytes(8192) + data[4096 + 8192 :]


DAMAGE = (cut_to_nothing, cut_in_half, other_first_bytes, other_application, zeros_in_the_tables)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_a_damaged_ledger_is_refused_and_a_copy_is_kept(path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    filled(path, 20)
    path.write_bytes(damage(path.read_bytes()))
    broken = path.read_bytes()
    with pytest.raises(DamagedLedgerError, match=r"is damaged \(.+\); nothing was bought, and a copy is kept in"):
        Ledger.open(path)
    with pytest.raises(DamagedLedgerError, match="or move it away"):
        Ledger.open(path)
    (copy,) = path.parent.glob("ledger.damaged-*.sqlite")
    assert copy.read_bytes() == broken == path.read_bytes()


def test_a_ledger_whose_file_is_gone_but_not_its_log_is_not_begun_anew(path: Path) -> None:
    path.with_name("ledger.sqlite-wal").write_bytes(b"committed purchases")
    with pytest.raises(DamagedLedgerError, match="the file is gone, and its log is still there"):
        Ledger.open(path)
    assert not path.exists()


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE recipes (name)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="this file is no ledger of longtake\n  choose another folder"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_a_copy_that_lost_its_log_mode_gets_it_back(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    with Ledger.open(path) as ledger:
        assert pragma(ledger, "journal_mode") == "wal"


def test_a_folder_that_is_a_file_is_told(path: Path) -> None:
    path.write_text("")
    with pytest.raises(LedgerError, match=r"the ledger cannot be opened: .*\n  make its folder writable"):
        Ledger.open(path / "ledger.sqlite")


def test_a_ledger_that_cannot_be_written_is_refused_before_anything_is_paid(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("longtake.ledger.opening._BUSY_S", 0.05)
            with pytest.raises(LedgerError, match=r"cannot be used: another process has kept it busy\n  wait for it"):
                Ledger.open(path)


def test_two_ledgers_in_one_process_see_each_others_commits(path: Path) -> None:
    with Ledger.open(path) as one, Ledger.open(path) as other:
        one.set_budget("film", usd("1"))
        other.set_budget("film", usd("2"))
        assert one.budget("film").cap == usd("2")


# Full disks

FULL = """
import resource, signal, sys
sys.path.insert(0, {fixtures!r})
from pathlib import Path
from ledgers import World, an_intent, usd
from longtake.errors import LedgerError
from longtake.ledger import Ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
world = World()
ledger = Ledger.open({path!r}, world.around())
room = Path({path!r} + "-wal").stat().st_size + int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
done = 0
try:
    for number in range(100):
        ledger.intend(an_intent(f"new {{number}}"), "film", world.hold())
        done += 1
except LedgerError as error:
    print(done, error, sep="|")
"""


@pytest.mark.skipif(os.name != "posix", reason="limits the size of a file")
@pytest.mark.parametrize("room", [0, 1, 40_000, 100_000, 250_001, 600_003])
def test_a_disk_that_fills_up_leaves_every_commit_and_no_half_one(path: Path, room: int) -> None:
    filled(path)
    fixtures = str(Path(__file__).parents[2] / "fixtures")
    code = FULL.format(fixtures=fixtures, path=str(path))
    ran = subprocess.run([sys.executable, "-c", code, str(room)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    done, _, said = ran.stdout.partition("|")
    assert "the ledger cannot be used: the disk" in said
    assert whole(path)
    with Ledger.open(path) as ledger:
        assert len(ledger.purchases()) == 3 + int(done)
        assert ledger.budget("film").reserved.amount * 100 == 80 * (3 + int(done))
        assert all(ledger.history(one.id)[0].name == "intended" for one in ledger.purchases())


def test_a_full_disk_says_what_to_do(path: Path) -> None:
    world = World()
    filled(path)
    with Ledger.open(path, world.around()) as ledger:
        with ledger._read() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(LedgerError, match="the disk is full\n  free some space and run the same command again"):
            [ledger.intend(an_intent(f"new {number}"), "film", world.hold()) for number in range(100)]


# Secrets


def test_an_address_that_opens_something_is_dropped_when_the_bytes_are_here(path: Path) -> None:
    world = World()
    with Ledger.open(path, world.around()) as ledger:
        ledger.set_budget("film", usd("10"))
        made = ledger.intend(an_intent(), "film", world.hold())
        assert isinstance(made, Purchase)
        known = ledger.known(made.id, [Output(SIGNED)], Cost(usd("0.75"), "billed"))
        assert known.outputs == (Output(SIGNED),)
        assert "canary" not in "".join(fact.data for fact in ledger.history(made.id))
        done = ledger.verified(made.id, CLIP, 1, {})
        assert done.outputs == (Output("https://cdn.example.com/1.mp4?…"),)
    assert b"canary-5c1e8a" not in b"".join(one.read_bytes() for one in path.parent.iterdir())


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ({"headers": {"Authorization": "Bearer canary"}}, "request.headers has a field 'Authorization'"),
        ({"inputs": [{"api_key": "canary"}]}, r"request.inputs\[0\] has a field 'api_key'"),
        ({"x-goog-api-key": "canary"}, "request has a field 'x-goog-api-key'"),
    ],
)
def test_a_request_with_a_credential_is_refused(path: Path, field: dict[str, object], place: str) -> None:
    world = World()
    with Ledger.open(path, world.around()) as ledger:
        ledger.set_budget("film", usd("10"))
        with pytest.raises(LedgerError, match=f"{place}, and credentials never enter the ledger") as caught:
            ledger.intend(an_intent(request=field), "film", world.hold())
        assert "canary" not in str(caught.value)
        assert ledger.purchases() == ()


def test_a_providers_words_are_kept_short_plain_and_without_addresses_that_open(path: Path) -> None:
    world = World()
    with Ledger.open(path, world.around()) as ledger:
        ledger.set_budget("film", usd("10"))
        made = ledger.intend(an_intent(), "film", world.hold())
        assert isinstance(made, Purchase)
        said = f"bad\x1b[31m\nasset {SIGNED} " + "x" * 2000
        failed = ledger.failed(made.id, "invalid", said, FREE)
        assert failed.why.startswith("bad [31m asset https://cdn.example.com/1.mp4?… xxx")
        assert len(failed.why) == 500
        assert json.loads(ledger.history(made.id)[-1].data)["why"] == failed.why


def test_an_error_of_sqlite_never_tells_the_values(path: Path) -> None:
    world = World()
    with Ledger.open(path, world.around()) as ledger:
        ledger.set_budget("film", usd("10"))
        ledger.intend(an_intent(), "film", world.hold())
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("DROP TABLE outputs")
        with pytest.raises(Exception, match="no such table: outputs") as caught:
            ledger.known(1, [Output(SIGNED)], FREE)
        assert "canary" not in str(caught.value)


def test_the_values_of_the_ledger_load_no_database() -> None:
    code = "import sys, longtake.ledger; print([name for name in ('sqlalchemy', 'sqlite3') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
