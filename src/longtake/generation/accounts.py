"""Accounts: which keys and settings a provider needs, and where they are found. Names of variables are the providers'
own, so that a machine that runs their clients is set up already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from longtake.errors import OperatorError
from longtake.generation.guard import checked_url
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret

__all__ = ["account_of"]


@dataclass(frozen=True, slots=True)
class _Needs:
    """base: where the live interface stands, with settings in braces; keys: variables that may hold each key, by its
    name; enough: sets of keys of which one must be whole; settings: the variable of each, by its name."""

    base: str
    keys: Mapping[str, tuple[str, ...]]
    enough: tuple[tuple[str, ...], ...] = (("key",),)
    settings: Mapping[str, str] = field(default_factory=dict)


_NEEDS = {
    "ark": _Needs("https://ark.ap-southeast.bytepluses.com", {"key": ("ARK_API_KEY",)}),
    "fal": _Needs("https://queue.fal.run", {"key": ("FAL_KEY",)}),
    "google": _Needs("https://generativelanguage.googleapis.com", {"key": ("GEMINI_API_KEY", "GOOGLE_API_KEY")}),
    "kling": _Needs(
        "https://api-singapore.klingai.com",
        {"key": ("KLING_API_KEY",), "access": ("KLING_ACCESS_KEY",), "secret": ("KLING_SECRET_KEY",)},
        (("key",), ("access", "secret")),
    ),
    "runway": _Needs("https://api.dev.runwayml.com", {"key": ("RUNWAYML_API_SECRET",)}),
    "vertex": _Needs(
        "https://{location}-aiplatform.googleapis.com",
        {"token": ("GOOGLE_OAUTH_ACCESS_TOKEN",)},
        (("token",),),
        {"project": "GOOGLE_CLOUD_PROJECT", "location": "GOOGLE_CLOUD_LOCATION", "bucket": "GOOGLE_CLOUD_BUCKET"},
    ),
}


def account_of(
    provider: str,
    environ: Mapping[str, str],
    kept: Mapping[str, Mapping[str, str]] | None = None,
    *,
    name: str = "default",
    emulator: str = "",
) -> Account:
    """The account at a provider. environ: the environment; kept: the tables of a file of keys (`keys_of_file`), which
    is asked first. emulator: where one stands for the provider; it gets keys that are none. Raises OperatorError where
    nobody here knows the provider, and where a key or a setting is missing."""
    if provider not in _NEEDS:
        raise OperatorError(f"{provider} cannot be asked yet", advice=(f"these can: {', '.join(_NEEDS)}",))
    needs, table = _NEEDS[provider], (kept or {}).get(provider, {})
    if emulator:
        return _emulated(provider, name, needs, emulator)
    found = {key: table.get(key) or _first(environ, names) for key, names in needs.keys.items()}
    keys = {key: _secret(provider, key, text) for key, text in found.items() if text}
    if not any(all(key in keys for key in enough) for enough in needs.enough):
        wanted = " or ".join(" and ".join(needs.keys[key][0] for key in enough) for enough in needs.enough)
        raise _missing(provider, "key", wanted)
    given = {one: table.get(one) or environ.get(variable, "") for one, variable in needs.settings.items()}
    settings = {one: text for one, text in given.items() if text}
    try:
        return Account(provider, name, needs.base.format_map(settings), keys, settings)
    except KeyError as error:
        raise _missing(provider, error.args[0], needs.settings[error.args[0]]) from None


def _emulated(provider: str, name: str, needs: _Needs, emulator: str) -> Account:
    """An account at an emulator on this machine; a real key is not for it."""
    if not checked_url(emulator, allow_loopback=True).is_local:
        raise OperatorError(f"{emulator} is no emulator on this machine", advice=("start one: longtake emulate",))
    keys = dict.fromkeys(needs.enough[0], Secret("emulated"))
    settings = {"project": "emulated", "location": "us-central1"} if needs.settings else {}
    return Account(provider, name, emulator.rstrip("/"), keys, settings, is_emulated=True)


def _missing(provider: str, what: str, variables: str) -> OperatorError:
    advice = (f"set {variables} in the environment", f"or write it below [{provider}] in a file of keys")
    return OperatorError(f"{provider} needs a {what}", advice=advice)


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environ[name] for name in names if environ.get(name)), "")


def _secret(provider: str, key: str, text: str) -> Secret:
    try:
        return Secret(text)
    except ValueError as error:
        raise OperatorError(f"the {key} of {provider} is no key: {error}") from None
