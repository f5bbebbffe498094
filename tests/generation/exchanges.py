"""The exchanges of fixtures/wire, played to an adapter: it must send what is written there, and reads the answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx

from longtake.catalogue import load_catalogue
from longtake.catalogue.reading import model_of
from longtake.catalogue.written import of_file
from longtake.emulator.multipart import form_in
from longtake.generation.adapter import Adapter
from longtake.generation.http import Door, Form
from longtake.generation.provider import Account, Input, Job, Order
from longtake.generation.providers import wire_of
from longtake.generation.secrets import Secret
from longtake.media import FrameRate, Size

WIRE = Path(__file__).resolve().parents[2] / "fixtures" / "wire"
PIXEL = json.loads((WIRE / "fal" / "create-frames.json").read_text())["request"]["body"]["image_url"]
TODAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
PROMPT = "A tram crosses a rainy square"
TOKEN = "longtake-2c1f9be07a4d"
FIRST = Input("first frame", PIXEL, "image/png")
LAST = Input("last frame", PIXEL, "image/png")
REFERENCE = Input("reference", PIXEL, "image/png")
PORTRAIT = Input("portrait", PIXEL, "image/png")
VOICE = Input("audio", "https://bucket.example/voice.mp3", "audio/mpeg")
FACE = Input("portrait", "https://bucket.example/face.png", "image/png")
SPOKEN = Input("audio", "synthesia://5d1c7e90-b1f2-4c53-9e0a-7c0d9e4f36aa", "audio/mpeg")
CLIP = Input("video", "https://bucket.example/clip.mp4", "video/mp4")
KEPT = Input("video", "https://films.s3.amazonaws.com/clip.mp4?X-Amz-Signature=9f2c", "video/mp4")


@dataclass
class FakeClock:
    """Time that passes when somebody waits."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def today(self) -> datetime:
        return TODAY

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


def exchange(name: str) -> dict[str, Any]:
    """`fal/poll-queued`, as it is written down."""
    return json.loads((WIRE / f"{name}.json").read_text())


def names(folder: str, beginning: str) -> list[str]:
    """The exchanges of a folder whose names begin so."""
    return sorted(f"{folder}/{path.stem}" for path in (WIRE / folder).glob(f"{beginning}*.json"))


class Played(httpx.AsyncBaseTransport):
    """Answers with one exchange after the other; each request must be the one that is written down."""

    def __init__(self, *exchanges: Mapping[str, Any]) -> None:
        self._left: Iterator[Mapping[str, Any]] = iter(exchanges)
        self.seen: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        one = next(self._left)
        self.seen.append(request)
        await request.aread()
        self._compare(request, one["request"])
        return httpx.Response(
            one["response"]["status"],
            headers={name: value for name, value in one["response"]["headers"].items() if name != "content-length"},
            stream=_Bytes(_body(one["response"]["body"])),
        )

    def _compare(self, request: httpx.Request, written: Mapping[str, Any]) -> None:
        assert request.method == written["method"]
        assert request.url.raw_path.decode().partition("?")[0] == written["path"]
        if "page_num" not in written["query"] and written["query"]:
            assert dict(parse_qsl(request.url.query.decode())) == written["query"]
        for name, value in written["headers"].items():
            is_signed = value.startswith("Bearer eyJ")  # signed anew for each call
            assert is_signed or request.headers.get(name) == value, name
        if written["body"] is not None and "$form" in written["body"]:
            assert _named(form_in(request.headers["content-type"], request.content)) == written["body"]["$form"]
        elif written["body"] is not None:
            assert json.loads(request.content) == written["body"]


class Heard(httpx.AsyncBaseTransport):
    """Takes whatever is sent and answers the same each time."""

    def __init__(self, status: int = 200, body: Any = None, headers: Mapping[str, str] | None = None) -> None:
        self._status, self._body, self._headers = status, body, headers or {}
        self.seen: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return httpx.Response(self._status, headers=self._headers, stream=_Bytes(_body(self._body)))

    @property
    def said(self) -> Any:
        """The body of the only request."""
        (request,) = self.seen
        return json.loads(request.content)


def _named(form: dict[str, Any]) -> dict[str, Any]:
    """A form with no more of its file than is written down."""
    return {
        key: {"name": value["name"], "type": value["type"]} if isinstance(value, dict) else value
        for key, value in form.items()
    }


def packed(body: Any) -> tuple[bytes, str]:
    """A call's body as it goes over the wire, and of which kind it is."""
    if isinstance(body, bytes):
        return body, "application/json"
    if not isinstance(body, Form):
        return json.dumps(body).encode(), "application/json"
    file = {body.field: (body.name, body.content, body.media_type)} if body.name else {}
    texts = {name: (None, text) for name, text in body.fields.items()}
    request = httpx.Request("POST", "http://localhost", files={**texts, **file})
    return request.read(), request.headers["content-type"]


