"""The ledger: what was intended, bought, received and approved, in one file that many processes share.

Every method that changes something is one transaction, on the disk before it returns. Times of the wall clock are for
records only; holds are counted by a clock that never goes back.
"""

from __future__ import annotations

from longtake.ledger.budget_book import BudgetBook
from longtake.ledger.correspondence import Correspondence
from longtake.ledger.hold_book import HoldBook
from longtake.ledger.judgement_book import JudgementBook
from longtake.ledger.purchase_book import PurchaseBook
from longtake.ledger.questions import Questions

__all__ = ["Ledger"]


class Ledger(BudgetBook, PurchaseBook, HoldBook, JudgementBook, Correspondence, Questions):
    """All its books in one. Safe for any number of threads and processes of one machine. Raises LedgerError where the
    disk or the file says no, and StepError for a fact that can't be true."""
