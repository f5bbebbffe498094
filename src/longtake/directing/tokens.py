"""What asking a language model used up, and where that is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Tally", "TokenLedger", "Tokens"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens read (`taken_in`) and written (`put_out`). is_sure: the endpoint counted them; else guessed by length."""

    taken_in: int = 0
    put_out: int = 0
    is_sure: bool = True

    @property
    def total(self) -> int:
        return self.taken_in + self.put_out

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(
            self.taken_in + other.taken_in, self.put_out + other.put_out, is_sure=self.is_sure and other.is_sure
        )

    def __str__(self) -> str:
        return f"{'' if self.is_sure else 'about '}{self.taken_in:,} tokens in, {self.put_out:,} out"


class TokenLedger(Protocol):
    """Where each answer's tokens are written down, at once: an answer that is of no use was paid for, too."""

    def record(self, model: str, tokens: Tokens) -> None: ...


class Tally:
    """A ledger that keeps the sum only, for telling."""

    def __init__(self) -> None:
        self.total = Tokens()

    def record(self, model: str, tokens: Tokens) -> None:
        self.total += tokens
