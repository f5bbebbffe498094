"""The interfaces that are emulated, one module a provider."""

from longtake.emulator.wire import Route, Wire
from longtake.emulator.wires.ark import ARK
from longtake.emulator.wires.atlas import ATLAS
from longtake.emulator.wires.azure import AZURE
from longtake.emulator.wires.cartesia import CARTESIA
from longtake.emulator.wires.comfyui import COMFYUI
from longtake.emulator.wires.elevenlabs import ELEVENLABS
from longtake.emulator.wires.fal import FAL
from longtake.emulator.wires.google import developer_key, download, refuse
from longtake.emulator.wires.google_speech import GEMINI_SPEECH, GOOGLE_SPEECH
from longtake.emulator.wires.heygen import HEYGEN
from longtake.emulator.wires.kie import KIE
from longtake.emulator.wires.kling import KLING_ROUTES, kling_called, kling_key, kling_refuse
from longtake.emulator.wires.kling_acting import KLING_ACTING
from longtake.emulator.wires.luma import LUMA, LUMA_AGENTS
from longtake.emulator.wires.minimax import MINIMAX
from longtake.emulator.wires.omni import OMNI_ROUTES
from longtake.emulator.wires.omnihuman import OMNIHUMAN
from longtake.emulator.wires.openai_speech import OPENAI_SPEECH
from longtake.emulator.wires.openai_videos import OPENAI_VIDEOS
from longtake.emulator.wires.openrouter import OPENROUTER
from longtake.emulator.wires.replicate import REPLICATE
from longtake.emulator.wires.runway import RUNWAY
from longtake.emulator.wires.stability import STABILITY
from longtake.emulator.wires.synthesia import SYNTHESIA
from longtake.emulator.wires.topaz import TOPAZ
from longtake.emulator.wires.veo import VEO_ROUTES, VERTEX
from longtake.emulator.wires.wan import WAN

__all__ = ["WIRES"]

_FILES = Route("download", "GET", "/v1beta/files/{token}:download", download)
_GEMINI = Wire("gemini", "/gemini", (*VEO_ROUTES, *OMNI_ROUTES, *GEMINI_SPEECH, _FILES), developer_key, refuse)
_KLING = Wire("kling", "/kling", (*KLING_ACTING, *KLING_ROUTES), kling_key, kling_refuse, kling_called)

_AGGREGATORS = (FAL, REPLICATE, OPENROUTER, OPENAI_VIDEOS, KIE, ATLAS)
_ACTORS = (HEYGEN, SYNTHESIA, OMNIHUMAN)
_MAKERS = (RUNWAY, ARK, _KLING, LUMA_AGENTS, LUMA, MINIMAX, WAN, TOPAZ, COMFYUI)
_VOICES = (OPENAI_SPEECH, ELEVENLABS, CARTESIA, GOOGLE_SPEECH, AZURE, STABILITY)
WIRES = (_GEMINI, VERTEX, *_MAKERS, *_ACTORS, *_AGGREGATORS, *_VOICES)
