"""The providers, one module each. Which one speaks for a model is a table."""

from __future__ import annotations

from longtake.errors import GenerationError
from longtake.generation.own import own_provider
from longtake.generation.providers.ark import Ark
from longtake.generation.providers.atlas import Atlas
from longtake.generation.providers.comfyui import ComfyUI
from longtake.generation.providers.dream_machine import DreamMachine
from longtake.generation.providers.fal import Fal
from longtake.generation.providers.google import Veo, VertexVeo
from longtake.generation.providers.hailuo import Hailuo
from longtake.generation.providers.heygen import HeyGen
from longtake.generation.providers.kie import Kie
from longtake.generation.providers.kling import Kling, KlingLegacy
from longtake.generation.providers.kling_acting import KlingActing
from longtake.generation.providers.luma import Luma
from longtake.generation.providers.minimax import MiniMaxThree
from longtake.generation.providers.omni import GeminiOmni
from longtake.generation.providers.omnihuman import OmniHuman
from longtake.generation.providers.openai_videos import OpenAIVideos
from longtake.generation.providers.openrouter import OpenRouter
from longtake.generation.providers.replicate import Replicate
from longtake.generation.providers.runway import Runway
from longtake.generation.providers.synthesia import Synthesia
from longtake.generation.providers.topaz import Topaz
from longtake.generation.providers.wan import Wan
from longtake.generation.wire import Wire

__all__ = ["PROVIDERS", "wire_of"]

_WIRES: tuple[tuple[str, str, type[Wire]], ...] = (
    ("ark", "", Ark),
    ("dashscope", "wan", Wan),
    ("atlas", "", Atlas),
    ("comfyui", "", ComfyUI),
    ("fal", "", Fal),
    ("google", "gemini-omni", GeminiOmni),
    ("google", "veo", Veo),
    ("heygen", "avatar_", HeyGen),
    ("kling", "advanced-lip-sync", KlingActing),
    ("kling", "avatar", KlingActing),
    ("kling", "kling-v", KlingLegacy),
    ("kling", "kling-", Kling),
    ("kling", "motion-control", KlingActing),
    ("luma", "ray-3", Luma),
    ("luma-dream-machine", "ray-", DreamMachine),
    ("minimax", "MiniMax-Hailuo", Hailuo),
    ("minimax", "MiniMax-H3", MiniMaxThree),
    ("kie", "", Kie),
    ("openai-gateway", "", OpenAIVideos),
    ("openrouter", "", OpenRouter),
    ("replicate", "", Replicate),
    ("runway", "", Runway),
    ("synthesia", "", Synthesia),
    ("topaz", "", Topaz),
    ("vertex", "veo", VertexVeo),
    ("volcengine", "jimeng_realman_avatar", OmniHuman),
)
"""By provider and by how the model's name begins there, the longest beginning first."""

PROVIDERS = tuple(sorted({name for name, _, _ in _WIRES}))
"""Those that come with Longtake."""


def wire_of(provider: str, model: str) -> Wire:
    """How a model is asked for. model: the provider's name for it. Raises GenerationError where nobody here knows, and
    OperatorError for a provider of the user's own that cannot be loaded."""
    for name, beginning, wire in _WIRES:
        if name == provider and model.startswith(beginning):
            return wire()
    own = None if provider in PROVIDERS else own_provider(provider)
    if own is not None:
        return own.wire(model) if own.wire is not None else _named(type(wire_of(own.speaks, model)), provider)
    raise GenerationError(
        f"{model} of {provider} cannot be bought yet",
        advice=(f"route the shot to a model of one of these: {', '.join(PROVIDERS)}",),
    )


def _named(wire: type[Wire], provider: str) -> Wire:
    """Another provider's interface, under the name of the one that speaks it."""
    named: type[Wire] = type(wire.__name__, (wire,), {"provider": provider})
    return named()
