"""The tables as SQLAlchemy Core sees them. They are made by `migrations`, which alone may change them.

Money is whole millionths; moments are UTC in ISO 8601, which sorts; a seed is text, since some are larger than SQLite's
integers.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

__all__ = ["approvals", "budgets", "facts", "leases", "news", "outputs", "purchases", "tables", "uploads"]

tables = MetaData()


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _integers(*names: str) -> list[Column[int]]:
    return [Column(name, Integer) for name in names]


# One row an attempt: the newest attempt of a purchase key is the purchase. Derived from `facts`, in one transaction.
purchases = Table(
    "purchases",
    tables,
    Column("id", Integer, primary_key=True),
    *_text("purchase_key", "token", "state", "order_digest"),
    *_integers("attempt", "take"),
    *_text("realm", "host", "account", "provider", "model", "shot", "film", "tag", "kind", "request", "reconcile"),
    *_text("budget", "currency"),
    *_integers("reservation", "reserved", "cost"),
    *_text("cost_currency", "cost_source", "provider_job", "seed", "model_version", "failure", "why"),
    *_text("digest", "probed", "intended_at", "priced_at"),
    *_integers("size"),
)

# The only mutable lines about a result: a whole address stands here until its bytes are verified.
outputs = Table(
    "outputs",
    tables,
    Column("purchase_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    *_text("url", "kind", "expires_at"),
)

# Append-only; triggers refuse anything else.
facts = Table(
    "facts",
    tables,
    Column("id", Integer, primary_key=True),
    *_integers("purchase_id"),
    *_text("name", "data", "at"),
)

budgets = Table(
    "budgets",
    tables,
    Column("name", Text, primary_key=True),
    Column("realm", Text, primary_key=True),
    *_text("currency"),
    *_integers("cap"),
    *_text("closed"),
)

leases = Table(
    "leases",
    tables,
    Column("id", Integer, primary_key=True),
    *_text("scope", "boot", "space", "started", "nonce"),
    *_integers("pid", "until"),
)

# Append-only, too: the newest line about a take and its words counts.
approvals = Table(
    "approvals",
    tables,
    Column("id", Integer, primary_key=True),
    *_text("take", "words", "film", "shot", "verdict", "note", "at"),
)

# Append-only, too: the newest line about a file on an account counts. Its address is whole, since orders name it.
uploads = Table(
    "uploads",
    tables,
    Column("id", Integer, primary_key=True),
    *_text("digest", "provider", "account", "place", "address", "expires_at", "at"),
)

# Append-only, too: calls of providers, each once, about purchases that were open.
news = Table(
    "news",
    tables,
    Column("id", Integer, primary_key=True),
    *_integers("purchase_id"),
    *_text("call", "at"),
)
