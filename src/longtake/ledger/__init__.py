"""What was intended, bought, received and approved; budgets, reservations and leases. Knows no provider and no network.

`Ledger` is imported when it is first used: its values are wanted in places that must not load SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from longtake.ledger.approval import Approval, Verdict
from longtake.ledger.budget import Budget, BudgetClosedError, BudgetExceededError
from longtake.ledger.chosen import Chosen
from longtake.ledger.owner import LONGEST_HOLD_NS, Fate, Hold, Lease, Owner, this_owner
from longtake.ledger.purchase import (
    Cost,
    Existing,
    Fact,
    Intent,
    Kind,
    Output,
    Purchase,
    Realm,
    Reconcile,
    purchase_key,
)
from longtake.ledger.redacting import plain, redacted
from longtake.ledger.states import OPEN, REPEATABLE, STATES, State
from longtake.ledger.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from longtake.ledger.buying import UnsettledError, may_repeat
    from longtake.ledger.ledger import Ledger
    from longtake.ledger.news import News
    from longtake.ledger.settling import NoPurchaseError, StepError
    from longtake.ledger.spending import Grouping, Spending
    from longtake.ledger.trouble import DamagedLedgerError
    from longtake.ledger.upload import Upload

__all__ = [
    "LONGEST_HOLD_NS",
    "OPEN",
    "REPEATABLE",
    "STATES",
    "Approval",
    "Budget",
    "BudgetClosedError",
    "BudgetExceededError",
    "Chosen",
    "Cost",
    "DamagedLedgerError",
    "Existing",
    "Fact",
    "Fate",
    "Grouping",
    "Hold",
    "Intent",
    "Kind",
    "Lease",
    "Ledger",
    "News",
    "NoPurchaseError",
    "Output",
    "Owner",
    "Purchase",
    "Realm",
    "Reconcile",
    "Spending",
    "State",
    "StepError",
    "Surroundings",
    "UnsettledError",
    "Upload",
    "Verdict",
    "may_repeat",
    "plain",
    "purchase_key",
    "redacted",
    "surroundings",
    "this_owner",
]

_LATER = {
    "DamagedLedgerError": "trouble",
    "Grouping": "spending",
    "Ledger": "ledger",
    "News": "news",
    "NoPurchaseError": "settling",
    "Spending": "spending",
    "StepError": "settling",
    "UnsettledError": "buying",
    "Upload": "upload",
    "may_repeat": "buying",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
