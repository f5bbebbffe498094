"""What players are told of a rendition: its language, and its name in that language."""

from __future__ import annotations

import re

from longtake.errors import PackagingError

__all__ = ["check_named"]


def check_named(language: str, name: str) -> None:
    """Raises PackagingError for a language or a name that cannot stand in a playlist."""
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        raise PackagingError(f"{language!r} is no language tag: write it as in BCP 47, such as en or pt-BR")
    if not name or re.search(r'["\r\n]', name):
        raise PackagingError(f"{name!r} cannot stand in a playlist: a name has no quotes nor line ends")
