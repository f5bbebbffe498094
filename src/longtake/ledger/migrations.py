"""The ledger's tables, step by step. A step that was released is never edited; a change is a new step at the end.

The number of steps taken is SQLite's `user_version`, committed together with each step.
"""

from __future__ import annotations

from sqlalchemy import Connection

__all__ = ["APPLICATION_ID", "NEWEST", "STEPS", "take_steps", "version_of"]

APPLICATION_ID = 0x4C54_4C47  # "LTLG": tells a ledger from any other SQLite file


def _append_only(*names: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_{act} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the history of {table} is append-only'); END"
        for table in names
        for act in ("UPDATE", "DELETE")
    )


_FIRST = (
    """
    CREATE TABLE purchases (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purchase_key TEXT NOT NULL, attempt INTEGER NOT NULL, token TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
        order_digest TEXT NOT NULL, take INTEGER NOT NULL,
        realm TEXT NOT NULL CHECK (realm IN ('live', 'emulated')),
        host TEXT NOT NULL, account TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
        shot TEXT NOT NULL, film TEXT NOT NULL, tag TEXT NOT NULL, kind TEXT NOT NULL,
        request TEXT NOT NULL, reconcile TEXT NOT NULL,
        budget TEXT NOT NULL, currency TEXT NOT NULL,
        reservation INTEGER NOT NULL CHECK (reservation >= 0),
        reserved INTEGER NOT NULL CHECK (reserved IN (0, reservation)),
        cost INTEGER CHECK (cost >= 0), cost_currency TEXT, cost_source TEXT,
        provider_job TEXT, seed TEXT, model_version TEXT NOT NULL DEFAULT '',
        failure TEXT NOT NULL DEFAULT '', why TEXT NOT NULL DEFAULT '',
        digest TEXT, size INTEGER, probed TEXT,
        intended_at TEXT NOT NULL, priced_at TEXT,
        UNIQUE (purchase_key, attempt),
        FOREIGN KEY (budget, realm) REFERENCES budgets (name, realm)
    )
    """,
    "CREATE INDEX purchases_by_budget ON purchases (budget, realm, currency, reserved, cost_currency, cost)",
    "CREATE INDEX purchases_by_shot ON purchases (film, shot)",
    "CREATE INDEX purchases_by_state ON purchases (state)",
    "CREATE INDEX purchases_by_order ON purchases (order_digest)",
    "CREATE INDEX purchases_by_job ON purchases (provider_job) WHERE provider_job IS NOT NULL",
    """
    CREATE TABLE outputs (
        purchase_id INTEGER NOT NULL REFERENCES purchases (id), number INTEGER NOT NULL,
        url TEXT NOT NULL, kind TEXT NOT NULL, expires_at TEXT,
        PRIMARY KEY (purchase_id, number)
    )
    """,
    """
    CREATE TABLE facts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, purchase_id INTEGER REFERENCES purchases (id),
        name TEXT NOT NULL, data TEXT NOT NULL, at TEXT NOT NULL
    )
    """,
    "CREATE INDEX facts_by_purchase ON facts (purchase_id)",
    """
    CREATE TABLE budgets (
        name TEXT NOT NULL, realm TEXT NOT NULL, currency TEXT NOT NULL, cap INTEGER NOT NULL,
        closed TEXT NOT NULL DEFAULT '', PRIMARY KEY (name, realm)
    )
    """,
    """
    CREATE TABLE leases (
        id INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL,
        boot TEXT NOT NULL, space TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL, nonce TEXT NOT NULL,
        until INTEGER NOT NULL
    )
    """,
    "CREATE INDEX leases_by_scope ON leases (scope)",
    "CREATE INDEX leases_by_owner ON leases (nonce)",
    """
    CREATE TABLE approvals (
        id INTEGER PRIMARY KEY AUTOINCREMENT, take TEXT NOT NULL, words TEXT NOT NULL,
        film TEXT NOT NULL, shot TEXT NOT NULL, verdict TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL
    )
    """,
    "CREATE INDEX approvals_by_take ON approvals (take, words)",
    *_append_only("facts", "approvals"),
    f"PRAGMA application_id = {APPLICATION_ID}",
)

_UPLOADS = (
    """
    CREATE TABLE uploads (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL,
        provider TEXT NOT NULL, account TEXT NOT NULL, place TEXT NOT NULL,
        address TEXT NOT NULL, expires_at TEXT, at TEXT NOT NULL
    )
    """,
    "CREATE INDEX uploads_by_digest ON uploads (digest, provider, account, place)",
    *_append_only("uploads"),
)

_NEWS = (
    """
    CREATE TABLE news (
        id INTEGER PRIMARY KEY AUTOINCREMENT, purchase_id INTEGER NOT NULL REFERENCES purchases (id),
        call TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (purchase_id, call)
    )
    """,
    *_append_only("news"),
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _UPLOADS, _NEWS)
NEWEST = len(STEPS)


def version_of(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def take_steps(connection: Connection) -> None:
    """Takes the steps that this ledger lacks, inside the caller's transaction."""
    for number in range(version_of(connection), NEWEST):
        for statement in STEPS[number]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
