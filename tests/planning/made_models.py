"""Models with plain figures, for plans that buy: what each offers is said in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from longtake.catalogue import (
    Catalogue,
    InputRange,
    Kind,
    Latency,
    Lengths,
    Mode,
    Model,
    PriceRow,
    PromptLimit,
    Role,
    Source,
)
from longtake.catalogue.prices import PerSecond
from longtake.media import FrameRate, Money, Size
from longtake.planning.segment import Segment

SOURCE = Source("a test", date(2026, 1, 1), "documented")
HD = (Size(1280, 720),)


def mode(kind: Kind, *lengths: int, name: str = "", sound: Any = "never", **inputs: tuple[int, int]) -> Mode:
    """A mode of this kind that makes takes of these seconds. inputs: `first_frame=(1, 1)`."""
    roles: Mapping[str, Role] = {role.replace(" ", "_"): role for role in get_args(Role)}
    ranges = tuple(InputRange(roles[word], *count) for word, count in inputs.items())
    offered = Lengths(these=tuple(map(Fraction, lengths)))
    return Mode(name or kind, kind, ranges, offered, HD, (FrameRate(24),), sound, "second", SOURCE)


def model(name: str, *modes: Mode, **changes: Any) -> Model:
    """A model at 0.10 USD a second."""
    rule = PerSecond("second", (PriceRow(Money("0.10", "USD"), SOURCE),), SOURCE)
    figures: dict[str, Any] = {
        "name": name,
        "words": name,
        "provider": "nobody",
        "wire_name": name,
        "modes": modes,
        "prices": (rule,),
        "tiers": (),
        "takes_seed": True,
        "negative": "apart",
        "energy": "",
        "prompt_limit": PromptLimit(2000, "characters"),
        "latency": Latency(Fraction(60), Fraction(200)),
        "concurrency": None,
        "expires_after": None,
        "watermark": False,
        "terms": "",
        "regions": (),
        "retires": None,
        "replacement": "",
        "dialect": "generic",
        "reconcile": "lookup",
        "sources": (),
    }
    return Model(**(figures | changes))


TEXT = mode("text", 4, 6, 8)
FRAMES = mode("image", 4, 6, 8, first_frame=(1, 1), last_frame=(0, 1))
REFERENCES = mode("references", 8, reference=(1, 3))
EXTENSION = mode("extension", 7, video=(1, 1))
MODELS = Catalogue.of(
    [
        model("all", TEXT, FRAMES, REFERENCES),
        model("words-only", mode("text", 5, 10)),
        model("extender", TEXT, EXTENSION),
        model("referrer", TEXT, REFERENCES),
        model("talker", mode("text", 4, 8, sound="asked")),
        model("old", TEXT, retires=date(2026, 9, 24), replacement="all"),
        model("faces", mode("avatar", 10, 20, portrait=(1, 1), audio=(1, 1))),
        model("changer", mode("video", 10, video=(1, 1)), mode("enhance", 30, video=(1, 1))),
    ]
)


def fits(segment: Segment) -> bool:
    """Whether the model offers what is asked of it: the mode, its length and size, so many inputs of each role."""
    (row,) = (one for one in MODELS[segment.model].modes if one.name == segment.mode)
    sent = Counter(one.role for one in segment.inputs)
    takes = {one.role: one for one in row.inputs}
    has_room = all(role in takes and count <= takes[role].most for role, count in sent.items())
    has_all = all(sent[role] >= one.least for role, one in takes.items())
    return segment.seconds in row.lengths.these and segment.size in row.sizes and has_room and has_all
