"""What a provider was shown: the newest line counts, and none is ever changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ledgers import World, an_intent, usd

from longtake.ledger import Ledger, Upload
from longtake.ledger.migrations import NEWEST
from longtake.media import digest_bytes

SHOWN = Upload(digest_bytes(b"mara"), "runway", "default", "https://api.example.com", "runway://1")
WHOSE = (SHOWN.digest, "runway", "default", "https://api.example.com")


def test_the_newest_upload_of_a_file_counts(ledger: Ledger) -> None:
    newer = replace(SHOWN, address="runway://2", expires=datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC))
    ledger.uploaded(SHOWN)
    ledger.uploaded(newer)
    assert ledger.upload(*WHOSE) == newer
    assert ledger.upload(digest_bytes(b"else"), *WHOSE[1:]) is None


@pytest.mark.parametrize("act", ["UPDATE uploads SET address = 'x'", "DELETE FROM uploads"])
def test_no_line_about_an_upload_is_changed(ledger: Ledger, act: str) -> None:
    ledger.uploaded(SHOWN)
    with closing(sqlite3.connect(ledger.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(act)


def test_a_ledger_of_the_first_version_gets_uploads_and_keeps_all_it_had(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    with monkeypatch.context() as earlier:
        earlier.setattr("longtake.ledger.migrations.NEWEST", 1)
        earlier.setattr("longtake.ledger.opening.NEWEST", 1)
        with Ledger.open(path, world.around()) as opened:
            opened.set_budget("film", usd("1"))
            bought = opened.intend(an_intent(), "film", world.hold())
    assert _version(path) == 1
    with Ledger.open(path, world.around()) as opened:
        assert opened.purchases() == (bought,)
        opened.uploaded(SHOWN)
        assert opened.upload(*WHOSE) == SHOWN
    assert _version(path) == NEWEST
    assert _version(tmp_path / "ledger.v1.sqlite") == 1


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
