"""OpenRouter's own list of models as files of the catalogue. Pure: the list is fetched elsewhere, and never while a
film is planned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from longtake.generation.failures import plain
from longtake.generation.openrouter_prices import SkuPrice, price_of
from longtake.generation.providers.openrouter import GRADES, RATIOS
from longtake.generation.shaping import CannotAskError, grade_of, ratio_of
from longtake.generation.wire import Call
from longtake.media import Size

__all__ = ["LISTING", "MARK", "Listed", "Skipped", "listed"]

LISTING = Call("GET", "/api/v1/videos/models")

MARK = "# Written by longtake models refresh openrouter"
"""How such a file begins."""

_DIALECTS = {
    "google/veo": "veo",
    "google/gemini": "gemini-omni",
    "bytedance/seedance-2.5": "seedance-2.5",
    "bytedance/": "seedance",
    "kwaivgi/": "kling",
    "alibaba/wan": "wan",
    "minimax/": "hailuo",
    "runway/": "runway",
}
_SIDES = {"480p": 480, "720p": 720, "1080p": 1080, "4k": 2160}


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the list. model: the name for the catalogue; text: of its file, which is named after it; note: what
    the list did not tell, "" for nothing."""

    model: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A model that no film can be made with."""

    id: str
    why: str


def listed(body: Any, today: date) -> tuple[Listed | Skipped, ...]:
    """The list, model by model. body: the answer to `LISTING`. Raises ValueError, LookupError or
    TypeError where it has another shape."""
    return tuple(_one(model, today) for model in sorted(body["data"], key=lambda model: str(model["id"])))


def _one(model: Mapping[str, Any], today: date) -> Listed | Skipped:
    id, sizes = str(model["id"]), _sizes(model)
    name = f"openrouter-{re.sub(r'[^a-z0-9.]+', '-', id.lower()).strip('-.')}"
    if not model["supported_durations"]:
        return Skipped(id, "it states no lengths, so it is made for clips")
    if not sizes:
        return Skipped(id, "it makes none of the sizes that can be asked for")
    price = price_of(model.get("pricing_skus") or {}, sizes)
    text = "\n".join([_head(name, id, model, today), *_modes(model, sizes, price), price.text])
    return Listed(name, text, price.note)


def _sizes(model: Mapping[str, Any]) -> tuple[Size, ...]:
    """The sizes that it states, or those of its shapes and resolutions; of either those that an order can name."""
    ratios, grades = _words(model["supported_aspect_ratios"]), _words(model["supported_resolutions"])
    stated = [Size.parse(one) for one in model.get("supported_sizes") or ()]
    sizes = stated or [size for ratio in ratios for grade in grades for size in _size_of(ratio, grade)]
    named = (size for size in sizes if _is_named(size, ratios, grades))
    return tuple(sorted(dict.fromkeys(named), key=lambda size: (size.pixels, size.width)))


def _words(stated: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(word.lower() for word in stated or ())


def _size_of(ratio: str, grade: str) -> Iterator[Size]:
    width, height = map(int, ratio.split(":"))
    short = _SIDES.get(grade)
    if short:
        long = round(short * max(width, height) / min(width, height) / 2) * 2
        yield Size(long, short) if width >= height else Size(short, long)


def _is_named(size: Size, ratios: Sequence[str], grades: Sequence[str]) -> bool:
    """Whether an order for that size says one of the model's own shapes and resolutions."""
    try:
        is_named = ratio_of(size, RATIOS) in ratios and grade_of(size, tuple(GRADES)) in grades
    except CannotAskError:
        return False
    return is_named and not size.width % 2 and not size.height % 2


def _head(name: str, id: str, model: Mapping[str, Any], today: date) -> str:
    dialect = next((dialect for maker, dialect in _DIALECTS.items() if id.startswith(maker)), "generic")
    words = json.dumps(f"{plain(str(model['name']))} at OpenRouter", ensure_ascii=False)
    said_by, prices = "OpenRouter's list of models", "OpenRouter's list of models, its prices read as other clients do"
    return _HEAD.format(
        mark=MARK,
        name=name,
        words=words,
        dialect=dialect,
        said_by=said_by,
        prices=prices,
        today=today.isoformat(),
        id=json.dumps(plain(id), ensure_ascii=False),
        seed=str(bool(model["seed"])).lower(),
    )


def _modes(model: Mapping[str, Any], sizes: Sequence[Size], price: SkuPrice) -> Iterator[str]:
    """A take from words, and one from frames where it takes any."""
    frames = model["supported_frame_images"] or ()
    shown = {"text": ""}
    if "first_frame" in frames:
        last = ", last_frame = [0, 1]" if "last_frame" in frames else ""
        shown["frames"] = f"inputs = {{first_frame = 1{last}}}\n"
    for name, inputs in shown.items():
        yield _MODE.format(
            name=name,
            kind="image" if inputs else "text",
            inputs=inputs,
            seconds=_seconds(sorted(set(map(int, model["supported_durations"])))),
            sizes=json.dumps([str(size) for size in sizes]),
            rates="rates = [24]\n" if price.has_rates else "",
            sound="asked" if model["generate_audio"] else "never",
            price=price.name,
        )


def _seconds(lengths: Sequence[int]) -> str:
    """Each of them, or from which to which where none is missing."""
    is_whole = len(lengths) > 2 and len(lengths) == lengths[-1] - lengths[0] + 1
    return f"{{from = {lengths[0]}, to = {lengths[-1]}}}" if is_whole else str(list(lengths))


_HEAD = """\
{mark}
# on {today}. It is written anew when that is said again: figures of yours belong into a file of yours.
model = "{name}"
words = {words}
provider = "openrouter"
dialect = "{dialect}"
source = "openrouter-list"

[sources]
openrouter-list = {{said_by = "{said_by}", read_on = {today}, sure = "documented"}}
openrouter-prices = {{said_by = "{prices}", read_on = {today}, sure = "third party"}}

[service]
wire_name = {id}
reconcile = "blind"

[prompt]
source = "unstated"
limit = 2000
unit = "characters"
seed = {seed}
negative = "none"

[latency]
source = "unmeasured"
p50_seconds = 120
p95_seconds = 480

[terms]
source = "unstated"
watermark = false
commercial = "by the maker's terms"
"""

_MODE = """\
[modes.{name}]
kind = "{kind}"
{inputs}seconds = {seconds}
sizes = {sizes}
{rates}sound = "{sound}"
price = "{price}"
"""
