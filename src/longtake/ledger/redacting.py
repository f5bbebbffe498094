"""What may be written down of addresses, texts and requests from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from longtake.errors import LedgerError

__all__ = ["plain", "redacted", "refuse_credentials"]

_LONGEST_TEXT = 500
_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
_CREDENTIAL = re.compile(
    r"authorization|cookie|password|secret|bearer|api[-_ ]?key|access[-_ ]?key|goog-api", re.IGNORECASE
)


def redacted(url: str) -> str:
    """The address without whatever opens it: user, query and fragment. Of a `data:` address nothing is left."""
    parts = urlsplit(url)
    if not parts.netloc:
        return f"{parts.scheme}:…"
    host = parts.netloc.rpartition("@")[2]
    rest = "?…" if parts.query or parts.fragment else ""
    return f"{parts.scheme}://{host}{parts.path}{rest}"


def plain(text: str) -> str:
    """A provider's words in one line of at most 500 characters: addresses redacted, control characters gone."""
    line = _CONTROL.sub(" ", _URL.sub(lambda found: redacted(found[0]), text)).strip()
    return line if len(line) <= _LONGEST_TEXT else f"{line[: _LONGEST_TEXT - 1]}…"


def refuse_credentials(request: object, place: str = "request") -> None:
    """Raises LedgerError where a request has a field for a credential: those belong to the transport."""
    if isinstance(request, Mapping):
        for name, value in request.items():
            if _CREDENTIAL.search(str(name)):
                raise LedgerError(
                    f"{place} has a field {name!r}, and credentials never enter the ledger",
                    advice=("leave it to the transport, which adds it when it sends",),
                )
            refuse_credentials(value, f"{place}.{name}")
    elif isinstance(request, Sequence) and not isinstance(request, str | bytes):
        for number, value in enumerate(request):
            refuse_credentials(value, f"{place}[{number}]")
