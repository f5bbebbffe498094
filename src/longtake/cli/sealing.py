"""The options of encryption, which `make` and `assemble` share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

__all__ = ["sealing_options"]

_NEW = "new key"


def sealing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--encrypt` and `--key-uri`; the command gets both in `sealing`, as the library has them."""

    @wraps(command)
    def told(*words: Any, encrypt: str | None, key_uri: str | None, **more: Any) -> Any:
        sealing: dict[str, Any] = {"key_uri": key_uri} if key_uri else {}
        if encrypt:
            sealing["encrypt"] = True if encrypt == _NEW else Path(encrypt)
        return command(*words, sealing=sealing, **more)

    for option in (
        click.option(
            "--key-uri",
            metavar="ADDRESS",
            show_default="keys/film.key, in the film's folder",
            help="Where players are told to get the key.",
        ),
        click.option(
            "--encrypt",
            metavar="[KEYFILE]",
            is_flag=False,
            flag_value=_NEW,
            help="Put the stream under a key (AES-128): that of the file, 16 bytes, else one that is made and kept. "
            "Give it last, or as --encrypt=KEYFILE.",
        ),
    ):
        told = option(told)
    return told
