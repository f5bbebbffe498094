"""What an author of a provider needs, in one place: `docs/guides/bring-your-own.md`."""

from longtake.catalogue import Role
from longtake.generation.failures import Rule, failed
from longtake.generation.http import Answer
from longtake.generation.own import OwnProvider
from longtake.generation.provider import (
    Account,
    Asset,
    Bill,
    Input,
    Job,
    JobState,
    Order,
    Output,
    Result,
    Status,
)
from longtake.generation.secrets import Secret
from longtake.generation.shaping import (
    CannotAskError,
    base64_of,
    grade_of,
    knobs,
    only,
    ratio_of,
    shown_as,
    whole_seconds,
)
from longtake.generation.wire import Call, Found, Ticket, Told, Wire

__all__ = [
    "Account",
    "Answer",
    "Asset",
    "Bill",
    "Call",
    "CannotAskError",
    "Found",
    "Input",
    "Job",
    "JobState",
    "Order",
    "Output",
    "OwnProvider",
    "Result",
    "Role",
    "Rule",
    "Secret",
    "Status",
    "Ticket",
    "Told",
    "Wire",
    "base64_of",
    "failed",
    "grade_of",
    "knobs",
    "only",
    "ratio_of",
    "shown_as",
    "whole_seconds",
]
