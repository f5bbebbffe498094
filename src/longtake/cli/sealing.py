"""The options of encryption, which `make` and `assemble` share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

__all__ = ["SealedCommand", "sealing_options"]

_ENCRYPT = "--encrypt"
_OWN = "\0"
"""Stands for the film's own key: no file can be called that."""
_KEY_BYTES = 16


class SealedCommand(click.Command):
    """A command with `--encrypt`, whose key file is what an equals sign joins to it. The next word is never that file:
    in `--encrypt story.yaml` it is the storyboard."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        _refuse_loose_key(context, args[:end])
        own = [f"{_ENCRYPT}={_OWN}" if word == _ENCRYPT else word for word in args[:end]]
        return super().parse_args(context, own + args[end:])


def _refuse_loose_key(context: click.Context, words: Sequence[str]) -> None:
    """Raises UsageError for a key file that stands behind the option and is not joined to it."""
    for option, word in pairwise(words):
        if option == _ENCRYPT and os.path.isfile(word) and os.path.getsize(word) == _KEY_BYTES:
            raise click.UsageError(f"a key file is joined to its option: {_ENCRYPT}={word}", context)


def sealing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--encrypt` and `--key-uri` to a SealedCommand, which gets both in `sealing`, as the library has them."""

    @wraps(command)
    def told(*words: Any, encrypt: str | None, key_uri: str | None, **more: Any) -> Any:
        sealing: dict[str, Any] = {"key_uri": key_uri} if key_uri else {}
        if encrypt == "":
            raise click.UsageError(f"{_ENCRYPT}= names no key file; alone, {_ENCRYPT} is the film's own key")
        if encrypt:
            sealing["encrypt"] = True if encrypt == _OWN else Path(encrypt)
        return command(*words, sealing=sealing, **more)

    for option in (
        click.option(
            "--key-uri",
            metavar="ADDRESS",
            show_default="keys/film.key, in the film's folder",
            help="Where players are told to get the key.",
        ),
        click.option(
            _ENCRYPT,
            metavar="[=KEYFILE]",
            help="Put the stream under a key (AES-128): that of the file, 16 bytes, else one that is made and kept.",
        ),
    ):
        told = option(told)
    return told
