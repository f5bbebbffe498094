"""Accounts: which keys and settings a provider needs, and where they are found. Names of variables are the providers'
own, so that a machine that runs their clients is set up already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from longtake.errors import ForbiddenAddressError, OperatorError
from longtake.generation.callers import CALLERS
from longtake.generation.guard import Target, checked_url
from longtake.generation.keyfile import kept_keys
from longtake.generation.own import own_provider
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret

__all__ = ["account_of", "accounts", "address_variable", "emulated_address", "own_server"]


@dataclass(frozen=True, slots=True)
class _Needs:
    """base: where the live interface stands, with settings in braces, "" where only the user knows; keys: variables
    that may hold each key, by its name; enough: sets of keys of which one must be whole; settings: the variable of
    each, by its name."""

    base: str
    keys: Mapping[str, tuple[str, ...]]
    enough: tuple[tuple[str, ...], ...] = (("key",),)
    settings: Mapping[str, str] = field(default_factory=dict)


_NEEDS = {
    "ark": _Needs("https://ark.ap-southeast.bytepluses.com", {"key": ("ARK_API_KEY",)}),
    "azure": _Needs(
        "https://{region}.tts.speech.microsoft.com",
        {"key": ("AZURE_SPEECH_KEY",)},
        settings={"region": "AZURE_SPEECH_REGION"},
    ),
    "cartesia": _Needs("https://api.cartesia.ai", {"key": ("CARTESIA_API_KEY",)}),
    "dashscope": _Needs("https://dashscope-intl.aliyuncs.com", {"key": ("DASHSCOPE_API_KEY",)}),
    "atlas": _Needs("https://api.atlascloud.ai", {"key": ("ATLASCLOUD_API_KEY",)}),
    "comfyui": _Needs("{url}", {"key": ("COMFYUI_API_KEY",)}, ((),), {"url": "COMFYUI_URL"}),
    "elevenlabs": _Needs("https://api.elevenlabs.io", {"key": ("ELEVENLABS_API_KEY",)}),
    "fal": _Needs("https://queue.fal.run", {"key": ("FAL_KEY",)}),
    "google": _Needs("https://generativelanguage.googleapis.com", {"key": ("GEMINI_API_KEY", "GOOGLE_API_KEY")}),
    "google-cloud": _Needs(
        "https://texttospeech.googleapis.com",
        {"key": ("GOOGLE_CLOUD_API_KEY",), "token": ("GOOGLE_OAUTH_ACCESS_TOKEN",)},
        (("key",), ("token",)),
        {"project": "GOOGLE_CLOUD_PROJECT"},
    ),
    "heygen": _Needs("https://api.heygen.com", {"key": ("HEYGEN_API_KEY",)}),
    "kling": _Needs(
        "https://api-singapore.klingai.com",
        {"key": ("KLING_API_KEY",), "access": ("KLING_ACCESS_KEY",), "secret": ("KLING_SECRET_KEY",)},
        (("key",), ("access", "secret")),
    ),
    "luma": _Needs("https://agents.lumalabs.ai", {"key": ("LUMA_AGENTS_API_KEY",)}),
    "luma-dream-machine": _Needs("https://api.lumalabs.ai", {"key": ("LUMAAI_API_KEY",)}),
    "minimax": _Needs("https://api.minimax.io", {"key": ("MINIMAX_API_KEY",)}),
    "kie": _Needs("https://api.kie.ai", {"key": ("KIE_API_KEY",)}),
    "openai": _Needs("https://api.openai.com", {"key": ("OPENAI_API_KEY",)}),
    "openai-gateway": _Needs("", {"key": ("OPENAI_GATEWAY_KEY",)}),
    "openrouter": _Needs("https://openrouter.ai", {"key": ("OPENROUTER_API_KEY",)}),
    "replicate": _Needs("https://api.replicate.com", {"key": ("REPLICATE_API_TOKEN",)}),
    "runway": _Needs("https://api.dev.runwayml.com", {"key": ("RUNWAYML_API_SECRET",)}),
    "stability": _Needs("https://api.stability.ai", {"key": ("STABILITY_API_KEY",)}),
    "synthesia": _Needs("https://api.synthesia.io", {"key": ("SYNTHESIA_API_KEY",)}),
    "topaz": _Needs("https://api.topazlabs.com", {"key": ("TOPAZ_API_KEY",)}),
    "vertex": _Needs(
        "https://{location}-aiplatform.googleapis.com",
        {"token": ("GOOGLE_OAUTH_ACCESS_TOKEN",)},
        (("token",),),
        {"project": "GOOGLE_CLOUD_PROJECT", "location": "GOOGLE_CLOUD_LOCATION", "bucket": "GOOGLE_CLOUD_BUCKET"},
    ),
    "volcengine": _Needs(
        "https://visual.volcengineapi.com",
        {"access": ("VOLC_ACCESSKEY",), "secret": ("VOLC_SECRETKEY",)},
        (("access", "secret"),),
    ),
}


def accounts(environ: Mapping[str, str], *, is_live: bool = False) -> Callable[[str], Account]:
    """Whom the user is at each provider, by the provider's name: `accounts(os.environ)("fal")`.

    `LONGTAKE_FAL_URL` (`address_variable`) says where a provider stands: on this machine it is an emulator, which gets
    no key; elsewhere it is a proxy of the user's, by https. is_live: emulators are passed over. Keys come from the
    file of keys (`keyfile`), else from the environment. What is returned raises OperatorError, as `account_of` does
    and for a file of keys that cannot be used; that is read when the first key is needed.
    """
    kept = cache(lambda: kept_keys(environ))

    def account(provider: str) -> Account:
        address = environ.get(address_variable(provider), "")
        is_emulated = bool(address) and _standing(address, address_variable(provider)).is_local
        if is_emulated and is_live:
            return account_of(provider, {**environ, address_variable(provider): ""}, kept())
        return account_of(provider, environ, {} if is_emulated else kept())

    return account


def address_variable(provider: str) -> str:
    """The variable that says where a provider stands."""
    return f"LONGTAKE_{provider.upper().replace('-', '_')}_URL"


def emulated_address(provider: str, environ: Mapping[str, str]) -> str:
    """Where an emulator stands for a provider; "" for nowhere. Raises OperatorError for an address nobody may ask."""
    address = environ.get(address_variable(provider), "")
    return address.rstrip("/") if address and _standing(address, address_variable(provider)).is_local else ""


def own_server(account: Account) -> Target | None:
    """Where the user's own server stands on this machine; None for an account elsewhere, and for an emulator."""
    target = checked_url(account.base, allow_loopback=True)
    return target if target.is_local and not account.is_emulated else None


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
    nobody here knows the provider, where it stands at an address that is not asked, and where a key or a setting is
    missing."""
    needs, table = _needs_of(provider, environ), (kept or {}).get(provider, {})
    address = emulator or environ.get(address_variable(provider), "")
    if address and _standing(address, address_variable(provider)).is_local:
        return _emulated(provider, name, needs, address)
    if emulator:
        raise OperatorError(f"{emulator} is no emulator on this machine", advice=("start one: longtake emulate",))
    keys = _keys(provider, needs, environ, table)
    given = {one: table.get(one) or environ.get(variable, "") for one, variable in needs.settings.items()}
    settings = {one: text for one, text in given.items() if text}
    return Account(provider, name, address.rstrip("/") or _base(provider, needs, settings), keys, settings)


def _needs_of(provider: str, environ: Mapping[str, str]) -> _Needs:
    """Raises OperatorError where nobody here knows the provider."""
    if provider in _NEEDS:
        return _NEEDS[provider]
    own = own_provider(provider, environ)
    if own is None:
        raise OperatorError(f"{provider} cannot be asked yet", advice=(f"these can: {', '.join(_NEEDS)}",))
    return _Needs(own.base, own.keys, own.enough if own.wire else (tuple(own.keys),), own.settings)


def _keys(provider: str, needs: _Needs, environ: Mapping[str, str], table: Mapping[str, str]) -> Mapping[str, Secret]:
    """The keys of a live account: those of the file, then those of the environment."""
    known = (*needs.keys, *needs.settings, *(["callback"] if provider in CALLERS else []))
    if strange := sorted(set(table) - set(known)):
        what = f"[{provider}] in the file of keys has {strange[0]}, which nothing reads"
        raise OperatorError(what, advice=(f"it takes {', '.join(known)}",))
    found = {key: table.get(key) or _first(environ, names) for key, names in needs.keys.items()}
    keys = {key: _secret(provider, key, text) for key, text in found.items() if text}
    if not any(all(key in keys for key in enough) for enough in needs.enough):
        wanted = " or ".join(" and ".join(needs.keys[key][0] for key in enough) for enough in needs.enough)
        raise _missing(provider, "key", wanted)
    return keys


def _base(provider: str, needs: _Needs, settings: Mapping[str, str]) -> str:
    if not needs.base:
        advice = (f"set {address_variable(provider)} to the address that its maker names, without /v1",)
        raise OperatorError(f"{provider} stands at an address of yours, and none is given", advice=advice)
    try:
        base = needs.base.format_map(settings).rstrip("/")
    except KeyError as error:
        raise _missing(provider, error.args[0], needs.settings[error.args[0]]) from None
    _standing(base, next(iter(needs.settings.values()), ""))
    return base


def _standing(address: str, variable: str) -> Target:
    """Where the user says that a provider stands: on this machine, or by https on the public internet. variable: that
    says it. Raises OperatorError."""
    try:
        return checked_url(address, allow_loopback=True)
    except ForbiddenAddressError as error:
        advice = (
            "for an emulator: longtake emulate --print-env",
            "for a proxy of yours: an address that begins with https",
            "for a server in your own network: a tunnel to it that begins on this machine",
        )
        raise OperatorError(error.findings[0].message, place=variable, advice=advice) from None


def _emulated(provider: str, name: str, needs: _Needs, emulator: str) -> Account:
    """An account at an emulator on this machine; a real key is not for it."""
    keys = dict.fromkeys(needs.enough[0], Secret("emulated"))
    settings = {"project": "emulated", "location": "us-central1"} if needs.settings else {}
    return Account(provider, name, emulator.rstrip("/"), keys, settings, is_emulated=True)


def _missing(provider: str, what: str, variables: str) -> OperatorError:
    advice = (f"set {variables} in the environment", f"or write it below [{provider}] in the file of keys")
    return OperatorError(f"{provider} needs a {what}", advice=advice)


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environ[name] for name in names if environ.get(name)), "")


def _secret(provider: str, key: str, text: str) -> Secret:
    try:
        return Secret(text)
    except ValueError as error:
        raise OperatorError(f"the {key} of {provider} is no key: {error}") from None