class _Bytes(httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


def _body(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def account(folder: str, **settings: str) -> Account:
    """The account that the exchanges of a folder are made with."""
    base = {
        "ark": "https://ark.ap-southeast.bytepluses.com",
        "dashscope": "https://dashscope-intl.aliyuncs.com",
        "comfyui": "https://comfyui.example.org",
        "fal": "https://queue.fal.run",
        "h3": "https://api.minimax.io",
        "gemini": "https://generativelanguage.googleapis.com",
        "heygen": "https://api.heygen.com",
        "atlas": "https://api.atlascloud.ai",
        "kie": "https://api.kie.ai",
        "kling": "https://api-singapore.klingai.com",
        "kling-acting": "https://api-singapore.klingai.com",
        "legacy": "https://api-singapore.klingai.com",
        "luma": "https://api.lumalabs.ai",
        "luma-agents": "https://agents.lumalabs.ai",
        "minimax": "https://api.minimax.io",
        "omni": "https://generativelanguage.googleapis.com",
        "openai": "https://gateway.example",
        "openrouter": "https://openrouter.ai",
        "replicate": "https://api.replicate.com",
        "runway": "https://api.dev.runwayml.com",
        "omnihuman": "https://visual.volcengineapi.com",
        "synthesia": "https://api.synthesia.io",
        "topaz": "https://api.topazlabs.com",
        "vertex": "https://us-central1-aiplatform.googleapis.com",
    }[folder]
    keys = {
        "vertex": {"token": "test-token"},
        "runway": {"key": "key_test"},
        "legacy": {"access": "access-key", "secret": "secret-key"},
        "omnihuman": {"access": "access-key", "secret": "secret-key"},
    }.get(folder, {"key": "test-key"})
    if folder == "vertex":
        settings = {"project": "test-project", "location": "us-central1", **settings}
    return Account(folder, "default", base, {name: Secret(text) for name, text in keys.items()}, settings)


PROVIDERS = {
    "gemini": "google",
    "h3": "minimax",
    "kling-acting": "kling",
    "legacy": "kling",
    "luma": "luma-dream-machine",
    "luma-agents": "luma",
    "omni": "google",
    "openai": "openai-gateway",
    "omnihuman": "volcengine",
}
"""Of the folders that are not called as the provider is."""


def adapter(folder: str, transport: httpx.AsyncBaseTransport, model: str = "", **settings: str) -> Adapter:
    wire = wire_of(PROVIDERS.get(folder, folder), model or MODELS[folder])
    return Adapter(wire, account(folder, **settings), Door(transport=transport), FakeClock())


def playing(folder: str, *exchanges: str, **settings: str) -> Adapter:
    """The adapter of a folder, with these exchanges before it."""
    return adapter(folder, Played(*map(exchange, exchanges)), **settings)


OWN = model_of(of_file(WIRE.parent / "workflows" / "own-video.toml"))
"""A model on a server of one's own."""
MODELS = {
    "ark": "dreamina-seedance-2-0-260128",
    "dashscope": "wan2.6",
    "comfyui": "own-video",
    "fal": "fal-ai/veo3.1",
    "gemini": "veo-3.1-generate-preview",
    "h3": "MiniMax-H3",
    "heygen": "avatar_iv",
    "atlas": "bytedance/seedance-2.0",
    "kie": "kling-3.0/video",
    "kling": "kling-3.0",
    "kling-acting": "avatar/image2video",
    "legacy": "kling-v3",
    "luma": "ray-2",
    "luma-agents": "ray-3.2",
    "minimax": "MiniMax-Hailuo-2.3",
    "omni": "gemini-omni-1.2-flash",
    "openai": "sora-2",
    "openrouter": "google/veo-3.1",
    "replicate": "google/veo-3.1-fast",
    "runway": "gen4.5",
    "omnihuman": "jimeng_realman_avatar_picture_omni_v15",
    "synthesia": "synthesia",
    "topaz": "prob-4",
    "vertex": "veo-3.1-generate-001",
}
SAID_BY_KNOBS = {"avatar": "anna_costume1_cameraA", "background": "white_studio", "language": "en-GB"}
HD, FULL, HAILUO = Size(1280, 720), Size(1920, 1080), Size(1366, 768)


FORMS = {(model.provider, model.wire_name): model.form for model in load_catalogue().values() if model.form}


def order(
    model: str, seconds: int, *, size: Size = HD, audio: bool = True, kind: Any = "text", at: str = "", **more: Any
) -> Order:
    """An order; of an aggregator's model with the form that the catalogue has for it. at: the aggregator, where several
    have the model."""
    form = next((form for (provider, name), form in FORMS.items() if name == model and at in ("", provider)), None)
    return Order(model, kind, Fraction(seconds), size, audio, PROMPT, TOKEN, form=form, **more)


SMALL = {"size": Size(832, 480), "rate": FrameRate(16)}
PREFIXES = {
    "google": "gemini",
    "luma": "luma-agents",
    "luma-dream-machine": "luma",
    "openai-gateway": "openai",
    "volcengine": "omnihuman",
}
"""Where the emulator plays a provider, where that is not its name."""

BLIND = (
    "atlas",
    "fal",
    "gemini",
    "kie",
    "luma-agents",
    "minimax",
    "omni",
    "omnihuman",
    "openrouter",
    "runway",
    "topaz",
    "vertex",
)
"""The folders of providers that cannot be asked for a lost order."""

USUAL = {
    "ark": order(MODELS["ark"], 5, seed=11),
    "dashscope": order("wan2.6", 5, seed=11, negative="text"),
    "comfyui": order(MODELS["comfyui"], 5, audio=False, seed=7, negative="text", workflow=OWN.workflow, **SMALL),
    "fal": order(MODELS["fal"], 8, seed=42, negative="text"),
    "gemini": order(MODELS["gemini"], 8, negative="text, watermark"),
    "h3": order(MODELS["h3"], 5, size=Size(1344, 768)),
    "heygen": order(MODELS["heygen"], 5, kind="avatar", inputs=(FACE, VOICE)),
    "atlas": order(MODELS["atlas"], 5, at="atlas"),
    "kie": order(MODELS["kie"], 5),
    "kling": order(MODELS["kling"], 5, size=FULL),
    "kling-acting": order(MODELS["kling-acting"], 5, kind="avatar", inputs=(PORTRAIT, VOICE)),
    "legacy": order(MODELS["legacy"], 5, size=FULL, negative="text", settings={"cfg_scale": "0.5"}),
    "luma": order(MODELS["luma"], 5, audio=False),
    "luma-agents": order(MODELS["luma-agents"], 5, audio=False),
    "minimax": order(MODELS["minimax"], 6, size=HAILUO, audio=False),
    "omni": order(MODELS["omni"], 8, seed=7),
    "openai": order(MODELS["openai"], 8),
    "openrouter": order(MODELS["openrouter"], 8, seed=42),
    "replicate": order(MODELS["replicate"], 8, seed=42, negative="text"),
    "runway": order(MODELS["runway"], 5, audio=False, seed=42),
    "omnihuman": order(MODELS["omnihuman"], 5, size=FULL, kind="avatar", inputs=(FACE, VOICE), seed=11),
    "synthesia": replace(
        order(MODELS["synthesia"], 5, size=FULL, kind="avatar", inputs=(SPOKEN,), settings=SAID_BY_KNOBS), prompt=""
    ),
    "topaz": replace(order(MODELS["topaz"], 5, kind="enhance", inputs=(KEPT,)), prompt=""),
    "vertex": order(MODELS["vertex"], 8, negative="text, watermark", seed=42),
}
"""The order of each folder's `create-text`, or what stands for it where none is from words."""


_ABOUT = {
    "ark": "ark/poll-queued",
    "dashscope": "dashscope/poll-pending",
    "comfyui": "comfyui/poll-queued",
    "fal": "fal/poll-queued",
    "gemini": "gemini/poll-running",
    "h3": "h3/poll-queued",
    "heygen": "heygen/poll-pending",
    "atlas": "atlas/poll-running",
    "kie": "kie/poll-queued",
    "kling": "kling/poll-submitted",
    "kling-acting": "kling-acting/poll-submitted",
    "legacy": "kling/legacy-poll-submitted",
    "luma": "luma/poll-queued",
    "luma-agents": "luma-agents/poll-queued",
    "minimax": "minimax/poll-queued",
    "omni": "omni/poll-queued",
    "openai": "openai/poll-queued",
    "openrouter": "openrouter/poll-queued",
    "replicate": "replicate/poll-queued",
    "runway": "runway/poll-pending",
    "omnihuman": "omnihuman/poll-queued",
    "synthesia": "synthesia/poll-running",
    "topaz": "topaz/poll-accepted",
    "vertex": "vertex/poll-running",
}


def job(folder: str) -> Job:
    """The job that a folder's exchanges are about."""
    one = exchange(_ABOUT[folder])
    if folder == "fal":
        body = one["response"]["body"]
        return Job(one["job"], {name: body[f"{name}_url"] for name in ("status", "response", "cancel")})
    if folder == "omnihuman":
        return Job(one["job"], {"model": MODELS[folder]})
    kinds = {"legacy": "text2video", "kling-acting": "avatar/image2video"}
    return Job(one["job"], {"kind": kinds[folder]} if folder in kinds else {})
