"""The part of the ledger that keeps what people said of takes, and which of several was best."""

from __future__ import annotations

from longtake.ledger.approval import Approval, Verdict
from longtake.ledger.approving import approvals_of, write_approval
from longtake.ledger.book import Book
from longtake.ledger.choosing import chosen_of, write_chosen
from longtake.ledger.chosen import Chosen
from longtake.ledger.purchase import Realm
from longtake.ledger.redacting import plain
from longtake.ledger.settling import current
from longtake.ledger.tables import approvals
from longtake.media import Digest

__all__ = ["JudgementBook"]


class JudgementBook(Book):
    """Approvals by a person, choices among candidates."""

    def approve(self, take: Digest, words: Digest, *, film: str, shot: str, note: str = "") -> Approval:
        """A person takes this take for the shot as it is worded now."""
        return self._judged(take, words, film, shot, "approved", note)

    def reject(self, take: Digest, words: Digest, *, film: str, shot: str, note: str) -> Approval:
        """A person does not take this take for the shot as it is worded now. note: what should be different."""
        return self._judged(take, words, film, shot, "rejected", note)

    def verdict(self, take: Digest, words: Digest) -> Approval | None:
        """The last word on this take for these words; None if nobody has judged it."""
        with self._read() as connection:
            found = approvals_of(connection, approvals.c.take == take, approvals.c.words == words)
        return found[-1] if found else None

    def verdicts(self, film: str) -> tuple[Approval, ...]:
        """Every word on the takes of a film, oldest first."""
        with self._read() as connection:
            return approvals_of(connection, approvals.c.film == film)

    def chosen(self, best: int, chosen: Chosen) -> None:
        """Of several takes this is the best: another make shows it again. best: its purchase."""
        with self._write("chosen") as connection:
            write_chosen(connection, current(connection, best), chosen, self._around.now())

    def choices(self, film: str, realm: Realm) -> tuple[Chosen, ...]:
        """Every choice among candidates for a film, oldest first."""
        with self._read() as connection:
            return chosen_of(connection, film, realm)

    def _judged(self, take: Digest, words: Digest, film: str, shot: str, verdict: Verdict, note: str) -> Approval:
        said = Approval(take, words, film, shot, verdict, plain(note), self._around.now())
        with self._write(verdict) as connection:
            write_approval(connection, said)
        return said
